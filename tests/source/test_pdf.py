"""PDF files: what is read of them, in which order, and where it stands."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from extractor.source.limits import Limits
from extractor.source.pdf import read_pdf
from extractor.source.types import COMPLETE, PARTIAL, Source
from tests.source.paper import Paper, Sheet, table

ROWS = (("项目", "预算数", "决算数"), ("行政运行", "1.20", "3.40"), ("合计", "1.20", "3.40"))
XS = (72, 200, 300, 400)


def read(paper: Paper, limits: Limits | None = None) -> Source:
    return read_pdf("a.pdf", paper.bytes(), "0" * 64, limits or Limits())


def one(draw: Callable[[Sheet], None], **page: object) -> Source:
    """A document of one page on which *draw* draws."""
    paper = Paper()
    draw(paper.sheet(**page))  # type: ignore[arg-type]
    return read(paper)


def cells(source: Source, number: int = 0) -> list[list[str]]:
    """The texts of a grid by row, merged cells once."""
    grid = source.grids[number]
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(source.text[cell.start : cell.end])
    return rows


def box(source: Source, quote: str) -> list[float]:
    """Left, top, right, bottom of the first place of a quote."""
    assert source.boxes is not None
    start = source.text.index(quote)
    (found,) = source.boxes.of(source.text, start, start + len(quote), 1)
    return list(found[1:])


class TestText:
    def test_parts_drawn_out_of_order(self) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.text(72, 130, "（二）支出")
            sheet.text(168, 100, "1,234.50万元。")
            sheet.text(72, 100, "本年收入合计")
            sheet.text(144, 100, "为：")

        assert one(draw).text == "本年收入合计为：1,234.50万元。\n（二）支出\n"

    @pytest.mark.parametrize("shift", [-2.5, -1, 1, 2.5])
    def test_figures_of_another_font_stand_higher_or_lower(self, shift: float) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.text(72, 100, "收入")
            sheet.text(96, 100 + shift, "1,234.50", 10)
            sheet.text(96 + 40, 100, "万元")
            sheet.text(72, 124, "支出")
            sheet.text(96, 124 + shift, "78.12", 10)

        assert one(draw).text == "收入1,234.50万元\n支出78.12\n"

    @pytest.mark.parametrize("spread", [0, 0.8, 2.5, 5])
    def test_spread_lines_hold_no_spaces(self, spread: float) -> None:
        text = "本年度收入合计1234.50万元，比上年增加"
        assert one(lambda sheet: sheet.text(72, 100, text, spread=spread)).text == text + "\n"

    def test_spaces_that_are_drawn_stay(self) -> None:
        text = "合 计 1,234.50 3.40 0.00"
        assert one(lambda sheet: sheet.text(72, 100, text)).text == text + "\n"

    def test_bold_by_drawing_twice(self) -> None:
        def draw(sheet: Sheet) -> None:
            for shift in (0, 0.4, 0.3):
                sheet.text(72 + shift, 100, "三、支出1,100.00万元")

        assert one(draw).text == "三、支出1,100.00万元\n"

    def test_same_characters_side_by_side_stay(self) -> None:
        assert (
            one(lambda sheet: sheet.text(72, 100, "人人111.11元元", 9)).text == "人人111.11元元\n"
        )

    def test_two_columns_under_a_heading(self) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.text(200, 72, "部门决算公开说明", 16)
            for k in range(9):
                sheet.text(72, 110 + 18 * k, f"左栏第{k}行文字写满了这一栏的宽", 12)
                sheet.text(320, 110 + 18 * k, f"右栏第{k}行文字写满了这一栏的宽", 12)
            sheet.text(72, 300, "以上两栏之后的这一行从左边一直写到右边，跨过两栏中间的空白。", 12)

        lines = one(draw).text.split("\n")
        assert lines[0] == "部门决算公开说明"
        assert [line[:1] for line in lines[1:19]] == ["左"] * 9 + ["右"] * 9
        assert lines[19].startswith("以上两栏")

    def test_invisible_text_of_a_scan_is_read(self) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.picture(0, 0, 595, 842)
            sheet.text(72, 100, "本年收入合计1,234.50万元。", mode=3)

        assert one(draw).text == "本年收入合计1,234.50万元。\n"

    def test_what_is_cut_off_is_not_read(self) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.text(72, 72, "单位：万元，以下各表均以此为单位。")
            with sheet.clipped(72, 88, 200, 104):
                sheet.text(72, 100, "看得见")
                sheet.text(72, 130, "藏")

        assert one(draw).text == "单位：万元，以下各表均以此为单位。\n看得见\n"

    def test_what_is_beyond_the_page_is_not_read(self) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.text(72, 72, "看得见")
            sheet.text(72, 900, "在下面")
            sheet.text(-80, 72, "左边")

        assert one(draw).text == "看得见\n"

    @pytest.mark.parametrize(("size", "turned"), [(60, 45), (40, 30), (70, 0)])
    def test_watermarks_are_no_text(self, size: float, turned: float) -> None:
        lines = [f"本年收入合计1,23{k}.50万元，支出合计78.12万元，其他1.20万元" for k in range(9)]

        def draw(sheet: Sheet) -> None:
            sheet.text(150, 230, "内部资料", size, turned=turned)
            for k, line in enumerate(lines):
                sheet.text(72, 100 + 20 * k, line)

        source = one(draw)
        assert source.text.split("\n")[:9] == lines
        (mark,) = source.furniture
        assert mark.kind == "watermark"
        assert source.text[mark.start : mark.end] == "内部资料"

    def test_large_headings_are_no_watermarks(self) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.text(150, 230, "部门决算", 48)
            for k in range(9):
                sheet.text(72, 260 + 20 * k, "本年收入合计1.20万元，支出合计78.12万元")

        assert one(draw).furniture == ()

    def test_radicals_stay_as_printed(self) -> None:
        source = one(lambda sheet: sheet.text(72, 100, "⽉⻔"))
        assert source.text in ("⽉⻔\n", "月门\n")

    def test_characters_beyond_two_bytes(self) -> None:
        source = one(lambda sheet: sheet.text(72, 100, "𠮷野𠮷"))
        assert source.text == "𠮷野𠮷\n"
        assert source.boxes is not None
        assert np.isfinite(source.boxes.places[:3]).all()

    def test_pages_are_joined_by_form_feeds(self) -> None:
        paper = Paper()
        paper.sheet().text(72, 72, "第一")
        paper.sheet()
        paper.sheet().text(72, 72, "第三")
        source = read(paper)
        assert source.text == "第一\n\f\f第三\n"
        assert source.pages == (0, 4, 5)
        assert source.boxes is not None
        assert len(source.boxes.sizes) == 3


class TestPlaces:
    @pytest.mark.parametrize("turned", [0, 90, 180, 270])
    @pytest.mark.parametrize("at", [(0, 0), (-30, 400)])
    def test_turned_and_cropped(self, turned: int, at: tuple[float, float]) -> None:
        """The box is where pdfplumber sees the characters on the page as it is shown."""
        pdfplumber = pytest.importorskip("pdfplumber")
        crop = (at[0] + 20, at[1] + 30, at[0] + 560, at[1] + 800)
        paper = Paper()
        sheet = paper.sheet(at=at, crop=crop, turned=turned)
        angle = {0: 0, 90: 90, 180: 180, 270: 270}[turned]
        sheet.text(300, 400, "1234.50", turned=angle)
        source = read(paper)
        assert source.text == "1234.50\n"
        left, top, right, bottom = box(source, "1234.50")
        assert source.boxes is not None
        wide, high = source.boxes.sizes[0]
        assert (wide, high) == ((540, 770) if turned in (0, 180) else (770, 540))
        with pdfplumber.open(io.BytesIO(paper.bytes())) as file:
            page = file.pages[0]  # its places count from the media box
            dx, dy = {0: (20, 42), 90: (30, 20), 180: (35, 30), 270: (42, 35)}[turned]
            around = (left + dx - 1, top + dy - 1, right + dx + 1, bottom + dy + 1)
            seen = {char["text"] for char in page.crop(around, strict=False).chars}
        if at == (0, 0):  # elsewhere it turns about another place
            assert seen == set("1234.50")
        assert right - left > bottom - top  # it is level as shown
        assert 0 <= left < right <= wide
        assert 0 <= top < bottom <= high

    @pytest.mark.parametrize("turned", [0, 90, 180, 270])
    @pytest.mark.parametrize("leaning", [0, 90, 180, 270])
    def test_tables_on_turned_pages(self, turned: int, leaning: int) -> None:
        """By /Rotate, by the matrix of the drawing, or by both."""
        paper = Paper()
        sheet = paper.sheet(600, 600, turned=turned)
        with sheet.form(_about(300, 300, leaning)) as inner:
            table(inner, ROWS, XS, 200)
            inner.text(72, 180, "单位：万元")
        source = read(paper)
        if "项目" not in source.text and turned % 180 == 90:
            pytest.skip("pdfium leaves out turned characters that no font of the system draws")
        assert source.text.startswith("单位：万元\n项目\t预算数\t决算数\n")
        assert cells(source) == [list(row) for row in ROWS]
        assert source.boxes is not None
        places = source.boxes.places[~np.isnan(source.boxes.places[:, 0])]
        assert places.min() >= 0
        assert places.max() <= 600

    def test_values_are_read_back(self) -> None:
        """What pypdfium2 and pdfplumber find in the box of a value is the value."""
        pdfium = pytest.importorskip("pypdfium2")
        pdfplumber = pytest.importorskip("pdfplumber")
        paper = Paper()
        sheet = paper.sheet()
        sheet.text(72, 72, "本年收入合计1,234.50万元，支出合计78.12万元，占6.33%。")
        table(sheet, ROWS, XS, 200)
        source = read(paper)
        document = pdfium.PdfDocument(paper.bytes())
        with pdfplumber.open(io.BytesIO(paper.bytes())) as file:
            for value in ("1,234.50", "78.12", "6.33", "3.40"):
                left, top, right, bottom = box(source, value)
                told = (
                    document[0]
                    .get_textpage()
                    .get_text_bounded(left, 842 - bottom, right, 842 - top)
                )
                assert told.strip() == value
                seen = file.pages[0].within_bbox((left - 0.1, top - 3, right + 0.1, bottom + 3))
                assert "".join(char["text"] for char in seen.chars) == value


def _about(x: float, y: float, degrees: int) -> tuple[float, float, float, float, float, float]:
    """The matrix that turns about a place, against the clock."""
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    return cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y


class TestBrokenFonts:
    """Fonts whose codes nobody tells the meaning of."""

    CODED = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]"
        "/FirstChar 33/LastChar 60/Widths[{widths}]/CharProcs<<{glyphs}>>"
        "/Encoding<</Type/Encoding/Differences[33 {names}]>>/Resources<<>>{more}>>"
    )

    def _font(self, paper: Paper, to: str = "") -> None:
        glyph = paper.stream("", b"1000 0 0 0 900 900 d1 0 0 900 900 re f")
        names = [f"g{k}" for k in range(28)]
        more = ""
        if to:
            told = _meanings({33 + k: to for k in range(28)})
            more = f"/ToUnicode {paper.stream('', told)} 0 R"
        paper.font(
            "F9",
            self.CODED.format(
                widths=" ".join(["1000"] * 28),
                glyphs="".join(f"/{name} {glyph} 0 R" for name in names),
                names=" ".join(f"/{name}" for name in names),
                more=more,
            ),
        )

    @pytest.mark.parametrize("to", ["", "E0A1", "FFFD", "0000"])
    def test_reported_once_with_pages(self, to: str, monkeypatch: pytest.MonkeyPatch) -> None:
        paper = Paper()
        self._font(paper, to)
        for number in range(5):
            sheet = paper.sheet()
            sheet.text(72, 72, "本年收入合计如下面所写，")
            if number != 2:
                sheet.text(72, 100, "!\"#$%&'()*+,-.", font="F9")
        _without_engine(monkeypatch)
        source = read(paper)
        assert source.status == PARTIAL
        (warning,) = source.warnings
        assert "pages 1-2, 4-5" in warning
        assert "本年收入合计如下面所写，" in source.text
        assert not re.search(r"[\ue000-\uf8ff\x00]", source.text)

    def test_recognised_by_looks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        paper = Paper()
        self._font(paper)
        sheet = paper.sheet()
        sheet.text(72, 72, "本年收入合计如下面所写，共")
        sheet.text(228, 72, '!"#', font="F9")
        sheet.text(264, 72, "万元。")
        _with_engine(monkeypatch, {"3": 228, ".": 240, "5": 252})
        source = read(paper)
        assert source.text == "本年收入合计如下面所写，共3.5万元。\n"
        assert source.status == COMPLETE
        (warning,) = source.warnings
        assert "page 1" in warning
        assert source.boxes is not None
        assert source.boxes.sure is not None
        assert np.isnan(source.boxes.sure[0])
        assert source.boxes.sure[source.text.index("3")] == np.float32(0.7)

    def test_what_is_not_recognised_stays_unknown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        paper = Paper()
        self._font(paper)
        paper.sheet().text(72, 72, "本年收入合计如下面所写，共")
        paper.sheets[0].text(228, 72, '!"#', font="F9")
        _with_engine(monkeypatch, {"3": 228})
        source = read(paper)
        assert source.text == "本年收入合计如下面所写，共3\ufffd\ufffd\n"
        assert source.status == PARTIAL

    def test_signs_of_office_programs(self) -> None:
        paper = Paper()
        paper.font(
            "F9",
            "<</Type/Font/Subtype/TrueType/BaseFont/Wingdings/FirstChar 33/LastChar 34"
            "/Widths[900 900]/FontDescriptor<</Type/FontDescriptor/FontName/Wingdings/Flags 4"
            "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 900"
            "/StemV 90>>/ToUnicode "
            + str(paper.stream("", _meanings({33: "F06C", 34: "F0FC"})))
            + " 0 R>>",
        )
        paper.sheet().text(72, 72, "!", font="F9")
        paper.sheets[0].text(90, 72, "完成年度目标")
        source = read(paper)
        assert source.text.replace(" ", "") == "●完成年度目标\n"
        assert source.status == COMPLETE


def _meanings(codes: dict[int, str]) -> bytes:
    pairs = "".join(f"<{code:02X}> <{to}>\n" for code, to in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{pairs}endbfchar endcmap end end"
    ).encode()


def _with_engine(monkeypatch: pytest.MonkeyPatch, told: dict[str, float]) -> None:
    """An engine that sees these characters at these places of a line."""
    from extractor.source import scan
    from extractor.source.scan import Recognised

    def seen(*_: object) -> Recognised:
        boxes = np.array([(x + 1, 62, x + 11, 73) for x in told.values()], float)
        none = np.empty((0, 3))
        sure = np.full(len(told), 0.7)
        return Recognised("".join(told), boxes, sure, none, none, 0.7, "seer 1", 0, 0.0)

    monkeypatch.setattr(scan, "recognise_page", seen)


def _without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.errors import fail
    from extractor.source import scan

    def none(*_: object) -> None:
        raise fail("EX502", "no engine is installed")

    monkeypatch.setattr(scan, "recognise_page", none)


def around(sheet: Sheet) -> None:
    sheet.rectangle(30, 30, 565, 810)
    sheet.text(72, 100, "框里的第一段文字")
    table(sheet, ROWS, XS, 200)


def touching(sheet: Sheet) -> None:
    sheet.rectangle(XS[0], 30, XS[-1], 810)
    sheet.text(80, 100, "框里的第一段文字")
    table(sheet, ROWS, XS, 200)


def with_white_lines(sheet: Sheet) -> None:
    sheet.rectangle(XS[0], 200, XS[-1], 272, "f", "1 1 1")
    table(sheet, ROWS, XS, 200)
    sheet.rectangle(150, 200, 150.5, 272, "f", "1 1 1")
    sheet.raw("1 1 1 RG")
    sheet.line(160, 200, 160, 272)


def on_coloured_ground(sheet: Sheet) -> None:
    """White lines between cells that are not white."""
    for y in (200, 224, 248):
        for x0, x1 in pairwise(XS):
            sheet.raw("q .8 .9 1 rg 1 1 1 RG 1 w")
            sheet.raw(f"{x0} {842 - y - 24} {x1 - x0} 24 re B Q")
    table(sheet, ROWS, XS, 200, how="none")


def in_a_form(sheet: Sheet) -> None:
    with sheet.form((0.5, 0, 0, 0.5, 100, 300)) as inner:
        table(inner, ROWS, XS, 200, size=16, high=30)


def each_cell_cut_off(sheet: Sheet) -> None:
    """As spreadsheet programs do it: what is longer than its cell is cut off there."""
    table(sheet, [[""] * 3] * 3, XS, 200)
    for i, row in enumerate(ROWS):
        for x0, x1, text in zip(XS, XS[1:], row, strict=False):
            with sheet.clipped(x0, 200 + 24 * i, x1, 224 + 24 * i):
                sheet.text(x0 + 4, 216 + 24 * i, text, 9)


def longer_than_its_cell(sheet: Sheet) -> None:
    table(sheet, ROWS, (72, 100, 300, 400), 200)


def with_thick_rules(sheet: Sheet) -> None:
    table(sheet, ROWS, XS, 200)
    sheet.rectangle(XS[0], 198, XS[-1], 201, "f")
    sheet.rectangle(XS[0], 271, XS[-1], 274, "f")


def struck_through(sheet: Sheet) -> None:
    table(sheet, ROWS, XS, 200)
    sheet.line(XS[0], 200, XS[1], 224)


class TestTables:
    @pytest.mark.parametrize("how", ["strokes", "fills", "cells", "pieces"])
    def test_lines_of_all_kinds(self, how: str) -> None:
        source = one(lambda sheet: table(sheet, ROWS, XS, 200, how=how))
        assert cells(source) == [list(row) for row in ROWS]

    @pytest.mark.parametrize(
        "draw",
        [
            around, touching, with_white_lines, on_coloured_ground, in_a_form, each_cell_cut_off,
            longer_than_its_cell, with_thick_rules, struck_through,
        ],
    )  # fmt: skip
    def test_looks(self, draw: Callable[[Sheet], None]) -> None:
        source = one(draw)
        assert len(source.grids) == 1
        assert cells(source) == [list(row) for row in ROWS]

    def test_a_row_that_goes_on_is_a_table(self) -> None:
        source = one(lambda sheet: table(sheet, ROWS[-1:], XS, 60))
        assert cells(source) == [list(ROWS[-1])]

    def test_underlines_and_boxes_are_none(self) -> None:
        def draw(sheet: Sheet) -> None:
            for k in range(4):
                sheet.text(72, 100 + 20 * k, "一、本项支出1.20万元")
                sheet.line(72, 103 + 20 * k, 190, 103 + 20 * k)
            sheet.rectangle(60, 300, 300, 360)
            sheet.text(72, 330, "框里的一段话")

        source = one(draw)
        assert source.grids == ()
        assert source.text.count("\n") == 5

    def test_two_side_by_side(self) -> None:
        def draw(sheet: Sheet) -> None:
            table(sheet, ROWS, (72, 150, 200, 260), 200)
            table(sheet, ROWS, (330, 400, 450, 500), 190)
            sheet.text(72, 150, "两张表如下")
            sheet.text(72, 300, "表后的文字")

        source = one(draw)
        assert [cells(source, k) for k in (0, 1)] == [[list(row) for row in ROWS]] * 2
        assert source.text.startswith("两张表如下\n")
        assert source.text.endswith("表后的文字\n")

    def test_merged_cells(self) -> None:
        def draw(sheet: Sheet) -> None:
            for y in (200, 248, 272):
                sheet.line(72, y, 400, y)
            sheet.line(200, 224, 400, 224)
            for x in XS:
                sheet.line(x, 224 if x == 300 else 200, x, 272)
            for x, y, text in (
                (76, 228, "项目"), (270, 216, "决算数"), (204, 240, "上年"), (304, 240, "本年"),
                (76, 264, "合计"), (204, 264, "1.20"), (304, 264, "3.40"),
            ):  # fmt: skip
                sheet.text(x, y, text, 9)

        source = one(draw)
        told = [
            (source.text[c.start : c.end], c.row, c.column, c.rows, c.columns)
            for c in source.grids[0].cells
        ]
        assert told == [
            ("项目", 0, 0, 2, 1), ("决算数", 0, 1, 1, 2), ("上年", 1, 1, 1, 1),
            ("本年", 1, 2, 1, 1), ("合计", 2, 0, 1, 1), ("1.20", 2, 1, 1, 1), ("3.40", 2, 2, 1, 1),
        ]  # fmt: skip
