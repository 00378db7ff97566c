"""FA711 to FA713: amounts with the wrong unit, with none, and with half a one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from extractor.checks.case import Case
from extractor.checks.units import misprints, scale_of
from extractor.finding import Finding

#: An amount with two places, and what it is of.
_LABELLED: Final = re.compile(
    r"(?P<label>(?:资产|收入|支出|固定资产|负债)(?:总额|合计|总计|原值|净值|决算数?|预算数?)?|"
    r"(?:增加|减少)(?=\d{1,9}\.\d{1,2}，(?:增长|下降|增幅|降幅)))(?:为|共计?|计|达|是)?\s?"
    r"(?P<amount>(?P<number>\d[\d,]{0,14}\.\d{1,2})(?P<unit>元)?)(?=[，。；])"
)
#: How such an amount ends: looked for first, since it is rare.
_BARE: Final = re.compile(r"\.\d{1,2}元?(?=[，。；])")
_UNIT_ABOVE: Final = re.compile("单位[：:]\\s?(?:人民币)?[万亿]?元")
_WHOLE: Final = ("资产总", "资产合", "固定资产", "收入总", "收入合", "支出总", "支出合")
_LEAST: Final = Decimal(10000)
_FEW: Final = 6  #: amounts that an office needs to have a usual unit
#: 12万 where a stop or a bracket follows instead of 元.
_HALF: Final = re.compile(r"[\d.]\s*[万亿]$")
#: Sections of the account proper: in narratives 12万 is common speech.
_ACCOUNT: Final = frozenset(
    ("totals", "revenue", "expenditure", "fiscal_totals", "general", "basic", "fund", "capital",
     "three_public", "three_public_abroad", "three_public_vehicles", "three_public_reception",
     "operating_cost", "procurement", "assets", "training", "meeting")
)  # fmt: skip
#: What it costs for one, and from how many 万元 on that cannot be.
_EACH: Final = re.compile(
    r"(?P<each>[次人生均户床]均|均次|每人次?|每人每[天日]|每生)[^，。；：、\n\d]{0,12}?(?:为|达|是|约)?\s?"
    r"(?P<amount>(?P<number>\d[\d,]{0,9}(?:\.\d{1,2})?)万元)"
)
_DEAR: Final = (
    (re.compile("门诊|门急诊|急诊|接待|餐|伙食|住宿|交通"), Decimal(2)),
    (re.compile("住院"), Decimal(50)),
    (re.compile("公用|补助|资助|救助|慰问|生均"), Decimal(30)),
    (re.compile("次均(?:诊疗|医疗)?费用"), Decimal(50)),
)
#: 单价50元以上: a limit of the list of equipment.
_LIMIT: Final = re.compile(
    r"(?:单价|单位价值|单台价值)(?P<amount>(?P<number>[235]0|[12]00)元)(?:（含）)?(?:及)?以上"
    r"(?:（含）)?的?(?:通用|专用|大型)设备"
)


def limits_and_averages(case: Case) -> Iterator[Finding]:
    """FA711: limits of 50元 for equipment, averages of 246.80万元 for one visit."""
    for match in _LIMIT.finditer(case.clean):
        yield _repaired(case, match, "万元")
    for match in _EACH.finditer(case.clean):
        value = Decimal(match["number"].replace(",", ""))
        bound = next((least for word, least in _DEAR if word.search(match[0])), None)
        if bound is not None and value >= bound:
            yield _repaired(case, match, "元")


def _repaired(case: Case, match: re.Match[str], unit: str) -> Finding:
    return case.found(
        "FA711", match.span("amount"), stated=match["amount"], expected=match["number"] + unit,
        mistake="unit", confidence=0.85,
    )  # fmt: skip


def amount_units(case: Case) -> Iterator[Finding]:
    """FA711, FA712: each amount once, whatever it states."""
    told: set[int] = set()
    for each in misprints(case):
        if each.figure.start in told:
            continue
        told.add(each.figure.start)
        yield case.found(
            "FA712" if each.printed is None else "FA711",
            each.figure,
            *each.against,
            stated="".join((each.figure.fact.raw or "").split()),
            expected=each.expected,
            mistake="unit",
            confidence=0.9 if each.printed is None else 0.97,
        )


def unread_amounts(case: Case) -> Iterator[Finding]:
    """FA711, FA712 on amounts that stand outside of the account and are no figures of it."""
    if sum(1 for each in case.ledger.figures if each.fact.unit == "CNY") < _FEW:
        return
    starts = {each.start for each in case.ledger.figures}
    yuan = sum(1 for each in case.ledger.figures if scale_of(each) == 0)
    for end in _BARE.finditer(case.clean):
        near = _LABELLED.finditer(case.clean, max(0, end.start() - 40), end.end() + 4)
        match = next((each for each in near if each.end() == end.end()), None)
        if match is None:
            continue
        place = match.span("amount")
        if starts & set(range(place[0] - 2, place[0] + 2)) or _in_table(case, place[0]):
            continue
        value = Decimal(match["number"].replace(",", ""))
        if match["unit"] is None:
            if not _UNIT_ABOVE.search(case.clean, max(0, place[0] - 400), place[0]):
                yield case.found(
                    "FA712", place, stated=match["amount"], expected=f"{match['amount']}万元",
                    mistake="unit", severity="warning", confidence=0.8,
                )  # fmt: skip
        elif match["label"].startswith(_WHOLE) and 0 < value < _LEAST and yuan < _FEW:
            yield case.found(
                "FA711", place, stated=match["amount"], expected=f"{match['number']}万元",
                mistake="unit", confidence=0.85,
            )  # fmt: skip


def _in_table(case: Case, at: int) -> bool:
    return any(region.start <= at < region.end for region in case.text.regions)


def half_units(case: Case) -> Iterator[Finding]:
    """FA713: 万 without 元 in the account."""
    told: set[int] = set()
    for figure in case.ledger.figures:
        raw = figure.fact.raw or ""
        if figure.fact.kind != "money" or figure.fact.implied or figure.start in told:
            continue
        if _HALF.search(raw) and case.type_at(figure.start) in _ACCOUNT:
            told.add(figure.start)
            yield case.found("FA713", figure, stated=raw, expected=f"{raw}元", mistake="unit")
