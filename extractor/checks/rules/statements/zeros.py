"""FA631 to FA636: nothing was spent, and then it was; amounts against what was counted (12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import shown
from extractor.checks.figures import Figure
from extractor.checks.scan import around, first_come, heads
from extractor.finding import Finding

#: What is denied, and the fields whose amounts it denies besides its own.
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "procurement.total": ("procurement.goods", "procurement.works", "procurement.services"),
    "three_public.reception": ("three_public.reception_domestic", "three_public.reception_foreign"),
    "three_public.vehicles": ("three_public.vehicle_purchase", "three_public.vehicle_operation"),
    "three_public.total": (
        "three_public.abroad", "three_public.vehicles", "three_public.reception",
        "three_public.vehicle_purchase", "three_public.vehicle_operation",
    ),
}  # fmt: skip
_DENIED: Final = frozenset((
    "procurement.total", "procurement.goods", "procurement.works", "procurement.services",
    "three_public.total", "three_public.abroad", "three_public.vehicles",
    "three_public.vehicle_purchase", "three_public.vehicle_operation", "three_public.reception",
    "three_public.reception_domestic", "three_public.reception_foreign", "training", "meeting",
    "fund.revenue", "fund.expenditure", "capital.revenue", "capital.expenditure",
    "expenditure.closing_balance", "operating_cost",
))  # fmt: skip
#: What was counted for an amount, by its name (None: any).
_COUNTS: Final = (
    ("three_public.total", None,
     ("three_public.abroad_groups", "three_public.abroad_persons",
      "three_public.reception_batches", "three_public.reception_persons")),
    ("three_public.abroad", None,
     ("three_public.abroad_groups", "three_public.abroad_persons")),
    ("three_public.reception", None,
     ("three_public.reception_batches", "three_public.reception_persons")),
    ("three_public.reception_domestic", "domestic",
     ("three_public.reception_batches", "three_public.reception_persons")),
    ("three_public.reception_foreign", "foreign",
     ("three_public.reception_batches", "three_public.reception_persons")),
)  # fmt: skip
_NONE_HELD: Final = re.compile(
    "(?:举办|开展|召开)(?:各类)?(?:(?P<course>培训)班?|会议)0(?:期|次|场|个|班次)(?!以)"
)
_SURE: Final = 0.8
_READ: Final = 0.6  #: how sure a statement of none must be read
#: Vehicles that are kept, beside what is said of purchases.
_KEPT: Final = re.compile("负担|保有|承担|现有|共有|开支")
_CARRIED: Final = re.compile("结转(?!和结余)|年初")
_PLAIN: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
_EMPTY: Final = re.compile("空表")
_NOT_BOUGHT: Final = re.compile(
    "(?:当年|本年度?|全年)?(?:未|没有|无)(?:新增|购置|新购置?|添置)(?:公务)?(?:用车|车辆)"
    "|新增(?:公务用车|车辆)0辆"
)
_NO_MACHINES: Final = heads(
    "没有", "无",
    then="单(?:位)?价(?:值)?(?P<least>\\d{2,4})万元[（(]?(?:含|及)?[）)]?(?:及)?以上的?"
    "[^，。；\n]{0,6}设备",
)  # fmt: skip
_PRICE: Final = re.compile("单价(?:为|达|约)?(?P<price>\\d{1,5}(?:\\.\\d+)?)万元(?![（(及含]|以上)")
_ALL_REACHED: Final = re.compile(
    "(?:目标|指标|任务)(?:值)?(?:均|已|都|全面|基本)*(?:全部|全面)(?:完成|实现|达到|达成)"
)
_ALL: Final = re.compile("全[部面](?:完成|实现|达到|达成)")
_OTHER_MEANS: Final = re.compile(
    "自有|非财政|经营收入|事业收入|不在此|其他资金|专项经费|不在本|由[^，。；\n]{1,16}(?:承担|列支|负担|支付)"
)


def zeros(case: Case) -> Iterator[Finding]:
    """Every amount that is denied elsewhere, and counts of what cost nothing."""
    yield from _denied(case)
    told: set[int] = set()
    for field, name, counts in _COUNTS:
        for each in _counted(case, field, name, counts):
            if each.spans[0].start not in told:
                told.add(each.spans[0].start)
                yield each
    yield from _vehicles(case)
    yield from _idle(case)
    yield from _empty_tables(case)
    yield from _nobody(case)
    yield from _machines(case)
    yield from _all_reached(case)


def _own(case: Case, fields: Sequence[str], sure: float = _SURE) -> list[Figure]:
    """This year's amounts of *fields* in the account itself, surely read."""
    year = str(case.year) if case.year else None
    return [
        figure
        for field in fields
        for figure in case.ledger.of(field)
        if figure.year == year
        and figure.fact.confidence >= sure
        and not case.type_at(figure.start).startswith(("performance", "attachment", "glossary"))
    ]


