"""Broken equations -> findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks.case import Case
from extractor.checks.equations import Equation, plain, told
from extractor.finding import Finding
from extractor.schema import fields


def judge(case: Case, equations: Sequence[Equation]) -> Iterator[Finding]:
    """A finding for every equation that cannot hold; one figure may state several fields."""
    told_of: set[tuple[str, int]] = set()
    for each in equations:
        if each.holds() or (each.code, each.stated.start) in told_of:
            continue
        told_of.add((each.code, each.stated.start))
        stated, *others = each.figures
        yield case.found(
            each.code, stated, *others,
            stated=plain(stated.value), expected=told(each.solve(stated)), sum=each.written(),
            label=fields()[stated.key.field].label, key=stated.key.field,
        )  # fmt: skip
