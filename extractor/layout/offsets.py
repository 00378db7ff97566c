"""An invertible map between a clean text and the source it was made from.

The clean text is the source with some characters dropped and others exchanged one
for one, so the map is a list of runs that were kept. Looking up is a bisection, and
composing two maps gives a map again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from operator import sub

from extractor.span import Span


class OffsetMap:
    """Runs of kept characters: clean ``[clean_i, clean_i + length_i)`` is source
    ``[source_i, source_i + length_i)``.

    >>> m = OffsetMap([(0, 2), (4, 3)])          # kept: source [0, 2) and [4, 7)
    >>> m.to_source(1, 3), m.to_clean(1, 5), len(m)
    (Span(start=1, end=5), Span(start=1, end=3), 5)
    """

    __slots__ = ("_clean", "_lengths", "_moved", "_source", "_spread")

    def __init__(self, kept: Iterable[tuple[int, int]]) -> None:
        source: list[int] = []
        lengths: list[int] = []
        clean: list[int] = []
        at = 0
        for start, length in kept:
            if length <= 0:
                continue
            if source and source[-1] + lengths[-1] == start:
                lengths[-1] += length
            else:
                if source and start < source[-1] + lengths[-1]:
                    raise ValueError("kept runs must be in order and must not overlap")
                source.append(start)
                lengths.append(length)
                clean.append(at)
            at += length
        clean.append(at)
        self._set(source, lengths, clean)

    @classmethod
    def of_spans(cls, spans: list[tuple[int, int]]) -> OffsetMap:
        """The map that keeps *spans*, (start, end) in order and never touching.

        >>> OffsetMap.of_spans([(0, 2), (4, 7)]).runs()
        [(0, 2), (4, 3)]
        """
        return cls.of_columns([start for start, _ in spans], [end for _, end in spans])

    @classmethod
    def of_columns(cls, starts: list[int], ends: list[int]) -> OffsetMap:
        """The map that keeps ``[starts[i], ends[i])``, in order and never touching."""
        new = cls.__new__(cls)
        lengths = list(map(sub, ends, starts))
        new._set(starts, lengths, list(accumulate(lengths, initial=0)))
        return new

    def _set(self, source: list[int], lengths: list[int], clean: list[int]) -> None:
        self._source, self._lengths, self._clean = source, lengths, clean
        self._moved: list[int] = list(map(sub, source, clean))  # source less clean, of each run
        self._spread: list[int] = []  # the same of each character, once it is asked for

    def __len__(self) -> int:
        return self._clean[-1]

    def point(self, index: int) -> int:
        """Source offset of the clean character *index*."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        run = bisect_right(self._clean, index) - 1
        return index + self._moved[run]

    def to_source(self, start: int, end: int) -> Span:
        """Smallest source span that holds the clean span; an empty one stays empty."""
        return Span(*self.bounds(start, end))

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """The same as a plain pair, for those who look up very many."""
        moved = self._spread or self._by_character()
        if 0 <= start < end <= len(moved):
            return start + moved[start], end + moved[end - 1]
        if start == end:
            at = self.point(start) if start < len(self) else self._end()
            return at, at
        return self.point(start), self.point(end - 1) + 1

    def to_clean(self, start: int, end: int) -> Span:
        """Smallest clean span that holds every kept character of the source span."""
        run = bisect_right(self._source, start) - 1
        if run >= 0 and start < end <= self._source[run] + self._lengths[run]:
            moved = self._moved[run]  # all of it was kept
            return Span(start - moved, end - moved)
        return Span(self._floor(start), self._floor(end))

    def kept(self, source: str) -> str:
        """The characters of *source* that the clean text stands for, one for one."""
        runs = zip(self._source, self._lengths, strict=True)
        return "".join([source[start : start + length] for start, length in runs])

    def compose(self, outer: OffsetMap) -> OffsetMap:
        """The map clean -> source where *self* maps clean -> middle, *outer* middle -> source."""
        kept: list[tuple[int, int]] = []
        for start, length in self.runs():
            at = start
            while at < start + length:
                run = bisect_right(outer._clean, at) - 1
                inside = at - outer._clean[run]
                take = min(start + length - at, outer._lengths[run] - inside)
                kept.append((outer._source[run] + inside, take))
                at += take
        return OffsetMap(kept)

    def runs(self) -> list[tuple[int, int]]:
        """The kept runs as (source start, length)."""
        return list(zip(self._source, self._lengths, strict=True))

    def _by_character(self) -> list[int]:
        """How far each clean character was moved: thousands of places are looked up."""
        spread: list[int] = []
        for moved, length in zip(self._moved, self._lengths, strict=True):
            spread += [moved] * length
        self._spread = spread
        return spread

    def _end(self) -> int:
        return self._source[-1] + self._lengths[-1] if self._source else 0

    def _floor(self, offset: int) -> int:
        run = bisect_right(self._source, offset - 1) - 1 if offset else -1
        if run < 0:
            return 0
        return self._clean[run] + min(offset - self._source[run], self._lengths[run])
