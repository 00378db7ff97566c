"""Half-open character spans, the one way places are told in this project."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters, ``start <= i < end``.

    >>> Span(2, 5).overlaps(Span(4, 9)), Span(2, 5).overlaps(Span(5, 9))
    (True, False)
    """

    start: int
    end: int

    def overlaps(self, other: tuple[int, int]) -> bool:
        """Whether both share at least one character."""
        return self.start < other[1] and other[0] < self.end

    def contains(self, other: tuple[int, int]) -> bool:
        """Whether *other* lies wholly inside."""
        return self.start <= other[0] and other[1] <= self.end
