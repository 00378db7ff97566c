"""95 % intervals by drawing whole documents again, with replacement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

Interval = tuple[float, float]
#: Intervals of precision, recall and F1; None where no draw defines the score.
Three = tuple[Interval | None, Interval | None, Interval | None]
_NOTHING: Three = (None, None, None)
_BLOCK = 256  # cells at a time, so that memory stays small


def intervals(
    table: Any,
    *,
    samples: int,
    seed: int,
    groups: Sequence[Sequence[int]] = (),
    only_f1: frozenset[int] = frozenset(),
) -> tuple[list[Three], list[Three]] | None:
    """Intervals per cell of *table*, which holds a count per document and cell, shape
    (documents, cells, 4); and of the unweighted mean of each of *groups* of cells.

    Cells of *only_f1* get that interval alone. None where there are fewer than two documents:
    one document says nothing of others.
    """
    import numpy as np

    counts = np.asarray(table, dtype=np.float32)
    if counts.ndim != 3 or len(counts) < 2 or samples < 1 or not counts.shape[1]:
        return None
    documents, cells, _ = counts.shape
    weights = np.random.default_rng(seed).multinomial(
        documents, np.full(documents, 1 / documents), size=samples
    )
    drawn = np.ascontiguousarray(weights.T, dtype=np.float32)  # documents, samples
    found: list[Three] = [_NOTHING] * cells
    member = {cell for group in groups for cell in group}
    sums: dict[int, Any] = {}
    alike = (counts[:, :, 0] == counts[:, :, 2]).all(axis=0).tolist()
    for full, same in product((True, False), repeat=2):
        wanted = [
            cell for cell in range(cells) if alike[cell] is same and (cell not in only_f1) is full
        ]
        for first in range(0, len(wanted), _BLOCK):
            block = wanted[first : first + _BLOCK]
            rows = np.ascontiguousarray(counts[:, block].transpose(2, 1, 0))
            right, told, there = (rows[at] @ drawn for at in (0, 1, 3))
            three = scores(right, told, right if same else rows[2] @ drawn, there)
            f1 = bounds(three[2])
            rest = (bounds(three[0]), bounds(three[1])) if full else ([None] * len(block),) * 2
            for at, cell in enumerate(block):
                found[cell] = (rest[0][at], rest[1][at], f1[at])
                if cell in member:
                    sums[cell] = [each[at] for each in three]
    means: list[Three] = []
    for group in groups:
        if not group:
            means.append(_NOTHING)
            continue
        limits = [
            bounds(_mean(np.stack([sums[cell][at] for cell in group]))[None])[0] for at in range(3)
        ]
        means.append((limits[0], limits[1], limits[2]))
    return found, means


def scores(right: Any, predicted: Any, right_gold: Any, gold: Any) -> tuple[Any, Any, Any]:
    """Precision, recall and F1 of arrays of counts; not a number where undefined."""
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = right / predicted, right_gold / gold
        f1 = 2 * precision * recall / (precision + recall)
    # F1 is 0 where one side is empty or nothing is right, undefined where both are empty
    f1 = np.where((predicted > 0) | (gold > 0), np.nan_to_num(f1), np.nan)
    return precision, recall, f1


def bounds(values: Any) -> list[Interval | None]:
    """The 2.5th and 97.5th percentile of each row, of what is defined in it."""
    import numpy as np

    undefined = np.isnan(values).sum(axis=1)
    size = values.shape[1]
    found: list[Interval | None] = [None] * len(values)
    whole = np.flatnonzero(undefined == 0)
    if len(whole):
        low, high = (size - 1) * 0.025, (size - 1) * 0.975
        ranks = sorted({int(low), min(int(low) + 1, size - 1), int(high),
                        min(int(high) + 1, size - 1)})  # fmt: skip
        ordered = np.partition(values[whole], ranks, axis=1)
        lows, highs = _at(ordered, low), _at(ordered, high)
        for row, one, other in zip(whole.tolist(), lows.tolist(), highs.tolist(), strict=True):
            found[row] = (one, other)
    some = np.flatnonzero((undefined > 0) & (undefined < size))
    if len(some):
        ordered = np.sort(values[some], axis=1)  # what is not a number comes last
        last = size - undefined[some] - 1
        lows, highs = _at(ordered, last * 0.025), _at(ordered, last * 0.975)
        for row, one, other in zip(some.tolist(), lows.tolist(), highs.tolist(), strict=True):
            found[row] = (one, other)
    return found


def _at(ordered: Any, ranks: Any) -> Any:
    """The value at a rank of each row, between two values where the rank is."""
    import numpy as np

    below = np.broadcast_to(np.asarray(ranks).astype(int), len(ordered))
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    rows = np.arange(len(ordered))
    low, share = ordered[rows, below], ranks - below
    # at a whole rank what comes next may be undefined
    return np.where(share > 0, low + (ordered[rows, above] - low) * share, low)


def _mean(stacked: Any) -> Any:
    import numpy as np

    defined = (~np.isnan(stacked)).sum(axis=0)
    total = np.nansum(stacked, axis=0)
    return np.where(defined > 0, total / np.maximum(defined, 1), np.nan)
