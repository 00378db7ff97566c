"""A report as a table, as Markdown, as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.evaluate.buckets import BUCKETS, Error, bucket_counts
from extractor.evaluate.cells import table
from extractor.evaluate.count import CHARACTERS, HEADING_METRICS, METRICS
from extractor.evaluate.score import Report, Score

GROUPS = ("kind", "field", "province")
_EXAMPLES = 2


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _three(score: Score | None) -> str:
    if score is None:
        return "–"
    return " ".join(_number(each) for each in (score.precision, score.recall, score.f1))


def _interval(score: Score | None) -> str:
    if score is None or score.f1_ci is None:
        return "–"
    return f"[{score.f1_ci[0]:.3f},{score.f1_ci[1]:.3f}]"


def _grid(report: Report, rows: Sequence[str]) -> list[list[str]]:
    lines = [["", "gold", "pred", *(f"{metric} P R F1" for metric in METRICS), "linked 95%"]]
    for row in rows:
        scores = [report.scores.get((row, metric)) for metric in METRICS]
        found = scores[0]
        counts = found.count if found else None
        lines.append(
            [
                row.partition(":")[2] or row,
                str(counts.gold if counts else 0),
                str(counts.predicted if counts else 0),
                *(_three(score) for score in scores),
                _interval(scores[METRICS.index("linked")]),
            ]
        )
    return lines


def _characters(report: Report) -> list[list[str]]:
    rows = sorted(row for row, metric in report.scores if metric == CHARACTERS)
    lines = [["", "gold", "pred", "P R F1", "F1 95%"]]
    for row in rows:
        score = report.scores[row, CHARACTERS]
        lines.append(
            [
                row.partition(":")[2], str(score.count.gold), str(score.count.predicted),
                _three(score), _interval(score),
            ]
        )  # fmt: skip
    return lines


def _headings(report: Report) -> list[list[str]]:
    lines = [["", "gold", "pred", "P R F1", "F1 95%"]]
    for metric in HEADING_METRICS:
        score = report.scores.get(("headings", metric))
        if score is not None:
            name = "start and title" if metric == "heading" else "with level"
            counts = [str(score.count.gold), str(score.count.predicted)]
            lines.append([name, *counts, _three(score), _interval(score)])
    return lines


def blocks(report: Report, by: Sequence[str]) -> list[tuple[str, list[list[str]]]]:
    """The tables of a report with their titles; *by* picks the groups, all but the
    provinces where it is empty."""
    groups = by or ("kind", "field")
    found: list[tuple[str, list[list[str]]]] = []
    for group in GROUPS:
        if group in groups:
            total = ["total"] if not found else []
            found.append((f"by {group}", _grid(report, [*total, *report.rows(f"{group}:")])))
    for title, lines in (("characters", _characters(report)), ("headings", _headings(report))):
        if len(lines) > 1 and (not by or "kind" in by):
            found.append((title, lines))
    return found


def notes(report: Report) -> list[str]:
    """What a reader must know of the intervals."""
    documents = len(report.documents)
    if documents < 2:
        return ["one document: no intervals"]
    told = f"{documents} documents, {report.samples} bootstrap samples, seed {report.seed}"
    return [told + ("; with fewer than 20 documents intervals are unreliable" * (documents < 20))]


def as_table(report: Report, errors: Sequence[Error], by: Sequence[str] = ()) -> str:
    """The report for a terminal, with the buckets and an example or two of each."""
    parts = [f"{title}\n{table(lines)}" for title, lines in blocks(report, by)]
    counts = bucket_counts(list(errors))
    if counts:
        lines = [f"errors {sum(counts.values())}"]
        for bucket, count in counts.items():
            lines.append(f"  {bucket} {count}  ({BUCKETS[bucket]})")
            for each in [e for e in errors if e.bucket == bucket][:_EXAMPLES]:
                told = f"gold {each.gold or '–'} | pred {each.predicted or '–'}"
                if each.predicted_span not in (None, (each.start, each.end)):
                    told += " at {}-{}".format(*each.predicted_span or ())
                lines.append(f"    {each.doc}:{each.start}-{each.end} {told}\n      {each.context}")
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, *notes(report)])


def as_markdown(report: Report, errors: Sequence[Error], by: Sequence[str] = ()) -> str:
    """The report as Markdown tables."""
    parts = []
    tables = blocks(report, by)
    counts = bucket_counts(list(errors))
    if counts:
        tables.append(("errors", [["bucket", "count"], *([k, str(v)] for k, v in counts.items())]))
    for title, (head, *rows) in tables:
        lines = [f"### {title}", "", _bar(head), _bar(["---", *["---:"] * (len(head) - 1)])]
        parts.append("\n".join([*lines, *(_bar(row) for row in rows)]))
    return "\n\n".join([*parts, *notes(report)])


def _bar(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def as_json(report: Report, errors: Sequence[Error]) -> bytes:
    """The whole report: scores by row and metric, and counts per document.

    Counts are right predictions, predictions, right gold, gold.
    """
    scores: dict[str, dict[str, object]] = {}
    for (row, metric), score in report.scores.items():
        scores.setdefault(row, {})[metric] = msgspec.to_builtins(score)
    documents = [
        {
            "doc": each.gold.name,
            "text_sha256": each.gold.sha256,
            "counts": _nested(each.counts),
        }
        for each in report.documents
    ]
    whole = {
        "schema_version": "1", "seed": report.seed, "samples": report.samples,
        "scores": scores, "errors": bucket_counts(list(errors)), "documents": documents,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole), indent=1)


def _nested(counts: object) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    assert isinstance(counts, dict)
    for (row, metric), count in sorted(counts.items()):
        found.setdefault(row, {})[metric] = list(count)
    return found
