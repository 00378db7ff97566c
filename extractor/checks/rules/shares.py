"""FA301: a share is 100 × part / whole (identity 16)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Quotient
from extractor.checks.figures import Key


def shares(case: Case) -> Iterator[Equation]:
    """Every share whose part and whole are stated."""
    ledger = case.ledger
    for rate in ledger.ratios:
        of = rate.fact.extra.get("of")
        if rate.role != "share" or not isinstance(of, str):
            continue
        part = ledger.near(rate, rate.key, "actual")
        whole = ledger.near(part or rate, Key(of), "actual")
        if part is not None and whole is not None and part is not whole:
            yield Quotient("FA301", rate, part, whole)
