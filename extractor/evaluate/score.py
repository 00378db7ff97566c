"""Counts per document and row, and the scores they give.

A count is four numbers: predictions that are right, predictions, gold that is right, gold.
Precision is the first by the second, recall the third by the fourth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from extractor.evaluate.bootstrap import Interval, intervals
from extractor.evaluate.headings import heading_counts
from extractor.evaluate.match import Pair, linked, match, valued
from extractor.evaluate.narrative import narrative_counts
from extractor.evaluate.types import Doc, Item

METRICS = ("found", "bounded", "valued", "linked", "grounded")
#: Kinds whose texts are scored by characters besides.
CHARACTERS = "characters"
HEADING_METRICS = ("heading", "level")

#: A row and a metric: ``("total", "linked")``, ``("kind:money", "found")``.
Cell = tuple[str, str]


class Count(NamedTuple):
    """Right predictions, predictions, right gold, gold."""

    right_predicted: int = 0
    predicted: int = 0
    right_gold: int = 0
    gold: int = 0

    def plus(self, other: Count) -> Count:
        """The sum, number by number."""
        return Count(*(a + b for a, b in zip(self, other, strict=True)))


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1, None where undefined, with 95 % intervals where known."""

    count: Count
    precision: float | None
    recall: float | None
    f1: float | None
    precision_ci: Interval | None = None
    recall_ci: Interval | None = None
    f1_ci: Interval | None = None


class Compared(msgspec.Struct, frozen=True):
    """A gold document, its prediction, the pairs between them, and the counts."""

    gold: Doc
    predicted: Doc
    pairs: tuple[Pair, ...]
    counts: Mapping[Cell, Count]


class Report(msgspec.Struct, frozen=True):
    """Scores by row and metric, and the documents they come from."""

    scores: Mapping[Cell, Score]
    documents: tuple[Compared, ...]
    seed: int
    samples: int

    def rows(self, prefix: str) -> list[str]:
        """The rows that begin with *prefix* (``kind:``, ``field:``, ``province:``), sorted."""
        return sorted({row for row, _ in self.scores if row.startswith(prefix)})


def precision_recall_f1(count: Count) -> tuple[float | None, float | None, float | None]:
    """The three scores; None where there is nothing to divide by.

    F1 is 0 where there is gold and no prediction, or the other way: what was wanted and
    not given is an error. It is undefined only where there is neither.

    >>> precision_recall_f1(Count(1, 2, 1, 4))
    (0.5, 0.25, 0.3333333333333333)
    >>> precision_recall_f1(Count(0, 0, 0, 3))
    (None, 0.0, 0.0)
    """
    precision = count.right_predicted / count.predicted if count.predicted else None
    recall = count.right_gold / count.gold if count.gold else None
    if precision is None or recall is None:
        return precision, recall, None if precision is recall else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def compare(gold: Doc, predicted: Doc) -> Compared:
    """Match one document's facts and count what is right."""
    pairs = match(gold.items, predicted.items)
    counts: dict[Cell, Count] = defaultdict(Count)
    text = gold.text if gold.text is not None else predicted.text

    def add(item: Item, metric: str, count: Count) -> None:
        for row in ("total", f"kind:{item.kind}", f"field:{item.row}", f"province:{gold.province}"):
            counts[row, metric] = counts[row, metric].plus(count)

    reproduced = [_reproduces(each, text) for each in predicted.items]
    known = [metric for metric in METRICS if metric != "grounded" or text is not None]
    for item in gold.items:
        for metric in known:
            add(item, metric, Count(gold=1))
    for index, item in enumerate(predicted.items):
        for metric in known:
            right = metric == "grounded" and reproduced[index]
            add(item, metric, Count(predicted=1, right_predicted=int(right)))
    for i, j in pairs:
        here, there = gold.items[i], predicted.items[j]
        held = {
            "found": True,
            "bounded": (here.start, here.end) == (there.start, there.end),
            "valued": valued(here, there),
            "linked": linked(here, there),
            "grounded": text is not None and reproduced[j],
        }
        for metric, right in held.items():
            if right:
                add(here, metric, Count(right_gold=1))
                if metric != "grounded":  # a quote reproduces or not without any gold
                    add(there, metric, Count(right_predicted=1))
    for row, numbers in narrative_counts(gold.items, predicted.items, text).items():
        counts[row, CHARACTERS] = Count(*numbers)
    if gold.headings is not None:
        metrics = heading_counts(gold.headings, predicted.headings or ())
        for metric, numbers in zip(HEADING_METRICS, metrics, strict=True):
            counts["headings", metric] = Count(*numbers)
    return Compared(gold, predicted, tuple(pairs), dict(counts))


def _reproduces(item: Item, text: str | None) -> bool:
    if text is None or item.quote is None or not 0 <= item.start < item.end:
        return False
    return text[item.start : item.end] == item.quote


def evaluate(pairs: Sequence[tuple[Doc, Doc]], *, samples: int = 2000, seed: int = 0) -> Report:
    """Score pairs of gold and predicted documents; intervals where there are two or more."""
    compared = tuple(compare(gold, predicted) for gold, predicted in pairs)
    cells = sorted({cell for each in compared for cell in each.counts})
    table = [[each.counts.get(cell, Count()) for cell in cells] for each in compared]
    bounds = intervals(table, samples=samples, seed=seed)
    scores: dict[Cell, Score] = {}
    for index, cell in enumerate(cells):
        count = Count()
        for row in table:
            count = count.plus(row[index])
        three = precision_recall_f1(count)
        told_of = sum(bool(row[index].predicted or row[index].gold) for row in table)
        limits = bounds[index] if bounds and told_of > 1 else (None, None, None)
        # no interval for a score that is undefined itself
        shown = [
            limit if score is not None else None for limit, score in zip(limits, three, strict=True)
        ]
        scores[cell] = Score(count, *three, *shown)
    return Report(scores, compared, seed, samples)
