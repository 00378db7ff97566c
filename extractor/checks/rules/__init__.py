"""Every check, one a file, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.rules import rates, shares
from extractor.finding import Finding

#: Checks of arithmetic: the identities that the figures of a document must keep.
IDENTITIES: tuple[Callable[[Case], Iterator[Equation]], ...] = (
    shares.shares,
    rates.rates,
)
#: Checks of anything else: what they find.
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = ()
