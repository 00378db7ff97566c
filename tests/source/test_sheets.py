"""Workbooks: tables with the lines around them, the same from both formats; bad ones refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from extractor.errors import ExtractorError
from extractor.source.limits import Limits
from extractor.source.sheets import read_xls, read_xlsx
from extractor.source.types import Source

from .books import Tab, xls, xlsx

MONEY = "#,##0.00"
ACCOUNT = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

TOTAL = Tab(
    name="Z01 收入支出决算总表",
    rows=[
        ["收入支出决算总表"],
        [None, None, None, None, None, "公开01表"],
        ["部门：云渠县档案馆", None, None, None, None, "金额单位：万元"],
        ["收入", None, None, "支出"],
        ["项目", "行次", "金额", "项目", "行次", "金额"],
        ["一、一般公共预算财政拨款收入", 1, (1234.5, MONEY), "一、教育支出", 31, (1200, MONEY)],
        ["二、政府性基金预算财政拨款收入", 2, (0, ACCOUNT), "二、科学技术支出", 32, None],
        [],
        ["总计", 30, (0.1 + 0.2, "0.00"), "总计", 60, (1234.5, MONEY)],
        ["注：1.本表反映部门本年度的总收支。"],
        ["    2.本表金额转换时可能存在尾数误差。"],
    ],
    merged=("A1:F1", "A4:C4", "D4:F4", "A10:F10", "A11:F11"),
    ruled="A4:F9",
)
CODED = Tab(
    name="支出决算表",
    rows=[
        ["支出决算表"],
        ["编制单位：云渠县档案馆", None, None, None, "单位：万元"],
        ["项目", None, None, None, "本年支出合计"],
        ["支出功能分类科目编码", None, None, "科目名称"],
        ["类", "款", "项"],
        [("201", "@"), None, None, "一般公共服务支出", (12.345, "0.00")],
        [(2012601, "0000000"), None, None, "行政运行", (0.125, "0.0%")],
        ["合计", None, None, None, (12.35, "0.00_ ;[Red]-0.00 ")],
    ],
    merged=("A1:E1", "A2:D2", "A3:D3", "E3:E5", "A4:C4", "D4:D5", "A6:C6", "A7:C7", "A8:D8"),
    ruled="A3:E8",
)
TWO = Tab(
    name="两张表",
    rows=[
        ["表二 收入决算表"],
        ["公开02表", None, "单位：元"],
        ["科目编码", "科目名称", "合计"],
        [205, "教育支出", 5],
        [],
        ["支出决算表"],
        ["公开03表", None, "单位：元"],
        ["科目编码", "科目名称", "合计"],
        [205, "教育支出", 7.25],
        ["说明：无。"],
    ],
    merged=("A1:C1", "A6:C6"),
)
PROSE = Tab(
    name="说明", rows=[["一、部门概况"], ["负责档案的收集\n和利用。"], [], ["2023年收入12万元。"]]
)
PARTLY = Tab(
    name="部分",
    rows=[["项目", "金额", "上年"], ["甲", 1, 2], ["乙", 3, 4], ["丙", 5, 6]],
    hidden_rows=(3,),
    hidden_columns=("C",),
)
COVER = Tab(
    name="封面",
    rows=[
        ["2023年度部门决算"],
        [],
        ["单位名称：", "云渠县档案馆"],
        ["报表日期：", (45291, "yyyy年m月d日")],
    ],
)
HIDDEN = Tab(name="计算", rows=[["草稿"]], hidden=True)

Case = tuple[list[Tab], str, list[tuple[int, int, str]], list[str]]
CASES: dict[str, Case] = {
    "two_sided": (
        [TOTAL],
        "收入支出决算总表\n公开01表\n部门：云渠县档案馆  金额单位：万元\n收入\t支出\n"
        "项目\t行次\t金额\t项目\t行次\t金额\n"
        "一、一般公共预算财政拨款收入\t1\t1,234.50\t一、教育支出\t31\t1,200.00\n"
        "二、政府性基金预算财政拨款收入\t2\t-\t二、科学技术支出\t32\t\n总计\t30\t0.30\t总计\t60\t1,234.50\n"
        "注：1.本表反映部门本年度的总收支。\n2.本表金额转换时可能存在尾数误差。\n",
        [(5, 6, "Z01 收入支出决算总表")],
        [],
    ),
    "coded": (
        [CODED],
        "支出决算表\n编制单位：云渠县档案馆  单位：万元\n项目\t本年支出合计\n"
        "支出功能分类科目编码\t科目名称\n类\t款\t项\n"
        "201\t一般公共服务支出\t12.35\n2012601\t行政运行\t12.5%\n合计\t12.35\n",
        [(6, 5, "支出决算表")],
        [],
    ),
    "two_tables": (
        [TWO],
        "表二 收入决算表\n公开02表  单位：元\n科目编码\t科目名称\t合计\n205\t教育支出\t5\n"
        "支出决算表\n公开03表  单位：元\n科目编码\t科目名称\t合计\n"
        "205\t教育支出\t7.25\n说明：无。\n",
        [(2, 3, "两张表"), (2, 3, "两张表")],
        [],
    ),
    "prose": (
        [COVER, PROSE],
        "2023年度部门决算\n单位名称：  云渠县档案馆\n报表日期：  2023年12月31日\n"
        "一、部门概况\n负责档案的收集\n和利用。\n2023年收入12万元。\n",
        [],
        [],
    ),
    "hidden": (
        [PARTLY, HIDDEN],
        "项目\t金额\n甲\t1\n丙\t5\n",
        [(3, 2, "部分")],
        ["sheet 计算: hidden, left out", "sheet 部分: 6 hidden cells with text left out"],
    ),
}  # fmt: skip
Maker = tuple[Callable[..., bytes], Callable[[str, bytes, str, Limits], Source]]
FORMATS: dict[str, Maker] = {"xlsx": (xlsx, read_xlsx), "xls": (xls, read_xls)}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_sheets(name: str, form: str) -> None:
    tabs, text, grids, warnings = CASES[name]
    make, read = FORMATS[form]
    source = read("a", make(*tabs), "00", Limits())
    assert source.text == text
    assert [(each.rows, each.columns, each.name) for each in source.grids] == grids
    assert sorted(source.warnings) == warnings
    assert source.status == "complete"
    assert source.pages == ()


@pytest.mark.parametrize("form", FORMATS)
def test_cells_span_what_was_merged(form: str) -> None:
    make, read = FORMATS[form]
    source = read("a", make(CODED), "00", Limits())
    spans = {
        source.text[cell.start : cell.end]: (cell.row, cell.column, cell.rows, cell.columns)
        for cell in source.grids[0].cells
    }
    assert spans["项目"] == (0, 0, 1, 4)
    assert spans["本年支出合计"] == (0, 4, 3, 1)
    assert spans["科目名称"] == (1, 3, 2, 1)
    assert spans["2012601"] == (4, 0, 1, 3)


def patched(data: bytes, changes: dict[str, tuple[bytes, bytes]]) -> bytes:
    """A workbook with bytes of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            for end, (before, after) in changes.items():
                if name.endswith(end):
                    part = re.sub(before, lambda _, to=after: to, part, count=1)  # type: ignore[misc]
            new.writestr(name, part)
    return out.getvalue()


