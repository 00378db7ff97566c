"""Every check, in the order in which they run: a folder a matter, a file a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.rules import (
    accounts,
    amounts,
    counts,
    repeats,
    scores,
    sheets,
    statements,
    text,
)
from extractor.finding import Finding

#: Checks of arithmetic: the identities that the figures of a document must keep.
IDENTITIES: tuple[Callable[[Case], Iterator[Equation]], ...] = (
    *amounts.IDENTITIES,
    *repeats.IDENTITIES,
    *counts.IDENTITIES,
    *scores.IDENTITIES,
    *accounts.IDENTITIES,
    *sheets.IDENTITIES,
)
#: Checks of anything else: what they find.
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    *amounts.CHECKS,
    *repeats.CHECKS,
    *counts.CHECKS,
    *scores.CHECKS,
    *accounts.CHECKS,
    *sheets.CHECKS,
    *statements.CHECKS,
    *text.CHECKS,
)
