"""Checks of drawn tables: within a table, between tables, and against the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.figures import Figure
from extractor.checks.rules.sheets import between, fields, items, names, told, within
from extractor.finding import Finding


def sums_in_tables(case: Case) -> Iterator[Equation]:
    """The sums of tables, each once: by what their fields are, and by how they are drawn."""
    drawn, zeros = within.within_tables(case)
    meant = list(fields.sums_of_fields(case, zeros))
    public = [each for each in meant if each.code == "FA523"]
    seen: set[frozenset[Figure]] = set()
    for each in (*public, *drawn, *meant):
        members = frozenset(figure for figure in each.figures if figure.value)
        if members not in seen:
            seen.add(members)
            yield each


IDENTITIES: tuple[Callable[[Case], Iterator[Equation]], ...] = (
    sums_in_tables,
    fields.changes,
    between.same_in_tables,
    between.economic_items,
    between.parts_of_all,
    told.text_against_tables,
)
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    names.names_and_codes,
    items.items_of_basic,
)