BASE = xlsx(Tab(name="表", rows=[["项目", "金额"], ["甲", 1.5], ["乙", 2]]))
SHEET = "sheet1.xml"
END = b"</sheetData>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("changes", "text", "warning"),
    [
        ({SHEET: (b'<c r="B2" t="n"><v>1.5</v></c>', b'<c r="B2"><f>1+1</f></c>')},
         "项目\t金额\n甲\t\n乙\t2\n", "sheet 表: a formula without a saved value"),
        ({SHEET: (b'<c r="B2" t="n"><v>1.5</v></c>', b'<c r="B2" t="e"><v>#REF!</v></c>')},
         "项目\t金额\n甲\t#REF!\n乙\t2\n", ""),
        ({SHEET: (b"<v>1.5</v>", b"<f>[1]x!A1</f><v>0.30000000000000004</v>")},
         "项目\t金额\n甲\t0.3\n乙\t2\n", ""),
        ({SHEET: (b'<c r="B2" t="n"><v>1.5</v></c>',
                  b'<c t="inlineStr"><is><r><t>A_x000D_\n</t></r><rPh><t>B</t></rPh></is></c>')},
         "项目\t金额\n甲\tA\n乙\t2\n", ""),
        ({SHEET: (END, b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>')},
         "项目\t金额\n甲\t1.5\n乙\t2\n", ""),
        ({SHEET: (b'<row r="3".*</row>', b'<row r="3"><c r="A3"><v>1</v></row>')},
         "项目\t金额\n甲\t1.5\n", "sheet 表: damaged, read in part"),
        ({"styles.xml": (b"</styleSheet>", b"")},
         "项目\t金额\n甲\t1.5\n乙\t2\n", "number formats of the workbook are damaged"),
    ],
    ids=["no_value", "error", "outside", "inline", "last_row", "broken", "styles"],
)  # fmt: skip
def test_odd_parts(changes: dict[str, tuple[bytes, bytes]], text: str, warning: str) -> None:
    source = read_xlsx("a", patched(BASE, changes), "00", Limits())
    assert source.text.startswith(text[:-1])
    assert warning in "; ".join(source.warnings)
    assert bool(source.warnings) == bool(warning)


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (BASE[:-100], Limits(), "EX105"),
        (OLE + b"\0" * 600, Limits(), "EX105"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), Limits(), "EX105"),
        (patched(BASE, {"workbook.xml": (rb"^(<\?xml[^>]*>)?", ENTITIES)}), Limits(), "EX105"),
        (patched(BASE, {SHEET: (rb"^(<\?xml[^>]*>)?", ENTITIES)}), Limits(), "EX105"),
        (patched(BASE, {SHEET: (END, b" " * (30 << 20) + END)}), Limits(), "EX107"),
        (patched(BASE, {SHEET: (END, b" " * (3 << 20) + END)}), Limits(expanded_mb=2), "EX107"),
        (patched(BASE, {SHEET: (b"(?s)<sheetData>.*</sheetData>", b"")}), Limits(), "EX105"),
    ],
    ids=["cut", "ole", "encrypted", "entities", "in_sheet", "bomb", "large", "blank"],
)
def test_bad_workbooks_are_refused(data: bytes, limits: Limits, code: str) -> None:
    for read in (read_xlsx, read_xls):
        with pytest.raises(ExtractorError) as error:
            read("a", data, "00", limits)
        assert error.value.code in (code, "EX105")
        assert "\n" not in str(error.value)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("limits", [Limits(cells=5), Limits(characters=9)])
