"""Checks of account tables that stand in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.rules.accounts import cells, rows
from extractor.finding import Finding

IDENTITIES: tuple[Callable[[Case], Iterator[Equation]], ...] = (
    rows.rows_of_accounts,
    rows.columns_of_accounts,
    rows.three_public_accounts,
    rows.text_against_accounts,
)
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (cells.text_against_cells,)
