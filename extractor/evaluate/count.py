"""What is right in one document: four numbers for each row and metric.

A count is: predictions that are right, predictions, gold that is right, gold. Precision is
the first by the second, recall the third by the fourth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from extractor.evaluate.findings import finding_counts
from extractor.evaluate.headings import heading_counts
from extractor.evaluate.match import Pair, linked, match_rest, twins, valued
from extractor.evaluate.narrative import narrative_counts
from extractor.evaluate.slots import Leaf, compare_slots
from extractor.evaluate.spans import SPAN_METRICS, pair_spans
from extractor.evaluate.types import Doc, Item

#: The headline, and how far facts are right at their places.
METRICS = ("slots", "found", "bounded", "valued", "linked", "grounded")
#: Shares of pairs: values of those with the right span, fields of those with the right value.
GIVEN = ("value_given_span", "field_given_value")
#: Shares of documents: every slot filled; every slot and value right, none over.
RECORDS = ("complete", "exact_record")
#: Kinds whose texts are scored by characters besides.
CHARACTERS = "characters"
HEADING_METRICS = ("heading", "level")
FINDING_METRICS = ("finding", "severity")
#: Of documents without a contradiction: the share without a reported error, errors of each.
CLEAN, FALSE_ERRORS = "clean", "false_errors"
ALL_METRICS = (
    *METRICS, *SPAN_METRICS, *GIVEN, *RECORDS, CHARACTERS, *HEADING_METRICS, *FINDING_METRICS,
    CLEAN,
)  # fmt: skip

#: A row and a metric: ``("total", "linked")``, ``("kind:money", "found")``.
Cell = tuple[str, str]


class Count(NamedTuple):
    """Right predictions, predictions, right gold, gold (a partial span counts a half)."""

    right_predicted: float = 0
    predicted: float = 0
    right_gold: float = 0
    gold: float = 0

    def plus(self, other: Count) -> Count:
        """The sum, number by number."""
        return Count(*(a + b for a, b in zip(self, other, strict=True)))


#: Places in a leaf's tally: gold and what of it is right by METRICS[1:]; predicted, the same;
#: slots; right spans by SPAN_METRICS of the gold, of the predicted; placed gold, predicted;
#: right values and how many pairs they are of; right fields and how many.
_PREDICTED, _SLOTS, _SPANS, _PLACED, _GIVEN, TALLY = 6, 12, 13, 21, 23, 27
#: What a pair of twins adds: it is right in every way (grounding apart).
_TWIN = (1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, *[1] * 8, 1, 1, *[1] * 4)
Tally = list[float]

#: Metric -> where a tally holds its count.
PLACES: dict[str, tuple[int, int, int, int]] = {
    "slots": (_SLOTS, _PREDICTED, _SLOTS, 0),
    **{name: (_PREDICTED + at, _PREDICTED, at, 0) for at, name in enumerate(METRICS[1:], 1)},
}
#: The same, of metrics that only kinds and the total have.
KIND_PLACES: dict[str, tuple[int, int, int, int]] = {
    **{
        name: (at + 4, _PLACED + 1, at, _PLACED)
        for at, name in enumerate(SPAN_METRICS, start=_SPANS)
    },
    GIVEN[0]: (_GIVEN, _GIVEN + 1, _GIVEN, _GIVEN + 1),
    GIVEN[1]: (_GIVEN + 2, _GIVEN + 3, _GIVEN + 2, _GIVEN + 3),
}


class Compared(msgspec.Struct, frozen=True):
    """A gold document, its prediction, the pairs between them, and what is right.

    ``twins`` are the pairs that agree in everything, ``pairs`` all of them. ``leaves`` are
    tallies by kind and field, ``others`` counts of what is no fact of a field. Without a text
    (``with_text``) nothing is grounded or not.
    """

    gold: Doc
    predicted: Doc
    pairs: tuple[Pair, ...]
    twins: frozenset[Pair]
    leaves: Mapping[Leaf, Tally]
    others: Mapping[Cell, Count]
    with_text: bool

    @property
    def counts(self) -> dict[Cell, Count]:
        """Every count of the document by row and metric."""
        counts: dict[Cell, Count] = {}
        sums: dict[str, Tally] = {}
        for leaf, tally in self.leaves.items():
            for row in rows_of(leaf, self.gold.province):
                held = sums.get(row, [0] * TALLY)
                sums[row] = [a + b for a, b in zip(held, tally, strict=True)]
        for row, tally in sums.items():
            for metric, (a, b, c, d) in metrics_of(row, self.with_text):
                counts[row, metric] = Count(tally[a], tally[b], tally[c], tally[d])
        return {**counts, **self.others}


def rows_of(leaf: Leaf, province: str) -> tuple[str, str, str, str]:
    """The rows that a leaf is part of."""
    return ("total", f"kind:{leaf[0]}", f"field:{leaf[1]}", f"province:{province}")


def metrics_of(row: str, with_text: bool) -> list[tuple[str, tuple[int, int, int, int]]]:
    """The metrics of facts that a row has, with their places in a tally."""
    told = list(PLACES.items())
    if not with_text:
        told = told[:-1]
    return told if row.startswith(("field:", "province:")) else [*told, *KIND_PLACES.items()]


def compare(gold: Doc, predicted: Doc, *, findings: bool = True) -> Compared:
    """Match one document's facts and count what is right.

    *findings* False leaves the findings uncounted. Where gold marks nothing else, nothing
    else that is predicted counts.
    """
    if not gold.tells_facts:
        predicted = msgspec.structs.replace(predicted, items=(), headings=None)
    text = gold.text if gold.text is not None else predicted.text
    same, here, there = twins(gold.items, predicted.items)
    rest = match_rest(gold.items, predicted.items, here, there)
    leaves = _twin_tallies(gold.items, predicted.items, same, text)
    _add_rest(leaves, gold.items, predicted.items, (here, there), rest, text)
    _add_spans(leaves, gold.items, predicted.items, here, there)
    slots = compare_slots(gold.items, predicted.items, here, there)
    for leaf, right in slots.right.items():
        leaves[leaf][_SLOTS] += right
    others: dict[Cell, Count] = {}
    for metric, told in zip(RECORDS, (slots.complete, slots.exact), strict=True):
        for kind, whole in told.items():
            others[f"kind:{kind}", metric] = Count(whole + 0, 1, whole + 0, 1)
        if leaves:
            every = all(told.values()) + 0
            others["total", metric] = Count(every, 1, every, 1)
    for row, numbers in narrative_counts(gold.items, predicted.items, text).items():
        others[row, CHARACTERS] = Count(*numbers)
    if gold.headings is not None:
        metrics = heading_counts(gold.headings, predicted.headings or ())
        for metric, numbers in zip(HEADING_METRICS, metrics, strict=True):
            others["headings", metric] = Count(*numbers)
    if findings:
        for (row, metric), numbers in finding_counts(gold, predicted).items():
            others[row, metric] = Count(*numbers)
    pairs = tuple(sorted([*same, *rest]))
    return Compared(gold, predicted, pairs, frozenset(same), leaves, others, text is not None)


def _twin_tallies(
    gold: Sequence[Item], predicted: Sequence[Item], same: Sequence[Pair], text: str | None
) -> dict[Leaf, Tally]:
    numbers: dict[tuple[str, str], list[int]] = {}
    rows: dict[tuple[str, str], str] = {}
    for i, j in same:
        item, told = gold[i], predicted[j]
        key = (item.kind, item.field)
        held = numbers.get(key)
        if held is None:
            held = numbers[key] = [0, 0]
            rows[key] = item.row
        held[0] += 1
        if text is not None and told.quote and text[told.start : told.end] == told.quote:
            held[1] += 1
    leaves: dict[Leaf, Tally] = {}
    for key, (number, reproduced) in numbers.items():
        tally: Tally = [number * each for each in _TWIN]
        tally[5] = tally[_PREDICTED + 5] = reproduced
        leaves[key[0], rows[key]] = tally
    return leaves


def _reproduces(item: Item, text: str | None) -> bool:
    if text is None or not item.quote or item.start < 0:
        return False
    return text[item.start : item.end] == item.quote


def _add_rest(
    leaves: dict[Leaf, Tally],
    gold: Sequence[Item],
    predicted: Sequence[Item],
    left: tuple[Sequence[int], Sequence[int]],
    pairs: Sequence[Pair],
    text: str | None,
) -> None:
    def tally(item: Item) -> Tally:
        return leaves.setdefault((item.kind, item.row), [0] * TALLY)

    for i in left[0]:
        held = tally(gold[i])
        held[0] += 1
        held[_PLACED] += gold[i].start < gold[i].end
    for j in left[1]:
        item = predicted[j]
        held = tally(item)
        held[_PREDICTED] += 1
        held[_PLACED + 1] += item.start < item.end
        held[_PREDICTED + 5] += _reproduces(item, text)  # without any gold
    for i, j in pairs:
        one, other = gold[i], predicted[j]
        here, there = tally(one), tally(other)
        same = one.start == other.start and one.end == other.end
        right = valued(one, other)
        for at, good in enumerate((True, same, right, right and linked(one, other)), start=1):
            here[at] += good
            there[_PREDICTED + at] += good
        here[5] += _reproduces(other, text)
        here[_GIVEN] += same and right
        here[_GIVEN + 1] += same
        here[_GIVEN + 2] += right and one.field == other.field
        here[_GIVEN + 3] += right


def _add_spans(
    leaves: dict[Leaf, Tally],
    gold: Sequence[Item],
    predicted: Sequence[Item],
    here: Sequence[int],
    there: Sequence[int],
) -> None:
    for i, j in pair_spans(gold, predicted, here, there):
        one, other = gold[i], predicted[j]
        same = one.start == other.start and one.end == other.end
        typed = one.kind == other.kind
        for at, good in enumerate((same and typed, same, 1 if same else 0.5, typed), start=_SPANS):
            leaves[one.kind, one.row][at] += good
            leaves[other.kind, other.row][at + 4] += good
