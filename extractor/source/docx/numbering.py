"""Automatic numbers of paragraphs, counted and written as a word processor shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from extractor.source.docx.names import RPR, VANISH, Element, is_on, number, value, w
from extractor.source.docx.numerals import numeral
from extractor.source.docx.styles import Styles

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_LINKS = 5  #: lists that refer to a list of a style, one to another
_AFTER = {"": " ", "tab": " ", "space": " ", "nothing": ""}
_LIST, _LEVEL = w("numId"), w("ilvl")
_NONE = ("", "0")


class Level(msgspec.Struct, frozen=True):
    """How the numbers of one level of a list are counted and written."""

    start: int = 0
    form: str = "decimal"
    pattern: str = ""  #: with %1 to %9 for the numbers of the levels
    after: str = " "  #: what parts the number from the text
    plain: bool = False  #: the numbers of all levels in digits
    restart: int | None = None  #: after which level it begins anew, from 1; 0 never does
    style: str = ""  #: whose paragraphs stand on this level


class _List(msgspec.Struct, frozen=True):
    counts: str  #: lists of the same id count on together
    levels: tuple[Level | None, ...]
    starts: Mapping[int, int]  #: of levels that begin anew where this list is first used


class Lists:
    """The lists of a document, and how far each is counted.

    *root* is that of numbering.xml, None where there is none. ``unknown`` holds the ids that
    paragraphs name and nothing defines.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._numbered: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()
        if root is not None:
            for each in root.iter(w("abstractNum")):
                self._abstract[each.get(w("abstractNumId")) or ""] = each
            for each in root.iter(w("num")):
                self._numbered[each.get(w("numId")) or ""] = each

    def next(self, numbering: Element | None, style: str) -> str:
        """The number of the next paragraph with what parts it from the text, "" where it has none.

        *numbering* is its own ``w:numPr``, *style* is the id of its style.
        """
        if numbering is None and not self._styles.any_list:
            return ""
        own, told = value(numbering, _LIST), value(numbering, _LEVEL)
        by_style = self._styles.list_of(style)
        list_id = own or by_style.list_id
        if list_id in _NONE:
            return ""
        found = self._list(list_id)
        if found is None:
            self.unknown.add(list_id)
            return ""
        level = number(told, 0) if told else self._linked(found, by_style.styles)
        if level is None:
            level = by_style.level or 0
        return self._count(list_id, found, min(max(level, 0), LEVELS - 1))

    @staticmethod
    def _linked(found: _List, styles: tuple[str, ...]) -> int | None:
        for style in styles:
            for i, level in enumerate(found.levels):
                if level is not None and level.style == style:
                    return i
        return None

    def _count(self, list_id: str, found: _List, at: int) -> str:
        level = found.levels[at]
        if level is None:
            return ""
        counts = self._counts.setdefault(found.counts, [None] * LEVELS)
        if (list_id, at) not in self._begun:
            self._begun.add((list_id, at))
            if at in found.starts:
                counts[at] = None
        last = counts[at]
        counts[at] = _start(found, at) if last is None else last + 1
        for deeper in range(at + 1, LEVELS):
            below = found.levels[deeper]
            after = deeper if below is None or below.restart is None else below.restart
            if at < after:
                counts[deeper] = None
        return _written(found, at, level, counts)

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(list_id)
        return self._lists[list_id]

    def _read_list(self, list_id: str) -> _List | None:
        numbered = self._numbered.get(list_id)
        if numbered is None:
            return None
        counts = value(numbered, w("abstractNumId"))
        abstract = self._abstract.get(counts)
        for _ in range(_LINKS):
            link = value(abstract, w("numStyleLink"))
            other = self._numbered.get(self._styles.list_of(link).list_id) if link else None
            if other is None:
                break
            counts = value(other, w("abstractNumId"))
            abstract = self._abstract.get(counts)
        if abstract is None:
            return None
        levels: list[Level | None] = [None] * LEVELS
        starts: dict[int, int] = {}
        for each in abstract.iterchildren(w("lvl")):
            at = number(each.get(w("ilvl")), -1)
            if 0 <= at < LEVELS:
                levels[at] = _level(each)
        for each in numbered.iterchildren(w("lvlOverride")):
            at = number(each.get(w("ilvl")), -1)
            if not 0 <= at < LEVELS:
                continue
            other = each.find(w("lvl"))
            if other is not None:
                levels[at] = _level(other)
            start = value(each, w("startOverride"))
            if start:
                starts[at] = number(start, 1)
        return _List(counts, tuple(levels), starts)


def _level(element: Element) -> Level:
    forms = [each.get(w("val"), "") for each in element.iter(w("numFmt"))]
    # a form of one's own stands beside one that all know
    known = [each for each in forms if each != "custom"]
    form = known[0] if known else "decimal"
    restart = value(element, w("lvlRestart"))
    hidden = is_on(element.find(f"{RPR}/{VANISH}"))
    return Level(
        number(value(element, w("start")), 0),
        form,
        "" if form == "bullet" or hidden else value(element, w("lvlText")),
        _AFTER.get(value(element, w("suff")), " "),
        is_on(element.find(w("isLgl"))),
        number(restart, 0) if restart else None,
        value(element, w("pStyle")),
    )


def _start(found: _List, at: int) -> int:
    level = found.levels[at]
    return found.starts.get(at, 1 if level is None else level.start)


def _written(found: _List, at: int, level: Level, counts: list[int | None]) -> str:
    def one(place: re.Match[str]) -> str:
        i = int(place[1]) - 1
        other = found.levels[i]
        if i > at or other is None:
            return ""
        count = counts[i]
        form = "decimal" if level.plain and other.form != "none" else other.form
        return numeral(_start(found, i) if count is None else count, form)

    written = _PLACE.sub(one, level.pattern).strip()
    return written + level.after if written else ""
