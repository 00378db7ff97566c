"""``--fail-under METRIC=X``: is a score below the bar?"""

from __future__ import annotations

from fnmatch import fnmatchcase

import msgspec

from extractor.errors import fail
from extractor.evaluate.count import CHARACTERS, HEADING_METRICS, METRICS
from extractor.evaluate.score import Report

_STATS = {"p": "precision", "precision": "precision", "r": "recall", "recall": "recall", "f1": "f1"}


class Bar(msgspec.Struct, frozen=True):
    """What a score must reach: the rows it is about (a glob), a metric, a statistic."""

    text: str
    rows: str
    metric: str
    stat: str
    least: float


def parse_bar(text: str) -> Bar:
    """Read ``[ROW.]METRIC[.STAT]=X``.

    A row is ``total``, a kind, a field, ``headings``, ``role:target`` or ``province:…``, and may
    hold ``*``; the statistic is ``f1`` unless told.

    >>> bar = parse_bar("staffing.*.valued.recall=0.9")
    >>> bar.rows, bar.metric, bar.stat, bar.least
    ('staffing.*', 'valued', 'recall', 0.9)
    """
    name, equals, number = text.partition("=")
    try:
        least = float(number)
    except ValueError:
        equals = ""
    if not equals:
        raise fail("EX501", f"--fail-under {text}: write METRIC=X, such as linked.f1=0.9")
    parts = name.strip().split(".")
    stat = _STATS[parts.pop()] if parts[-1] in _STATS else "f1"
    metric = parts.pop() if parts else ""
    if metric not in (*METRICS, CHARACTERS, *HEADING_METRICS):
        known = ", ".join((*METRICS, CHARACTERS, *HEADING_METRICS))
        raise fail("EX501", f"--fail-under {text}: unknown metric {metric!r}, known are {known}")
    default = "headings" if metric in HEADING_METRICS else "total"
    if metric == CHARACTERS:
        default = "performance"
    return Bar(text, ".".join(parts) or default, metric, stat, least)


def below(report: Report, bar: Bar) -> str | None:
    """Why the report does not reach *bar*, in one line; None where it does.

    The lowest of the rows counts. An undefined score reaches no bar.
    """
    values = [
        (getattr(score, bar.stat), row)
        for (row, metric), score in report.scores.items()
        if metric == bar.metric
        and (fnmatchcase(row, bar.rows) or fnmatchcase(row.partition(":")[2], bar.rows))
    ]
    if not values:
        raise fail("EX501", f"--fail-under {bar.text}: no row {bar.rows!r} is in the scores")
    undefined = [row for value, row in values if value is None]
    if undefined:
        return f"{bar.text}: undefined for {undefined[0]}"
    value, row = min(values)
    return None if value >= bar.least else f"{bar.text}: {value:.4f} for {row}"
