"""FA601: a fact told twice, with different figures (identity 27)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Same
from extractor.checks.figures import Figure, Key
from extractor.checks.mistakes import digits_slipped

#: Fields whose amounts share nothing but a name, or whose scope is told in words only.
_LOOSE = frozenset((
    "activity.funds", "performance.project_funds", "threshold", "ratio", "quantity",
    "general.basic.economic",
))  # fmt: skip
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_MOST = 50  #: so many tellings of one fact are asked which is right
_READ = 0.85  #: how sure a figure must be read to be held against another
_SLIPPED = 0.6  #: and where the two differ in one digit
#: Words before a figure that tell of what it is, and how far before it they stand.
_ANY_MEANS = ("expenditure.", "revenue.current", "revenue.total")
_BUDGET = re.compile("财政拨款|一般公共预算")
_UNIT = re.compile("本级|局机关|院机关|委机关|[^因]下属|所属|分单位|按单位")
_ALL = re.compile("全口径|全部资金|所有资金|各类资金|全部本年")
_BEFORE, _CLAUSE, _WORD = 80, 14, 8
_ROLES = ("actual", "budget", "prior_actual")


def repeats(case: Case) -> Iterator[Equation]:
    """Every figure that tells again what another has told: of the same thing, role and year.

    The one that most of the others agree with is taken to be right, the first where none is.
    """
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in case.ledger.figures:
        identity = _identity(figure)
        if identity is not None and not _of_another_year(case, figure):
            groups[identity].append(figure)
    for told in groups.values():
        figures = _without_lists(told)
        if len(figures) < 2:
            continue
        right = max(figures, key=lambda one: (_votes(one, figures), one.fact.confidence >= _READ))
        for other in figures:
            if other is right or other.start == right.start:
                continue
            alike = other.interval.overlaps(right.interval)
            if alike or (_plainly_told(other, right) and _of_one_scope(case, other, right)):
                yield Same("FA601", other, right)


def _of_one_scope(case: Case, one: Figure, other: Figure) -> bool:
    """Whether what stands before two figures limits both or neither: to the budget's money, to
    one unit, to the year without what was carried over."""
    if one.fact.kind == "money" and digits_slipped(one, other.value):
        return True
    return _scope(case, one) == _scope(case, other)


def _scope(case: Case, figure: Figure) -> tuple[bool, ...]:
    start = case.sentences[figure.sentence].start if figure.sentence >= 0 else figure.start
    title = case.sections[figure.section].title if figure.section >= 0 else ""
    before = case.clean[max(start, figure.start - _BEFORE) : figure.start]
    budget = figure.key.field.startswith(_ANY_MEANS) and bool(_BUDGET.search(title + before))
    total = figure.key.field.endswith("total") and "总计" in before[-_WORD:]
    return budget, total, bool(_UNIT.search(before[-_CLAUSE:])), bool(_ALL.search(title + before))


def _of_another_year(case: Case, figure: Figure) -> bool:
    """Whether the heading above a figure names a year that is not its own."""
    title = case.sections[figure.section].title if figure.section >= 0 else ""
    years = _YEAR.findall(title)
    return bool(years) and figure.year not in years


def _identity(figure: Figure) -> tuple[object, ...] | None:
    """What two figures must share to tell one fact; None where nothing can be told again."""
    fact, key = figure.fact, figure.key
    if key.field in _LOOSE or fact.approx or fact.low is not None or fact.high is not None:
        return None
    if fact.kind == "money" and figure.role not in _ROLES:
        return None
    if fact.kind == "quantity" and not key.field.startswith("three_public."):
        return None
    if fact.kind == "ratio":
        return None
    if fact.kind == "asset" and (key.category != "total" or key.field != "asset.vehicle"):
        return None
    if key.field == "general.functional" and len(key.path or ()) < 2:
        return None
    extra = (fact.extra.get("budget_basis"), fact.extra.get("purchased"), fact.extra.get("code"))
    if fact.kind == "quantity" and key.name == "domestic":
        key = key._replace(name=None)
    return fact.kind, key, figure.role, fact.period, fact.implied, *extra


def _without_lists(figures: list[Figure]) -> list[Figure]:
    """The figures but those of a section that tells several of them: parts, each of something
    else (基本支出 of every item)."""
    if len(figures) < 3:
        return figures
    values: dict[int, set[Decimal]] = defaultdict(set)
    for figure in figures:
        values[figure.section].add(figure.value)
    right = max(figures, key=lambda one: _votes(one, figures))
    return [
        each
        for each in figures
        if len(values[each.section]) == 1
        or (len(values[each.section]) == 2 and right.value in values[each.section]
            and (each.value == right.value or digits_slipped(each, right.value)))
    ]  # fmt: skip


def _plainly_told(one: Figure, other: Figure) -> bool:
    """Whether two figures that differ can be held against each other: told apart from one
    another, both read with confidence, and of one size."""
    if one.paragraph == other.paragraph or min(one.value, other.value) <= 0:
        return False
    slipped = one.fact.kind == "money" and digits_slipped(one, other.value)
    if min(one.fact.confidence, other.fact.confidence) < (_SLIPPED if slipped else _READ):
        return False
    small, large = sorted((one.value, other.value))
    if one.fact.kind == "money":
        return (slipped or large < small * 2) and _labelled(one) and _labelled(other)
    if one.fact.kind == "quantity":
        return large < small * 2
    return one.section != other.section and not (one.bare or other.bare)


def _labelled(figure: Figure) -> bool:
    return any(each.role == "label" for each in figure.fact.evidence)


def _votes(one: Figure, figures: list[Figure]) -> int:
    return sum(1 for other in figures[:_MOST] if one.interval.overlaps(other.interval))


def running_costs(case: Case) -> Iterator[Equation]:
    """FA602: running costs of an office are its public expenses: where they are nearly the same
    and yet differ, one is a misprint (identity 32)."""
    for costs in case.ledger.of("operating_cost"):
        public = case.ledger.near(costs, Key("general.basic.public"), "actual")
        if public is None or not costs.value or public.value == costs.value:
            continue
        near = abs(public.value - costs.value) * 200 <= costs.value
        if near or digits_slipped(costs, public.value):
            yield Same("FA602", costs, public)
