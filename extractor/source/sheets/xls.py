"""Workbooks in BIFF (.xls of Excel and WPS, .et), by xlrd: their visible sheets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from extractor.errors import fail
from extractor.source.limits import Limits
from extractor.source.sheets.book import Book, to_source
from extractor.source.sheets.codes import BUILT_IN
from extractor.source.sheets.sheet import Area, Sheet
from extractor.source.sheets.shown import show
from extractor.source.types import Source

if TYPE_CHECKING:
    import xlrd

MEDIA_TYPE: Final = "application/vnd.ms-excel"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
#: Formats that xlrd tells as they look in the United States.
_LOCAL: Final = (*range(5, 9), 14, 22, *range(27, 37), *range(37, 45), *range(50, 59))


def __getattr__(name: str) -> str:
    if name == "READER":
        return f"xls 1 (xlrd {version('xlrd')})"
    raise AttributeError(name)


def read_xls(name: str, data: bytes, sha256: str, limits: Limits) -> Source:
    """Read a workbook; formulas by the values that were saved with them.

    Raises:
        ExtractorError: EX105 where it is damaged, encrypted or shows no text.
    """
    if _ENCRYPTED in data:
        raise fail("EX105", f"{name}: the workbook is encrypted")
    book = Book(limits)
    opened = _open(name, data, book)
    reader = f"xls 1 (xlrd {version('xlrd')})"
    return to_source(book, _sheets(opened, book), name, sha256, MEDIA_TYPE, reader)


def _open(name: str, data: bytes, book: Book) -> xlrd.Book:
    """Open it as it is, else with patience for what is damaged, else without its formats."""
    import xlrd

    told = ""
    ways: tuple[tuple[str, dict[str, Any]], ...] = (
        ("", {"formatting_info": True}),
        ("", {"formatting_info": True, "encoding_override": "gb18030"}),
        ("the workbook is damaged", {"formatting_info": True, "ignore_workbook_corruption": True}),
        (
            "the formats of the workbook are damaged: numbers as they were saved, "
            "merged and hidden cells not known",
            {"ignore_workbook_corruption": True},
        ),
    )
    for warning, options in ways:
        try:
            opened = xlrd.open_workbook(
                file_contents=data, logfile=io.StringIO(), on_demand=False, **options
            )
        except xlrd.XLRDError as error:
            if "encrypted" in str(error).lower():
                raise fail("EX105", f"{name}: the workbook is encrypted") from None
            told = told or str(error)
        except Exception as error:  # xlrd trusts files: any of struct's, index and key errors
            told = told or f"{type(error).__name__}: {error}"
        else:
            if warning:
                book.lose(warning)
            return opened
    raise fail("EX105", f"{name}: the workbook is damaged: {told[:200]}")


def _sheets(opened: xlrd.Book, book: Book) -> Iterator[Sheet]:
    codes = {
        key: BUILT_IN[key] if key in _LOCAL and key in BUILT_IN else each.format_str
        for key, each in opened.format_map.items()
    }
    styles = [
        (
            codes.get(xf.format_key, "General"),
            bool(xf.border.left_line_style or xf.border.right_line_style),
        )
        for xf in opened.xf_list
    ]
    for each in opened.sheets():
        if each.visibility:
            book.warnings.append(f"sheet {each.name}: hidden, left out")
            continue
        yield _sheet(each, styles, book, bool(opened.datemode))
        if book.budget.beyond:
            break


def _sheet(
    given: xlrd.sheet.Sheet, styles: list[tuple[str, bool]], book: Book, since_1904: bool
) -> Sheet:
    import xlrd

    sheet = Sheet(given.name)
    sheet.areas = [
        Area(top, left, bottom, right) for top, bottom, left, right in given.merged_cells
    ]
    for row, about in given.rowinfo_map.items():
        if about.hidden or about.height == 0:
            sheet.hidden_rows.append((row, row + 1))
    for column, look in given.colinfo_map.items():
        if look.hidden or look.width == 0:
            sheet.hidden_columns.append((column, column + 1))
    plain = "General", False
    for row in range(given.nrows):
        for column, cell in enumerate(given.row(row)):
            style = cell.xf_index
            code, ruled = styles[style] if style is not None and style < len(styles) else plain
            value: Any = cell.value
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                text = ""
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(value, "#N/A")
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                text = show(bool(value))
            else:
                text = show(value, code, since_1904).replace("\r\n", "\n").replace("\0", "")
            if text.strip():
                if not book.budget.take(text):
                    return sheet
                sheet.put(row, column, text.strip(), ruled)
            elif ruled:
                sheet.framed.add(row)
    return sheet
