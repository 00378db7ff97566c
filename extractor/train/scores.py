"""How good a trained model is on documents it never saw, with intervals over documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.evaluate.calibration import calibration
from extractor.train.task import Floats

_SAMPLES = 2000


def scores(
    labels: Sequence[str],
    truth: NDArray[np.int64],
    chances: NDArray[np.float64],
    groups: Sequence[str],
    weights: Floats,
) -> dict[str, Any]:
    """Accuracy by row and by weight, with 95 % intervals by a bootstrap over the groups;
    precision, recall and F1 of each label by weight; calibration; how many rows."""
    right = (chances.argmax(axis=1) == truth).astype(np.float64)
    weight = weights.astype(np.float64)
    by_label = {}
    chosen = chances.argmax(axis=1)
    for index, label in enumerate(labels):
        hit = float(weight[(truth == index) & (chosen == index)].sum())
        told, there = float(weight[chosen == index].sum()), float(weight[truth == index].sum())
        if there or told:
            by_label[label] = _prf(hit, told, there) | {"rows": int((truth == index).sum())}
    return {
        "rows": len(truth),
        "documents": len(set(groups)),
        "by_row": _interval(right, np.ones_like(weight), groups),
        "by_weight": _interval(right, weight, groups),
        **_reliability(truth, chances, right),
        "labels": by_label,
    }


def _reliability(
    truth: NDArray[np.int64], chances: NDArray[np.float64], right: NDArray[np.float64]
) -> dict[str, Any]:
    """Calibration over ten bins of equal mass: of the second label of two, else of the label
    that is told."""
    binary = chances.shape[1] == 2
    sure, came = (chances[:, 1], truth == 1) if binary else (chances.max(axis=1), right > 0)
    fit = calibration(sure.tolist(), came.tolist())
    return {
        "calibration_error": round(fit.ece, 4),
        "auroc": None if fit.auroc is None else round(fit.auroc, 4),
        "brier": round(fit.brier, 4),
        "reliability": [
            {"confidence": round(b.confidence, 4), "right": round(b.right, 4), "rows": b.size}
            for b in fit.bins
        ],
    }


def _prf(hit: float, told: float, there: float) -> dict[str, float]:
    precision = hit / told if told else 0.0
    recall = hit / there if there else 0.0
    f1 = 2 * hit / (told + there) if told + there else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _interval(
    right: NDArray[np.float64], weight: NDArray[np.float64], groups: Sequence[str]
) -> dict[str, Any]:
    names = sorted(set(groups))
    place = np.array([names.index(each) for each in groups])
    hit = np.bincount(place, right * weight, len(names))
    size = np.bincount(place, weight, len(names))
    drawn = np.random.default_rng(0).integers(0, len(names), (_SAMPLES, len(names)))
    shares = hit[drawn].sum(axis=1) / np.maximum(size[drawn].sum(axis=1), 1e-9)
    low, high = np.quantile(shares, (0.025, 0.975))
    return {
        "value": round(float(hit.sum() / size.sum()), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }
