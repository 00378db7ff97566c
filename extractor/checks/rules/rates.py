"""FA201: a rate of change is 100 × change / (amount ∓ change) (identity 18)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Growth


def rates(case: Case) -> Iterator[Equation]:
    """Every rate of change whose amount of change and amount are stated."""
    ledger = case.ledger
    for rate in ledger.ratios:
        if rate.role != "change":
            continue
        change = ledger.near(rate, rate.key, "change")
        now = ledger.near(rate, rate.key, "actual")
        if change is not None and now is not None and change.base == rate.base:
            yield Growth("FA201", rate, change, now)
