"""How far lines reach to the right on their pages: told by places, not by counting characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.layout.lines import Lines
from extractor.source import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST = 40  #: characters with a place below which none is told


class Reach:
    """Where the characters of a text end, as columns of half a Chinese character.

    Counted from the right edge of the page, so that upright and broad pages are alike.
    """

    def __init__(self, columns: NDArray[np.float32]) -> None:
        self._columns = columns

    @classmethod
    def of(cls, source: Source, kept: Sequence[tuple[int, int]] | None = None) -> Reach | None:
        """None where the source has no places; *kept* are the parts that are in the text."""
        if source.boxes is None or not source.pages:
            return None
        import numpy as np

        places = source.boxes.places
        wide = places[:, 2] - places[:, 0]
        told = ~np.isnan(wide)
        for grid in source.grids:  # running text has a size of its own
            told[grid.start : grid.end] = False
        if told.sum() < _LEAST:
            return None
        # most characters are Chinese, and as wide as high
        unit = float(np.median(wide[told])) / 2 or 1.0
        sizes = [size.width for size in source.boxes.sizes]
        widest = max(sizes)
        ends = np.zeros(len(places), np.float32)
        edges = [*source.pages[1:], len(places)]
        for begin, end, size in zip(source.pages, edges, sizes, strict=False):
            ends[begin:end] = (places[begin:end, 2] + (widest - size)) / unit
        if kept is not None:
            ends = np.concatenate([ends[a:b] for a, b in kept])
        return cls(ends)

    def measure(self, lines: Lines) -> None:
        """Puts how far they reach in place of the widths of lines, where it is known."""
        last = [start + size - 1 for start, size in zip(lines.starts, lines.sizes, strict=True)]
        for i, column in enumerate(self._columns[last].tolist()):
            if column == column:  # a number
                lines.widths[i] = round(column)
