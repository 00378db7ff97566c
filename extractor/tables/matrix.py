"""A grid -> its places row by row, spans filled in, each with its words."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from extractor.source import Grid
from extractor.tables.types import Piece
from extractor.tables.words import joined

Row = list[Piece | None]


class Matrix(msgspec.Struct, frozen=True):
    """The places of a grid; a merged cell stands at each place that it spans."""

    grid: Grid
    rows: list[Row]

    def own(self, i: int) -> list[Piece]:
        """The cells that begin in row *i*, from the left."""
        return [
            each
            for j, each in enumerate(self.rows[i])
            if each is not None and each.row == i and each.column == j
        ]


def matrix(grid: Grid, printed: str, canonical: str) -> Matrix:
    """Fill in a grid; *printed* and *canonical* are the source text in two forms."""
    rows: list[Row] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        start, end = cell.start, cell.end
        said, key = printed[start:end], canonical[start:end]
        pieces = key.split()
        if len(pieces) > 1 or "\0" in key:
            said, key = joined(said), "".join(pieces).replace("\0", "")
        elif pieces:
            said, key = said.strip(), pieces[0]
        else:
            key = ""
        if not key:
            said = ""
        piece = Piece(said, key, start, end, cell.row, cell.column, cell.rows, cell.columns)
        if cell.rows == 1 and cell.columns == 1:
            if cell.row < grid.rows and cell.column < grid.columns:
                rows[cell.row][cell.column] = piece
            continue
        stop = cell.column + cell.columns
        for row in rows[cell.row : cell.row + cell.rows]:
            row[cell.column : stop] = [piece] * (min(stop, grid.columns) - cell.column)
    return Matrix(grid, rows)


def parts(whole: Matrix, starts: list[int]) -> list[Matrix]:
    """A grid cut before some of its rows: tables that were drawn one right below the other."""
    found: list[Matrix] = []
    bounds = [0, *starts, len(whole.rows)]
    for low, high in pairwise(bounds):
        known: dict[int, Piece] = {}
        rows: list[Row] = [
            [None if each is None else _moved(each, low, known) for each in row]
            for row in whole.rows[low:high]
        ]
        own = [each for each in known.values() if each.row >= 0 and each.end > each.start]
        start = min((each.start for each in own), default=whole.grid.start)
        end = max((each.end for each in own), default=start)
        grid = msgspec.structs.replace(whole.grid, start=start, end=end, rows=high - low)
        found.append(Matrix(grid, rows))
    return found


def _moved(piece: Piece, by: int, known: dict[int, Piece]) -> Piece:
    """A cell with its row counted from another one; each stays one object."""
    moved = known.get(id(piece))
    if moved is None:
        moved = msgspec.structs.replace(piece, row=piece.row - by)
        known[id(piece)] = moved
    return moved
