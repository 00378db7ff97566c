"""Counts per document and row, and the scores they give, with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec

from extractor.evaluate.bootstrap import Interval, Three, intervals
from extractor.evaluate.count import (
    GIVEN,
    KIND_PLACES,
    TALLY,
    Cell,
    Compared,
    Count,
    compare,
    metrics_of,
    rows_of,
)
from extractor.evaluate.pause import uncollected
from extractor.evaluate.types import Doc

#: Metrics of which the fields have intervals, and the mean over fields is told.
MACRO = ("slots", "linked")


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1, None where undefined, with 95 % intervals where known.

    The count of row ``macro`` tells how many fields have a precision, and a recall.
    """

    count: Count
    precision: float | None
    recall: float | None
    f1: float | None
    precision_ci: Interval | None = None
    recall_ci: Interval | None = None
    f1_ci: Interval | None = None


class Report(msgspec.Struct, frozen=True):
    """Scores by row and metric, and the documents they come from.

    ``has_findings`` is False where no prediction has room for findings: scores are unknown.
    """

    scores: Mapping[Cell, Score]
    documents: tuple[Compared, ...]
    seed: int
    samples: int
    has_findings: bool = False

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


@uncollected()
def evaluate(pairs: Sequence[tuple[Doc, Doc]], *, samples: int = 1000, seed: int = 0) -> Report:
    """Score pairs of gold and predicted documents; intervals where there are two or more."""
    has_findings = any(predicted.findings is not None for _, predicted in pairs)
    compared = tuple(compare(gold, there, findings=has_findings) for gold, there in pairs)
    return summed(compared, samples=samples, seed=seed, has_findings=has_findings)


def summed(
    compared: tuple[Compared, ...], *, samples: int, seed: int, has_findings: bool = False
) -> Report:
    """The report of documents that are compared already."""
    cells, table = as_table(compared)
    if not cells:
        return Report({}, compared, seed, samples, has_findings)
    told_of = ((table[:, :, 1] > 0) | (table[:, :, 3] > 0)).sum(axis=0).tolist()
    wanted = [
        at for at, cell in enumerate(cells)
        if has_interval(cell) and (told_of[at] > 1 or cell[0].startswith("field:"))
    ]  # fmt: skip
    place = {cells[index]: at for at, index in enumerate(wanted)}
    groups = [
        [at for (row, name), at in place.items() if name == metric and row.startswith("field:")]
        for metric in MACRO
    ]
    fields = frozenset(at for (row, _), at in place.items() if row.startswith("field:"))
    found = intervals(table[:, wanted], samples=samples, seed=seed, groups=groups, only_f1=fields)
    sums = table.sum(axis=0).tolist()
    scores: dict[Cell, Score] = {}
    for index, cell in enumerate(cells):
        count = Count(*(int(each) if each.is_integer() else each for each in sums[index]))
        three = precision_recall_f1(count)
        limits: Any = (None, None, None)
        if found and cell in place and told_of[index] > 1:
            # no interval for a score that is undefined itself
            of_cell = found[0][place[cell]]
            limits = [limit if score is not None else None
                      for limit, score in zip(of_cell, three, strict=True)]  # fmt: skip
        scores[cell] = Score(count, *three, *limits)
    for at, metric in enumerate(MACRO):
        rows = [scores[cell] for cell in cells if cell[1] == metric and cell[0][:6] == "field:"]
        if rows:
            scores["macro", metric] = _macro(rows, found[1][at] if found else (None, None, None))
    return Report(scores, compared, seed, samples, has_findings)


def has_interval(cell: Cell) -> bool:
    """Whether a cell gets an interval: of F1 in the main metrics of fields; of all three
    elsewhere, but for the lesser metrics of provinces and the spans of kinds."""
    row, metric = cell
    if row.startswith(("field:", "province:")):
        return metric in MACRO
    return row == "total" or metric not in KIND_PLACES


def as_table(compared: Sequence[Compared]) -> tuple[list[Cell], Any]:
    """Every row and metric, and their counts as an array, shape (documents, cells, 4); 0
    where a document has none."""
    import numpy as np

    leaves = sorted({leaf for each in compared for leaf in each.leaves})
    place = {leaf: index for index, leaf in enumerate(leaves)}
    tallies = np.zeros((len(compared), len(leaves), TALLY))
    for row, each in enumerate(compared):
        if each.leaves:
            tallies[row, [place[leaf] for leaf in each.leaves]] = _array(
                each.leaves.values(), TALLY
            )
    provinces = np.array([each.gold.province for each in compared], dtype=object)
    members: dict[str, list[int]] = {}
    for index, leaf in enumerate(leaves):
        for name in rows_of(leaf, "")[:-1]:
            members.setdefault(name, []).append(index)
    with_text = np.array([each.with_text for each in compared])
    cells: list[Cell] = []
    blocks: list[Any] = []

    def add(name: str, tally: Any) -> None:
        for metric, columns in metrics_of(name, bool(with_text.any())):
            block = tally[:, list(columns)]
            if metric == "grounded":
                block = block * with_text[:, None]
            if metric not in GIVEN or block.any():
                cells.append((name, metric))
                blocks.append(block)

    for name, indices in members.items():
        add(name, tallies[:, indices[0]] if len(indices) == 1 else tallies[:, indices].sum(axis=1))
    if leaves:
        total = tallies.sum(axis=1)
        for province in dict.fromkeys(each.gold.province for each in compared if each.leaves):
            add(f"province:{province}", total * (provinces == province)[:, None])
    others = sorted({cell for each in compared for cell in each.others})
    at = {cell: index for index, cell in enumerate(others)}
    rest = np.zeros((len(compared), len(others), 4))
    for row, each in enumerate(compared):
        if each.others:
            rest[row, [at[cell] for cell in each.others]] = _array(each.others.values(), 4)
    facts = np.stack(blocks, axis=1) if blocks else np.zeros((len(compared), 0, 4))
    return cells + others, np.concatenate([facts, rest], axis=1)


def _array(rows: Iterable[Sequence[float]], width: int) -> Any:
    import numpy as np

    return np.fromiter(chain.from_iterable(rows), dtype=np.float64).reshape(-1, width)


def _macro(fields: Sequence[Score], limits: Three) -> Score:
    means: list[float | None] = []
    sizes = []
    for name in ("precision", "recall", "f1"):
        values = [value for each in fields if (value := getattr(each, name)) is not None]
        means.append(sum(values) / len(values) if values else None)
        sizes.append(len(values))
    return Score(
        Count(0, sizes[0], 0, sizes[1]), means[0], means[1], means[2],
        limits[0], limits[1], limits[2],
    )  # fmt: skip
