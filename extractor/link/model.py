"""Trained models: where they lie, what they must agree with, and how they score.

A model is two files, ``<name>.npz`` (numbers only) and ``<name>.json`` (what the numbers
mean). Nothing in them can run code.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from extractor.errors import fail

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``<name>.json`` says: features, labels, temperature, and what it was made of.

    ``documents`` are the SHA-256 of the texts that it was trained on.
    """

    name: str
    kind: str  #: multinomial | binary
    labels: tuple[str, ...]
    features: dict[str, Any]
    temperature: float
    corpus_sha256: str
    libraries: dict[str, str]
    scores: dict[str, Any] = {}
    documents: tuple[str, ...] = ()


class Model:
    """A linear model over dense features and, where it has them, hashed n-grams.

    ``dense`` has shape (labels, columns) and ``grams`` (buckets, labels); a binary model
    has one row, for the second of its labels.
    """

    def __init__(self, card: Card, arrays: Mapping[str, Floats]) -> None:
        self.card = card
        self.labels = card.labels
        self.dense = np.ascontiguousarray(arrays["dense"], dtype=np.float32)
        self.bias = np.asarray(arrays["bias"], dtype=np.float32)
        grams = arrays.get("grams")
        self.grams = None if grams is None else np.ascontiguousarray(grams, dtype=np.float32)

    def probabilities(
        self, dense: Floats, grams: tuple[Ints, Ints, Floats] | None = None
    ) -> NDArray[np.float64]:
        """Calibrated probabilities, shape (rows, labels).

        ``grams`` are the buckets of all rows, where each row's begin (one more than there
        are rows), and what each row's sum is scaled by.
        """
        scores = dense @ self.dense.T + self.bias
        if grams is not None and self.grams is not None and len(dense):
            buckets, begins, scale = grams
            taken = self.grams.take(buckets, axis=0)
            if taken.shape[1] % 2 == 0:  # two sums at a time; a complex sum is just that
                sums = np.add.reduceat(taken.view(np.complex64), begins[:-1]).view(np.float32)
            else:
                sums = np.add.reduceat(taken, begins[:-1])
            scores += sums * scale[:, None]
        return softmax(scores.astype(np.float64), self.card.temperature)


def softmax(scores: NDArray[np.float64], temperature: float = 1.0) -> NDArray[np.float64]:
    """Probabilities of scores, one column being the log-odds of a binary model.

    >>> softmax(np.array([[0.0]])).tolist()
    [[0.5, 0.5]]
    """
    scores = scores / temperature
    if scores.shape[1] == 1:
        scores = np.hstack((np.zeros_like(scores), scores))
    weights = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray(weights)


def folders() -> tuple[Path, ...]:
    """Where models are looked for: in the installed package, then beside a checkout."""
    package = Path(__file__).resolve().parent.parent
    return package / "models", package.parent / "models"


@cache
def load(name: str) -> Model:
    """The model *name*, read once. Raises EX401 where it is missing or spoilt.

    >>> load("roles").labels[0]
    'achievement'
    """
    for folder in folders():
        if (folder / f"{name}.json").is_file():
            return read(folder, name)
    raise fail("EX401", f"there is no model {name}; run: extractor train corpus")


def read(folder: Path, name: str) -> Model:
    """The model *name* of a folder. Raises EX401."""
    path = folder / f"{name}.json"
    try:
        card = msgspec.json.decode(path.read_bytes(), type=Card)
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            return Model(card, {key: stored[key] for key in stored.files})
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, msgspec.MsgspecError) as error:
        raise fail("EX401", f"{path}: the model cannot be loaded: {error}") from error


def agree(model: Model, features: Mapping[str, Any]) -> Model:
    """*model*, if it was trained on these features. Raises EX401."""
    if model.card.features != dict(features):
        raise fail("EX401", f"the model {model.card.name} is of other features; train it again")
    return model
