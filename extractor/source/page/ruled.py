"""Ruling lines -> grids: rows, columns, and cells that span several of them.

Lines are snapped to common places and joined to groups that touch. Each group spans a lattice;
two neighbours of the lattice are one cell where no line is drawn between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SNAP = 4.0  #: points within which lines are the same line, or a double one
_TOUCH = 3.0  #: points that lines which meet may stay apart, or that a broken line may lack
_DRAWN = 0.5  #: share of a side that must be drawn to part two cells
_LEAST = 6.0  #: points of the shortest line of a table
_FEWEST = 4  #: places of the columns of a table that is known again on the next page
_FRAME, _TALL = 150.0, 4.0  #: points, and rows, that a frame is higher than what is in it
_MOST = 4000  #: lines of one page; drawings have more


class Area(NamedTuple):
    """A cell: its first row and column, how many it spans."""

    row: int
    column: int
    rows: int
    columns: int


class Ruled(msgspec.Struct, frozen=True):
    """A grid: the places of its lines, in points, and its cells in reading order.

    ``xs`` has one place more than there are columns, ``ys`` than there are rows.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Area, ...]


def grids_of(horizontals: NDArray[np.float64], verticals: NDArray[np.float64]) -> list[Ruled]:
    """Grids from lines (x0, x1, y) and (x, y0, y1), from the top down.

    >>> across = np.array([(0, 100, 0), (0, 100, 20), (0, 100, 40)], float)
    >>> down = np.array([(0, 0, 40), (50, 20, 40), (100, 0, 40)], float)
    >>> [tuple(each) for each in grids_of(across, down)[0].cells]
    [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
    """
    if not 1 < len(horizontals) <= _MOST or not 1 < len(verticals) <= _MOST:
        return []
    across = _joined(horizontals[:, (2, 0, 1)])
    down = _joined(verticals)
    if len(across) < 2 or len(down) < 2:
        return []
    found = []
    for rows, columns in _groups(across, down):
        if len(rows) > 1 and len(columns) > 1:
            grid = _grid(across[rows], down[columns])
            if grid is not None:
                found.append(grid)
    return sorted(found, key=lambda each: (each.ys[0], each.xs[0]))


def like(grid: Ruled, before: Ruled) -> Ruled:
    """A grid with the columns of the one on the page before, where it has some of them.

    A table that goes on lacks the lines that only the cells of its header draw.

    >>> one = Ruled((0, 30, 60, 90, 100), (0, 10), ())
    >>> cells = Area(0, 0, 1, 1), Area(0, 1, 1, 1), Area(0, 2, 1, 1)
    >>> two = Ruled((0, 30, 90, 100), (0, 10), cells)
    >>> [tuple(each) for each in like(two, one).cells]
    [(0, 0, 1, 1), (0, 1, 1, 2), (0, 3, 1, 1)]
    """
    if not _FEWEST <= len(grid.xs) < len(before.xs):
        return grid
    at = [int(np.argmin(np.abs(np.array(before.xs) - x))) for x in grid.xs]
    near = all(abs(before.xs[i] - x) <= _SNAP for i, x in zip(at, grid.xs, strict=True))
    if not near or at[0] or at[-1] != len(before.xs) - 1 or len(set(at)) < len(at):
        return grid
    cells = tuple(
        Area(each.row, at[each.column], each.rows,
             at[each.column + each.columns] - at[each.column])
        for each in grid.cells
    )  # fmt: skip
    return Ruled(before.xs, grid.ys, cells)


