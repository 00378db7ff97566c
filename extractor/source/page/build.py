"""Pages, one after the other -> a linear text with its tables and the place of each character."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from extractor.source.boxes import Boxes, PageSize
from extractor.source.linear import CellText, Linear
from extractor.source.page.aligned import Aligned, aligned
from extractor.source.page.atoms import Piece
from extractor.source.page.cells import cells_of
from extractor.source.page.columns import columns_of
from extractor.source.page.lines import Line, lines_of
from extractor.source.page.marks import marks_of
from extractor.source.page.repeated import Repeated
from extractor.source.page.ruled import Ruled, grids_of, like
from extractor.source.page.types import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GAPS = 2  #: lines with wide gaps of a page that may have a table
_BROAD = 0.4  #: share of a page's breadth
_INSIDE = 2.0  #: points by which a character may stand out of its grid


class Pages:
    """Takes pages in order and gives the text of all of them; keeps no page.

    >>> pages = Pages()
    >>> boxes = np.array([[0, 0, 10, 10], [10, 0, 20, 10]], float)
    >>> none = np.empty((0, 3))
    >>> pages.add(Page(100, 100, "收入", boxes, none, none))
    >>> pages.linear.text, pages.boxes().places[1].tolist()
    ('收入\\n', [10.0, 0.0, 20.0, 10.0])
    """

    def __init__(self) -> None:
        self.linear = Linear()
        self._sizes: list[PageSize] = []
        self._starts: list[int] = []
        self._places: list[NDArray[np.float32]] = []
        self._sure: list[NDArray[np.float32]] = []
        self._repeated = Repeated()
        #: the columns of the last table without plumb lines, and its page
        self._columns: tuple[int, tuple[tuple[float, float], ...]] = (-1, ())
        self._last: tuple[int, Ruled] | None = None  #: the last grid, and its page

    def add(self, page: Page) -> None:
        """The next page."""
        self.linear.page()
        self._sizes.append(PageSize(page.width, page.height))
        seen = _upright(page)
        grids = grids_of(seen.horizontals, seen.verticals)
        if grids and self._last is not None and self._last[0] == len(self._sizes) - 1:
            grids[0] = like(grids[0], self._last[1])
        marks = marks_of(page, seen.boxes)
        left = np.flatnonzero(~marks)
        tables: list[tuple[Ruled, NDArray[np.int64]]] = []
        for grid in grids:
            inside = _inside(grid, seen.boxes, left)
            if not inside.any():
                continue
            tables.append((grid, left[inside]))
            left = left[~inside]
        top = -np.inf
        for grid, some in tables:
            above = left[_middles(seen.boxes[left]) < grid.ys[0]]
            above = above[_middles(seen.boxes[above]) >= top]
            self._text(page, seen, above)
            self._table(page, seen, grid, some)
            self._last = (len(self._sizes), grid)
            top = max(top, grid.ys[0])
        self._text(page, seen, left[_middles(seen.boxes[left]) >= top])
        if marks.any():
            marked = tuple(np.flatnonzero(marks).tolist())
            start = len(self.linear)
            self.linear.line("".join(page.characters[i] for i in marked), "watermark")
            self._keep(page, start, marked)

    def blank(self, width: float, height: float) -> None:
        """A page of which nothing is known but its size."""
        self.linear.page()
        self._sizes.append(PageSize(width, height))

    def boxes(self) -> Boxes:
        """Where each character of the text stands."""
        places = np.full((len(self.linear), 4), np.nan, np.float32)
        sure = np.full(len(self.linear), np.nan, np.float32) if self._recognised else None
        for start, some, certain in zip(self._starts, self._places, self._sure, strict=True):
            places[start : start + len(some)] = some
            if sure is not None and len(certain):
                sure[start : start + len(some)] = certain
        return Boxes(places, tuple(self._sizes), sure)

    @property
    def _recognised(self) -> bool:
        return any(len(each) for each in self._sure)

    def furnish(self) -> None:
        """Sets aside the lines that stand at the same place of page after page."""
        self.linear.furniture.extend(self._repeated.furniture())

    def _text(self, page: Page, seen: Page, some: NDArray[np.int64]) -> None:
        for column in columns_of(seen.boxes, some):
            lines = lines_of(page.characters, seen.boxes, column, page.spaced)
            at = 0
            if sum("  " in line.text for line in lines) >= _GAPS:
                went_on = self._columns if self._columns[0] == len(self._sizes) - 1 else (0, ())
                told = aligned(lines, page.characters, seen.boxes, _rules(seen), went_on[1])
                for table in told:
                    self._lines(page, seen, lines[at : table.first])
                    self._aligned(page, table)
                    at = table.last
                    self._columns = (len(self._sizes), table.spans)
            self._lines(page, seen, lines[at:])

    def _lines(self, page: Page, seen: Page, lines: list[Line]) -> None:
        for line in lines:
            start = len(self.linear)
            self.linear.line(line.text)
            self._keep(page, start, line.indices)
            place = (line.top / seen.height, line.bottom / seen.height)
            self._repeated.add(len(self._sizes), line.text, place, start)

    def _aligned(self, page: Page, table: Aligned) -> None:
        texts: list[list[CellText | None]] = []
        for row in table.rows:
            texts.append([None] * len(table.spans))
            for column, wide, high, pieces in row:
                text = "\n".join(piece.text for piece in pieces)
                texts[-1][column] = CellText(text, high, wide)
        if all(row[-1] is None for row in texts):
            texts[-1][-1] = CellText("")  # a column that is blank on this page
        made = self.linear.table(texts, page=len(self._sizes), ruled=False)
        cells = (pieces for row in table.rows for _, _, _, pieces in row)
        for cell, pieces in zip(made.cells, cells, strict=False):
            self._inside(page, cell.start, pieces)

    def _table(self, page: Page, seen: Page, grid: Ruled, some: NDArray[np.int64]) -> None:
        members = cells_of(grid, seen.boxes, some)
        written: list[list[Line]] = []
        texts: list[list[CellText | None]] = [[None] * (len(grid.xs) - 1) for _ in grid.ys[1:]]
        for number, area in enumerate(grid.cells):
            inside = lines_of(page.characters, seen.boxes, some[members == number], page.spaced)
            written.append(inside)
            text = "\n".join(line.text for line in inside)
            texts[area.row][area.column] = CellText(text, area.rows, area.columns)
        made = self.linear.table(texts, page=len(self._sizes))
        for cell, inside in zip(made.cells, written, strict=True):
            self._inside(page, cell.start, inside)

    def _inside(self, page: Page, start: int, parts: Sequence[Line | Piece]) -> None:
        """Where the characters of a cell stand, whose text begins at *start*."""
        for part in parts:
            self._keep(page, start, part.indices)
            start += len(part.text) + 1

    def _keep(self, page: Page, start: int, some: tuple[int, ...]) -> None:
        indices = np.array(some)
        boxes = page.boxes if page.shown is None else page.shown
        places = boxes[indices].astype(np.float32)
        places[indices < 0] = np.nan
        self._starts.append(start)
        self._places.append(places)
        certain = np.empty(0, np.float32)
        if page.sure is not None:
            certain = page.sure[indices].astype(np.float32)
            certain[indices < 0] = np.nan
        self._sure.append(certain)


def _rules(page: Page) -> list[float]:
    """Heights of level lines that are a good share of the page broad."""
    wide = page.horizontals[:, 1] - page.horizontals[:, 0]
    return sorted(page.horizontals[wide > _BROAD * page.width, 2].tolist())


def _middles(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((boxes[:, 1] + boxes[:, 3]) / 2)


def _inside(grid: Ruled, boxes: NDArray[np.float64], some: NDArray[np.int64]) -> NDArray[np.bool_]:
    x = (boxes[some, 0] + boxes[some, 2]) / 2
    y = (boxes[some, 1] + boxes[some, 3]) / 2
    return np.asarray(
        (x > grid.xs[0] - _INSIDE)
        & (x < grid.xs[-1] + _INSIDE)
        & (y > grid.ys[0] - _INSIDE)
        & (y < grid.ys[-1] + _INSIDE)
    )


def _upright(page: Page) -> Page:
    """The page turned so that its text is upright; places are those after turning."""
    if not page.turned:
        return page
    wide, high = page.width, page.height
    boxes, across, down = page.boxes, page.horizontals, page.verticals
    if page.turned == 180:
        boxes = np.column_stack(
            (wide - boxes[:, 2], high - boxes[:, 3], wide - boxes[:, 0], high - boxes[:, 1])
        )
        across = np.column_stack((wide - across[:, 1], wide - across[:, 0], high - across[:, 2]))
        down = np.column_stack((wide - down[:, 0], high - down[:, 2], high - down[:, 1]))
        return Page(wide, high, page.characters, boxes, across, down)
    if page.turned == 90:  # clockwise: the left side becomes the top
        boxes = np.column_stack((high - boxes[:, 3], boxes[:, 0], high - boxes[:, 1], boxes[:, 2]))
        turned = np.column_stack((high - down[:, 2], high - down[:, 1], down[:, 0]))
        down = np.column_stack((high - across[:, 2], across[:, 0], across[:, 1]))
    else:  # counter-clockwise: the right side becomes the top
        boxes = np.column_stack((boxes[:, 1], wide - boxes[:, 2], boxes[:, 3], wide - boxes[:, 0]))
        turned = np.column_stack((down[:, 1], down[:, 2], wide - down[:, 0]))
        down = np.column_stack((across[:, 2], wide - across[:, 1], wide - across[:, 0]))
    return Page(high, wide, page.characters, boxes, turned, down)
