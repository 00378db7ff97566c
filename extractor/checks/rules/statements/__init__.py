"""Checks of what is said, one a file: names, statements against figures, what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.rules.statements import (
    absent,
    counted,
    denials,
    enumerations,
    events,
    names,
    rows,
    sanity,
    spelling,
    zeros,
)
from extractor.finding import Finding

STATEMENTS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
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
