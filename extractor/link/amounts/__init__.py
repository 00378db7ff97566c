"""Amounts and percentages: walked, read, chosen, stated."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.fact import Fact
from extractor.link.amounts.choose import state_facts
from extractor.link.amounts.reasons import further_reasons
from extractor.link.amounts.walk import Walker
from extractor.link.context import Context

__all__ = ["link_amounts"]


def link_amounts(ctx: Context) -> Iterator[Fact]:
    """Facts of kind money, ratio, quantity (batches and persons) and reason."""
    walker = Walker(ctx)
    walker.walk()
    yield from walker.facts
    yield from state_facts(ctx, walker.figures)
    yield from further_reasons(ctx, walker.figures, walker.reasons)
