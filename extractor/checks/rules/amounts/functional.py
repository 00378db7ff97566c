"""FA107, FA109, FA110: spending by function against its total (identities 7 to 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear, Same
from extractor.checks.figures import Figure
from extractor.quantity import Interval
from extractor.schema.functions import classes as known

#: More than so many times the total is no slip, but another total.
_HALF_MORE = Decimal("1.5")


class _Items(NamedTuple):
    """Spending by function of one role and basis: classes, what is told between them and the
    items (款), and the items."""

    classes: list[Figure]
    middles: list[Figure]
    leaves: list[Figure]


def by_function(case: Case) -> Iterator[Equation]:
    """Classes against the total, items against the total and each against its class.

    Where the parts fall short of the whole, they are only held against it when something
    tells that the list is whole: the other classes, the budgets, or the shares agree.
    """
    groups = _groups(case)
    for (role, basis, part), items in groups.items():
        total = _total(case, role, basis, part)
        by_class = _by_class(items) if items.leaves and items.classes else []
        agreeing = sum(1 for each in by_class if each.holds())
        # what a budget lacks may be items that it did not have
        most = role == "actual" and agreeing * 2 > len(by_class) > 1
        for each in by_class:
            if each.holds() or _wrong(case, each, closed=most):
                yield each
        if total is None:
            continue
        every = most and len(by_class) == len(items.classes)
        lists = (
            (items.classes, role == "actual" and _shared(case, items.classes)),
            (items.leaves, role == "actual" and (every or _mirrored(case, groups, part))),
        )
        for listed, closed in lists:
            if len(listed) < 2:
                continue
            found = Linear("FA107", total, tuple((1, each) for each in listed))
            if found.holds() or _wrong(case, found, closed=bool(closed)):
                yield found


def _groups(case: Case) -> dict[tuple[str, str, int], _Items]:
    """The figures by role, basis and part of the document, each path once."""
    found: dict[tuple[str, str, int], dict[tuple[str, ...], Figure]] = defaultdict(dict)
    for role in ("actual", "budget"):
        for figure in case.ledger.of("general.functional", role):
            own = figure.year is None or case.year is None or figure.year == str(case.year)
            if own and figure.key.path:
                basis = str(figure.fact.extra.get("budget_basis") or "")
                found[role, basis, figure.part].setdefault(figure.key.path, figure)
    _join_bases(found)
    return {key: _sorted(by_path) for key, by_path in found.items()}


def _join_bases(found: dict[tuple[str, str, int], dict[tuple[str, ...], Figure]]) -> None:
    """Budgets that are called by two names (年初预算, 预算) are one list where no item has both."""
    for key in [each for each in found if each[0] == "budget" and not each[1]]:
        for other in [each for each in found if each[0] == "budget" and each[2] == key[2]]:
            if other != key and not found[key].keys() & found[other].keys():
                found[key] = dict(sorted({**found[key], **found.pop(other)}.items(),
                                         key=lambda each: each[1].start))  # fmt: skip


def _sorted(by_path: dict[tuple[str, ...], Figure]) -> _Items:
    above = {path[:size] for path in by_path for size in range(1, len(path))}
    between = {name for path in by_path for name in path[1:-1]}
    # an item told again by its name alone is no item of its own
    again = {path[-1:] for path in by_path if len(path) > 1}
    items = _Items([], [], [])
    for path, figure in by_path.items():
        if _is_class(figure):
            items.classes.append(figure)
        elif path in above or (len(path) == 1 and path[0] in between):
            items.middles.append(figure)
        elif path not in again:
            items.leaves.append(figure)
    return items


def _is_class(figure: Figure) -> bool:
    code = figure.fact.extra.get("code")
    if isinstance(code, str):
        return len(code) == 3
    path = figure.key.path or ()
    return len(path) == 1 and path[0] in known()


def _by_class(items: _Items) -> list[Linear | Same]:
    """Each class that has items below it, with these."""
    found: list[Linear | Same] = []
    for top in items.classes:
        below = [
            each
            for each in items.leaves
            if len(each.key.path or ()) > 1 and _code(each) == _code(top)
        ]
        if len(below) == 1 and below[0].start != top.start:
            found.append(Same("FA601", top, below[0]))
        elif len(below) > 1:
            found.append(Linear("FA109", top, tuple((1, each) for each in below)))
    for top in items.middles:
        name = (top.key.path or ("",))[-1]
        below = [each for each in items.leaves if name in (each.key.path or ())[:-1]]
        if len(below) > 1:
            found.append(Linear("FA109", top, tuple((1, each) for each in below)))
    return found


def _code(figure: Figure) -> str:
    """The class that an item belongs to: its code, by any of its names."""
    name = (figure.key.path or ("",))[0]
    return known().get(name, name)


def _total(case: Case, role: str, basis: str, part: int) -> Figure | None:
    """The total of the same role, basis and part; None where there are two of them."""
    found = [
        each
        for each in case.ledger.of("general.expenditure", role)
        if each.part == part
        and (not basis or str(each.fact.extra.get("budget_basis") or "") in ("", basis))
        and (each.year is None or case.year is None or each.year == str(case.year))
    ]
    return found[-1] if found and len({each.value for each in found}) == 1 else None


def _wrong(case: Case, equation: Linear | Same, *, closed: bool) -> bool:
    """Whether parts that do not add up tell of a mistake: they are too much, without a run of
    them being too many, or too little where the list is ``closed``."""
    if _over(equation):
        due, stated = equation.solve(equation.stated), equation.stated.interval
        if due.low is None or stated.high is None or due.low > stated.high * _HALF_MORE:
            return False  # a list of another total
        gap = due - stated
        return not _is_run(gap, equation.figures[1:])
    return closed and not _gap_is_told(case, equation)


def _is_run(gap: Interval, parts: Sequence[Figure]) -> bool:
    """Whether some neighbours among the parts make up *gap*: they are parts of another, or of
    another total."""
    for start in range(len(parts)):
        run = Interval(Decimal(0), Decimal(0))
        for part in parts[start:]:
            run += part.interval
            if run.overlaps(gap):
                return True
    return False


def _over(equation: Linear | Same) -> bool:
    """Whether the parts are more than the whole, which no open list can be."""
    due, stated = equation.solve(equation.stated).low, equation.stated.interval.high
    return due is not None and stated is not None and due > stated


def _gap_is_told(case: Case, equation: Linear | Same) -> bool:
    """Whether what the parts lack is an amount of their section: then it was read as another."""
    gap = equation.stated.interval - equation.solve(equation.stated)
    known = set(equation.figures)
    sections = {part.section for part in equation.figures[1:]}
    return any(
        each.section in sections and each not in known and each.interval.overlaps(gap)
        for each in case.ledger.figures
        if each.fact.kind == "money" and each.value
    )


def _mirrored(case: Case, groups: dict[tuple[str, str, int], _Items], part: int) -> bool:
    """Whether the budgets of the same items add up to theirs."""
    for (role, basis, where), items in groups.items():
        if role != "budget" or where != part or len(items.leaves) < 2:
            continue
        total = _total(case, role, basis, where)
        if total is not None:
            return Linear("FA107", total, tuple((1, e) for e in items.leaves)).holds()
    return False


def _shared(case: Case, classes: list[Figure]) -> bool:
    """Whether the shares of the classes give a hundred."""
    keys = {each.key for each in classes}
    shares = {
        each.key: each.value
        for each in case.ledger.ratios
        if each.role == "share" and each.key in keys
    }
    return len(shares) == len(keys) > 1 and abs(sum(shares.values(), Decimal(-100))) <= 1


def within_totals(case: Case) -> Iterator[Equation]:
    """FA110: no item is more than its total, none of running projects more than all projects."""
    projects = [
        each for each in case.ledger.of("expenditure.project")
        if case.year is None or each.year == str(case.year)
    ]  # fmt: skip
    for item in case.ledger.of("general.functional"):
        total = _total(case, "actual", "", item.part)
        if total is not None and item.value > total.value and item.year == total.year:
            yield Linear("FA110", item, ((1, total),), True)
        if item.key.path and item.key.path[-1] == "一般行政管理事务":
            whole = next((each for each in projects if each.year == item.year), None)
            if whole is not None and item.part == whole.part:
                yield Linear("FA110", item, ((1, whole),), True)
