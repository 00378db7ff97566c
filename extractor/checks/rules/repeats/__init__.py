"""Checks of what is told again: of one field, in a report, under one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.rules.repeats import again, reports, swapped
from extractor.finding import Finding

IDENTITIES: tuple[Callable[[Case], Iterator[Equation]], ...] = (
    again.repeats,
    again.running_costs,
)
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    reports.reports,
    swapped.slipped,
    swapped.transposed,
)
