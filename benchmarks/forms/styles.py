"""Looks that tables have in published PDFs: workbooks printed, web pages printed, pages turned.

A style is a name and what differs from a plain look; :mod:`.printed` makes the PDFs of it.
"""

from __future__ import annotations

import re

import msgspec

from benchmarks.forms.document import Document, Table
from benchmarks.forms.render import _BROAD

_UNIT = re.compile(r"(?:金额)?单位[：:].{0,4}元")
OFFICE = re.compile(r".{0,4}(?:部门|单位|名称)[：:]")


class Style(msgspec.Struct, frozen=True):
    """How tables look; a sheet where ``css`` is empty, a web page else."""

    css: str = ""  #: of a web page, besides that of all
    page: str = "portrait"  #: portrait, landscape or mixed
    line: str = "thin"  #: of a sheet: thin, hair, double, none, grid, three (rules only)
    thick: bool = False  #: the outer border
    shaded: bool = False  #: header cells
    size: float = 10.0  #: points of the font
    spaced: bool = False  #: figures aligned by spaces, as accountants' number formats do
    parted: bool = False  #: codes in three columns
    unit_in_title: bool = False
    repeated: bool = False  #: header rows on each page of a table
    lonely: bool = False  #: the last row stands on a page of its own
    margins: bool = False  #: heads with the office, page numbers at the foot
    extra: str = ""  #: HTML that stands on pages: watermarks, seals
    turned: str = ""  #: "rotate": drawn sideways and shown upright; "side": shown sideways


_LINES = "td,th{border:0.75px solid #000}"
_BARE = "table{border-collapse:collapse}td,th{padding:1.5px 9px}"
_MARK = (
    "<div style='position:fixed;top:42%;left:8%;font-size:58px;color:#d8d8d8;"
    "transform:rotate(-38deg)'>内部资料 注意保存</div>"
)
_SEAL = (
    "<svg style='position:fixed;right:60px;top:180px' width='130' height='130'>"
    "<circle cx='65' cy='65' r='60' fill='none' stroke='red' stroke-width='4'/>"
    "<path d='M65 35l9 27h28l-23 17 9 27-23-17-23 17 9-27-23-17h28z' fill='red'/></svg>"
)
STYLES: dict[str, Style] = {
    "sheet": Style(),
    "sheet-broad": Style(page="landscape", thick=True, shaded=True),
    "sheet-hair": Style(page="mixed", line="hair", size=9, spaced=True, repeated=True),
    "sheet-double": Style(page="mixed", line="double", margins=True),
    "sheet-three": Style(page="mixed", line="three", lonely=True),
    "sheet-bare": Style(page="mixed", line="none", spaced=True),
    "sheet-grid": Style(page="mixed", line="grid", shaded=True, repeated=True),
    "sheet-codes": Style(page="mixed", parted=True, unit_in_title=True, thick=True, lonely=True),
    "sheet-tiny": Style(page="landscape", size=6, spaced=True, parted=True),
    "web": Style(css="table{border-collapse:collapse}" + _LINES, page="mixed", margins=True),
    "web-apart": Style(css="table{border-spacing:2px;border:1px solid #555}td,th{border:1px solid"
                       " #555}"),
    "web-cells": Style(css="table{border-spacing:0}" + _LINES, repeated=True, page="mixed"),
    "web-three": Style(css=_BARE + "table{border-top:2px solid;border-bottom:2px solid}"
                       "tr.last th,tr.last td{border-bottom:1px solid}", page="mixed"),
    "web-rules": Style(css=_BARE + "tr{border-bottom:0.5px solid #999}", page="mixed"),
    "web-columns": Style(css=_BARE + "table{border:1px solid}td,th{border-left:1px solid}"
                         "tr.last{border-bottom:1px solid}", page="mixed"),
    "web-zebra": Style(css=_BARE + "tr:nth-child(even) td{background:#e6eef8}th{background:#35608f;"
                       "color:#fff}", page="mixed", repeated=True),
    "web-white": Style(css="table{border-collapse:collapse}td,th{border:1px solid #fff;background:"
                       "#dce6f2}th{background:#9db8d9}", page="mixed"),
    "web-bare": Style(css=_BARE, page="mixed"),
    "web-tiny": Style(css="table{border-collapse:collapse}td,th{border:0.4px solid #888;padding:1px"
                      " 2px}", size=6, page="mixed", parted=True, margins=True),
    "web-mark": Style(css="table{border-collapse:collapse}" + _LINES, extra=_MARK, page="mixed"),
    "web-seal": Style(css="table{border-collapse:collapse}" + _LINES, extra=_SEAL + _MARK),
    "web-bare-mark": Style(css=_BARE, extra=_MARK, page="mixed", margins=True),
    "turned": Style(css="table{border-collapse:collapse}" + _LINES, page="mixed", turned="rotate",
                    margins=True),
    "sideways": Style(page="landscape", turned="side", margins=True),
}  # fmt: skip


def changed(document: Document, style: Style) -> Document:
    """The document as the style has it: what its tables say, before they are drawn."""
    if not style.parted:
        return document
    return msgspec.structs.replace(
        document,
        parts=tuple(each if isinstance(each, str) else parted(each) for each in document.parts),
    )


def parted(table: Table) -> Table:
    """The table with its codes of seven digits in three columns."""
    if table.columns.count("code") != 1:
        return table
    at = table.columns.index("code")
    codes = [row[at] for row in table.grid[table.head :] if row[at].isdecimal()]
    if not codes or {len(each) for each in codes} - {3, 5, 7}:
        return table
    grid = []
    for i, row in enumerate(table.grid):
        code = row[at]
        three: tuple[str, ...] = (code, "<", "<")
        if code == "^":
            three = ("^", "^", "^")
        elif code == "<":
            three = ("<", "<", "<")
        elif i >= table.head and (code.isdecimal() or not code):
            three = (code[:3], code[3:5], code[5:7])
        grid.append((*row[:at], *three, *row[at + 1 :]))
    columns = (*table.columns[:at], "code", "code", "code", *table.columns[at + 1 :])
    return msgspec.structs.replace(table, grid=tuple(grid), columns=columns)


def broad(table: Table, style: Style) -> bool:
    return style.page == "landscape" or (style.page == "mixed" and len(table.columns) >= _BROAD)


def sections(document: Document) -> list[tuple[list[str], Table | None]]:
    """Paragraphs with the table that they stand above, those of the rest without one."""
    found: list[tuple[list[str], Table | None]] = []
    lines: list[str] = []
    for part in document.parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        before = len(lines) - part.above
        if before:
            found.append((lines[:before], None))
        found.append((lines[before:], part))
        lines = []
    return [*found, (lines, None)] if lines else found


def titled(lines: list[str], style: Style) -> list[tuple[str, str]]:
    """Lines above a table as (left or middle, right): office and unit stand on one line."""
    found: list[tuple[str, str]] = []
    unit = next((each for each in lines if _UNIT.match(each)), "")
    for line in lines:
        if line == unit and (style.unit_in_title or (found and OFFICE.match(found[-1][0]))):
            if not style.unit_in_title:
                found[-1] = (found[-1][0], line)
        elif line.startswith("公开") or line == unit:
            found.append(("", line))
        elif style.unit_in_title and unit and line.endswith("表"):
            found.append((f"{line}（{unit}）", ""))
        else:
            found.append((line, ""))
    return found
