"""What a model is trained on: rows of numbers, their labels, and where they come from."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
#: As ``extractor.link.model.Model.probabilities`` takes them.
Grams = tuple[Ints, Ints, Floats]

#: The group of rows that no document holds, such as sentences written for training: they
#: are in every fold's training part and in no test part.
EXTRA = ""


class Rows(NamedTuple):
    """Rows with their labels; ``dense`` is (rows, columns), the rest one entry a row.

    ``weights`` say how much a row counts in scores (characters, or 1); ``groups`` name the
    document that a row is from.
    """

    dense: Floats
    grams: Grams | None
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    weights: Floats


class Task(NamedTuple):
    """A model to be trained: its rows, what they mean, and what its card says of it.

    ``labels`` is empty for all labels of the rows in order; a binary model names two, the
    one whose probability counts last. ``held`` are rows of documents never trained on;
    ``documents`` the SHA-256 of the texts of those that are.
    """

    name: str
    kind: str  #: multinomial | binary
    rows: Rows
    held: Rows | None
    features: dict[str, Any]
    corpus_sha256: str
    title: str
    use: str
    limits: str
    labels: tuple[str, ...] = ()
    strength: float = 1.0  #: inverse of the L2 penalty
    documents: tuple[str, ...] = ()
