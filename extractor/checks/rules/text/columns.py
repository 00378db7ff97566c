"""A column of an evaluation table that nobody filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.fact import Fact
from extractor.finding import Finding

_HEADER = re.compile(r"实际完成(?:值|情况)|全年完成值|完成指标值")
_BLANK = re.compile(r"\s+")
#: so many rows say that a column is empty
_ROWS = 4


def columns(case: Case) -> Iterator[Finding]:
    """A header of actual values with rows below it that have weight and score, but none."""
    headers = [match.span() for match in _HEADER.finditer(case.clean)]
    if not headers:
        return
    rows = [
        (case.place(fact)[0], fact)
        for fact in case.facts
        if fact.kind == "indicator" and fact.extra.get("table") == "indicator"
    ]
    for i, (start, end) in enumerate(headers):
        stop = headers[i + 1][0] if i + 1 < len(headers) else len(case.clean)
        below = [fact for at, fact in rows if end <= at < stop]
        if len(below) >= _ROWS and all(_lacks(fact) for fact in below):
            yield case.found("FA830", (start, end), count=str(len(below)), facts=below)


def _lacks(fact: Fact) -> bool:
    """Whether a row is whole but for its actual value: nothing else stands in it."""
    cells = fact.extra
    if cells.get("actual") is not None or "weight" not in cells or "score" not in cells:
        return False
    said = [str(cells[key]) for key in ("target", "weight", "score") if cells.get(key) is not None]
    whole = _BLANK.sub("", (fact.name or "") + "".join(said))
    return whole == _BLANK.sub("", fact.evidence[0].quote)
