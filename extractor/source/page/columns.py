"""Running text in two columns side by side: read one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractor.source.page.lines import rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GUTTER = 1.5  #: of the height of a line: the space between two columns
_BESIDE = 5  #: lines that two columns of running text have at least
_FILLED = 0.6  #: share of its column that running text fills; labels and their figures do not
_BROAD = 20  #: of the height of a line: the breadth of two columns
_MOST = 4  #: stretches of columns that a page may have
_AREA = 4_000_000  #: rows, times points of breadth: a page beyond is a drawing


def columns_of(boxes: NDArray[np.float64], some: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The characters *some*, parted where running text stands in two columns side by side.

    Lines that reach over both columns part what is above from what is below.
    """
    found: list[NDArray[np.int64]] = []
    rows = rows_of(boxes, some)
    for _ in range(_MOST):
        cut = _cut(boxes, rows)
        if cut is None:
            break
        first, last, gutter = cut
        if first:
            found.append(np.concatenate(rows[:first]))
        beside = np.concatenate(rows[first:last])
        left = (boxes[beside, 0] + boxes[beside, 2]) / 2 <= gutter
        found += [beside[left], beside[~left]]
        rows = rows[last:]
    if rows:
        found.append(np.concatenate(rows))
    return found


def _cut(
    boxes: NDArray[np.float64], rows: list[NDArray[np.int64]]
) -> tuple[int, int, float] | None:
    """The longest stretch of rows (first, last) that a gutter runs through, and its middle."""
    if len(rows) < _BESIDE:
        return None
    every = boxes[np.concatenate(rows)]
    usual = float(np.median(every[:, 3] - every[:, 1]))
    low, high = float(every[:, 0].min()), float(every[:, 2].max())
    if high - low < _BROAD * usual or len(rows) * (high - low) > _AREA:
        return None
    free = _free(boxes, rows, low, high, _GUTTER * usual)
    third = free.shape[1] // 3
    longest = np.zeros(free.shape[1], int)
    ends = np.zeros(free.shape[1], int)
    running = np.zeros(free.shape[1], int)
    for i, row in enumerate(free):
        running = np.where(row, running + 1, 0)
        ends = np.where(running > longest, i + 1, ends)
        longest = np.maximum(longest, running)
    longest[:third] = longest[free.shape[1] - third :] = 0
    best = int(longest.max())
    if best < _BESIDE:
        return None
    widest = np.flatnonzero(longest == best)
    middle = int(widest[len(widest) // 2])
    first, last, gutter = int(ends[middle]) - best, int(ends[middle]), low + middle
    beside = boxes[np.concatenate(rows[first:last])]
    x = (beside[:, 0] + beside[:, 2]) / 2
    if not all(_running(side, usual) for side in (beside[x <= gutter], beside[x > gutter])):
        return None
    return first, last, gutter


def _free(
    boxes: NDArray[np.float64],
    rows: list[NDArray[np.int64]],
    low: float,
    high: float,
    wide: float,
) -> NDArray[np.bool_]:
    """Whether nothing of a row (first axis) is within half of *wide* of a point (second)."""
    counts = np.zeros((len(rows), int(high - low) + 2), int)
    number = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    every = boxes[np.concatenate(rows)]
    most = counts.shape[1] - 1
    begins = np.clip((every[:, 0] - low - wide / 2).astype(int), 0, most)
    ends = np.clip(np.ceil(every[:, 2] - low + wide / 2).astype(int), 0, most)
    np.add.at(counts, (number, begins), 1)
    np.add.at(counts, (number, ends), -1)
    return np.asarray(np.cumsum(counts, axis=1) == 0)


def _running(side: NDArray[np.float64], usual: float) -> bool:
    """Whether one side of a gutter is running text."""
    if len(side) < _BESIDE * 5:
        return False
    middles = np.sort((side[:, 1] + side[:, 3]) / 2)
    lines = int((np.diff(middles) > 0.4 * usual).sum()) + 1
    width = float(side[:, 2].max() - side[:, 0].min())
    filled = float((side[:, 2] - side[:, 0]).sum()) / (lines * width)
    return lines >= _BESIDE and filled >= _FILLED
