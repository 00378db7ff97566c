"""What the layout room hands on: a clean text that knows its way back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import msgspec

from extractor.fact import EXACT, REFLOWED, Evidence
from extractor.layout.offsets import OffsetMap
from extractor.layout.traditional import simplified
from extractor.source import Source


class Aside(NamedTuple):
    """A stretch of the source that is not part of the running text, in source offsets."""

    kind: str  #: page_number | contents | field_code | running_head | gloss
    start: int
    end: int


class Region(NamedTuple):
    """A stretch of the clean text with a form of its own, in clean offsets."""

    kind: str  #: table
    start: int
    end: int


class Text(msgspec.Struct, frozen=True, dict=True):
    """Clean text of a document and the map back to its source.

    ``clean`` has one line a paragraph, separated by ``\\n``; words and figures that
    were wrapped are whole again, page furniture is gone (kept in ``asides``), spaces
    between Chinese characters are gone, and characters are canonical: half-width
    digits, letters, ``%`` and ``.``, Chinese ``，。；：（）``. In a ``table`` region every
    source line is a line of its own and spaces between cells stay (one each).
    Every clean character stands for exactly one source character. ``traditional`` tells that
    the source holds Traditional characters; ``clean`` is in simplified ones all the same.
    """

    source: Source
    clean: str
    map: OffsetMap
    asides: tuple[Aside, ...] = ()
    regions: tuple[Region, ...] = ()
    traditional: bool = False

    def is_drawn(self, region: Region) -> bool:
        """Whether a table was drawn by the source, not found by its words."""
        grids = self.source.grids
        if not grids:
            return False
        start, end = self.map.bounds(region.start, region.end)
        at = bisect_left(grids, start, key=lambda grid: grid.end)
        return at < len(grids) and grids[at].start < end

    def evidence(self, role: str, start: int, end: int) -> Evidence:
        """Ground the clean span ``[start, end)`` in the source, as evidence."""
        return self.grounded(((role, start, end),))[0]

    def grounded(self, spans: Iterable[tuple[str, int, int]]) -> list[Evidence]:
        """The same for several spans, (role, start, end)."""
        bounds, source = self.map.bounds, self.source
        text, pages = source.text, source.pages
        found = []
        for role, start, end in spans:
            begin, stop = bounds(start, end)
            quote = text[begin:stop]
            page = bisect_right(pages, begin) if pages else None
            broken = "\n" in quote or "\r" in quote or "\f" in quote
            status = REFLOWED if broken else EXACT
            found.append(Evidence(role, begin, stop, quote, status, page))
        return found

    def original(self, start: int, end: int) -> str:
        """The clean span in the characters of the source, wraps and furniture left out.

        Values are told so: Traditional characters are simplified, all others as printed.
        """
        said = self._kept[start:end]
        return simplified(said) if self.traditional else said

    def printed(self, start: int, end: int) -> str:
        """The same, exactly as printed."""
        return self._kept[start:end]

    @cached_property
    def _kept(self) -> str:
        return self.map.kept(self.source.text)
