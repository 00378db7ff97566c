"""PDF files: what is read of them, in which order, and where it stands."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
import pytest

from extractor.source.limits import Limits
from extractor.source.pdf import read_pdf
from extractor.source.types import PARTIAL, Source
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
            for value in ("1,234.50", "78.12", "6.33", "行政运行", "3.40"):
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
            pairs = "".join(f"<{33 + k:02X}> <{to}>\n" for k in range(28))
            told = (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                "1 begincodespacerange <00> <FF> endcodespacerange\n"
                f"28 beginbfchar\n{pairs}endbfchar endcmap end end"
            )
            more = f"/ToUnicode {paper.stream('', told.encode())} 0 R"
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


def _without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.errors import fail
    from extractor.source import scan

    def none(*_: object) -> None:
        raise fail("EX502", "no engine is installed")

    monkeypatch.setattr(scan, "recognise_page", none)
