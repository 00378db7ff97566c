"""An outcome as a table for people, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.evaluate.agreement import Agreement
from extractor.evaluate.buckets import BUCKETS, Error, bucket_counts
from extractor.evaluate.outcome import Outcome
from extractor.evaluate.report.blocks import agreement_grid, blocks
from extractor.evaluate.report.cells import table
from extractor.evaluate.score import Report

_EXAMPLES = 2


def notes(report: Report) -> list[str]:
    """What a reader must know of the intervals."""
    documents = len(report.documents)
    if documents < 2:
        return ["one document: no intervals"]
    told = f"{documents} documents, {report.samples} bootstrap samples, seed {report.seed}"
    return [told + ("; with fewer than 20 documents intervals are unreliable" * (documents < 20))]


def as_table(outcome: Outcome, by: Sequence[str] = ()) -> str:
    """The outcome for a terminal, with the buckets and an example or two of each."""
    parts = [f"{title}\n{table(lines)}" for title, lines in blocks(outcome, by)]
    counts = bucket_counts(list(outcome.errors))
    if counts:
        lines = [f"errors {sum(counts.values())}"]
        for bucket, count in counts.items():
            lines.append(f"  {bucket} {count}  ({BUCKETS[bucket]})")
            for each in [e for e in outcome.errors if e.bucket == bucket][:_EXAMPLES]:
                lines += _example(each)
        parts.append("\n".join(lines))
    parts.append("\n".join([*notes(outcome.report), *outcome.notes]))
    if outcome.verdicts:
        parts.append("\n".join(f"{_word(v.passed)} {v.gate}: {v.told}" for v in outcome.verdicts))
    return "\n\n".join(parts)


def _word(passed: bool) -> str:
    return "pass" if passed else "FAIL"


def _example(each: Error) -> list[str]:
    told = f"gold {each.gold or '–'} | pred {each.predicted or '–'}"
    if each.predicted_span not in (None, (each.start, each.end)):
        told += " at {}-{}".format(*each.predicted_span or ())
    return [f"    {each.doc}:{each.start}-{each.end} {told}", f"      {each.context}"]


def as_markdown(outcome: Outcome, by: Sequence[str] = ()) -> str:
    """The outcome as Markdown tables."""
    tables = blocks(outcome, by)
    counts = bucket_counts(list(outcome.errors))
    if counts:
        tables.append(("errors", [["bucket", "count"], *([k, str(v)] for k, v in counts.items())]))
    if outcome.verdicts:
        rows = [[v.gate, _word(v.passed), v.told] for v in outcome.verdicts]
        tables.append(("gates", [["gate", "", "score"], *rows]))
    parts = [_markdown(title, grid) for title, grid in tables]
    return "\n\n".join([*parts, *notes(outcome.report), *outcome.notes])


def _markdown(title: str, grid: Sequence[Sequence[str]]) -> str:
    head, *rows = grid
    lines = [f"### {title}", "", _bar(head), _bar(["---", *["---:"] * (len(head) - 1)])]
    return "\n".join([*lines, *(_bar(row) for row in rows)])


def _bar(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def agreement_as(form: str, agreement: Agreement) -> str:
    """Agreement as ``table`` or ``markdown``."""
    grid, title = agreement_grid(agreement), f"agreement on {agreement.documents} documents"
    return _markdown(title, grid) if form == "markdown" else f"{title}\n{table(grid)}"
