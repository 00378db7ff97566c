"""The rows of a sheet, parted into lines (titles, captions, notes, prose) and tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from extractor.source.linear import CellText, Linear
from extractor.source.sheets.shape import (
    has_numbers,
    is_caption,
    is_mark,
    is_note,
    is_number,
    is_prose,
    is_ruled,
    span,
)
from extractor.source.sheets.sheet import Row

_WIDE: Final = 0.6  # of a table's columns, that a title spans
_PARTS: Final = 3  # at most, of a line above a table


class _Growing:
    """The rows of a table so far, and what all of them show together."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.ruled = self.numbered = False
        self.columns: set[int] = set()

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self.ruled = self.ruled or is_ruled(row)
        self.numbered = self.numbered or has_numbers(row)
        self.columns.update(each.left for each in row.cells)


class Parted:
    """One after the other: ``(False, rows)`` are lines, ``(True, rows)`` a table."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._span = span(rows)
        self._ruled = any(len(row.cells) > 1 and is_ruled(row) for row in rows)
        self.blocks: list[tuple[bool, list[Row]]] = []
        table = _Growing()
        for at, row in enumerate(rows):
            if table.rows and not self._ends(table, at):
                table.add(row)
                continue
            if table.rows:
                self._close(table)
                table = _Growing()
            if self._starts(at):
                table.add(row)
            else:
                self._lines([row])
        if table.rows:
            self._close(table)

    def _lines(self, rows: list[Row]) -> None:
        if self.blocks and not self.blocks[-1][0]:
            self.blocks[-1][1].extend(rows)
        else:
            self.blocks.append((False, rows))

    def _close(self, table: _Growing) -> None:
        if len(table.rows) > 1 and len(table.columns) > 1:
            self.blocks.append((True, table.rows))
        else:
            self._lines(table.rows)

    def _next(self, at: int) -> Row | None:
        return self._rows[at + 1] if at + 1 < len(self._rows) else None

    def _is_wide(self, row: Row) -> bool:
        cell = row.cells[0]
        return len(row.cells) == 1 and cell.right - cell.left >= max(2, _WIDE * self._span)

    def _starts(self, at: int) -> bool:
        row = self._rows[at]
        if len(row.cells) == 1 or is_caption(row):
            return False
        if not self._ruled or is_ruled(row) or has_numbers(row):
            return True
        # without lines in a sheet of lines: the parts of a caption, or a head that has none
        return len(row.cells) > _PARTS or len(row.cells) >= self._span

    def _ends(self, table: _Growing, at: int) -> bool:
        row, after = self._rows[at], self._next(at)
        ruled = table.ruled
        unruled = ruled and not is_ruled(row)
        if is_mark(row):
            return True
        if len(row.cells) > 1:
            if is_caption(row):
                return row.gap or unruled
            if not row.gap or has_numbers(row):
                return False
            if unruled:
                return True
            return not ruled and table.numbered and 2 * len(row.cells) > len(table.columns)
        if is_number(row.cells[0].text):
            return False
        if is_note(row):
            return True
        wide = self._is_wide(row)
        headed = after is not None and (is_mark(after) or (row.gap and len(after.cells) > 1))
        if unruled:
            return row.gap or wide or headed or is_prose(row)
        if ruled:
            return headed and wide
        return headed or (wide and is_prose(row)) or (row.gap and (wide or is_prose(row)))


def write_sheet(linear: Linear, rows: Sequence[Row], name: str, cells: int) -> int:
    """Write the rows of a sheet; gives how many cells its tables took.

    No more than about *cells* are written; where none is left, the result is beyond it.
    """
    taken = 0
    for is_table, block in Parted(rows).blocks:
        if is_table:
            taken += _table(linear, block, name, cells - taken)
            if taken > cells:
                break
            continue
        for row in block:
            if len(row.cells) == 1:
                linear.line(row.cells[0].text)
            else:
                linear.line("  ".join(" ".join(each.text.split("\n")) for each in row.cells))
    return taken


def _table(linear: Linear, rows: Sequence[Row], name: str, limit: int) -> int:
    """A table of the rows and columns in which a text begins; gives its cells, blank ones too."""
    columns = sorted({each.left for row in rows for each in row.cells})
    place = {column: at for at, column in enumerate(columns)}
    fitting = max(0, limit // len(columns))
    count = len(rows) * len(columns)
    rows = rows[:fitting]
    tops = [row.top for row in rows]
    grid: list[list[CellText | None]] = [[CellText("")] * len(columns) for _ in rows]
    for at, row in enumerate(rows):
        for each in row.cells:
            left = place[each.left]
            if grid[at][left] is None:
                continue  # two areas that overlap: the first has the place
            right = max(left + 1, bisect_left(columns, each.right))
            bottom = max(at + 1, bisect_left(tops, each.bottom))
            right, bottom = _free(grid, at, left, bottom, right)
            for line in grid[at:bottom]:
                line[left:right] = [None] * (right - left)
            grid[at][left] = CellText(each.text, bottom - at, right - left)
    if grid:
        linear.table(grid, name=name)
    return count


def _free(
    grid: list[list[CellText | None]], top: int, left: int, bottom: int, right: int
) -> tuple[int, int]:
    """How far right and down an area reaches before it meets another."""
    taken = (at for at in range(left + 1, right) if not _is_blank(grid[top][at]))
    right = next(taken, right)
    for at in range(top + 1, bottom):
        if not all(map(_is_blank, grid[at][left:right])):
            return right, at
    return right, bottom


def _is_blank(cell: CellText | None) -> bool:
    return cell is not None and not cell.text
