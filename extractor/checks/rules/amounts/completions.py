"""FA311, FA312: how far a budget was used (identities 20 and 21)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Quotient, plain
from extractor.checks.figures import Figure, Ledger
from extractor.checks.mistakes import has_one_slip
from extractor.finding import Finding

#: What names a budget before its completion, how far before it, and what a budget is called so.
_BASIS = re.compile("(年初|调整|全年|当年)[^，。；\\d]*$")
_BACK = 14
_BASES = {
    "年初": ("initial",), "当年": ("initial",),
    "调整": ("adjusted", "full_year"), "全年": ("full_year", "adjusted"),
}  # fmt: skip
#: Amounts of projects, of which a text may tell of many.
_SEVERAL = ("performance.project_funds", "activity.funds")


def _is_completion(rate: Figure) -> bool:
    return rate.role in ("completion", "execution_rate")


def operands(case: Case, rate: Figure) -> tuple[Figure | None, Figure | None]:
    """What was spent and what was to be: of the same thing, in the same section."""
    ledger = case.ledger
    spent = ledger.near(rate, rate.key, "actual")
    if spent is not None and spent.fact.implied and spent.sentence != rate.sentence:
        spent = None
    budget = _named(case, rate) or ledger.near(rate, rate.key, "budget")
    return (
        spent if spent is not None and spent.section == rate.section else None,
        budget if budget is not None and budget.section == rate.section else None,
    )


def _named(case: Case, rate: Figure) -> Figure | None:
    """The budget that the words before a rate name, where there are several (年初, 调整, 全年)."""
    found = _BASIS.search(case.clean[max(0, rate.start - _BACK) : rate.start])
    if found is None:
        return None
    budgets = [
        each
        for each in case.ledger.of(rate.key.field, "budget")
        if each.key == rate.key and each.section == rate.section and each.start < rate.start
        and each.fact.extra.get("budget_basis") in _BASES[found[1]]
    ]  # fmt: skip
    return budgets[-1] if budgets else None


def completions(case: Case) -> Iterator[Equation]:
    """FA311: a completion is what was spent over the budget."""
    ledger = case.ledger
    for rate in ledger.ratios:
        if not _is_completion(rate):
            continue
        if rate.key.field == "ratio":
            yield from _of_nobody(ledger, rate)
            continue
        spent, budget = operands(case, rate)
        if spent is None or budget is None or not budget.value:
            continue
        if rate.key.field in _SEVERAL and _is_one_of_several(ledger, rate):
            continue
        if rate.key.field in _SEVERAL and not spent.sentence == budget.sentence == rate.sentence:
            continue  # of several projects nobody knows which
        given = Quotient("FA311", rate, spent, budget)
        if given.holds():
            yield given
            continue
        other = _elsewhere(ledger, rate, given)
        if other is not None:
            yield other
        elif spent.paragraph == budget.paragraph == rate.paragraph or has_one_slip(given):
            yield given


def _of_nobody(ledger: Ledger, rate: Figure) -> Iterator[Equation]:
    """The completion of a sentence that does not tell of what: of its budget and the other amount
    before it, where that fits or is one digit off."""
    before = [
        each
        for each in ledger.in_sentence(rate.sentence)
        if each.fact.kind == "money" and each.start < rate.start
    ]
    budgets = [each for each in before if each.role == "budget" and each.value]
    others = [each for each in before if each.role != "budget"]
    if len(budgets) == 1 and others:
        given = [Quotient("FA311", rate, each, budgets[0]) for each in others]
        right = next((each for each in given if each.holds()), given[0])
        if right.holds() or has_one_slip(right):
            yield right


def _is_one_of_several(ledger: Ledger, rate: Figure) -> bool:
    """Whether the sentence of a rate tells several amounts of its kind."""
    found = [f for f in ledger.in_sentence(rate.sentence) if f.key.field == rate.key.field]
    return any(sum(1 for f in found if f.role == role) > 1 for role in ("actual", "budget"))


def _elsewhere(ledger: Ledger, rate: Figure, given: Quotient) -> Equation | None:
    """The same of another pair of amounts of the sentence that fits: a budget may be called by no
    name of one (追加后198万元), and what was spent may be known from before it."""
    figures = [f for f in ledger.in_sentence(rate.sentence) if f.fact.kind == "money"]
    for spent in (*figures, given.part):
        for budget in figures:
            if not budget.value or budget is spent or spent.role == "change":
                continue
            if (spent, budget) == (given.whole, given.part):
                continue  # divided by the wrong one
            found = Quotient("FA311", rate, spent, budget)
            if found.holds():
                return found
    return None


def of_nothing(case: Case) -> Iterator[Finding]:
    """FA312: the completion of a budget of nothing is undefined."""
    ledger = case.ledger
    for rate in ledger.ratios:
        if not _is_completion(rate):
            continue
        _, budget = operands(case, rate)
        if budget is None or budget.value or budget.sentence != rate.sentence:
            continue
        yield case.found("FA312", rate, budget, stated=plain(rate.value))
