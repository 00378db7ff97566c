"""Checks of what is said, one a file: names, years, units, statements against figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.rules.statements import (
    absent,
    amount_units,
    counted,
    denials,
    enumerations,
    events,
    names,
    rows,
    sanity,
    spelling,
    years,
    zeros,
)
from extractor.finding import Finding

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    amount_units.amount_units,
    amount_units.half_units,
    amount_units.unread_amounts,
    amount_units.limits_and_averages,
    years.years,
    names.names,
    spelling.spelling,
    enumerations.enumerations,
    rows.rows,
    counted.counted,
    denials.denials,
    zeros.zeros,
    absent.absent,
    sanity.sanity,
    events.events,
)
