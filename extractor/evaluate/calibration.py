"""Confidences against what came true: as sure as they should be, and of the right facts?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from extractor.evaluate.count import Compared
from extractor.evaluate.match import linked
from extractor.evaluate.types import NUMERIC

BINS = 10
PRECISION, COVERAGE = 0.98, 0.95
_POINTS = 100


class Bin(msgspec.Struct, frozen=True):
    """A tenth of the facts, by confidence: how sure they were, how many were right."""

    confidence: float
    right: float
    size: int


class Calibration(msgspec.Struct, frozen=True):
    """How well confidences fit a group of predicted facts; right is what is linked.

    ``ece`` is over ten bins of equal mass, ``auroc`` None where all are right or none is.
    ``coverage`` is the largest share of the facts, the surest first, of which ``PRECISION``
    are right; ``precision`` the share right of the surest ``COVERAGE``. ``curve`` holds
    (coverage, share wrong) from the surest on.
    """

    size: int
    right: float
    ece: float
    brier: float
    auroc: float | None
    coverage: float
    precision: float
    bins: tuple[Bin, ...]
    curve: tuple[tuple[float, float], ...]


def calibrations(compared: Sequence[Compared]) -> dict[str, Calibration]:
    """The calibration of all facts, of ``numeric`` ones and of each kind; of groups whose
    facts bear confidences."""
    groups: dict[str, tuple[list[float], list[bool]]] = {"all": ([], []), "numeric": ([], [])}
    for each in compared:
        right = {j for _, j in each.twins}
        for i, j in set(each.pairs) - each.twins:
            if linked(each.gold.items[i], each.predicted.items[j]):
                right.add(j)
        for j, item in enumerate(each.predicted.items):
            if item.confidence is None:
                continue
            names = ["all", item.kind, *(("numeric",) if item.kind in NUMERIC else ())]
            for name in names:
                sure, came = groups.setdefault(name, ([], []))
                sure.append(item.confidence)
                came.append(j in right)
    found = {name: calibration(*both) for name, both in groups.items() if both[0]}
    first = [name for name in ("all", "numeric") if name in found]
    return {name: found[name] for name in [*first, *sorted(set(found) - set(first))]}


def calibration(sure: Sequence[float], came: Sequence[bool]) -> Calibration:
    """Compare confidences with what came true. The order of the facts changes nothing.

    >>> fit = calibration([0.9, 0.9, 0.6, 0.6], [True, True, True, False])
    >>> fit.auroc, fit.precision, fit.coverage
    (0.8333333333333334, 0.75, 0.5)
    """
    import numpy as np

    chances = np.asarray(sure, dtype=np.float64)
    right = np.asarray(came, dtype=np.float64)
    order = np.argsort(-chances, kind="stable")
    chances, right = chances[order], right[order]
    # equally sure facts are of one mind: each is as right as they are on average
    starts = np.flatnonzero(np.r_[True, np.diff(chances) != 0])
    sizes = np.diff(np.r_[starts, len(chances)])
    sums = np.add.reduceat(right, starts)
    smooth = np.repeat(sums / sizes, sizes)
    bins = []
    for part in np.array_split(np.arange(len(chances)), min(BINS, len(chances))):
        mean = float(chances[part].mean())
        bins.append(Bin(mean, float(smooth[part].mean()), len(part)))
    ece = sum(each.size * abs(each.right - each.confidence) for each in bins) / len(chances)
    kept = np.cumsum(sizes)
    coverage, precision = kept / len(chances), np.cumsum(sums) / kept
    enough = coverage[precision >= PRECISION - 1e-12]
    wide = precision[coverage >= COVERAGE - 1e-12]
    return Calibration(
        size=len(chances),
        right=float(right.mean()),
        ece=float(ece),
        brier=float(((chances - right) ** 2).mean()),
        auroc=_auroc(sizes, sums),
        coverage=float(enough.max()) if len(enough) else 0.0,
        precision=float(wide[0]),
        bins=tuple(bins),
        curve=_curve(coverage, 1 - precision),
    )


def _auroc(sizes: Any, right: Any) -> float | None:
    """The chance that a right fact is surer than a wrong one, ties counted half; groups of
    equally sure facts come the surest first."""
    wrong = sizes - right
    if not right.sum() or not wrong.sum():
        return None
    below = wrong.sum() - wrong.cumsum()  # wrong facts that are less sure
    return float((right * (below + wrong / 2)).sum() / (right.sum() * wrong.sum()))


def _curve(coverage: Any, risk: Any) -> tuple[tuple[float, float], ...]:
    import numpy as np

    taken = np.unique(np.linspace(0, len(coverage) - 1, _POINTS).round().astype(int))
    return tuple((float(coverage[at]), float(risk[at])) for at in taken)
