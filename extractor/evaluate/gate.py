"""``--fail-under``, ``--max-drop``, ``--fail-on-regression``: is the run good enough?"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

import msgspec

from extractor.errors import fail
from extractor.evaluate.baseline import Difference
from extractor.evaluate.count import (
    ALL_METRICS,
    CHARACTERS,
    CLEAN,
    FINDING_METRICS,
    HEADING_METRICS,
)
from extractor.evaluate.score import Report, Score, precision_recall_f1

_STATS = {"p": "precision", "precision": "precision", "r": "recall", "recall": "recall", "f1": "f1"}
_PLACES = ("precision", "recall", "f1")
SIGNIFICANT = 0.05


class Bar(msgspec.Struct, frozen=True):
    """What a score must reach, or how much it may drop: the rows it is about (a glob), a
    metric, a statistic, a number."""

    text: str
    rows: str
    metric: str
    stat: str
    least: float


class Verdict(msgspec.Struct, frozen=True):
    """Whether a run passes a gate, and the score that decides."""

    gate: str
    passed: bool
    told: str


def parse_bar(text: str, option: str = "--fail-under") -> Bar:
    """Read ``[ROW.]METRIC[.STAT]=X``.

    A row is ``total``, ``macro``, a kind, a field, ``headings``, ``findings``, ``role:target``,
    ``province:…`` or ``doc:…``, and may hold ``*``; the statistic is ``f1`` unless told.

    >>> bar = parse_bar("staffing.*.valued.recall=0.9")
    >>> bar.rows, bar.metric, bar.stat, bar.least
    ('staffing.*', 'valued', 'recall', 0.9)
    """
    name, equals, number = text.partition("=")
    try:
        least = float(number)
    except ValueError:
        equals = ""
    if not equals or least != least:
        raise fail("EX501", f"{option} {text}: write METRIC=X, such as linked.f1=0.9")
    parts = name.strip().split(".")
    stat = _STATS[parts.pop()] if parts[-1] in _STATS else "f1"
    metric = parts.pop() if parts else ""
    if metric not in ALL_METRICS:
        known = ", ".join(ALL_METRICS)
        raise fail("EX501", f"{option} {text}: unknown metric {metric!r}, known are {known}")
    default = "headings" if metric in HEADING_METRICS else "total"
    if metric == CHARACTERS:
        default = "performance"
    elif metric in (*FINDING_METRICS, CLEAN):
        default = "findings"
    rows = ".".join(parts) or default
    return Bar(text, "total" if rows == "micro" else rows, metric, stat, least)


def _is_of(bar: Bar, row: str, metric: str) -> bool:
    short = row.partition(":")[2]
    return metric == bar.metric and (fnmatchcase(row, bar.rows) or fnmatchcase(short, bar.rows))


def reaches(report: Report, bar: Bar) -> Verdict:
    """Whether the lowest of the rows that *bar* is about reaches it.

    An undefined score reaches no bar. Raises EX501 where there is no such row.
    """
    values: list[tuple[float | None, str]] = [
        (getattr(score, bar.stat), row)
        for (row, metric), score in (*report.scores.items(), *_documents(report, bar))
        if _is_of(bar, row, metric)
    ]
    gate = f"--fail-under {bar.text}"
    if not values:
        raise fail("EX501", f"{gate}: no row {bar.rows!r} is in the scores")
    undefined = [row for value, row in values if value is None]
    if undefined:
        return Verdict(gate, False, f"undefined for {undefined[0]}")
    value, row = min((value, row) for value, row in values if value is not None)
    return Verdict(gate, value >= bar.least, f"{value:.4f} for {row}")


def _documents(report: Report, bar: Bar) -> list[tuple[tuple[str, str], Score]]:
    if not bar.rows.startswith("doc:"):
        return []
    found = []
    for each in report.documents:
        count = each.counts.get(("total", bar.metric))
        if count is not None:
            score = Score(count, *precision_recall_f1(count))
            found.append(((f"doc:{each.gold.name}", bar.metric), score))
    return found


def keeps(differences: Sequence[Difference], bar: Bar) -> Verdict:
    """Whether no row that *bar* is about has dropped by more than it allows since the
    baseline. Raises EX501 where there is no such row."""
    at = _PLACES.index(bar.stat)
    gate = f"--max-drop {bar.text}"
    drops = [
        # what was defined and no longer is has dropped to nothing
        ((each.before[at] or 0.0) - (each.now[at] or 0.0), each.row)
        for each in differences
        if _is_of(bar, each.row, each.metric)
    ]
    if not drops:
        raise fail("EX501", f"{gate}: no row {bar.rows!r} is in both runs")
    drop, row = max(drops)
    told = f"{'dropped' if drop > 0 else 'gained'} {abs(drop):.4f} for {row}"
    return Verdict(gate, drop <= bar.least + 1e-12, told)


def regressions(differences: Sequence[Difference]) -> list[Difference]:
    """The rows that are significantly worse than before, the worst first."""
    worse = [
        each
        for each in differences
        if each.p_holm is not None and each.p_holm < SIGNIFICANT and (each.delta or 0) < 0
    ]
    return sorted(worse, key=lambda each: each.delta or 0)


def no_regression(differences: Sequence[Difference]) -> Verdict:
    """Whether nothing is significantly worse than in the baseline."""
    worse = regressions(differences)
    gate = "--fail-on-regression"
    if not worse:
        return Verdict(gate, True, "nothing is significantly worse")
    first = worse[0]
    told = f"{first.metric} {first.delta:+.4f} for {first.row} (p {first.p_holm:.4f})"
    more = f", and {len(worse) - 1} more" if len(worse) > 1 else ""
    return Verdict(gate, False, told + more)