def _denied(case: Case) -> Iterator[Finding]:
    """FA631: no such spending, and an amount of it."""
    told: set[int] = set()
    for field in _DENIED:
        figures = _own(case, (field,), _READ if field.endswith("balance") else _SURE)
        denial = next((each for each in figures if not each.value and each.fact.implied), None)
        if field.startswith(("three_public", "training", "meeting")):
            denial = denial or next((each for each in figures if not each.value), None)
        if denial is None or denial.start in told:
            continue
        # no guests from abroad, read as no guests
        if field == "three_public.reception" and "外" in case.clean[denial.start : denial.end]:
            continue
        amounts = [each for each in figures if each.value > 0]
        if denial.fact.implied:
            amounts += [e for e in _own(case, _PARTS.get(field, ())) if e.value > 0]
        amounts = [
            each
            for each in amounts
            if each.sentence != denial.sentence
            and each.fact.confidence >= _SURE
            and not _CARRIED.search(case.clean, max(0, each.start - 14), each.start)
            and each.key.name == denial.key.name
            and not _OTHER_MEANS.search(case.clean, max(0, each.start - 40), each.end + 20)
        ]
        if amounts:
            told.add(denial.start)
            yield case.found(
                "FA631", denial, *amounts[:3], stated="0", against=shown(amounts[0]),
                confidence=0.9,
            )  # fmt: skip


def _counted(
    case: Case, field: str, name: str | None, counts: tuple[str, ...]
) -> Iterator[Finding]:
    """FA632: an amount of 0 with counts, FA633: counts of 0 with an amount."""
    amounts = [each for each in _own(case, (field,)) if case.type_at(each.start)]
    if not amounts:
        return
    parts = {each.part for each in amounts}
    counted = [
        each
        for key in counts
        for each in case.ledger.of(key, None)
        if each.part in parts
        and (name is None or each.key.name == name)
        and (each.year is None or each.year == str(case.year))
        and not _OTHER_MEANS.search(case.clean, max(0, each.start - 40), each.end + 12)
    ]
    if not counted:
        return
    if not any(each.value for each in amounts):
        if any(each.value for each in _own(case, _PARTS.get(field, ()), _READ)):
            return
        some = [each for each in counted if each.value > 0]
        if some:
            yield case.found(
                "FA632", some[0], amounts[0], *some[1:], stated=shown(some[0]), expected="0",
                against=shown(amounts[0]),
            )  # fmt: skip
    elif (
        field != "three_public.total"
        and all(each.value > 0 for each in amounts)
        and not any(each.value for each in counted)
    ):
        yield case.found(
            "FA633", counted[0], amounts[0], stated="0", against=shown(amounts[0]), confidence=0.9
        )


def _idle(case: Case) -> Iterator[Finding]:
    """FA633: courses, meetings and vehicles that cost something, and were none."""
    held = {
        field: [each for each in _own(case, (field,)) if each.value > 0]
        for field in ("training", "meeting")
    }
    for match in _NONE_HELD.finditer(case.clean) if any(held.values()) else ():
        paid = held["training" if match["course"] else "meeting"]
        if paid and paid[0].section == case.section_at(match.start()):
            yield case.found("FA633", match.span(), paid[0], against=shown(paid[0]))
    kept = [
        each
        for each in case.ledger.of("asset.vehicle", None)
        if each.key.category == "公务用车"
        and not each.fact.extra.get("purchased")
        and each.year == str(case.year)
        and case.type_at(each.start).startswith("three_public")
    ]
    running = [e for e in _own(case, ("three_public.vehicle_operation",)) if e.value > 0]
    if running and kept and not any(each.value for each in kept):
        yield case.found(
            "FA633", kept[0], running[0], against=shown(running[0]), severity="warning"
        )


#: what tells that a count is of vehicles bought, before any sign that ends the clause
_BOUGHT = re.compile(r"购[^，。；,;]*$|更新[^，。；,;]*$|新增[^，。；,;]*$")


