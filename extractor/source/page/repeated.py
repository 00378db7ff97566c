"""Lines at the same place of page after page: heads, feet and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from extractor.source.types import Furniture

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[\W_]{0,6}(?:第\s*|P(?:age)?\s*|页码[：:]?\s*)?\d{1,4}(?:\s*页)?"
    r"(?:\W{0,3}共\s*\d{1,4}\s*页|\s*(?:/|of)\s*\d{1,4}(?:\s*页)?)?[\W_]{0,6}",
    re.IGNORECASE,
)
_EDGE = 0.1  #: share of a page's height at its top and foot
_OFTEN = 3  #: pages on which a head or foot stands
_SHORT = 8  #: characters of a page number
_NEAR = 0.01  #: share of a page's height


class _Seen(NamedTuple):
    page: int
    start: int
    end: int
    number: int | None
    middle: float
    foot: bool


class Repeated:
    """Remembers the lines at the edges of pages."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, bool], list[_Seen]] = defaultdict(list)
        self._pages = 0

    def add(self, page: int, text: str, place: tuple[float, float], start: int) -> None:
        """A line of a page (1-based), ``place`` being its top and bottom in page heights."""
        self._pages = max(self._pages, page)
        top, bottom = place
        if bottom > _EDGE and top < 1 - _EDGE:
            return
        foot = top >= 1 - _EDGE
        number = _DIGITS.search(text) if _NUMBER.fullmatch(text) else None
        seen = _Seen(
            page, start, start + len(text), int(number[0]) if number else None,
            (top + bottom) / 2, foot,
        )  # fmt: skip
        self._lines[_DIGITS.sub("0", "".join(text.split())), foot].append(seen)

    def furniture(self) -> Iterator[Furniture]:
        """What stands on three pages at least at the same height, and on a third of them."""
        found: set[Furniture] = set()
        for seen in self._lines.values():
            if len(seen) < min(_OFTEN, self._pages) or self._pages < 2:
                continue
            if seen[0].number is not None:
                found.update(_counted(seen))
            elif len(seen) * 3 >= self._pages and len(seen) >= _OFTEN and _level(seen):
                kind = "footer" if seen[0].foot else "header"
                found.update(Furniture(kind, each.start, each.end) for each in seen)
        found |= self._misread(found)
        return iter(sorted(found, key=lambda each: each.start))


    def _misread(self, found: set[Furniture]) -> set[Furniture]:
        """Short lines where other pages have their number: it was recognised wrongly there."""
        numbers = {each.start for each in found if each.kind == "page_number"}
        seen = [each for some in self._lines.values() for each in some]
        told = [each for each in seen if each.start in numbers]
        if len(told) < _OFTEN or 2 * len(told) < self._pages:
            return set()
        pages = {each.page for each in told}
        heights = sorted(each.middle for each in told)
        usual = heights[len(heights) // 2]
        return {
            Furniture("page_number", each.start, each.end)
            for each in seen
            if each.page not in pages
            and each.end - each.start <= _SHORT
            and abs(each.middle - usual) <= _NEAR
        }


def _counted(seen: list[_Seen]) -> Iterator[Furniture]:
    """Numbers that go up with the pages; a figure alone at a page's edge need not."""
    apart: dict[int, list[_Seen]] = defaultdict(list)
    for each in seen:
        apart[(each.number or 0) - each.page].append(each)
    for some in apart.values():
        if len({each.page for each in some}) > 1:
            yield from (Furniture("page_number", each.start, each.end) for each in some)


def _level(seen: list[_Seen]) -> bool:
    middles = sorted(each.middle for each in seen)
    near = sum(abs(each - middles[len(middles) // 2]) <= _NEAR for each in middles)
    return near * 3 >= 2 * len(seen)
