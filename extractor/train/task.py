"""What a model is trained on: rows of numbers, their labels, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    document that a row is from. ``headings`` are n-grams of fewer texts, and which of them
    each row has. Where ``starts`` is given (whether a section begins at each row), there is
    a second pass over what the first made of the rows around.
    """

    dense: Floats
    grams: Grams | None
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    weights: Floats
    headings: tuple[Grams, Ints] | None = None
    starts: NDArray[np.bool_] | None = None


def stacked(
    dense: Sequence[Floats], buckets: Sequence[Ints], labels: Sequence[str], groups: Sequence[str]
) -> Rows:
    """Rows put together of parts that hold equally many buckets a row, of weight 1."""
    size = len(labels)
    flat = np.concatenate(buckets) if buckets else np.zeros(0, np.int64)
    width = len(flat) // size if size else 0
    begins = np.arange(size + 1, dtype=np.int64) * width
    ones = np.ones(size, dtype=np.float32)
    grams = (flat, begins, ones) if width else None
    return Rows(np.vstack(dense), grams, tuple(labels), tuple(groups), ones)


class Task(NamedTuple):
    """A model to be trained: its rows, what they mean, and what its card says of it.

    ``labels`` is empty for all labels of the rows in order; a binary model names two, the
    one whose probability counts last. ``held`` are rows of documents never trained on;
    ``documents`` the SHA-256 of the texts of those that are, ``corpus_sha256`` tells their
    whole corpus. ``blocks`` names the block, such as the province, of a group; groups of one
    block are left out together.
    """

    name: str
    kind: str  #: multinomial | binary
    rows: Rows
    held: Rows | None
    features: dict[str, Any]
    title: str
    use: str
    limits: str
    labels: tuple[str, ...] = ()
    strength: float = 1.0  #: inverse of the L2 penalty
    corpus_sha256: str = ""
    documents: tuple[str, ...] = ()
    blocks: Mapping[str, str] = {}
