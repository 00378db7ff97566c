"""Tables: which ones hold data and which ones only lay out a page; their rows and spans."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from extractor.source.html.parse import Element
from extractor.source.linear import CellText

_MOST_COLUMNS, _MOST_ROWS = 256, 65534
_BLOCKS = frozenset(("p", "div", "br", "li", "dd", "tr", "pre", "section", "article", "h2", "h3"))
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_INTEGER = re.compile(r"\s*(\d{1,9})")


class Rows(NamedTuple):
    """The cells of a table as its source has them, row by row; ``stray`` is what is in none."""

    rows: list[tuple[int, list[Element]]]  #: section of the row, its cells
    captions: list[Element]
    stray: list[Element | str]


class Filled(NamedTuple):
    """Rows for `Linear.table`; ``cut`` where the table holds more than was allowed."""

    rows: list[list[CellText | None]]
    cells: int
    cut: bool


def own_rows(table: Element, hidden: Callable[[Element], bool]) -> Rows:
    """The rows of the table itself, those of its head first and of its foot last."""
    found: dict[int, list[tuple[int, list[Element]]]] = {0: [], 1: [], 2: []}
    captions: list[Element] = []
    stray: list[Element | str] = []
    sections = 0
    # (element, part of the table 0 to 2, section, cells of the open row)
    stack: list[tuple[Element, int, int, list[Element] | None]] = [(table, 1, 0, None)]
    while stack:
        element, part, section, row = stack.pop()
        if element.text and element.text.strip():
            stray.append(element.text)
        after: list[tuple[Element, int, int, list[Element] | None]] = []
        loose: list[Element] | None = row
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and not hidden(child):
                if tag in ("td", "th"):
                    if loose is None:
                        loose = []
                        found[part].append((section, loose))
                    loose.append(child)
                elif tag == "tr":
                    cells: list[Element] = []
                    found[part].append((section, cells))
                    after.append((child, part, section, cells))
                    loose = row
                elif tag in _SECTIONS:
                    sections += 1
                    order = {"thead": 0, "tfoot": 2}.get(tag, 1)
                    after.append((child, order, sections, None))
                elif tag == "caption":
                    captions.append(child)
                elif tag in ("form", "center", "o:p", "span", "font") and (
                    child.find(".//td") is not None or child.find(".//tr") is not None
                ):
                    after.append((child, part, section, row))
                elif tag not in ("col", "colgroup", "script", "style", "template"):
                    stray.append(child)
            if child.tail and child.tail.strip():
                stray.append(child.tail)
        # rows are added in the order they are met: children of one element stay together
        stack += reversed(after)
    return Rows(found[0] + found[1] + found[2], captions, stray)


def holds_data(table: Element, own: Rows) -> bool:
    """Whether a table is one of data: several columns of short cells, no page within it."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    rows = [cells for _, cells in own.rows if cells]
    columns = max((sum(_span(c, "colspan") for c in cells) for cells in rows), default=0)
    if columns < 2:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        nested = [cell for cells in rows for cell in cells if cell.find(".//table") is not None]
        full = sum(_length(cell) > 0 for cells in rows for cell in cells if cell not in nested)
        small = all(len(cell.findall(".//tr")) < 3 for cell in nested)
        return small and full >= 9 and len(nested) * 4 <= full
    sizes = [(_length(cell), cell) for cells in rows for cell in cells]
    full = sum(size > 0 for size, _ in sizes)
    if full == 0:
        return False
    total = sum(size for size, _ in sizes)
    biggest, cell = max(sizes, key=lambda each: each[0])
    if biggest > 0.5 * total:
        paragraphs = sum(each.tag in _BLOCKS for each in cell.iter())
        if biggest > 1500 or (biggest > 300 and paragraphs >= 3 and full < 30):
            return False
    if len(rows) == 1:
        digits = any(any(map(str.isdigit, "".join(c.itertext()))) for c in rows[0])
        return full >= 3 and digits and biggest <= 60
    return True


def fill(own: Rows, text: Callable[[Element], str], most: int) -> Filled:
    """The cells at their places: spans that cross others or leave the table are cut short."""
    rows = own.rows
    last = {section: i for i, (section, _) in enumerate(rows)}
    placed: list[dict[int, tuple[CellText, int, int]]] = []
    taken: dict[int, int] = {}  # column -> the row before which it is free again
    count = slots = 0
    cut = False
    for i, (section, cells) in enumerate(rows):
        at: dict[int, tuple[CellText, int, int]] = {}
        column = 0
        for cell in cells:
            while taken.get(column, 0) > i:
                column += 1
            if column >= _MOST_COLUMNS:
                cut = True
                break
            wide = min(_span(cell, "colspan"), _MOST_COLUMNS - column)
            high = _span(cell, "rowspan", zero=_MOST_ROWS)
            high = max(1, min(high, last[section] + 1 - i))
            free = 1
            while free < wide and taken.get(column + free, 0) <= i:
                free += 1
            for each in range(column, column + free):
                taken[each] = i + high
            at[column] = (CellText(text(cell)), high, free)
            count += 1
            slots += free
            column += free
        placed.append(at)
        if count >= most or slots >= 8 * most + _MOST_COLUMNS:
            cut = cut or i + 1 < len(rows)
            break
    while placed and not any(cell.text for cell, _, _ in placed[-1].values()):
        placed.pop()
    # columns in which no cell begins are drawn nowhere: a span over them is as wide without
    starts = sorted({column for at in placed for column in at})
    place = {column: i for i, column in enumerate(starts)}
    out: list[list[CellText | None]] = []
    for i, at in enumerate(placed):
        row: list[CellText | None] = []
        for column, (cell, high, wide) in at.items():
            first = place[column]
            row += [None] * (first - len(row))
            across = sum(1 for each in range(column, column + wide) if each in place)
            row.append(CellText(cell.text, min(high, len(placed) - i), across))
            row += [None] * (across - 1)
        out.append(row)
    return Filled(out, count, cut)


def _span(cell: Element, name: str, zero: int = 1) -> int:
    found = _INTEGER.match(cell.get(name) or "1")
    value = int(found[1]) if found else 1
    return min(value, _MOST_ROWS) or zero


def _length(element: Element) -> int:
    """Characters of its text, white space aside."""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return len("".join(text.split()))
