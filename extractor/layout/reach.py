"""Where lines begin and end on their pages: told by places, not by counting characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.layout.lines import Lines
from extractor.source import Source
from extractor.source.boxes import PageSize

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST = 40  #: characters with a place below which none is told


def _level(
    places: NDArray[np.float32], size: PageSize
) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
    """Where characters of a page begin and end along their lines, and how far lines may reach;
    pages may lie, or stand on their heads: the next character of a line tells."""
    import numpy as np

    x0, top, x1, bottom = places.T
    steps = np.diff((places[:, :2] + places[:, 2:]) / 2, axis=0)
    steps = steps[~np.isnan(steps[:, 0])]
    right, down = np.median(steps, axis=0).tolist() if len(steps) else (1.0, 0.0)
    if abs(right) >= abs(down):
        wide = size.width
        return (x0, x1, wide) if right >= 0 else (wide - x1, wide - x0, wide)
    high = size.height
    return (top, bottom, high) if down > 0 else (high - bottom, high - top, high)


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
        begins = np.full(len(places), np.nan, np.float32)
        ends = begins.copy()
        rights: list[tuple[slice, float]] = []
        edges = [*source.pages[1:], len(places)]
        for begin, end, size in zip(source.pages, edges, source.boxes.sizes, strict=False):
            some = slice(begin, end)
            begins[some], ends[some], broad = _level(places[some], size)
            rights.append((some, broad))
        widest = max((broad for _, broad in rights), default=0.0)
        for some, broad in rights:
            ends[some] += widest - broad
        begins, ends = begins / unit, ends / unit
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
