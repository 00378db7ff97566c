"""A page cut into what an engine reads well: running text, and the cells of tables in a column.

Engines take a table's row for a line of words, and lose single figures of it. So the cells are
put one below the other, column by column, as lines of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.source.scan.prepare import solid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.source.page.ruled import Ruled

_HIGH = 6000  #: pixels: height of one column of cells
_APART = 0.09  #: inches between two cells
_MARGIN = 0.1  #: inches around them
_INNER = 0.012  #: inches by which a cell is smaller than its lines are apart
_SPECK = 0.012  #: inches: the ink of a cell that is less than this high and wide is dirt


class Part(NamedTuple):
    """Rows ``top`` to ``bottom`` of a piece, which stand at an offset from there on the page."""

    top: int
    bottom: int
    right: int
    down: int


class Piece(NamedTuple):
    """A picture to be read at once, and where its parts are on the page."""

    picture: NDArray[np.uint8]
    parts: tuple[Part, ...]


def text_of(page: NDArray[np.uint8], grids: list[Ruled]) -> Piece | None:
    """The page without its tables (grids in pixels); None where it is blank."""
    rest = page
    if grids:
        rest = page.copy()
        for grid in grids:
            x0, x1, top, bottom = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
            rest[_span(top - 3, bottom + 3), _span(x0 - 3, x1 + 3)] = 255
    if not solid(rest).any():
        return None
    return Piece(rest, (Part(0, len(page), 0, 0),))


def cells_of(page: NDArray[np.uint8], grids: list[Ruled], dpi: float) -> list[Piece]:
    """The cells of the tables that are not blank, as few columns of them as need be."""
    inner, margin = max(1, round(_INNER * dpi)), round(_MARGIN * dpi)
    crops: list[tuple[NDArray[np.uint8], int, int]] = []
    inked_page = solid(page)
    for grid in grids:
        for cell in sorted(grid.cells, key=lambda each: (each.column, each.row)):
            top, bottom = grid.ys[cell.row] + inner, grid.ys[cell.row + cell.rows] - inner
            left, right = grid.xs[cell.column] + inner, grid.xs[cell.column + cell.columns] - inner
            rows, columns = _span(top, bottom), _span(left, right)
            ink = inked_page[rows, columns]
            inked = np.flatnonzero(ink.any(axis=1))
            if not len(inked):
                continue
            wide = np.flatnonzero(ink.any(axis=0))
            y0, y1 = rows.start + int(inked[0]), rows.start + int(inked[-1]) + 1
            x0, x1 = columns.start + int(wide[0]), columns.start + int(wide[-1]) + 1
            if max(y1 - y0, x1 - x0) < _SPECK * dpi:
                continue
            # the ends and grey edges of strokes belong to them
            y0, y1 = max(y0 - 3, rows.start), min(y1 + 3, rows.stop)
            x0, x1 = max(x0 - 3, columns.start), min(x1 + 3, columns.stop)
            crops.append((page[y0:y1, x0:x1], x0, y0))
    pieces = []
    while crops:
        taken, high = 0, margin
        while taken < len(crops) and (not taken or high < _HIGH):
            high += len(crops[taken][0]) + round(_APART * dpi)
            taken += 1
        pieces.append(_stacked(crops[:taken], margin, round(_APART * dpi)))
        crops = crops[taken:]
    return pieces


def _stacked(crops: list[tuple[NDArray[np.uint8], int, int]], margin: int, apart: int) -> Piece:
    wide = max(crop.shape[1] for crop, _, _ in crops) + 2 * margin
    high = sum(len(crop) + apart for crop, _, _ in crops) - apart + 2 * margin
    picture = np.full((high, wide), 255, np.uint8)
    parts = []
    y = margin
    for crop, x0, y0 in crops:
        picture[y : y + len(crop), margin : margin + crop.shape[1]] = crop
        parts.append(Part(y - apart // 2, y + len(crop) + apart // 2, x0 - margin, y0 - y))
        y += len(crop) + apart
    return Piece(picture, tuple(parts))


def _span(low: float, high: float) -> slice:
    start = max(0, round(low))
    return slice(start, max(start, round(high)))
