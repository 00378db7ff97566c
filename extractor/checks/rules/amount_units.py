"""FA711 to FA713: amounts with the wrong unit, with none, and with half a one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.checks.case import Case
from extractor.checks.units import misprints
from extractor.finding import Finding

#: 12万 where a stop or a bracket follows instead of 元.
_HALF: Final = re.compile(r"[\d.]\s*[万亿]$")
#: Sections of the account proper: in narratives 12万 is common speech.
_ACCOUNT: Final = frozenset(
    ("totals", "revenue", "expenditure", "fiscal_totals", "general", "basic", "fund", "capital",
     "three_public", "three_public_abroad", "three_public_vehicles", "three_public_reception",
     "operating_cost", "procurement", "assets", "training", "meeting")
)  # fmt: skip


def amount_units(case: Case) -> Iterator[Finding]:
    """FA711, FA712: each amount once, whatever it states."""
    told: set[int] = set()
    for each in misprints(case):
        if each.figure.start in told:
            continue
        told.add(each.figure.start)
        yield case.found(
            "FA712" if each.printed is None else "FA711",
            each.figure,
            *each.against,
            stated="".join((each.figure.fact.raw or "").split()),
            expected=each.expected,
            mistake="unit",
            confidence=0.9 if each.printed is None else 0.97,
        )


def half_units(case: Case) -> Iterator[Finding]:
    """FA713: 万 without 元 in the account."""
    told: set[int] = set()
    for figure in case.ledger.figures:
        raw = figure.fact.raw or ""
        if figure.fact.kind != "money" or figure.fact.implied or figure.start in told:
            continue
        if _HALF.search(raw) and case.type_at(figure.start) in _ACCOUNT:
            told.add(figure.start)
            yield case.found("FA713", figure, stated=raw, expected=f"{raw}元", mistake="unit")
