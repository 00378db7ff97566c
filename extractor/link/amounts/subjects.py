"""What a figure can be about, and what each section is about by its heading."""

from __future__ import annotations

from functools import cache

import msgspec

from extractor.link.context import Context
from extractor.link.functions import Path
from extractor.link.lexicon import resolve
from extractor.link.sections import NARRATIVE
from extractor.schema import fields


class Subject(msgspec.Struct, frozen=True, gc=False):
    """What a figure is about: fields, a functional path, and the label's clean span."""

    keys: tuple[str, ...]
    path: tuple[str, ...] | None
    code: str | None
    start: int
    end: int


@cache
def _about(section: str) -> tuple[str, ...]:
    return tuple(key for key, field in fields().items() if section in field.subject_of)


def _is_part(subject: Subject, section: str) -> bool:
    """Whether a heading names a part of what its section's type is about."""
    field = fields().get(subject.keys[0])
    return field is not None and field.parent in _about(section)


def section_subjects(ctx: Context, paths: dict[int, Path]) -> dict[int | None, Subject | None]:
    """What each section is about: a path or a field in its heading, else its type's field."""
    found: dict[int | None, Subject | None] = {None: None}
    for section in ctx.outline.sections:
        types = ctx.types(section.index)
        if types[:1] == ("basic",) and "expenditure" in types and "general" not in types:
            types = types[1:]  # 支出决算情况 / 基本支出情况: of all expenditure
        subject, exact = None, False
        path = paths.get(section.index)
        if path is not None and section.start <= path.start < section.end:
            subject = Subject(("general.functional",), path.names, path.code, path.start, path.end)
        else:
            narrative = bool(types) and types[0] in NARRATIVE
            for start, end, entry in () if narrative else ctx.hits_in(section.start, section.end):
                above = types[1:] if section.title.rstrip("：:。 ") == entry.word else types
                keys = resolve(entry, above, None) if entry.kind == "field" else ()
                if keys:
                    subject = Subject(keys, None, None, start, end)
                    exact = section.title.rstrip("：:。 ") == entry.word
                    break
        own = types[:1] and _about(types[0])
        if subject is not None and subject.path is None and types and _is_part(subject, types[0]):
            own = ()  # 支出决算情况 / 项目支出情况: the part, as the heading says
        other = subject is None or (subject.path is None and not set(own) <= set(subject.keys))
        if own and other and not exact:  # 其他收入 alone on its line names just that
            subject = Subject(own, None, None, section.start, section.start)
        if subject is None and section.parent is not None and types and types[0] not in NARRATIVE:
            subject = found.get(section.parent)
        found[section.index] = subject
    return found


def headed_paths(ctx: Context, paths: list[Path]) -> dict[int, Path]:
    """The path in the heading of each section, or of the one above it."""
    found: dict[int, Path] = {}
    for section in ctx.outline.sections:
        above = found.get(section.parent) if section.parent is not None else None
        path = next((p for p in paths if section.start <= p.start < section.end), None)
        if path is not None:
            found[section.index] = path.below(above, close=False)
        elif above is not None:
            found[section.index] = above
    return found
