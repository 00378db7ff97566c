"""Tables of a Word file: which cells a row has, and how many places each spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from extractor.source.docx.names import (
    CELL,
    DELETED,
    ROW,
    TABLE,
    VAL,
    Element,
    T,
    is_on,
    number,
    value,
    w,
)
from extractor.source.linear import CellText

_WIDEST = 1000  #: columns that a cell may span
_SPAN, _ACROSS, _DOWN = w("gridSpan"), w("hMerge"), w("vMerge")
_BEFORE, _HIDDEN = w("gridBefore"), w("hidden")
_ROW_PROPERTIES, _CELL_PROPERTIES = w("trPr"), w("tcPr")
_WRAPS = frozenset(
    w(name) for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
_DEEPEST = 20  #: content controls one within another
_MERGES = {"": "continue", "continue": "continue", "restart": "restart"}


class _Cell:
    """A cell while the rows below it are read."""

    __slots__ = ("columns", "rows", "text")

    def __init__(self, text: str, columns: int) -> None:
        self.text, self.rows, self.columns = text, 1, columns


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table that are shown."""
    for row in _unwrapped(table, ROW):
        properties = row.find(_ROW_PROPERTIES)
        if properties is not None and (
            properties.find(DELETED) is not None or is_on(properties.find(_HIDDEN))
        ):
            continue
        yield row


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row."""
    return _unwrapped(row, CELL)


def _unwrapped(parent: Element, tag: str, depth: int = 0) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPS and depth < _DEEPEST:
            yield from _unwrapped(child, tag, depth + 1)


def frames(table: Element) -> list[Element] | None:
    """The cells of a table that only frames what it holds; None where it is a table indeed.

    That is one of a single cell, and one whose cells hold tables, one below another; or of whose
    cells only one holds anything, tables among it.
    """
    first = [list(islice(cells_of(row), 2)) for row in islice(rows_of(table), 2)]
    if not first:
        return []
    if len(first) == 1 and len(first[0]) == 1:
        return first[0]
    if next(table.iterdescendants(TABLE), None) is None:
        return None
    cells = [list(cells_of(row)) for row in rows_of(table)]
    if all(len(row) == 1 for row in cells):
        return [cell for row in cells for cell in row]
    filled = [cell for row in cells for cell in row if _holds(cell)]
    if len(filled) == 1 and next(filled[0].iter(TABLE), None) is not None:
        return filled
    return None


def _holds(cell: Element) -> bool:
    return any((each.text or "").strip() for each in cell.iter(T))


def read_rows(
    table: Element, text_of: Callable[[Element], str], room: int
) -> tuple[list[list[CellText | None]], bool]:
    """The rows of a table, each with None where a cell spans, and whether all were read.

    *text_of* gives the text of a ``w:tc``; *room* is how many cells may be read.
    """
    rows: list[list[_Cell | None]] = []
    above: dict[int, _Cell] = {}  #: cells that may go on below, by their first column
    whole = True
    for row in rows_of(table):
        if room <= 0:
            whole = False
            break
        properties = row.find(_ROW_PROPERTIES)
        places: list[_Cell | None] = [None] * _before(properties)
        here: dict[int, _Cell] = {}
        last: _Cell | None = None
        for cell in cells_of(row):
            columns, across, down = _spans(cell)
            at = len(places)
            room -= columns
            if across == "continue" and last is not None:
                last.columns += columns
                places += [None] * columns
                continue
            origin = above.get(at) if down == "continue" else None
            if origin is not None:
                if not origin.text:  # some programs write into what is covered
                    origin.text = text_of(cell)
                origin.rows += 1
                here[at] = origin
                places += [None] * columns
                last = None
                continue
            last = _Cell(text_of(cell), columns)
            if down:
                here[at] = last
            places.append(last)
            places += [None] * (columns - 1)
        above = here
        rows.append(places)
    return [[None if each is None else _told(each) for each in row] for row in rows], whole


def _told(cell: _Cell) -> CellText:
    return CellText(cell.text, cell.rows, cell.columns)


def _before(properties: Element | None) -> int:
    """How many columns of the grid a row leaves out before its first cell."""
    return min(max(number(value(properties, _BEFORE), 0), 0), _WIDEST)


def _spans(cell: Element) -> tuple[int, str, str]:
    """How many columns a cell spans, and how it is merged across and down: "restart",
    "continue" or "" where it is not."""
    columns, across, down = 1, "", ""
    for properties in cell.iterchildren(_CELL_PROPERTIES):
        for each in properties.iterchildren(_SPAN, _ACROSS, _DOWN):
            told = each.get(VAL, "")
            if each.tag == _SPAN:
                columns = min(max(number(told, 1), 1), _WIDEST)
            elif each.tag == _ACROSS:
                across = _MERGES.get(told, "")
            else:
                down = _MERGES.get(told, "")
    return columns, across, down
