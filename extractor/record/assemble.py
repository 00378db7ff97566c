"""Text, outline and facts -> Record."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from extractor.fact import Fact
from extractor.layout import Text
from extractor.outline import Outline
from extractor.record.types import Heading, Record, SourceInfo


def assemble(
    text: Text,
    outline: Outline,
    facts: Iterable[Fact],
    *,
    warnings: tuple[str, ...] = (),
    with_text: bool = False,
) -> Record:
    """Put the facts in reading order, number them, and bring sections to source offsets."""
    source = text.source
    ordered = sorted(facts, key=_place)
    # numbered in place: they were made for this record, and copies would cost as much again
    for number, fact in enumerate(ordered, start=1):
        msgspec.structs.force_setattr(fact, "id", f"f{number}")
    return Record(
        source=SourceInfo(
            name=source.name,
            sha256=source.sha256,
            media_type=source.media_type,
            pages=len(source.pages) or None,
            chars=len(source.text),
            reader=source.reader,
            encoding=source.encoding,
        ),
        sections=tuple(_headings(text, outline)),
        facts=tuple(ordered),
        warnings=warnings,
        text=source.text if with_text else None,
    )


def _place(fact: Fact) -> tuple[int, int]:
    first = fact.evidence[0]
    return first.start, -first.end


def _headings(text: Text, outline: Outline) -> Iterable[Heading]:
    to_source = text.map.to_source
    for section in outline.sections:
        start, end = to_source(section.start, section.end)
        body_end = to_source(section.start, max(section.body_end, section.end)).end
        yield Heading(
            id=f"s{section.index + 1}",
            level=section.level,
            ordinal=section.ordinal,
            title=section.title,
            start=start,
            end=end,
            body_end=body_end,
            parent=None if section.parent is None else f"s{section.parent + 1}",
        )
