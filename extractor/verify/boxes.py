"""Read back from the page what stands inside a rectangle, whatever the offsets say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from extractor.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EDGE = 0.05  #: points by which a character may stand out: rectangles are told to two places


class Glass:
    """Reads the characters of a source by their places alone.

    >>> from extractor.source.boxes import Boxes, PageSize
    >>> places = np.array([[0, 0, 9, 9], [9, 0, 18, 9]], np.float32)
    >>> source = Source("a", "收入", "", "", "", pages=(0,), boxes=Boxes(places, (PageSize(9, 9),)))
    >>> Glass(source).read([(1, 9.0, 0.0, 18.0, 9.0)])
    '入'
    """

    def __init__(self, source: Source) -> None:
        assert source.boxes is not None
        self._source = source
        self._places = source.boxes.places
        self._pages: dict[int, tuple[NDArray[np.int64], NDArray[np.float32]]] = {}

    def read(self, boxes: Iterable[tuple[int, float, float, float, float]]) -> str:
        """The characters that stand wholly inside the rectangles (page, x0, top, x1, bottom)."""
        found: list[str] = []
        for page, x0, top, x1, bottom in boxes:
            indices, places = self._page(page)
            inside = (
                (places[:, 0] >= x0 - _EDGE) & (places[:, 1] >= top - _EDGE)
                & (places[:, 2] <= x1 + _EDGE) & (places[:, 3] <= bottom + _EDGE)
            )  # fmt: skip
            found += [self._source.text[i] for i in indices[inside].tolist()]
        return "".join(found)

    def _page(self, page: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        known = self._pages.get(page)
        if known is None:
            starts = (*self._source.pages, len(self._source.text))
            if not 1 <= page < len(starts):
                return np.empty(0, np.int64), np.empty((0, 4), np.float32)
            indices = np.arange(starts[page - 1], starts[page])
            told = ~np.isnan(self._places[indices, 0])
            known = self._pages[page] = (indices[told], self._places[indices[told]])
        return known


def holds(said: str, quote: str) -> bool:
    """Whether the characters of *quote* stand in *said* in their order, white space aside.

    >>> holds("收入1 2", "收 2"), holds("2收", "收2")
    (True, False)
    """
    rest = iter(said)
    return all(character in rest for character in "".join(quote.split()))
