"""Checks of counts of people and vehicles: wholes and the parts that are told behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.rules.counts import assets, breakdowns, staffing, vehicles
from extractor.finding import Finding

IDENTITIES: tuple[Callable[[Case], Iterator[Equation]], ...] = (
    staffing.staffing_sums,
    vehicles.vehicle_sums,
    assets.asset_sums,
)
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    staffing.more_people_than_posts,
    breakdowns.breakdowns,
    vehicles.more_vehicles_than_posts,
    vehicles.vehicles_elsewhere,
)
