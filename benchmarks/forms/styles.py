"""Looks that tables have in published PDFs: workbooks printed, web pages printed, pages turned.

A style is a name and what differs from a plain look; :func:`printed` makes the PDFs.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.forms.document import Document, Table
from benchmarks.forms.render import _BROAD, _shares, as_pdfs

_FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_UNIT = re.compile(r"(?:金额)?单位[：:].{0,4}元")
_OFFICE = re.compile(r".{0,4}(?:部门|单位|名称)[：:]")


class Style(msgspec.Struct, frozen=True):
    """How tables look; a sheet where ``css`` is empty, a web page else."""

    css: str = ""  #: of a web page, besides :data:`_CSS`
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
_CSS = """@page {{ size: A4; margin: 18mm 14mm 16mm; {margins} }}
@page broad {{ size: A4 landscape; margin: 16mm 14mm; {margins} }}
body {{ font: 14px/1.6 "Noto Serif CJK SC"; }} section {{ break-before: page }}
section.broad {{ page: broad }} h3 {{ text-align: center; font-size: 18px; margin: 4px }}
.sides {{ display: flex; justify-content: space-between; font-size: {size}pt }}
table {{ width: 100%; font-size: {size}pt; line-height: 1.25 }}
thead {{ display: {head} }} td, th {{ font-weight: normal; padding: 2px 4px }}
td.figure {{ text-align: right; white-space: nowrap }}
"""
_MARGINS = """@top-right {{ content: "{office}"; font: 9pt "Noto Sans CJK SC" }}
@bottom-center {{ content: "— " counter(page) " —"; font: 9pt "Noto Sans CJK SC" }}"""


def printed(documents: list[Document], style: Style) -> dict[str, bytes]:
    """PDFs of documents in a style, by name."""
    made = _web(documents, style) if style.css else _sheets(documents, style)
    return {name: turned(pdf, style.turned) if style.turned else pdf for name, pdf in made.items()}


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


def _broad(table: Table, style: Style) -> bool:
    return style.page == "landscape" or (style.page == "mixed" and len(table.columns) >= _BROAD)


def _sections(document: Document) -> list[tuple[list[str], Table | None]]:
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


def _titled(lines: list[str], style: Style) -> list[tuple[str, str]]:
    """Lines above a table as (left or middle, right): office and unit stand on one line."""
    found: list[tuple[str, str]] = []
    unit = next((each for each in lines if _UNIT.match(each)), "")
    for line in lines:
        if line == unit and (style.unit_in_title or (found and _OFFICE.match(found[-1][0]))):
            if not style.unit_in_title:
                found[-1] = (found[-1][0], line)
        elif line.startswith("公开") or line == unit:
            found.append(("", line))
        elif style.unit_in_title and unit and line.endswith("表"):
            found.append((f"{line}（{unit}）", ""))
        else:
            found.append((line, ""))
    return found


# ---------------------------------------------------------------------------- sheets


def _sheets(documents: list[Document], style: Style) -> dict[str, bytes]:
    return as_pdfs({each.name: _workbook(each, style) for each in documents}, ".xlsx")


def _workbook(document: Document, style: Style) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "封面"
    for line in [each for each in document.parts if isinstance(each, str)][:3]:
        book.active.append([line])
    number = 0
    sheet: Any = None
    for lines, table in _sections(document):
        if table is None:
            if sheet is not None:  # notes below a table
                for line in lines[:1]:
                    if line.startswith(("注", "说明", "备注")):
                        sheet.append([line])
            continue
        number += 1
        sheet = book.create_sheet(f"Z{number:02d}")
        _sheet(sheet, _titled(lines, style), table, style, document.name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    sheet: Any, titles: list[tuple[str, str]], table: Table, style: Style, name: str
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break

    wide, broad = len(table.columns), _broad(table, style)
    for j, share in enumerate(_shares(table)):
        sheet.column_dimensions[get_column_letter(j + 1)].width = _of(share, broad)
    font = Font("Noto Sans CJK SC", style.size)
    for i, (left, right) in enumerate(titles, start=1):
        if left and not right and not _OFFICE.match(left):
            sheet.merge_cells(None, i, 1, i, wide)
            sheet.cell(i, 1, left).alignment = Alignment("center")
            sheet.cell(i, 1).font = Font("Noto Serif CJK SC", 1.6 * style.size, True)
            continue
        for at, text, side in ((1, left, "left"), (wide, right, "right")):
            if text:
                sheet.cell(i, at, text).alignment = Alignment(side)
                sheet.cell(i, at).font = font
    top, last = len(titles), len(table.grid) - 1
    for i, row in enumerate(table.grid):
        for j in range(wide):
            cell = sheet.cell(top + i + 1, j + 1)
            kinds = _kinds(style, i, j, last, wide - 1, table.head)
            cell.border = Border(**{side: Side(kind) for side, kind in kinds.items() if kind})
            cell.font = font
            if style.shaded and i < table.head:
                cell.fill = PatternFill("solid", "D9E1F2")
            cell.alignment = Alignment("center" if i < table.head else "left", "center", 0, True)
            if _FIGURE.fullmatch(row[j]) and i >= table.head:
                is_code = table.columns[j] in ("code", "index")
                cell.alignment = Alignment("center" if is_code else "right", "center")
        sheet.row_dimensions[top + i + 1].height = (
            1.45
            * style.size
            * _high(row, [_of(share, broad) / style.size * 5.2 for share in _shares(table)])
        )
    for i, j, down, across, text in table.anchors():
        cell = sheet.cell(top + i + 1, j + 1)
        said = f"  {text}  " if style.spaced and table.columns[j] == "value" else text
        cell.value = said or None
        if down > 1 or across > 1:
            sheet.merge_cells(None, top + i + 1, j + 1, top + i + down, j + across)
    sheet.page_setup.orientation = "landscape" if broad else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.gridLines = style.line == "grid"
    if style.repeated:
        sheet.print_title_rows = f"1:{top + table.head}"
    if style.lonely and last > table.head + 6:
        sheet.row_breaks.append(Break(id=top + last))
    if style.margins:
        sheet.oddHeader.left.text, sheet.oddFooter.center.text = name, "第 &P 页，共 &N 页"


def _of(share: float, broad: bool) -> float:
    """Breadth of a column in digits."""
    return share * (130 if broad else 92)


def _high(row: tuple[str, ...], rooms: list[float]) -> int:
    """Lines that the longest text of a row takes; *rooms* are breadths in Chinese characters."""
    most = 1
    for j, text in enumerate(row):
        room = rooms[j]
        while j + 1 < len(row) and row[j + 1] == "<":
            j, room = j + 1, room + rooms[j + 1]
        needed = sum(
            -int(-sum(1.0 if each > "\u2e7f" else 0.55 for each in line) // max(room, 1.0))
            for line in text.split("\n")
        )
        most = max(most, needed)
    return most


def _kinds(style: Style, i: int, j: int, last: int, right: int, head: int) -> dict[str, str]:
    """The border on each side of a cell."""
    if style.line in ("none", "grid"):
        return {}
    if style.line == "three":
        top = "medium" if not i else ""
        return {"top": top, "bottom": "medium" if i == last else "thin" if i == head - 1 else ""}
    found = dict.fromkeys(("left", "right", "top", "bottom"), style.line)
    outer = {"left": not j, "right": j == right, "top": not i, "bottom": i == last}
    return {side: "thick" if style.thick and outer[side] else found[side] for side in found}


# -------------------------------------------------------------------------- web pages


def _web(documents: list[Document], style: Style) -> dict[str, bytes]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("this needs Chromium: apt install chromium")
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder) / "a.html", Path(folder) / "a.pdf"
        for each in documents:
            page.write_text(_page(each, style), "utf-8")
            subprocess.run(
                [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                 f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri()],
                check=True, capture_output=True, timeout=120,
            )  # fmt: skip
            made[each.name] = out.read_bytes()
    return made


def _page(document: Document, style: Style) -> str:
    margins = _MARGINS.format(office=document.name) if style.margins else ""
    head = "table-header-group" if style.repeated else "table-row-group"
    css = _CSS.format(margins=margins, size=style.size, head=head) + style.css
    body = [style.extra]
    for lines, table in _sections(document):
        if table is None:
            body += [f"<p>{html.escape(line)}</p>" for line in lines]
            continue
        body.append(f"<section class='{'broad' if _broad(table, style) else ''}'>")
        for left, right in _titled(lines, style):
            if left and not right and not _OFFICE.match(left):
                body.append(f"<h3>{html.escape(left)}</h3>")
            else:
                sides = f"<span>{html.escape(left)}</span><span>{html.escape(right)}</span>"
                body.append(f"<div class='sides'>{sides}</div>")
        body.append(_html_table(table) + "</section>")
    return f"<!DOCTYPE html><meta charset='utf-8'><style>{css}</style>" + "\n".join(body)


def _html_table(table: Table) -> str:
    rows: list[list[str]] = [[] for _ in table.grid]
    for i, j, down, across, text in table.anchors():
        tag = "th" if i < table.head else "td"
        is_figure = table.columns[j] == "value" and _FIGURE.fullmatch(text)
        shown = html.escape(text).replace("\n", "<br>") or "&nbsp;"
        rows[i].append(
            f"<{tag} rowspan={down} colspan={across}{' class=figure' if is_figure else ''}>"
            f"{shown}</{tag}>"
        )
    drawn = [f"<tr{' class=last' if i == table.head - 1 else ''}>{''.join(row)}</tr>"
             for i, row in enumerate(rows)]  # fmt: skip
    head = table.head
    if head < len(table.grid) and any(cell == "^" for cell in table.grid[head]):
        head = 0  # what a merged cell reaches into is no part of a header
    shares = "".join(f"<col style='width:{100 * each:.1f}%'>" for each in _shares(table))
    return (
        f"<table><colgroup>{shares}</colgroup><thead>{''.join(drawn[:head])}</thead>"
        f"<tbody>{''.join(drawn[head:])}</tbody></table>"
    )


# -------------------------------------------------------------------------- turned pages


def turned(pdf: bytes, how: str) -> bytes:
    """Broad pages drawn sideways on upright paper, and told to be shown turned ("rotate")."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    document = pdfium.PdfDocument(pdf)
    for page in document:
        wide, high = page.get_size()
        if wide <= high:
            continue
        # the left side of what is drawn comes to the foot
        matrix = raw.FS_MATRIX(0, 1, -1, 0, high, 0)
        raw.FPDFPage_TransFormWithClip(page, matrix, None)
        page.set_mediabox(0, 0, high, wide)
        page.set_cropbox(0, 0, high, wide)
        if how == "rotate":
            page.set_rotation(90)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
