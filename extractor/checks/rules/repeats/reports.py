"""FA603: what an attached report tells of the whole unit, against the account itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.case import Case
from extractor.checks.equations import plain, shown
from extractor.checks.figures import Figure
from extractor.checks.rules.scores.table import tables
from extractor.finding import Finding

#: Amounts of the whole unit, all the same where one budget pays for everything.
_WHOLE = (
    "revenue.total", "expenditure.total", "revenue.current", "expenditure.current",
    "revenue.fiscal", "revenue.fiscal.general", "general.expenditure", "fiscal.revenue_total",
    "fiscal.expenditure_total",
)  # fmt: skip
_PARTS = ("general.basic.personnel", "general.basic.public", "expenditure.basic",
          "expenditure.project")  # fmt: skip
_TITLE = 400  #: how far before the first row of a table its title may stand
_TEN_THOUSAND = Decimal(10000)
_PARAGRAPH = 150  #: how far before a count its day may be told
_REPORTS = frozenset((
    "performance_report", "attachment", "performance", "performance_result", "goals",
    "tasks_done", "work_done", "performance_management",
))  # fmt: skip


def reports(case: Case) -> Iterator[Finding]:
    """Figures of an attached report that differ from the one figure of the account."""
    yield from _task_totals(case)
    parts = _report_parts(case)
    if not parts:
        return
    told: set[int] = set()
    one = False
    for role in ("actual", "budget"):
        body, report = _whole(case, role, parts)
        if not body:
            continue
        values = Counter(each.value for each in body)
        value, times = values.most_common(1)[0]
        if times * 10 < len(body) * (6 if role == "actual" else 10):
            continue  # the account has several: none of them is the one
        if role == "budget" and not one:
            continue
        one = role == "actual" or one
        near = next(each for each in reversed(body) if each.value == value)
        for figure in report:
            if figure.start not in told and _differs(figure, near):
                told.add(figure.start)
                yield _tell(case, figure, near)
                for part, other in _parts_beside(case, figure, parts):
                    if part.start not in told:
                        told.add(part.start)
                        yield _tell(case, part, other)
    yield from _staff(case, parts)


def _task_totals(case: Case) -> Iterator[Finding]:
    """The totals of the tasks in a table on the whole unit, budget and executed, against the one
    amount of the account."""
    found = [table for table in tables(case) if table.tasks and table.tasks_total]
    if not found:
        return
    body, _ = _whole(case, "actual", _report_parts(case))
    values = Counter(each.value for each in body)
    value, times = values.most_common(1)[0] if body else (Decimal(0), 0)
    if times * 10 < len(body) * 6 or not value:
        return
    near = next(each for each in body if each.value == value)
    for table in found:
        start = table.tasks[0].start
        if "整体支出" not in case.clean[max(0, start - _TITLE) : start]:
            continue
        money = [each for each in table.tasks_total if each.fact.kind == "quantity"][:4]
        # 总额 and 财政拨款 of the budget, then of what was executed
        for figure in money[:: 2 if len(money) == 4 else 1][:2]:
            amount = figure.value * _TEN_THOUSAND
            small, large = sorted((amount, value))
            if 0 < small < large < small * 3 and large - small > near.step * 2:
                yield _tell(case, figure, near, "warning")


def _report_parts(case: Case) -> frozenset[int]:
    """The parts of the document, behind the account, that are a report of their own."""
    opening = {case.part_of(each.index) for each in case.sections}
    account = min((f.part for f in case.ledger.amounts if f.key.field in _WHOLE), default=-1)
    return frozenset(
        each for each in opening if case.sections[each].type in _REPORTS and each > account >= 0
    )


def _whole(case: Case, role: str, parts: frozenset[int]) -> tuple[list[Figure], list[Figure]]:
    """Amounts of the whole unit this year: of the account, and of reports."""
    found = [
        figure
        for field in _WHOLE
        for figure in case.ledger.of(field, role)
        if figure.value and (case.year is None or figure.year in (None, str(case.year)))
    ]
    body = [each for each in found if each.part not in parts]
    return body, [each for each in found if each.part in parts]


def _differs(figure: Figure, other: Figure) -> bool:
    small, large = sorted((figure.value, other.value))
    return small > 0 and large < small * 3 and not figure.interval.overlaps(other.interval)


def _parts_beside(
    case: Case, total: Figure, parts: frozenset[int]
) -> Iterator[tuple[Figure, Figure]]:
    """Parts told in the sentence of a total that differs, with the account's of the same."""
    for figure in case.ledger.in_sentence(total.sentence):
        if figure.key.field not in _PARTS or figure.fact.kind != "money":
            continue
        body = [
            each
            for role in ("actual", "budget")
            for each in case.ledger.of(figure.key.field, role)
            if each.part not in parts and each.year in (None, figure.year)
        ]
        if body and not any(each.interval.overlaps(figure.interval) for each in body):
            small, large = sorted((figure.value, body[0].value))
            if large < small * 3:
                yield figure, body[0]


def _staff(case: Case, parts: frozenset[int]) -> Iterator[Finding]:
    """Counts of staff: of the year's end, or of 上年底 as a report calls it that is written in the
    year after."""
    days = {f"{case.year}-12-31", str(case.year)} if case.year else set()
    before = {f"{case.year - 1}-12-31"} if case.year else set()
    for field in ("staffing.establishment", "staffing.actual", "staffing.retired"):
        figures = [each for each in case.ledger.of(field, None) if not each.bare]
        body = {
            each.key: each for each in reversed(figures)
            if each.part not in parts and each.fact.period in {*days, None}
        }  # fmt: skip
        for figure in figures:
            if figure.part not in parts or figure.key not in body:
                continue
            late = figure.fact.period in before and _says_last_year(case, figure)
            other = body[figure.key]
            if (late or figure.fact.period in {*days, None}) and figure.value != other.value:
                yield _tell(case, figure, other, "warning" if late else None)


def _says_last_year(case: Case, figure: Figure) -> bool:
    return "上年" in case.clean[max(figure.start - _PARAGRAPH, 0) : figure.start]


def _tell(case: Case, figure: Figure, other: Figure, severity: str | None = None) -> Finding:
    return case.found(
        "FA603", figure, other, stated=plain(figure.value), expected=plain(other.value),
        due=shown(other),
        sum=f"{shown(figure)} ≠ {shown(other)}", severity=severity,
        confidence=round(float(Decimal(str(figure.fact.confidence))), 4),
    )  # fmt: skip
