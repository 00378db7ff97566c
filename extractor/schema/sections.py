"""Section types and the title patterns that tell them, read once from ``sections.toml``."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import msgspec

from extractor.errors import fail


class SectionType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of ``sections.toml``; a type may have several."""

    type: str
    label: str
    title: tuple[str, ...]
    within: tuple[str, ...] = ()
    not_: tuple[str, ...] = msgspec.field(default=(), name="not")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    section: tuple[SectionType, ...]


@lru_cache(maxsize=1)
def section_types() -> tuple[SectionType, ...]:
    """Every entry, most specific first. Raises EX201 where the file does not fit."""
    raw = (files("extractor.schema") / "sections.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=_File).section
    except msgspec.MsgspecError as error:
        raise fail("EX201", f"sections.toml: {error}") from error


@lru_cache(maxsize=1)
def _matcher() -> re.Pattern[str]:
    """One pattern that walks the entries in order and names the first that fits.

    Every alternative is a lookahead with an empty group behind it, so that the order
    of the entries decides and not the place of the match in the title.
    """
    parts = []
    for index, entry in enumerate(section_types()):
        try:
            refuse = f"(?!.*?(?:{'|'.join(entry.not_)}))" if entry.not_ else ""
            test = f"(?=.*?(?:{'|'.join(entry.title)}))"
            parts.append(re.compile(f"{refuse}{test}(?P<t{index}>)").pattern)
        except re.error as error:
            raise fail("EX201", f"sections.toml: {entry.type}: {error}") from error
    return re.compile("|".join(parts))


@lru_cache(maxsize=4096)
def _entries(title: str) -> tuple[SectionType, ...]:
    """The entries that fit, in order, up to the first one without a condition."""
    found = []
    entries = section_types()
    match = _matcher().match(title)
    if match is None or match.lastgroup is None:
        return ()
    first = int(match.lastgroup[1:])
    for entry in entries[first:]:
        if entry is entries[first] or _fits(entry, title):
            found.append(entry)
            if not entry.within:
                break
    return tuple(found)


def _fits(entry: SectionType, title: str) -> bool:
    if any(re.search(p, title) for p in entry.not_):
        return False
    return any(re.search(p, title) for p in entry.title)


_NOISE = re.compile(r"[\s“”\"'‘’「」《》]|^(?:关于)?(?:本部门|本单位)?(?:的)?\d{4}年(?:度)?")


def own_type(title: str, parent: str = "") -> str:
    """The type that the title itself tells, ``""`` where it says nothing.

    ``parent`` is the type of the section above.

    >>> own_type("主要职责"), own_type("备注")
    ('duties', '')
    """
    for entry in _entries(_NOISE.sub("", title[:80])):
        if not entry.within or parent in entry.within:
            return entry.type
    return ""
