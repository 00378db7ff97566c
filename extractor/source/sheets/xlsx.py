"""Workbooks in OOXML (.xlsx, .xlsm, also strict): their visible sheets.

Read by hand, not by openpyxl: that builds an object for every blank cell of a sheet that
was formatted to its last row, knows no displayed texts, and refuses styles that office
programs take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.errors import fail
from extractor.source.limits import Limits
from extractor.source.sheets.book import Book, to_source
from extractor.source.sheets.package import DAMAGES, Package, feed
from extractor.source.sheets.sheet import Area, Sheet
from extractor.source.sheets.shown import show
from extractor.source.sheets.styles import (
    Style,
    is_true,
    read_boxes,
    read_list,
    read_strings,
    read_styles,
    unescape,
)
from extractor.source.types import Source

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READER: Final = "xlsx 1"

_LARGE: Final = 8 << 20  # bytes of a sheet, above which its blank cells are not looked at
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c (?:[^<>]*? )?r="[^<>]*?(?:/>|>(?:<v/>|<v></v>)?</(?:\w+:)?c>)'
)
_ROW: Final = re.compile(rb'<(?:\w+:)?row (?:[^<>]*? )?r="[^<>]*?(?:/>|>\s*</(?:\w+:)?row>)')
_PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def read_xlsx(name: str, data: bytes, sha256: str, limits: Limits) -> Source:
    """Read a workbook; formulas by the values that were saved with them.

    Raises:
        ExtractorError: EX105 where it is damaged, encrypted or shows no text, EX107 where it is
            beyond the limits.
    """
    package = Package(name, data, limits)
    book = Book(limits)
    try:
        sheets = list(_sheets(package, book, name))
    except DAMAGES as error:
        raise fail("EX105", f"{name}: the workbook is damaged: {error}") from None
    return to_source(book, sheets, name, sha256, MEDIA_TYPE, READER)


def _sheets(package: Package, book: Book, name: str) -> Iterator[Sheet]:
    roots = package.relations("")
    main = next((part for kind, part in roots.values() if kind == "officeDocument"), "")
    main = main if package.size(main) >= 0 else "xl/workbook.xml"
    if main.endswith(".bin"):
        raise fail("EX103", f"{name}: no reader for binary workbooks (.xlsb)")
    if package.size(main) < 0:
        raise fail("EX105", f"{name}: the workbook is damaged: it has no list of sheets")
    listed, since_1904 = read_list(package, main)
    relations = package.relations(main)
    kinds = dict(relations.values())
    strings, styles = [], []
    try:
        strings = read_strings(package, kinds.get("sharedStrings", "xl/sharedStrings.xml"))
    except DAMAGES as error:
        book.lose(f"the texts of the workbook are damaged: {error}")
    try:
        styles = read_styles(package, kinds.get("styles", "xl/styles.xml"))
    except DAMAGES as error:
        book.lose(f"the number formats of the workbook are damaged: {error}")
    for each in listed:
        kind, part = relations.get(each.relation, ("", ""))
        if kind != "worksheet":
            if not kind:
                book.lose(f"sheet {each.name}: is missing")
            continue
        if each.hidden:
            book.warnings.append(f"sheet {each.name}: hidden, left out")
            continue
        reader = _Reader(each.name, strings, styles, book, since_1904)
        try:
            reader.read(package, part)
        except DAMAGES as error:
            book.lose(f"sheet {each.name}: damaged, read in part: {error}")
        if reader.uncounted:
            book.warnings.append(
                f"sheet {each.name}: {reader.uncounted} formulas without a saved value"
                if reader.uncounted > 1
                else f"sheet {each.name}: a formula without a saved value"
            )
        yield reader.sheet
        if book.budget.beyond:
            break


def _without_blanks(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """XML of a sheet without its blank cells and rows."""
    left = b""
    for piece in chunks:
        whole = left + piece
        cut = whole.rfind(b"<")
        if cut <= 0 or len(whole) - cut > 1 << 20:
            cut = len(whole)
        yield _ROW.sub(b"", _CELL.sub(b"", whole[:cut]))
        left = whole[cut:]
    yield left


class _Reader:
    """Fills a sheet from the events of its XML."""

    def __init__(
        self, name: str, strings: list[str], styles: list[Style], book: Book, since_1904: bool
    ) -> None:
        self.sheet = Sheet(name)
        self.uncounted = 0
        self._strings, self._styles, self._book = strings, styles, book
        self._since_1904 = since_1904
        self._row = self._column = -1
        self._kind = ""
        self._style = Style()
        self._pieces: list[str] = []
        self._inside = self._spoken = self._formula = self._valued = False

    def read(self, package: Package, part: str) -> None:
        chunks = package.chunks(part)
        if package.size(part) > _LARGE:
            chunks = _without_blanks(chunks)
        feed(chunks, self._start, self._end, self._characters)
        for kind, target in package.relations(part).values():
            if kind == "drawing":
                self.sheet.loose += read_boxes(package, target)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._cell(given)
        elif name in ("v", "t"):
            self._inside = not self._spoken
            self._valued = True
        elif name == "row":
            number = given.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column = -1
            if is_true(given.get("hidden")) or _is_nothing(given.get("ht")):
                self.sheet.hidden_rows.append((self._row, self._row + 1))
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._spoken = True
        elif name == "mergeCell":
            first, _, last = given.get("ref", "").partition(":")
            start, end = _place(first), _place(last or first)
            if start and end and len(self.sheet.areas) < self._book.limits.cells:
                self.sheet.areas.append(Area(*start, end[0] + 1, end[1] + 1))
        elif name == "col" and (is_true(given.get("hidden")) or _is_nothing(given.get("width"))):
            low, high = given.get("min", ""), given.get("max", "")
            if low.isdecimal() and high.isdecimal():
                self.sheet.hidden_columns.append((int(low) - 1, int(high)))

    def _cell(self, given: dict[str, str]) -> None:
        place = _place(given.get("r", ""))
        if place:
            self._row, self._column = place
        else:
            self._column += 1
        self._kind = given.get("t", "n")
        style = given.get("s", "0")
        number = int(style) if style.isdecimal() else 0
        self._style = self._styles[number] if number < len(self._styles) else Style()
        self._pieces.clear()
        self._formula = self._valued = False

    def _characters(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = False
        elif name == "rPh":
            self._spoken = False
        elif name == "c":
            if self._formula and not self._valued:
                self.uncounted += 1
            if self._book.budget.beyond:
                return
            text = self._text("".join(self._pieces)) if self._pieces else ""
            if text.strip():
                if self._book.budget.take(text):
                    self.sheet.put(self._row, self._column, text.strip(), self._style.ruled)
            elif self._style.ruled:
                self.sheet.framed.add(self._row)

    def _text(self, raw: str) -> str:
        """What the cell shows."""
        kind, code = self._kind, self._style.code
        if kind == "s":
            number = raw.strip()
            at = int(number) if number.isdecimal() else -1
            return show(self._strings[at], code) if 0 <= at < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if is_true(raw.strip()) else "FALSE"
        if kind in ("str", "inlineStr"):
            return show(unescape(raw), code)
        if kind in ("e", "d"):
            return raw
        try:
            return show(float(raw), code, self._since_1904)
        except ValueError:
            return raw


def _place(text: str) -> tuple[int, int] | None:
    """Row and column of B3, counted from 0."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _is_nothing(size: str | None) -> bool:
    """Whether a height or width is told, and is none."""
    return size is not None and size.strip("0.") == ""
