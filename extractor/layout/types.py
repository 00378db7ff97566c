"""What the layout room hands on: a clean text that knows its way back."""

from __future__ import annotations

from bisect import bisect_right
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


class Text(msgspec.Struct, frozen=True):
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

    def evidence(self, role: str, start: int, end: int) -> Evidence:
        """Ground the clean span ``[start, end)`` in the source, as evidence."""
        begin, stop = self.map.bounds(start, end)
        source = self.source
        quote = source.text[begin:stop]
        page = bisect_right(source.pages, begin) if source.pages else None
        if "\n" in quote or "\r" in quote or "\f" in quote:
            return Evidence(role, begin, stop, quote, REFLOWED, page)
        return Evidence(role, begin, stop, quote, EXACT, page)

    def original(self, start: int, end: int) -> str:
        """The clean span in the characters of the source, wraps and furniture left out.

        Values are told so: Traditional characters are simplified, all others as printed.
        """
        said = self.map.original(self.source.text, start, end)
        return simplified(said) if self.traditional else said

    def printed(self, start: int, end: int) -> str:
        """The same, exactly as printed."""
        return self.map.original(self.source.text, start, end)