def _joined(lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lines (place, from, to) with those on one place snapped and, where they touch, joined."""
    lines = lines[np.argsort(lines[:, 0], kind="stable")].copy()
    places = lines[:, 0]
    begins = np.flatnonzero(np.diff(places, prepend=-1e9) > _SNAP)
    result = []
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        some = lines[begin:end]
        place = float(np.median(some[:, 0]))
        some = some[np.argsort(some[:, 1], kind="stable")]
        start, stop = some[0, 1], some[0, 2]
        for _, one, two in some[1:]:
            if one <= stop + _TOUCH:
                stop = max(stop, two)
            else:
                result.append((place, start, stop))
                start, stop = one, two
        result.append((place, start, stop))
    found = np.array(result, float).reshape(-1, 3)
    return np.asarray(found[found[:, 2] - found[:, 1] >= _LEAST])


def _groups(
    across: NDArray[np.float64], down: NDArray[np.float64]
) -> list[tuple[list[int], list[int]]]:
    """Lines that touch one another, as indices of both kinds."""
    y, x0, x1 = across.T[:, :, None]
    x, y0, y1 = down.T[:, None, :]
    meet = (
        (x >= x0 - _TOUCH) & (x <= x1 + _TOUCH) & (y >= y0 - _TOUCH) & (y <= y1 + _TOUCH)
    )  # (across, down)
    left = set(range(len(across)))
    groups = []
    while left:
        rows: set[int] = set()
        columns: set[int] = set()
        fresh = {left.pop()}
        while fresh:
            rows |= fresh
            more = set(np.flatnonzero(meet[list(fresh)].any(axis=0)).tolist()) - columns
            columns |= more
            fresh = (
                set(np.flatnonzero(meet[:, list(more)].any(axis=1)).tolist()) - rows
                if more
                else set()
            )
        left -= rows
        groups.append((sorted(rows), sorted(columns)))
    return groups


def _places(values: NDArray[np.float64]) -> list[float]:
    """Distinct places, those closer than a snap as one."""
    found: list[float] = []
    for value in np.sort(values).tolist():
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _grid(across: NDArray[np.float64], down: NDArray[np.float64]) -> Ruled | None:
    ys, xs = _places(across[:, 0]), _places(down[:, 0])
    # a table may be open at its sides, or above and below
    left, right = float(across[:, 1].min()), float(across[:, 2].max())
    top, bottom = float(down[:, 1].min()), float(down[:, 2].max())
    xs = _opened(xs, left, right)
    ys = _opened(ys, top, bottom)
    if len(xs) < 3 and len(ys) < 3:
        return None  # a frame
    rows, columns = len(ys) - 1, len(xs) - 1
    walls = _walls(down, xs, ys)  # (columns + 1, rows): drawn to the left of the column
    floors = _walls(across, ys, xs)  # (rows + 1, columns): drawn above the row
    parent = list(range(rows * columns))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in range(rows):
        for j in range(columns):
            if j and not walls[j, i]:
                parent[root(i * columns + j)] = root(i * columns + j - 1)
            if i and not floors[i, j]:
                parent[root(i * columns + j)] = root((i - 1) * columns + j)
    members: dict[int, list[tuple[int, int]]] = {}
    for i in range(rows):
        for j in range(columns):
            members.setdefault(root(i * columns + j), []).append((i, j))
    cells: list[Area] = []
    for each in members.values():
        cells.extend(_areas(each))
    return _unframed(Ruled(tuple(xs), tuple(ys), tuple(sorted(cells))))


def _unframed(grid: Ruled) -> Ruled | None:
    """Without a tall cell above or below that is as broad as the table: it is the rest of a frame
    around the page. None where nothing is left."""
    if len(grid.xs) < 3:
        return grid
    heights = np.diff(grid.ys)
    first, last = 0, len(heights)
    least = max(_FRAME, _TALL * float(np.median(heights)))
    whole = {cell.row for cell in grid.cells if (cell.rows, cell.columns) == (1, len(grid.xs) - 1)}
    if first in whole and heights[first] > least:
        first += 1
    if last - 1 in whole and heights[last - 1] > least and last - 1 > first:
        last -= 1
    if (first, last) == (0, len(heights)):
        return grid
    if last - first < 1:
        return None
    cells = (each._replace(row=each.row - first) for each in grid.cells if first <= each.row < last)
    return Ruled(grid.xs, grid.ys[first : last + 1], tuple(cells))


def _opened(places: list[float], low: float, high: float) -> list[float]:
    """The places, with those at which lines that cross them end, where it is well beyond."""
    if low < places[0] - 3 * _TOUCH:
        places = [low, *places]
    if high > places[-1] + 3 * _TOUCH:
        places = [*places, high]
    return places


def _walls(
    lines: NDArray[np.float64], places: list[float], others: list[float]
) -> NDArray[np.bool_]:
    """Whether a line is drawn at a place along each stretch between two of the others."""
    drawn = np.zeros((len(places), len(others) - 1))
    low, high = np.array(others[:-1]), np.array(others[1:])
    for place, start, end in lines:
        at = int(np.argmin(np.abs(np.array(places) - place)))
        drawn[at] += np.clip(np.minimum(high, end) - np.maximum(low, start), 0, None)
    return np.asarray(drawn >= _DRAWN * (high - low))


def _areas(members: list[tuple[int, int]]) -> list[Area]:
    """A cell as one area; one that is no rectangle, row by row."""
    top, left = min(members)[0], min(j for _, j in members)
    rows = max(members)[0] - top + 1
    columns = max(j for _, j in members) - left + 1
    if rows * columns == len(members):
        return [Area(top, left, rows, columns)]
    found = []
    for i in sorted({i for i, _ in members}):
        inside = sorted(j for k, j in members if k == i)
        start = inside[0]
        for before, after in zip(inside, [*inside[1:], -1], strict=True):
            if after != before + 1:
                found.append(Area(i, start, 1, before - start + 1))
                start = after
    return found
