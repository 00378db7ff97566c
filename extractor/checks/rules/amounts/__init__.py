"""Checks of amounts and percentages: sums, shares, changes and their words, completions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.rules.amounts import (
    changes,
    completions,
    directions,
    functional,
    hundred,
    listed,
    shares,
    sums,
)
from extractor.finding import Finding

IDENTITIES: tuple[Callable[[Case], Iterator[Equation]], ...] = (
    sums.sums,
    functional.by_function,
    functional.within_totals,
    listed.listed,
    shares.shares,
    changes.rates_of_change,
    changes.amounts_of_change,
    changes.changes_of_parts,
    completions.completions,
)
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    completions.of_nothing,
    changes.growth_from_nothing,
    hundred.over_hundred,
    directions.disagreeing_words,
    directions.against_amounts,
    directions.compared_with_budget,
    directions.flat,
    directions.negative_change,
)
