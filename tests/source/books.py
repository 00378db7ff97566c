"""Workbooks for tests, described once and made in both formats."""

from __future__ import annotations

import io
from typing import Any

import msgspec
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter, range_boundaries


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet: rows of values, or (value, number format); None is a blank cell."""

    name: str
    rows: list[list[Any]]
    merged: tuple[str, ...] = ()
    ruled: str = ""  #: where lines are drawn around cells
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()  #: counted from 1
    hidden_columns: tuple[str, ...] = ()


def xlsx(*tabs: Tab) -> bytes:
    """The bytes of a workbook of OOXML."""
    book = Workbook()
    book.remove(book.active)
    line = Side(style="thin")
    for tab in tabs:
        sheet = book.create_sheet(tab.name)
        for i, row in enumerate(tab.rows, start=1):
            for j, given in enumerate(row, start=1):
                value, code = given if isinstance(given, tuple) else (given, "General")
                if value is not None:
                    cell = sheet.cell(i, j, value)
                    cell.number_format = code
        for area in tab.merged:
            sheet.merge_cells(area)
        if tab.ruled:
            left, top, right, bottom = range_boundaries(tab.ruled)
            for row in sheet.iter_rows(top, bottom, left, right):
                for cell in row:
                    cell.border = Border(line, line, line, line)
        for number in tab.hidden_rows:
            sheet.row_dimensions[number].hidden = True
        for letter in tab.hidden_columns:
            sheet.column_dimensions[letter].hidden = True
        if tab.hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(*tabs: Tab) -> bytes:
    """The bytes of a workbook of BIFF 8."""
    import xlwt

    book = xlwt.Workbook("utf-8")
    styles: dict[tuple[str, bool], Any] = {}

    def style(code: str, ruled: bool) -> Any:
        if (code, ruled) not in styles:
            borders = "borders: left thin, right thin, top thin, bottom thin" if ruled else ""
            styles[code, ruled] = xlwt.easyxf(borders, num_format_str=code)
        return styles[code, ruled]

    for tab in tabs:
        sheet = book.add_sheet(tab.name, cell_overwrite_ok=True)
        left = top = right = bottom = 0
        if tab.ruled:
            left, top, right, bottom = range_boundaries(tab.ruled)
        areas = {}
        for area in tab.merged:
            c1, r1, c2, r2 = range_boundaries(area)
            areas[r1, c1] = (r2, c2)
        values = {
            (i, j): given
            for i, row in enumerate(tab.rows, start=1)
            for j, given in enumerate(row, start=1)
        }
        for i in range(top, bottom + 1) if top else ():
            for j in range(left, right + 1):
                values.setdefault((i, j), None)
        for (i, j), given in sorted(values.items()):
            value, code = given if isinstance(given, tuple) else (given, "General")
            look = style(code, bool(top <= i <= bottom and left <= j <= right))
            if (i, j) in areas:
                r2, c2 = areas[i, j]
                sheet.write_merge(i - 1, r2 - 1, j - 1, c2 - 1, value, look)
            elif not any(
                r1 <= i <= r2 and c1 <= j <= c2 for (r1, c1), (r2, c2) in areas.items()
            ) and (value is not None or look is not styles.get(("General", False))):
                sheet.write(i - 1, j - 1, value, look)
        for number in tab.hidden_rows:
            sheet.row(number - 1).hidden = True
        for letter in tab.hidden_columns:
            at = next(n for n in range(1, 257) if get_column_letter(n) == letter)
            sheet.col(at - 1).hidden = True
        if tab.hidden:
            sheet.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
