"""A text built piece by piece, with the tables in it: what every reader but that of texts uses."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.source.types import Cell, Furniture, Grid

PAGE_BREAK = "\f"
_BREAKS = str.maketrans("\t\v\x85\u2028\u2029", " \n\n\n\n", "\f\r")


class CellText(msgspec.Struct, frozen=True):
    """A cell to be written: its text (wraps as line breaks) and how many places it spans."""

    text: str
    rows: int = 1
    columns: int = 1


class Linear:
    r"""The linear text of a document: a paragraph a line; a row of a table a line, its cells
    parted by tabs, wraps inside a cell kept.

    >>> linear = Linear()
    >>> linear.line("一、收入")
    >>> rows = [["项目", "决算数"], ["收入", "1.20"]]
    >>> grid = linear.table([[CellText(each) for each in row] for row in rows])
    >>> linear.text, grid.cells[3].start
    ('一、收入\n项目\t决算数\n收入\t1.20\n', 15)
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._at = 0
        self.grids: list[Grid] = []
        self.furniture: list[Furniture] = []
        self.pages: list[int] = []

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._pieces)

    def __len__(self) -> int:
        return self._at

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._at += len(text)

    def line(self, text: str, furniture: str | None = None) -> None:
        """A paragraph; line breaks in it stay. ``furniture`` is the kind of what is none."""
        start = self._at
        self._write(text.translate(_BREAKS))
        if furniture is not None and self._at > start:
            self.furniture.append(Furniture(furniture, start, self._at))
        self._write("\n")

    def page(self) -> None:
        """A new page begins here."""
        if self._at:
            self._write(PAGE_BREAK)
        self.pages.append(self._at)

    def table(
        self,
        rows: Sequence[Sequence[CellText | None]],
        *,
        page: int | None = None,
        name: str = "",
        ruled: bool = True,
        goes_on: bool = False,
    ) -> Grid:
        """A table: each row has a cell at its first place and None where one spans.

        Rows may be of unequal length.
        """
        cells: list[Cell] = []
        begin = self._at
        for i, row in enumerate(rows):
            first = True
            for j, cell in enumerate(row):
                if cell is None:
                    continue
                if not first:
                    self._write("\t")
                first = False
                start = self._at
                self._write(cell.text.translate(_BREAKS).strip())
                cells.append(Cell(i, j, start, self._at, cell.rows, cell.columns))
            self._write("\n")
        width = max((each.column + each.columns for each in cells), default=0)
        grid = Grid(
            begin, max(begin, self._at - 1), len(rows), width, tuple(cells), page, name,
            ruled, goes_on,
        )  # fmt: skip
        self.grids.append(grid)
        return grid
