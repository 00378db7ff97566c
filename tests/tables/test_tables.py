"""Titles, numbers, labels and declarations; odd grids; what a table is as plain data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.layout import reflow
from extractor.layout.characters import canonical
from extractor.link.tables import link_tables
from extractor.source import Grid, Source
from extractor.source.linear import CellText, Linear
from extractor.tables import Table, placed, tabulate
from extractor.tables.above import bare_title
from extractor.tables.kinds import kind_of, kinds, parse, role_of, without_role
from extractor.tables.numbers import number
from extractor.tables.words import bare

TITLES = Path(__file__).with_name("titles.tsv").read_text("utf-8").split("\n")


@pytest.mark.parametrize("line", [each for each in TITLES if each])
def test_titles_tell_the_kind(line: str) -> None:
    kind, title = line.split("\t")
    found = kind_of(bare_title(canonical(title)))
    assert found is not None
    assert (kinds().kinds[found].told or found) == kind


@pytest.mark.parametrize("title", ["内设机构情况一览", "职工食堂菜谱表", "人员编制表"])
def test_other_titles_tell_none(title: str) -> None:
    assert kind_of(bare_title(canonical(title))) is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12,345.67", "12345.67"), ("１２，３４５．６７", "12345.67"), ("0.00", "0.00"), ("0", "0"),
        ("-3.20", "-3.20"), ("（3.20）", "-3.20"), ("(1,000)", "-1000"), ("－5", "-5"),
        ("98.5%", "98.5"),
        ("¥1,200.00", "1200.00"), ("12.50万元", "12.50"), ("3辆", "3"),
        ("-", None), ("—", None), ("——", None), ("", None), ("XX", None), ("**", None),
        ("1,23", None),
        ("2010301行政运行", None), ("12.3.4", None), ("≥30", None), ("2023年", None), ("（", None),
    ],
)  # fmt: skip
def test_numbers(printed: str, value: str | None) -> None:
    found = number("".join(canonical(printed).split()))
    assert (found and found[0]) == (None if value is None else Decimal(value))


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = number(text)
    assert found is None or found[0].is_finite()


@pytest.mark.parametrize(
    ("label", "said", "unit"),
    [
        ("一、一般公共预算财政拨款收入", "一般公共预算财政拨款收入", ""),
        ("（一）支出合计", "支出合计", ""), ("其中：公务用车购置费", "公务用车购置费", ""),
        ("2.公务用车保有量（辆）", "公务用车保有量", "辆"), ("“三公”经费", "三公经费", ""),
        ("因公出国（境）费", "因公出国（境）费", ""), ("维修（护）费", "维修（护）费", ""),
        ("（2）国（境）外接待费（万元）", "国（境）外接待费", "万元"),
    ],
)  # fmt: skip
def test_labels_without_their_numbering(label: str, said: str, unit: str) -> None:
    assert bare(label) == (said, unit)


@pytest.mark.parametrize(
    ("header", "role", "basis"),
    [
        ("年初预算数", "budget", "initial"), ("调整预算数", "budget", "adjusted"),
        ("全年预算数", "budget", "full_year"), ("2023年预算数", "budget", ""),
        ("决算数", "actual", ""), ("支出决算数", "actual", ""), ("上年决算数", "prior_actual", ""),
        ("比上年增减额", "change", ""),
        ("完成预算（%）", "none", ""), ("增减幅度", "none", ""),
    ],
)  # fmt: skip
def test_roles_of_headers(header: str, role: str, basis: str) -> None:
    found = role_of(header)
    assert found is not None
    assert (found.role, found.basis) == (role, basis)
    assert without_role(header) == "" or role == "none"


@pytest.mark.parametrize(
    "header", ["一般公共预算财政拨款", "政府性基金预算", "本年支出合计", "合计"]
)
def test_no_role_where_none_is_said(header: str) -> None:
    assert role_of(header) is None


BROKEN = {
    "unknown": '[[kind]]\nkey = "a"\ncolour = "red"',
    "field": '[[kind]]\nkey = "a"\n[[kind.rows]]\nwords = ["b"]\nfield = "no.such"',
    "group": '[[kind]]\nkey = "a"\nuses = ["none"]',
    "pattern": '[[kind]]\nkey = "a"\ntitles = ["("]',
}
REST = 'group = []\nrole = []\nform = {keep = [], drop = [], sides = {}}\nunits = {counts = "x"}\n'


@pytest.mark.parametrize("name", BROKEN)
def test_declarations_that_do_not_fit_are_told(name: str) -> None:
    with pytest.raises(ExtractorError, match=r"EX201 my\.toml: "):
        parse(REST + BROKEN[name], "my.toml")


def test_an_unknown_key_is_told_with_its_path() -> None:
    with pytest.raises(ExtractorError, match=r"colour.*kind"):
        parse(REST + BROKEN["unknown"], "my.toml")


def read(above: list[str], *grids: list[list[str]], pages: bool = False) -> tuple[Table, ...]:
    linear = Linear()
    for line in above:
        linear.line(line)
    for rows in grids:
        if pages:
            linear.page()
        linear.table(
            [[CellText(each) for each in row] for row in rows],
            page=len(linear.pages) or None,
        )
    source = Source(
        "a", linear.text, "", "", "", pages=tuple(linear.pages), grids=tuple(linear.grids)
    )
    found = tabulate(reflow(source))
    list(link_tables(found, source, 2023))
    return found


CELLS = st.sampled_from(
    ["", "合计", "项目", "一、教育支出", "1.20", "-", "栏次", "1", "2", "类", "201", "单位：万元",
     "收入决算表", "金额", "2010301行政运行", "X", "\n", "（1）", "2023年度",
     "一级指标", "三级指标", "得分", "分值"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=7), max_size=8), st.lists(CELLS, max_size=4))
def test_any_grid_is_read(rows: list[list[str]], above: list[str]) -> None:
    for table in read(above, rows, rows, pages=True):
        assert msgspec.json.decode(msgspec.json.encode(table.to_dict())) == table.to_dict()


def test_spans_beyond_the_grid_do_no_harm() -> None:
    linear = Linear()
    linear.table([[CellText("合计", 9, 9), CellText("1.00")], [CellText("1.20")]])
    wide = msgspec.structs.replace(linear.grids[0], rows=2, columns=2)
    none = Grid(0, 0, 0, 0, ())
    source = Source("a", linear.text, "", "", "", grids=(wide, none))
    assert len(tabulate(reflow(source))) == 1


HEAD = ["科目编码", "科目名称", "本年收入合计", "财政拨款收入"]


def test_a_table_goes_on_over_pages() -> None:
    first = [HEAD, ["", "合计", "5.00", "5.00"], ["208", "社会保障和就业支出", "5.00", "5.00"]]
    for more in (
        [["20805", "养老支出", "5.00", "5.00"]],
        [HEAD, ["20805", "养老支出", "5.00", "5.00"]],
    ):
        (table,) = read(["收入决算表", "单位：元"], first, more, pages=True)
        assert table.pages == (1, 2)
        assert [line.code for line in table.lines] == [None, "208", "20805"]
        assert [cell.page for cell in table.lines[-1].cells] == [2, 2]


def test_another_header_is_another_table() -> None:
    other = [
        ["科目编码", "科目名称", "本年支出合计", "基本支出"],
        ["208", "社会保障", "5.00", "5.00"],
    ]
    tables = read(["收入决算表"], [HEAD, ["208", "社会保障", "5.00", "5.00"]], other, pages=True)
    assert len(tables) == 2


def test_blanks_are_absent_and_zeros_are_not() -> None:
    rows = [HEAD, ["", "合计", "", "0.00"], ["208", "社会保障", "—", "XX"]]
    (table,) = read(["收入决算表", "金额单位：万元"], rows)
    assert [cell["value"] for cell in table.to_dict()["cells"]] == ["0"]
    assert table.to_dict()["cells"][0]["column"] == ["财政拨款收入"]


def test_without_a_unit_nothing_is_scaled() -> None:
    (table,) = read(["收入决算表"], [HEAD, ["", "合计", "3.50", ""]])
    source_fact = next(iter(table.lines)).cells[0]
    assert (table.unit, source_fact.value, source_fact.unit) == (None, "3.5", None)


def test_the_title_of_the_table_before_is_not_its_own() -> None:
    linear = Linear()
    for title in ("收入决算表", "支出决算表"):
        linear.line(title)
        linear.table([[CellText("项目"), CellText("合计")], [CellText("合计"), CellText("1.00")]])
        linear.line("注：本表反映单位全年情况。")
    linear.table([[CellText("姓名"), CellText("年龄")], [CellText("甲"), CellText("30")]])
    source = Source("a", linear.text, "", "", "", grids=tuple(linear.grids))
    found = tabulate(reflow(source))
    assert [each.kind for each in found] == ["income", "expenditure", "other"]
    assert found[2].title == ""


def test_traditional_characters_are_read_as_simplified() -> None:
    rows = [
        ["項目", "決算數"],
        ["一、事業收入", "2.00"],
        ["本年收入合計", "2.00"],
        ["總計", "2.00"],
    ]
    (table,) = read(["收入支出決算總表", "單位：萬元", "部門預決算公開情況說明"][:2], rows)
    assert (table.kind, table.unit) == ("income_expenditure_total", "万元")
    assert table.lines[0].label == "一、事业收入"


def test_a_list_of_titles_names_no_table() -> None:
    titles = ["收入支出决算总表", "收入决算表", "国有资本经营预算财政拨款支出决算表"]
    rows = [
        ["项目", "决算数", "项目", "决算数"],
        ["一、事业收入", "2.00", "一、教育支出", "2.00"],
        ["二、经营收入", "", "结余分配", ""],
        ["本年收入合计", "2.00", "本年支出合计", "2.00"],
        ["总计", "2.00", "总计", "2.00"],
    ]
    (table,) = read(titles, rows)
    assert (table.kind, table.title, table.sure) == ("income_expenditure_total", "", False)


def test_columns_tell_the_kind_where_no_title_does() -> None:
    head = [
        "科目编码",
        "科目名称",
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "其他收入",
    ]
    (table,) = read([], [head, ["", "合计", "2.00", "2.00", "", "", "", ""]])
    assert table.kind == "income"


def test_the_text_tells_the_unit_of_all_tables() -> None:
    above = ["以下各表金额单位均为万元，空格表示没有数字。", "收入决算表"]
    (table,) = read(above, [HEAD, ["", "合计", "3.50", ""]])
    assert (table.unit, table.lines[0].cells[0].value) == ("万元", "35000")
    place = table.told.unit_place
    assert place is not None
    assert place.start < len(above[0])


def test_a_header_may_stand_alone_at_the_foot_of_a_page() -> None:
    (table,) = read(["收入决算表"], [HEAD], [["", "合计", "3.50", "3.50"]], pages=True)
    assert [line.label for line in table.lines] == ["合计"]
    assert table.columns[2].path == ("本年收入合计",)


@pytest.mark.parametrize(
    "said", ["2010301 行政运行", "[2010301]行政运行", "2010301-行政运行", "2010301行政\n运行"]
)
def test_code_and_name_in_one_cell(said: str) -> None:
    rows = [["科目", "合计"], ["合计", "1.00"], [said, "1.00"]]
    (table,) = read(["支出决算表"], rows)
    assert (table.lines[1].label, table.lines[1].code) == ("行政运行", "2010301")


def test_the_same_table_of_another_unit_is_its_own() -> None:
    linear = Linear()
    for figure in ("1.00", "2.00"):
        linear.line("收入决算表")
        linear.table([[CellText(each) for each in row] for row in (HEAD, ["", "合计", figure, ""])])
    source = Source("a", linear.text, "", "", "", grids=tuple(linear.grids))
    assert len(tabulate(reflow(source))) == 2


def test_boxes_are_filled_in_by_whoever_knows_them() -> None:
    (table,) = placed(
        read(["收入决算表"], [HEAD, ["", "合计", "3.50", ""]]),
        lambda start, end: (start, 0.0, end, 1.0),
    )
    (cell,) = table.to_dict()["cells"]
    assert cell["bbox"] == [cell["start"], 0.0, cell["end"], 1.0]


def test_tables_right_below_one_another_are_two() -> None:
    linear = Linear()
    body = [HEAD, ["", "合计", "3.50", ""]]
    rows: list[list[CellText | None]] = []
    for title in ("收入决算表", "支出决算表"):
        rows.append([CellText(title, 1, 4), None, None, None])
        rows += [[CellText(each) for each in row] for row in body]
    linear.table(rows)
    source = Source("a", linear.text, "", "", "", grids=tuple(linear.grids))
    found = tabulate(reflow(source))
    assert [(each.kind, each.lines[0].cells[0].value) for each in found] == [
        ("income", "3.5"),
        ("expenditure", "3.5"),
    ]