def _vehicles(case: Case) -> Iterator[Finding]:
    """FA634: vehicles that were bought and not paid, or paid and not bought."""
    amounts = _own(case, ("three_public.vehicle_purchase",))
    # the running costs, read as a purchase
    operation = _own(case, ("three_public.vehicle_operation",))
    running = {each.value for each in operation or _own(case, ("three_public.vehicles",))}
    positive = [each for each in amounts if each.value > 0 and each.value not in running]
    if not positive and any(each.value for each in amounts):
        return
    bought = [
        each
        for each in case.ledger.of("asset.vehicle", None)
        if each.fact.extra.get("purchased")
        and (each.year in (None, str(case.year)))
        and _BOUGHT.search(case.clean, max(0, each.start - 16), each.start)
    ]
    bought = [
        each for each in bought if not _KEPT.search(case.clean, max(0, each.start - 12), each.start)
    ]
    here = [e for e in bought if case.type_at(e.start).startswith("three_public")]
    if amounts and not positive:
        for each in here:
            if each.value > 0:
                yield case.found(
                    "FA632", each, amounts[0], stated=shown(each), expected="0",
                    against=shown(amounts[0]),
                )  # fmt: skip
                break
    if not positive:
        return
    none = next((e for e in bought if not e.value), None)
    some = [each for each in here if each.value > 0]
    if none is not None and (some or none in here):
        yield case.found("FA634", none, positive[0], *some[:1], against=shown(positive[0]))
    elif none is None:
        match = _NOT_BOUGHT.search(case.clean)
        if match and case.type_at(match.start()).startswith(("assets", "three_public")):
            yield case.found(
                "FA634", match.span(), positive[0], *some[:1], against=shown(positive[0])
            )


def _nobody(case: Case) -> Iterator[Finding]:
    """FA636: there are no such people or vehicles, and then there are."""
    for field, others in (("staffing.retired", ()), ("asset.vehicle", ("公务用车",))):
        figures = [
            each
            for each in case.ledger.of(field, None)
            if each.fact.confidence >= _SURE
            and each.year in (None, str(case.year))
            and not each.fact.extra.get("purchased")
            and not case.type_at(each.start).startswith(("performance", "attachment"))
        ]
        for denial in figures:
            if not denial.fact.implied or denial.value:
                continue
            some = [
                each
                for each in figures
                if each.value > 0
                and each.sentence != denial.sentence
                and each.key.category in (denial.key.category, *others)
            ]
            if some:
                yield case.found("FA636", denial, *some[:2], stated="0", against=shown(some[0]))
                break


def _empty_tables(case: Case) -> Iterator[Finding]:
    """FA635: the table is empty, and there are figures for it."""
    for match in _EMPTY.finditer(case.clean):
        kind = case.type_at(match.start())
        if kind not in ("fund", "capital"):
            continue
        figures = _own(case, (f"{kind}.revenue", f"{kind}.expenditure"))
        some = [each for each in figures if each.value > 0]
        if some:
            yield case.found("FA635", match.span(), *some[:2], against=shown(some[0]))


def _machines(case: Case) -> Iterator[Finding]:
    """FA637: no equipment above a price, and the price of some above it."""
    for match in first_come(case.clean, _NO_MACHINES):
        for told in _PRICE.finditer(case.clean):
            if float(told["price"]) >= int(match["least"]):
                yield case.found("FA637", match.span(), told.span(), against=told[0])
                break


def _all_reached(case: Case) -> Iterator[Finding]:
    """FA638: every target was reached, and rows of the table lose points."""
    statement = None
    for match in around(case.clean, _ALL_REACHED, _ALL, 12):
        section = case.section_at(match.start())
        if case.type_at(match.start()).startswith(("performance", "attachment", "tables")):
            statement = match
            break
    if statement is None:
        return
    start, end = statement.span()
    for fact in case.facts:
        if fact.kind != "indicator" or "执行" in (fact.name or ""):
            continue
        weight, score = fact.extra.get("weight"), fact.extra.get("score")
        if not isinstance(weight, str) or not isinstance(score, str):
            continue
        if not _PLAIN.fullmatch(weight) or not _PLAIN.fullmatch(score):
            continue
        place = case.place(fact)
        near = case.part_of(case.section_at(place[0])) == case.part_of(section)
        if near and float(score) < float(weight) <= 30:
            yield case.found("FA638", (start, end), place, against=case.clean[slice(*place)])
            return
