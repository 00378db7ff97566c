"""Rows that number columns, classifications without codes, tables without title."""

from __future__ import annotations

import pytest

from extractor.layout import reflow
from extractor.link.tables import link_tables
from extractor.source import Source
from extractor.source.linear import CellText, Linear
from extractor.tables import Table, tabulate
from extractor.tables.head import index_row
from extractor.tables.types import Piece


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (["", "", "1", "成", "3", "4", "5"], True),
        (["次", "1", "2", "3", "4", "6", "7", "8", "9", "10", "11", "12"], True),
        (["样次", "1", "2", "z", "4", "5=6+7", "6", "7"], True),
        (["", "", "1", "", "", "2"], True),
        (["车辆", "1", "2", "3", "4"], False),
        (["", "3", "成", "9", "x", "5"], False),
        (["合计", "1", "2"], False),
    ],
)
def test_rows_that_number_columns(row: list[str], numbers: bool) -> None:
    pieces = [Piece(each, each, 0, len(each), 0, j) for j, each in enumerate(row)]
    assert index_row(pieces) is numbers


def untitled(head: list[str], *rows: list[str]) -> Table:
    linear = Linear()
    linear.line("单位：万元")
    linear.table([[CellText(each) for each in row] for row in (head, *rows)])
    source = Source("a", linear.text, "", "", "", grids=tuple(linear.grids))
    return tabulate(reflow(source))[0]


PUPILS = [
    ["教育支出", "100.00", "60.00", "40.00", "0.00"],
    ["普通教育", "90.00", "60.00", "30.00", ""],
    ["小学教育", "50.00", "40.00", "10.00", ""],
    ["初中教育", "40.00", "20.00", "20.00", ""],
    ["其他教育支出", "10.00", "", "10.00", ""],
    ["其他教育支出", "10.00", "", "10.00", ""],
    ["合计", "100.00", "60.00", "40.00", ""],
]
SPENT = ["科目名称", "本年支出合计", "基本支出", "项目支出", "经营支出"]


@pytest.mark.parametrize("wrong", [False, True])
def test_sums_tell_the_levels_of_rows_without_codes(wrong: bool) -> None:
    rows = [list(each) for each in PUPILS]
    if wrong:
        rows[2][1] = "59.00"
    linear = Linear()
    linear.line("支出决算表")
    linear.line("单位：万元")
    linear.table([[CellText(each) for each in row] for row in (SPENT, *rows)])
    source = Source("a", linear.text, "", "", "", grids=tuple(linear.grids))
    facts = link_tables(tabulate(reflow(source)), source, 2023)
    assert [each.path for each in facts if each.field == "expenditure.functional"] == [
        ("教育支出",),
        ("教育支出", "普通教育"),
        ("教育支出", "普通教育", "小学教育"),
        ("教育支出", "普通教育", "初中教育"),
        ("教育支出", "其他教育支出"),
        ("教育支出", "其他教育支出", "其他教育支出"),
    ]


def test_rows_whose_sums_do_not_agree_have_no_path() -> None:
    rows = [["教育支出", "100.00"], ["小学教育", "70.00"], ["初中教育", "50.00"]]
    linear = Linear()
    linear.line("支出决算表")
    linear.table([[CellText(each) for each in row] for row in (["科目名称", "合计"], *rows)])
    source = Source("a", linear.text, "", "", "", grids=tuple(linear.grids))
    facts = link_tables(tabulate(reflow(source)), source, 2023)
    assert [each.path for each in facts] == [("教育支出",)]


@pytest.mark.parametrize(
    ("kind", "head", "rows"),
    [
        ("general_basic", ["科目编码", "科目名称", "金额"],
         [["301", "工资福利支出", "5.00"], ["302", "商品和服务支出", "1.00"],
          ["", "人员经费合计", "5.00"]]),
        ("general_expenditure",
         ["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "基本支出", "项目支出"],
         [["205", "教育支出", "", "9.00", "9.00", "5.00", "4.00"]]),
        ("capital", ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
         [["223", "国有资本经营预算支出", "9.00", "", "9.00"]]),
        ("procurement", ["项目", "采购金额"], [["货物", "1.00"], ["工程", "2.00"], ["服务", "3.00"],
                                             ["政府采购支出合计", "6.00"]]),
        ("other", ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
         [["205", "教育支出", "9.00", "", "9.00"]]),
    ],
)  # fmt: skip
def test_tables_without_title(kind: str, head: list[str], rows: list[list[str]]) -> None:
    assert untitled(head, *rows).kind == kind
