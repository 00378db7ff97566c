"""FA604, FA605: figures that are told again with a slip of the digits (identity 27)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.equations import plain, shown
from extractor.checks.figures import Figure
from extractor.checks.mistakes import digits_slipped
from extractor.finding import Finding

_LONG = 5  #: figures of so many digits are not alike by chance
_MANY = 1000  #: counts from here on are told from others by the end of their name
_ENOUGH = 4
_RATE = re.compile(r"([一-龥]{2,10}(?:率|度|占比|比例))(?:为|达到|达|是|均为|只有|仅)?(?:了)?$")
#: Rates that many things have.
_COMMON = frozenset((
    "完成率", "执行率", "增长率", "满意度", "覆盖率", "合格率", "预算执行率", "下降率", "及时率",
    "达标率", "支付率", "资金支付率", "任务完成率", "群众满意度", "服务对象满意度",
))  # fmt: skip
_THINGS = {
    "three_public.reception_batches": "visits", "three_public.reception_persons": "visitors",
}  # fmt: skip
_VISITS = re.compile(r"接待.{0,6}(?:团组|批次?)?$|来访团组$")
_VISITORS = re.compile(r"来宾$|接待(?:来访|来客)?人[次数员]*$")
_NAMED = frozenset(("activity.funds", "performance.project_funds"))
_SPELT = re.compile(r"[“”《》、（）的]|\d")


def slipped(case: Case) -> Iterator[Finding]:
    """FA604: a count, a named amount or a rate that is told twice, with one digit wrong or two
    that changed places."""
    groups: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in case.ledger.figures:
        name = _name(case, figure)
        if name is not None:
            groups[name].append(figure)
    for (kind, *_), (first, *others) in groups.items():
        for other in others:
            if kind == "thing" and other.part == first.part:
                continue  # of the units, or after a change, as the account itself tells
            apart = other.sentence != first.sentence and other.paragraph != first.paragraph
            if apart and other.year == first.year and _is_slip(first, other):
                yield _tell(case, "FA604", other, first)


def _name(case: Case, figure: Figure) -> tuple[str, ...] | None:
    """What names a figure that has no field of its own, with its unit; None for others."""
    fact, key = figure.fact, figure.key
    if fact.kind == "money" and key.field not in _NAMED:
        return None
    if fact.approx or fact.low is not None or fact.high is not None or figure.bare:
        return None
    if case.in_table(figure.start):
        return None  # cells of a table have names of their own
    if fact.kind in ("quantity", "asset") and (thing := _thing(figure)):
        return ("thing", thing)
    if fact.kind == "quantity" and key.field == "quantity" and key.name:
        name = _SPELT.sub("", key.name)
        name = name[-_ENOUGH:] if figure.value >= _MANY else name
        return ("quantity", name, fact.unit or "") if len(name) >= 2 else None
    if key.field in _NAMED and key.name and figure.role in ("actual", "budget"):
        return ("funds", key.name, figure.role)
    if fact.kind == "ratio" and figure.role in ("other", "satisfaction"):
        match = _RATE.search(case.clean, max(0, figure.start - 16), figure.start)
        if match is not None and match[1] not in _COMMON:
            return ("rate", match[1][-6:])
    return None


def _thing(figure: Figure) -> str | None:
    """What is counted in every account, by whatever words: visits, visitors, office cars."""
    key, unit = figure.key, figure.fact.unit
    if key.field in _THINGS:
        return _THINGS[key.field] if key.name in (None, "domestic") else None
    if key.field == "asset.vehicle":
        return (
            "cars"
            if key.category == "公务用车" and not figure.fact.extra.get("purchased")
            else None
        )
    name = key.name or ""
    if unit in ("辆", "台") and name.endswith("公务用车"):
        return "cars"
    if unit in ("个", "批", "批次") and _VISITS.search(name):
        return "visits"
    return "visitors" if unit in ("人", "人次") and _VISITORS.search(name) else None


def _is_slip(one: Figure, other: Figure) -> bool:
    if one.value == other.value or one.value <= 0 or other.value <= 0:
        return False
    small, large = sorted((one.value, other.value))
    if one.fact.kind in ("quantity", "asset"):
        near = large < _MANY and large - small <= 3 and large <= small * 2
        return near or (large >= 10 and _turned(one, other))
    return digits_slipped(other, one.value)


def _turned(one: Figure, other: Figure) -> bool:
    """Whether two counts of as many digits have one digit that differs, or two swapped."""
    first, second = str(one.value), str(other.value)
    if len(first) != len(second):
        return False
    apart = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    few = len(apart) == 1 and len(first) > 2
    return few or (len(apart) == 2 and apart[0] == apart[1][::-1])


def transposed(case: Case) -> Iterator[Finding]:
    """FA605: an amount of many digits that is another one with two neighbours swapped."""
    seen: dict[tuple[int, str], Figure] = {}
    for figure in case.ledger.figures:
        if figure.fact.kind != "money" or not figure.step or figure.fact.approx:
            continue
        digits = f"{abs(figure.value / figure.step).to_integral_value():f}"
        if len(digits.rstrip("0")) < _LONG:
            continue
        place = figure.step.adjusted()
        for twisted in _swaps(digits):
            first = seen.get((place, twisted))
            if first is not None and first.paragraph != figure.paragraph:
                times = sum(1 for each in case.ledger.figures if each.value == figure.value)
                if times == 1:  # what is told twice is no slip
                    yield _tell(case, "FA605", figure, first)
                break
        seen.setdefault((place, digits), figure)


def _swaps(digits: str) -> Iterator[str]:
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1] and (at or digits[1] != "0"):
            yield digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def _tell(case: Case, code: str, figure: Figure, first: Figure) -> Finding:
    return case.found(
        code, figure, first, stated=plain(figure.value), expected=plain(first.value),
        due=shown(first), sum=f"{shown(figure)} ≠ {shown(first)}", mistake="digits",
    )  # fmt: skip
