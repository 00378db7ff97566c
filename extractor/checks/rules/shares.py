"""FA301: a share is 100 × part / whole (identity 16)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Quotient
from extractor.checks.figures import Figure, Key

#: Kinds of procurement: their shares are of contracts whose amount is not told.
_TOTALS = frozenset((
    "revenue.total", "revenue.current", "revenue.fiscal", "expenditure.total",
    "expenditure.current", "expenditure.basic", "expenditure.project", "fiscal.revenue_total",
    "fiscal.expenditure_total", "general.expenditure", "general.basic", "three_public.total",
    "procurement.total", "procurement.sme",
))  # fmt: skip
#: What these are a share of depends on a scope that is told in words only.
_SCOPED = ("performance.project_funds", "activity.funds")
_KINDS = ("procurement.goods", "procurement.works", "procurement.services")


def shares(case: Case) -> Iterator[Equation]:
    """Every share whose part and whole are stated.

    The word for the whole may mean several totals (基本支出: of all means or of the budget), so
    a share is right where it fits any amount that stands near.
    """
    ledger, used = case.ledger, set[tuple[Figure, str]]()
    for rate in ledger.ratios:
        of = rate.fact.extra.get("of")
        if rate.role != "share" or not isinstance(of, str):
            continue
        if of in _KINDS and rate.key.field in ("procurement.sme", "procurement.micro"):
            continue
        if rate.key.field in _SCOPED:
            continue
        part = ledger.near(rate, rate.key, "actual")
        if part is None or part.section != rate.section:
            continue
        first = (part, of) not in used
        used.add((part, of))
        whole = ledger.near(part, Key(of), "actual")
        given = Quotient("FA301", rate, part, whole) if whole not in (None, part) else None
        if given is not None and given.holds():
            yield given
            continue
        fitting = _fitting(case, rate, part)
        if fitting is not None:
            yield fitting
        elif first and part.sentence == rate.sentence:
            nearest = _nearest(case, rate, part, of)
            given = given if nearest is None else Quotient("FA301", rate, part, nearest)
            if given is not None and given.whole.interval.low != given.whole.interval.high:
                yield given


def _fitting(case: Case, rate: Figure, part: Figure) -> Quotient | None:
    """The share of another amount of the section, or of a total, that fits."""
    for whole in case.ledger.amounts:
        if whole.value < part.value or whole is part:
            continue
        if whole.section != rate.section and whole.key.field not in _TOTALS:
            continue
        found = Quotient("FA301", rate, part, whole)
        if found.holds():
            return found
    return None


def _nearest(case: Case, rate: Figure, part: Figure, of: str) -> Figure | None:
    """The whole of another field that stands nearer than the named one: 占支出总额 under a
    total of its own."""
    for figure in reversed(case.ledger.amounts):
        if figure.start >= part.start or figure.paragraph != rate.paragraph:
            continue
        if figure.key.field == of:
            return None
        if figure.value >= part.value and figure.key.field in _TOTALS:
            return figure
    return None
