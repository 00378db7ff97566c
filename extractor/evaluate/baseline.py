"""This run against an earlier one: differences, and whether chance would make them too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from extractor.errors import fail
from extractor.evaluate.bootstrap import scores
from extractor.evaluate.count import ALL_METRICS, CHARACTERS, Cell, Compared
from extractor.evaluate.score import Report, as_table

#: Metrics that are tested; differences are told of all.
TESTED = ("slots", "linked", CHARACTERS)
_BLOCK = 64


class Difference(msgspec.Struct, frozen=True):
    """A score before and now, on the documents of both runs.

    ``p`` is of a paired randomisation test of F1, ``p_holm`` the same corrected over the rows
    of its group (kinds, fields …); both None where no document's counts have changed.
    """

    row: str
    metric: str
    before: tuple[float | None, float | None, float | None]
    now: tuple[float | None, float | None, float | None]
    p: float | None = None
    p_holm: float | None = None

    @property
    def delta(self) -> float | None:
        """How much F1 has gained; None where it was or is undefined."""
        one, two = self.before[2], self.now[2]
        return None if one is None or two is None else two - one


class _Document(msgspec.Struct):
    doc: str
    counts: dict[str, dict[str, tuple[float, float, float, float]]]
    text_sha256: str | None = None


class Run(msgspec.Struct):
    """A stored run: what ``--format json`` wrote."""

    documents: list[_Document]
    schema_version: str
    name: str = ""
    trained_on: int | None = None
    scores: dict[str, dict[str, Any]] = {}


def load_run(path: Path) -> Run:
    """A stored run; raises EX301 with the cause."""
    try:
        run = msgspec.json.decode(path.read_bytes(), type=Run)
    except OSError as error:
        raise fail("EX301", f"{path}: {error.strerror}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise fail("EX301", f"{path}: not a run (write one by --format json): {error}") from None
    if not run.documents:
        raise fail("EX301", f"{path}: a run without documents")
    names = [each.doc for each in run.documents]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise fail("EX301", f"{path}: document {twice} is there twice")
    return run


def compare_runs(
    report: Report, run: Run, where: str, *, samples: int = 10_000, seed: int = 0
) -> tuple[list[Difference], list[str]]:
    """Differences of *report* from the stored *run* over the documents in both, and what a
    reader must know of them. Raises EX303 where no document is in both."""
    before = {each.doc: each for each in run.documents}
    shared: list[Compared] = []
    notes: list[str] = []
    for each in report.documents:
        found = before.get(each.gold.name)
        if found is None:
            continue
        if found.text_sha256 not in (None, each.gold.sha256):
            notes.append(f"{each.gold.name}: the baseline is of another text, left out")
            continue
        shared.append(each)
    if not shared:
        raise fail("EX303", f"{where}: no document of the baseline is in this run")
    if len(shared) < len(report.documents):
        notes.append(f"baseline: {len(shared)} of {len(report.documents)} documents are in both")
    cells, now = as_table(shared)
    known = set(cells)
    for each in shared:
        for row, metrics in before[each.gold.name].counts.items():
            for metric in metrics:
                if (row, metric) not in known and metric in ALL_METRICS:
                    known.add((row, metric))
    order = [*cells, *sorted(known - set(cells))]
    return _differences(order, *_both(order, now, shared, before), samples, seed), notes


def _both(
    order: Sequence[Cell], now: Any, shared: Sequence[Compared], before: dict[str, _Document]
) -> tuple[Any, Any]:
    import numpy as np

    place = {cell: index for index, cell in enumerate(order)}
    old = np.zeros((len(shared), len(order), 4))
    for index, each in enumerate(shared):
        for row, metrics in before[each.gold.name].counts.items():
            for metric, four in metrics.items():
                at = place.get((row, metric))
                if at is not None:
                    old[index, at] = four
    new = np.zeros_like(old)
    new[:, : now.shape[1]] = now
    return old, new


def _differences(
    order: Sequence[Cell], old: Any, new: Any, samples: int, seed: int
) -> list[Difference]:
    import numpy as np

    told = [three_of(table.sum(axis=0)) for table in (old, new)]
    changed = (old != new).any(axis=(0, 2))
    tested = [
        index
        for index, (_, metric) in enumerate(order)
        if changed[index] and metric in TESTED and told[0][index][2] is not None
    ]
    chances = dict(zip(tested, randomised(old[:, tested], new[:, tested], samples, seed),
                       strict=True))  # fmt: skip
    families: dict[tuple[str, str], list[int]] = {}
    for index in tested:
        row, metric = order[index]
        families.setdefault((row.partition(":")[0], metric), []).append(index)
    corrected: dict[int, float] = {}
    for family in families.values():
        corrected.update(zip(family, holm([chances[index] for index in family]), strict=True))
    return [
        Difference(row, metric, told[0][at], told[1][at], chances.get(at), corrected.get(at))
        for at, (row, metric) in enumerate(order)
        if np.any(old[:, at]) or np.any(new[:, at])
    ]


def three_of(counts: Any) -> list[tuple[float | None, float | None, float | None]]:
    """Precision, recall and F1 of rows of counts, shape (rows, 4)."""
    three = scores(*(counts[:, at] for at in range(4)))
    rows = zip(*(each.tolist() for each in three), strict=True)
    return [tuple(None if x != x else x for x in row) for row in rows]  # type: ignore[misc]


def randomised(old: Any, new: Any, samples: int, seed: int) -> list[float]:
    """How often a difference of F1 as large comes about when each document's counts, shape
    (documents, rows, 4), are of the one or the other run by chance; one p a row."""
    import numpy as np

    documents, rows, _ = old.shape
    if not rows:
        return []
    swap = np.random.default_rng(seed).integers(0, 2, (samples, documents)).astype(np.float64)
    found: list[float] = []
    for first in range(0, rows, _BLOCK):
        one, two = old[:, first : first + _BLOCK], new[:, first : first + _BLOCK]
        change = two - one
        moved = [swap @ change[:, :, at] for at in range(4)]
        before = [one[:, :, at].sum(axis=0) + moved[at] for at in range(4)]
        after = [two[:, :, at].sum(axis=0) - moved[at] for at in range(4)]
        drawn = np.nan_to_num(scores(*after)[2]) - np.nan_to_num(scores(*before)[2])
        seen = np.nan_to_num(scores(*(two[:, :, at].sum(axis=0) for at in range(4)))[2])
        seen -= np.nan_to_num(scores(*(one[:, :, at].sum(axis=0) for at in range(4)))[2])
        as_large = (np.abs(drawn) >= np.abs(seen) - 1e-12).sum(axis=0)
        found += ((1 + as_large) / (1 + samples)).tolist()
    return found


def holm(chances: Sequence[float]) -> list[float]:
    """Holm's step-down correction.

    >>> [round(each, 3) for each in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(chances)), key=lambda index: chances[index])
    corrected = [0.0] * len(chances)
    least = 0.0
    for rank, index in enumerate(order):
        least = max(least, min(1.0, (len(chances) - rank) * chances[index]))
        corrected[index] = least
    return corrected
