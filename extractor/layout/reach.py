"""Where lines begin and end on their pages: told by places, not by counting characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.layout.lines import Lines
from extractor.source import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST = 40  #: characters with a place below which none is told


class Reach:
    """Where the characters of a text begin and end, as columns of half a Chinese character.

    Ends are counted from the right edge of the page, so that upright and broad pages are alike.
    """

    def __init__(self, begins: NDArray[np.float32], ends: NDArray[np.float32]) -> None:
        self._begins, self._ends = begins, ends

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
        begins = places[:, 0] / unit
        if kept is not None:
            begins = np.concatenate([begins[a:b] for a, b in kept])
            ends = np.concatenate([ends[a:b] for a, b in kept])
        return cls(begins, ends)

    def measure(self, lines: Lines, apart: set[int]) -> None:
        """Puts how far they reach in place of the widths of lines, and where they begin in place
        of their indents, where it is known; lines *apart* are no running text."""
        last = [start + size - 1 for start, size in zip(lines.starts, lines.sizes, strict=True)]
        for i, column in enumerate(self._ends[last].tolist()):
            if column == column:  # a number
                lines.widths[i] = round(column)
        begins = self._begins[lines.starts].tolist()
        counted = Counter(round(b) for i, b in enumerate(begins) if b == b and i not in apart)
        often = max(3, 0.05 * counted.total())
        margin = min((column for column, count in counted.items() if count >= often), default=None)
        if margin is None:
            return
        for i, column in enumerate(begins):
            if column == column and i not in apart:
                lines.indents[i] = max(0, round(column - margin))
