"""95 % intervals by drawing whole documents again, with replacement."""

from __future__ import annotations

from collections.abc import Sequence

Interval = tuple[float, float]
#: Intervals of precision, recall and F1; None where no draw defines the score.
Three = tuple[Interval | None, Interval | None, Interval | None]


def intervals(
    table: Sequence[Sequence[tuple[int, int, int, int]]], *, samples: int, seed: int
) -> list[Three] | None:
    """Intervals per cell of *table*, which holds a count per document and cell.

    None where there are fewer than two documents: one document says nothing of others.
    """
    if len(table) < 2 or samples < 1 or not table[0]:
        return None
    import numpy as np

    counts = np.asarray(table, dtype=np.float64)  # documents, cells, 4
    documents, cells, _ = counts.shape
    weights = np.random.default_rng(seed).multinomial(
        documents, np.full(documents, 1 / documents), size=samples
    )
    found: list[Three] = []
    for first in range(0, cells, 200):  # in blocks, so that memory stays small
        block = counts[:, first : first + 200].reshape(documents, -1)
        drawn = (weights @ block).reshape(samples, -1, 4)
        with np.errstate(invalid="ignore", divide="ignore"):
            precision = drawn[:, :, 0] / drawn[:, :, 1]
            recall = drawn[:, :, 2] / drawn[:, :, 3]
            total = np.nan_to_num(precision) + np.nan_to_num(recall)
            f1 = np.where(total > 0, np.nan_to_num(2 * precision * recall / total), 0.0)
        f1[(drawn[:, :, 1] == 0) & (drawn[:, :, 3] == 0)] = np.nan
        for cell in range(drawn.shape[1]):
            three: list[Interval | None] = []
            for values in (precision[:, cell], recall[:, cell], f1[:, cell]):
                defined = values[~np.isnan(values)]
                if len(defined):
                    low, high = np.percentile(defined, (2.5, 97.5))
                    three.append((float(low), float(high)))
                else:
                    three.append(None)
            found.append((three[0], three[1], three[2]))
    return found
