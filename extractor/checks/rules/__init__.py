"""Every check, one a file, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.rules import (
    accounts,
    amount_units,
    changes,
    completions,
    counts,
    directions,
    functional,
    hundred,
    listed,
    repeats,
    reports,
    scores,
    shares,
    sums,
    swapped,
    years,
)
from extractor.checks.rules.statements import STATEMENTS
from extractor.checks.rules.text import TEXT
from extractor.finding import Finding

#: Checks of arithmetic: the identities that the figures of a document must keep.
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
    repeats.repeats,
    repeats.running_costs,
    *counts.IDENTITIES,
    *scores.IDENTITIES,
    *accounts.IDENTITIES,
)
#: Checks of anything else: what they find.
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    completions.of_nothing,
    changes.growth_from_nothing,
    hundred.over_hundred,
    directions.disagreeing_words,
    directions.against_amounts,
    directions.compared_with_budget,
    directions.flat,
    directions.negative_change,
    reports.reports,
    swapped.slipped,
    swapped.transposed,
    amount_units.amount_units,
    amount_units.half_units,
    amount_units.unread_amounts,
    amount_units.limits_and_averages,
    years.years,
    *counts.CHECKS,
    *scores.CHECKS,
    *accounts.CHECKS,
    *STATEMENTS,
    *TEXT,
)
