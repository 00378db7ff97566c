"""Drawn tables: slips are told once, where they are; what holds is not told."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.tables_mutation import Slip, examine, main, slips
from extractor.checks.rules.sheets.heads import sums
from extractor.finding import PUBLISHER, Finding
from extractor.source.linear import CellText, Linear
from extractor.source.types import Source
from extractor.tables import Column
from tests.tables.spec import documents, load

OF_TABLES = frozenset(
    ("FA521", "FA522", "FA523", "FA524", "FA528", "FA529", "FA530", "FA531", "FA532", "FA533",
     "FA534")
)  # fmt: skip
#: What the authors of the documents planted: the figure at which it is told.
PLANTED = {
    "anhui-school-2022": ["1622.43"],
    "guangdong-street-2021": ["793.24万元", "2367.10万元"],
    "henan-water-2022": ["69.28万元"],
    "jiangxi-hospital-2022": ["381.06"],
    "shaanxi-veterans-2022": ["2.53万元"],
    "xinjiang-land-2023": ["301.00"],
}
DOCUMENTS = documents("train", "dev")


def told(source: Source) -> list[Finding]:
    record, _, _ = examine(source)
    assert not [each for each in record.warnings if each.startswith("fault")]
    return [each for each in record.findings if each.code in OF_TABLES]


@pytest.mark.parametrize("form", ["drawn", "paged", "unruled"])
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_was_planted_is_told_and_nothing_else(path: Path, form: str) -> None:
    found = told(load(path, form).text.source)
    assert [each.spans[0].quote for each in found] == PLANTED.get(path.stem, [])
    assert {each.blame for each in found} <= {PUBLISHER}


def test_slips_are_noticed_once() -> None:
    found = [slip for path in DOCUMENTS[::3] for slip in slips(path, 12, 4, 3)]
    cells = [each for each in found if each.where != "text"]
    seen = [each for each in cells if each.noticed]
    assert len(seen) >= 0.9 * len(cells), [each for each in cells if not each.noticed]
    assert sum(len(each.findings) for each in seen) <= 1.15 * len(seen)
    assert sum(each.primary for each in seen) >= 0.85 * len(seen)


@pytest.mark.slow
def test_slips_are_noticed_in_every_document() -> None:
    found: list[Slip] = [slip for path in DOCUMENTS for slip in slips(path, 40, 15, 7)]
    cells = [each for each in found if each.where != "text"]
    texts = [each for each in found if each.where == "text"]
    assert sum(each.noticed for each in cells) >= 0.95 * len(cells)
    assert sum(each.noticed for each in texts) >= 0.85 * len(texts)


def test_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--cells", "1", "--texts", "1", "--missed"]) == 0
    assert "all tables" in capsys.readouterr().out


# -- tables that say less than one would like ----------------------------------------------

GENERAL = "一般公共预算财政拨款支出决算表"
HEAD = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
ROWS = [
    ["205", "教育支出", "300.00", "220.00", "80.00"],
    ["20502", "普通教育", "300.00", "220.00", "80.00"],
    ["2050202", "小学教育", "210.00", "140.00", "70.00"],
    ["2050203", "初中教育", "90.00", "80.00", "10.00"],
    ["221", "住房保障支出", "33.50", "33.50", ""],
    ["22102", "住房改革支出", "33.50", "33.50", ""],
    ["2210201", "住房公积金", "33.50", "33.50", ""],
]
TOTAL = ["", "合计", "333.50", "253.50", "80.00"]


def drawn(*tables: tuple[str, str, list[list[str]]], lines: tuple[str, ...] = ()) -> Source:
    linear = Linear()
    for line in ("某局2023年度部门决算", *lines):
        linear.line(line)
    for title, unit, rows in tables:
        linear.line(title)
        linear.line(f"单位：{unit}")
        linear.table([[CellText(each) for each in row] for row in rows])
    return Source("a", linear.text, "", "", "", grids=tuple(linear.grids))


def with_cell(row: int, column: int, new: str) -> list[list[str]]:
    rows = [list(each) for each in (HEAD, *ROWS, TOTAL)]
    rows[row][column] = new
    return rows


CASES: list[tuple[str, Source, list[str]]] = [
    ("whole", drawn((GENERAL, "万元", [HEAD, *ROWS, TOTAL])), []),
    ("zeros are blank", drawn((GENERAL, "万元", with_cell(8, 2, "335.30"))), ["335.30"]),
    ("an item", drawn((GENERAL, "万元", with_cell(3, 3, "104.00"))), ["104.00"]),
    ("a total that is blank", drawn((GENERAL, "万元", with_cell(8, 2, ""))), []),
    ("a heading that is blank", drawn((GENERAL, "万元", with_cell(2, 3, ""))), []),
    ("an item that is missing", drawn((GENERAL, "万元", [HEAD, *ROWS[:3], *ROWS[4:], TOTAL])), []),
    ("rounding", drawn((GENERAL, "万元", with_cell(4, 4, "10.01"))), []),
    ("cut off by its cell", drawn((GENERAL, "万元", with_cell(8, 2, "333.5"))), []),
    ("no unit", drawn((GENERAL, "", with_cell(8, 2, "335.30"))), ["335.30"]),
    ("items of two units", drawn((GENERAL, "万元", [HEAD, *ROWS, *ROWS, TOTAL])), []),
    (
        "tables of two units",
        drawn(
            (GENERAL, "万元", [HEAD, *ROWS, TOTAL]),
            (GENERAL, "万元", [HEAD, *ROWS[4:], ["", "合计", "33.50", "33.50", ""]]),
        ),
        [],
    ),
    (
        "the text in another unit",
        drawn(
            (GENERAL, "元", [HEAD[:3], ["", "合计", "3,335,012.34"]]),
            lines=("2023年度一般公共预算财政拨款支出333.50万元。",),
        ),
        [],
    ),
    (
        "the text otherwise",
        drawn(
            (GENERAL, "元", [HEAD[:3], ["", "合计", "3,335,012.34"]]),
            lines=("2023年度一般公共预算财政拨款支出335.30万元。",),
        ),
        ["335.30万元"],
    ),
]


@pytest.mark.parametrize(("source", "expected"), [each[1:] for each in CASES],
                         ids=[each[0] for each in CASES])  # fmt: skip
def test_tables_that_say_less(source: Source, expected: list[str]) -> None:
    assert [each.spans[0].quote for each in told(source)] == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ([("合计",), ("基本支出",), ("项目支出",)], [(0, (1, 2), True)]),
        ([("支出", "小计"), ("支出", "基本支出"), ("支出", "项目支出")], [(0, (1, 2), True)]),
        ([("合计",), ("其中：项目支出",)], []),
        ([("甲合计",), ("子",), ("丑",), ("乙合计",), ("寅",)], [(0, (1, 2), False)]),
        (
            [("合计",), ("因公出国费",), ("公务用车", "小计"), ("公务用车", "公务用车购置费"),
             ("公务用车", "公务用车运行费"), ("公务接待费",)],
            [(0, (1, 2, 5), True), (2, (3, 4), True)],
        ),
        ([("年初结转和结余",), ("本年支出", "合计"), ("本年支出", "基本支出")], []),
    ],
)  # fmt: skip
def test_sums_that_a_header_tells(header: list[tuple[str, ...]], expected: list[Any]) -> None:
    columns = tuple(Column(keys, "value", 0, keys) for keys in header)
    assert [tuple(each) for each in sums(columns)] == expected


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "—", "0.00", "1.20", "-3", "合计", "205", "20502", "9" * 30]),
            min_size=1, max_size=6,
        ),
        min_size=1, max_size=8,
    ),
    st.sampled_from([GENERAL, "收入支出决算总表", "政府性基金收入支出决算表", "“三公”经费表"]),
)  # fmt: skip
def test_any_table_is_checked_without_a_fault(rows: list[list[str]], title: str) -> None:
    told(drawn((title, "万元", rows)))


def test_a_long_table_takes_time_by_its_length() -> None:
    rows = [[f"2{i % 90 + 10}{i // 90 % 90 + 10}{i % 90 + 10}", "项", "1.00", "1.00", "0.00"]
            for i in range(4000)]  # fmt: skip
    begin = time.process_time()
    told(drawn((GENERAL, "万元", [HEAD, *rows])))
    assert time.process_time() - begin < 30
