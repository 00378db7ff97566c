"""Amounts in the wrong unit: what they are repaired to, and that nothing else is told of them."""

from __future__ import annotations

import pytest

from extractor.checks.case import Case
from extractor.checks.own_name import OwnName, is_short_for, misspelt
from extractor.checks.units import wrong_units
from extractor.layout import reflow
from extractor.outline import outline
from extractor.pipeline import extract
from extractor.segment import segment
from extractor.source import Text, read

HEAD = (
    "棠浦县水务局2022年度部门决算\n一、收入支出决算总体情况说明\n2022年度收入总计1200.00万元，支出总计"
    "1200.00万元。\n二、支出决算情况说明\n2022年度本年支出合计1150.00万元，其中：基本支出750.00万元，占"
    "65.22%；项目支出400.00万元，占34.78%。\n"
)
#: The text below the head, the amount in the wrong unit, and what was meant, in yuan.
WRONG = [
    ("三、机关运行经费支出\n2022年度机关运行经费支出30.55元，比上年减少1.20万元，下降3.78%。",
     "30.55元", 305500),
    ("三、机关运行经费支出\n2022年度机关运行经费支出30.55万元，比上年减少1.20元，下降3.78%。",
     "1.20元", 12000),
    ("三、政府采购支出\n2022年度政府采购支出总额95.60万元，其中：货物支出45.10万元、工程支出50.50元。",
     "50.50元", 505000),
    ("三、公务用车\n公务用车运行维护费年初预算5.00万元，支出决算4.60亿元，完成年初预算的92.00%。",
     "4.60亿元", 46000),
    ("三、政府采购支出\n2022年度政府采购支出总额95.60万元，其中：货物支出45.10万元、工程支出50.50。",
     "50.50", 505000),
]  # fmt: skip
RIGHT = [
    "三、公务接待\n公务接待费支出8600元，完成预算0.90万元的95.56%，人均86元。",
    "三、其他收入\n其他收入35.60元，为存款利息。争取上级资金1.2亿元。",
]


def _case(text: str) -> Case:
    document = reflow(read(Text(text)))
    sections = outline(document)
    facts = extract(Text(text)).facts
    return Case(facts, document, sections, segment(document, sections), 2022)


@pytest.mark.parametrize(("body", "printed", "meant"), WRONG)
def test_a_wrong_unit_is_repaired(body: str, printed: str, meant: int) -> None:
    found = wrong_units(_case(HEAD + body))
    assert {each.fact.raw for each in found} == {printed}
    assert all(meant in interval for interval in found.values())


@pytest.mark.parametrize(("body", "printed", "meant"), WRONG)
def test_a_wrong_unit_is_told_once(body: str, printed: str, meant: int) -> None:
    findings = extract(Text(HEAD + body)).findings
    assert [(each.family, each.spans[0].quote) for each in findings] == [("unit", printed)]


@pytest.mark.parametrize("body", RIGHT)
def test_small_and_large_amounts_are_left_alone(body: str) -> None:
    assert wrong_units(_case(HEAD + body)) == {}


@pytest.mark.parametrize(
    ("short", "full", "is_short"),
    [
        ("县住建局", "棠浦县住房和城乡建设局", True),
        ("团市委", "共青团棠浦市委员会", True),
        ("县水务局", "棠浦县水利局", False),
    ],
)
def test_short_names(short: str, full: str, is_short: bool) -> None:
    assert is_short_for(short, full) is is_short


def test_slips_in_a_name_never_spell_it_right() -> None:
    own = OwnName("棠浦市芦湾区住房和城乡建设局", "棠浦市芦湾区", "住房和城乡建设局", "区")
    assert own.full not in set(misspelt(own))
    assert "棠浦芦湾区住房和城乡建设局" in set(misspelt(own))
