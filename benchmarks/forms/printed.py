"""Documents in a style as PDFs: sheets by LibreOffice, web pages by Chromium."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.forms.document import Document, Table
from benchmarks.forms.render import _shares, as_pdfs
from benchmarks.forms.styles import OFFICE, Style, broad, sections, titled

_FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
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
    for lines, table in sections(document):
        if table is None:
            if sheet is not None:  # notes below a table
                for line in lines[:1]:
                    if line.startswith(("注", "说明", "备注")):
                        sheet.append([line])
            continue
        number += 1
        sheet = book.create_sheet(f"Z{number:02d}")
        _sheet(sheet, titled(lines, style), table, style, document.name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    sheet: Any, titles: list[tuple[str, str]], table: Table, style: Style, name: str
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break

    wide, lying = len(table.columns), broad(table, style)
    for j, share in enumerate(_shares(table)):
        sheet.column_dimensions[get_column_letter(j + 1)].width = _of(share, lying)
    font = Font("Noto Sans CJK SC", style.size)
    for i, (left, right) in enumerate(titles, start=1):
        if left and not right and not OFFICE.match(left):
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
            * _high(row, [_of(share, lying) / style.size * 5.2 for share in _shares(table)])
        )
    for i, j, down, across, text in table.anchors():
        cell = sheet.cell(top + i + 1, j + 1)
        said = f"  {text}  " if style.spaced and table.columns[j] == "value" else text
        cell.value = said or None
        if down > 1 or across > 1:
            sheet.merge_cells(None, top + i + 1, j + 1, top + i + down, j + across)
    sheet.page_setup.orientation = "landscape" if lying else "portrait"
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


def _of(share: float, across: bool) -> float:
    """Breadth of a column in digits."""
    return share * (130 if across else 92)


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
    for lines, table in sections(document):
        if table is None:
            body += [f"<p>{html.escape(line)}</p>" for line in lines]
            continue
        body.append(f"<section class='{'broad' if broad(table, style) else ''}'>")
        for left, right in titled(lines, style):
            if left and not right and not OFFICE.match(left):
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