def test_beyond_a_limit_it_is_read_in_part(form: str, limits: Limits) -> None:
    make, read = FORMATS[form]
    rows = [["项目", "金额"], *([f"第{n}项", n] for n in range(9))]
    source = read("a", make(Tab(name="表", rows=rows)), "00", limits)
    assert source.status == "partial"
    assert source.text.startswith("项目\t金额\n第0项\t0\n")
    assert "read in part: more than" in source.warnings[-1]


def test_rows_that_were_only_formatted_cost_nothing() -> None:
    blank = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"></c></row>' % (n, n, n)
        for n in range(5, 200_000)
    )
    source = read_xlsx("a", patched(BASE, {SHEET: (END, blank + END)}), "00", Limits())
    assert source.text == "项目\t金额\n甲\t1.5\n乙\t2\n"


def test_cells_far_apart_make_no_large_table() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
    source = read_xlsx("a", patched(BASE, {SHEET: (END, far + END)}), "00", Limits())
    assert sum(len(each.cells) for each in source.grids) <= 12
    assert "x" in source.text


def test_areas_that_overlap() -> None:
    areas = b'</sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B1:B9"/></mergeCells>'
    source = read_xlsx("a", patched(BASE, {SHEET: (END, areas)}), "00", Limits())
    assert source.text.startswith("项目")
    assert any("hidden" in each for each in source.warnings)
