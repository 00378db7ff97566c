"""Which cell of a grid each character stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractor.source.page.ruled import Ruled

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CUT = 0.2  #: share of a character that is beyond a line: its text is longer than its cell
_JOINED = 0.2  #: of the height: characters that follow one another
_LOWER = 0.3  #: of the height: characters of one line stand no lower


def cells_of(grid: Ruled, boxes: NDArray[np.float64], some: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of the cell of each of the characters *some*, that of its middle.

    A text that a line of the table cuts through is longer than its cell: it is of the cell at
    whose side it begins, or at whose side it ends.

    >>> from extractor.source.page.ruled import Area
    >>> cells = tuple(Area(0, k, 1, 1) for k in range(2))
    >>> grid = Ruled((0.0, 17.0, 50.0), (0.0, 12.0), cells)
    >>> cells_of(grid, np.array([[1, 0, 11, 10], [12, 0, 22, 10], [23, 0, 33, 10]]), np.arange(3))
    array([0, 0, 0])
    """
    middles = (boxes[some, :2] + boxes[some, 2:]) / 2
    columns = np.clip(np.searchsorted(grid.xs, middles[:, 0]) - 1, 0, len(grid.xs) - 2)
    rows = np.clip(np.searchsorted(grid.ys, middles[:, 1]) - 1, 0, len(grid.ys) - 2)
    which = np.empty((len(grid.ys) - 1, len(grid.xs) - 1), np.int64)
    lefts, rights = np.empty(len(grid.cells)), np.empty(len(grid.cells))
    for number, area in enumerate(grid.cells):
        which[area.row : area.row + area.rows, area.column : area.column + area.columns] = number
        lefts[number], rights[number] = grid.xs[area.column], grid.xs[area.column + area.columns]
    members = np.asarray(which[rows, columns])
    x0, x1 = boxes[some, 0], boxes[some, 2]
    beyond = _CUT * (x1 - x0)
    inner = (x0 > grid.xs[0] - 1) & (x1 < grid.xs[-1] + 1)
    cut = inner & ((lefts[members] - x0 > beyond) | (x1 - rights[members] > beyond))
    if cut.any():
        _joined(boxes, some, members, cut, (lefts, rights))
    return members


def _joined(
    boxes: NDArray[np.float64],
    some: NDArray[np.int64],
    members: NDArray[np.int64],
    cut: NDArray[np.bool_],
    sides: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Puts texts that a line cuts through to one cell, in *members*."""
    lefts, rights = sides
    order = np.argsort(some, kind="stable")  # as they were drawn: texts may lie over one another
    places = boxes[some[order]]
    high = places[1:, 3] - places[1:, 1]
    gaps = np.abs(places[1:, 0] - places[:-1, 2]) > _JOINED * high
    lower = np.abs(places[1:, 3] - places[:-1, 3]) > _LOWER * high
    for run in np.split(order, np.flatnonzero(gaps | lower) + 1):
        if cut[run].any():
            first, last = members[run[0]], members[run[-1]]
            before = abs(boxes[some[run[0]], 0] - lefts[first])
            after = abs(rights[last] - boxes[some[run[-1]], 2])
            members[run] = first if before <= after else last
