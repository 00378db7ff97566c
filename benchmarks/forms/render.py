"""A document in every form that people publish."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.forms.document import Document, Table

FONT = "Noto Serif CJK SC"
DOTS = 200  #: an inch, of a scan
_BROAD = 7  #: columns of a table that stands on a landscape page


def as_text(document: Document) -> bytes:
    """Its paragraphs, a line each; tables are left out, since plain text cannot hold them."""
    return ("\n".join(each for each in document.parts if isinstance(each, str)) + "\n").encode()


def as_html(document: Document) -> bytes:
    """A page with menus around it, as sites publish."""
    body: list[str] = []
    for part in document.parts:
        if isinstance(part, str):
            body.append(f"<p>{html.escape(part)}</p>")
        else:
            body.append(_html_table(part))
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>公开</title></head><body>"
        "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/xx'>新闻动态</a></li>"
        "<li><a href='/fw'>办事服务</a></li></ul></div>"
        "<div class='content'>" + "\n".join(body) + "</div>"
        "<div class='footer'><p>主办单位：某某办公室 版权所有</p></div></body></html>"
    ).encode()


def _html_table(table: Table) -> str:
    rows: dict[int, list[str]] = {i: [] for i in range(len(table.grid))}
    for i, _, down, across, text in table.anchors():
        tag = "th" if i < table.head else "td"
        spans = (f" rowspan='{down}'" if down > 1 else "") + (
            f" colspan='{across}'" if across > 1 else ""
        )
        shown = html.escape(text).replace("\n", "<br>") or "&nbsp;"
        rows[i].append(f"<{tag}{spans}>{shown}</{tag}>")
    inner = "\n".join(f"<tr>{''.join(each)}</tr>" for each in rows.values())
    return f"<table border='1'>{inner}</table>"


def as_docx(document: Document, size: float = 14.0) -> bytes:
    """A Word file: margins and fonts of an office, page numbers at the foot."""
    from docx import Document as Word
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Cm, Pt

    word = Word()
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    _east_asian(style.element)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    _page_numbers(section)
    for before, part in zip((None, *document.parts), document.parts, strict=False):
        if isinstance(part, str):
            paragraph = word.add_paragraph(part)
            paragraph.paragraph_format.first_line_indent = Pt(2 * size)
            paragraph.paragraph_format.space_after = Pt(2)
            continue
        broad = document.wide and len(part.columns) >= _BROAD
        if broad != (section.orientation == WD_ORIENT.LANDSCAPE):
            section = word.add_section(WD_SECTION.NEW_PAGE)
            section.orientation = WD_ORIENT.LANDSCAPE if broad else WD_ORIENT.PORTRAIT
            section.page_width, section.page_height = section.page_height, section.page_width
        if isinstance(before, Table):
            word.add_paragraph()  # tables that touch are one
        _docx_table(word, part, document.repeated)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _east_asian(element: object) -> None:
    from docx.oxml.ns import qn

    properties = element.get_or_add_rPr()  # type: ignore[attr-defined]
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _page_numbers(section: object) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = section.footer.paragraphs[0]  # type: ignore[attr-defined]
    paragraph.alignment = 1
    paragraph.add_run("- ")
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )
    paragraph.add_run(" -")


def _docx_table(word: object, table: Table, repeated: bool) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Pt

    made = word.add_table(len(table.grid), len(table.columns))  # type: ignore[attr-defined]
    made.style = "Table Grid"
    made.autofit = False
    section = word.sections[-1]  # type: ignore[attr-defined]
    room = section.page_width - section.left_margin - section.right_margin
    shares, wide = _shares(table), len(table.columns)
    cells = list(made._cells)  # once: it takes time
    for at, cell in enumerate(cells):
        cell.width = int(room * shares[at % wide])
    for i, j, down, across, text in table.anchors():
        cell = cells[i * wide + j]
        if down > 1 or across > 1:
            cell = cell.merge(cells[(i + down - 1) * wide + j + across - 1])
        cell.text = text
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(9)
    if repeated:
        for row in made.rows[: table.head]:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _shares(table: Table) -> list[float]:
    """How much of the breadth each column takes: as an office does it, so that figures fit."""
    needed = [3.0] * len(table.columns)
    for _, j, _, across, text in table.anchors():
        if across == 1:
            wide = sum(1.0 if each > "\u2e7f" else 0.55 for each in text)
            is_figure = text.replace(",", "").replace(".", "").isdigit()
            needed[j] = max(needed[j], wide + 1.5 if is_figure else min(wide, 9.0))
    return [each / sum(needed) for each in needed]


def as_xlsx(document: Document) -> bytes:
    """A workbook: a sheet a table, with the lines above it in merged rows, and one of prose."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    cover = next((part for part in document.parts if isinstance(part, str)), document.name)
    book.create_sheet("封面").append([cover])
    above: list[str] = []
    number = 0
    sheet = None
    for part in document.parts:
        if isinstance(part, str):
            if sheet is not None and part.startswith(("注", "说明", "备注")):
                sheet.append([part])
            else:
                above.append(part)
                sheet = None
            continue
        number += 1
        sheet = book.create_sheet(f"Z{number:02d}")
        titles, above = above[-6:], []
        for i, line in enumerate(titles, start=1):
            sheet.cell(i, 1, line)
            sheet.merge_cells(None, i, 1, i, len(part.columns))
        top = len(titles)
        for i, j, down, across, text in part.anchors():
            sheet.cell(top + i + 1, j + 1, text or None)
            if down > 1 or across > 1:
                sheet.merge_cells(None, top + i + 1, j + 1, top + i + down, j + across)
    if not book.worksheets:
        book.create_sheet("Z01")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def office() -> str | None:
    """The office program that makes PDFs, None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_pdfs(files: dict[str, bytes], suffix: str = ".docx") -> dict[str, bytes]:
    """PDFs of office files by name, all in one run of the office program."""
    program = office()
    if program is None:
        raise SystemExit("this needs LibreOffice: apt install libreoffice-writer")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in files.items():
            (root / f"{name}{suffix}").write_bytes(data)
        subprocess.run(
            [program, f"-env:UserInstallation=file://{root}/profile", "--headless",
             "--convert-to", "pdf", "--outdir", str(root / "out"),
             *(str(root / f"{name}{suffix}") for name in files)],
            check=True, capture_output=True, timeout=1200,
        )  # fmt: skip
        return {name: (root / "out" / f"{name}.pdf").read_bytes() for name in files}


def as_scan(pdf: bytes, dots: int = DOTS) -> bytes:
    """A PDF of pictures only: each page of *pdf* as a scanner gives it."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf)
    pictures = [page.render(scale=dots / 72).to_pil().convert("RGB") for page in document]
    out = io.BytesIO()
    pictures[0].save(
        out, "PDF", resolution=dots, save_all=True, append_images=pictures[1:], quality=85
    )
    return out.getvalue()
