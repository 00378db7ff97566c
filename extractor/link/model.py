"""Trained models: where they lie, what they must agree with, and how they score.

A model is two files, ``<name>.npz`` (numbers only) and ``<name>.json`` (what the numbers
mean). Nothing in them can run code.
"""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from extractor.errors import fail

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Grams = tuple[Ints, Ints, Floats]


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
    has one row, for the second of its labels. ``around`` (labels, columns) and
    ``around_bias`` are a second pass over what the first one made of the rows around.
    """

    def __init__(self, card: Card, arrays: Mapping[str, Floats]) -> None:
        self.card = card
        self.labels = card.labels
        self.dense = np.ascontiguousarray(arrays["dense"], dtype=np.float32)
        self.bias = np.asarray(arrays["bias"], dtype=np.float32)
        grams = arrays.get("grams")
        self.grams = None if grams is None else np.ascontiguousarray(grams, dtype=np.float32)
        self.around = arrays.get("around")
        self.around_bias = arrays.get("around_bias", np.zeros(1, dtype=np.float32))

    def probabilities(
        self,
        dense: Floats,
        grams: Grams | None = None,
        headings: tuple[Grams, Ints] | None = None,
    ) -> NDArray[np.float64]:
        """Calibrated probabilities, shape (rows, labels).

        ``grams`` are the buckets of all rows, where each row's begin (one more than there
        are rows), and what each row's sum is scaled by; ``headings`` those of fewer texts,
        and which of them each row has.
        """
        scores = dense @ self.dense.T + self.bias
        if self.grams is not None and len(dense):
            if grams is not None:
                scores += _sums(self.grams, grams)
            if headings is not None:
                scores += _sums(self.grams, headings[0])[headings[1]]
        return softmax(scores.astype(np.float64), self.card.temperature)

    def revised(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of the second pass; *table* is what its rows are told of those around."""
        assert self.around is not None
        return softmax(table @ self.around.T + self.around_bias)


def _sums(weights: Floats, grams: Grams) -> Floats:
    """Scaled sums of the weights of each row's n-grams, shape (rows, labels)."""
    buckets, begins, scale = grams
    taken = weights.take(buckets, axis=0)
    if taken.shape[1] % 2 == 0:  # two sums at a time; a complex sum is just that
        sums = np.add.reduceat(taken.view(np.complex64), begins[:-1]).view(np.float32)
    else:
        sums = np.add.reduceat(taken, begins[:-1])
    return np.asarray(sums * scale[:, None])


def softmax(scores: NDArray[np.float64], temperature: float = 1.0) -> NDArray[np.float64]:
    """Probabilities of scores, one column being the log-odds of a binary model.

    >>> softmax(np.array([[0.0]])).tolist()
    [[0.5, 0.5]]
    """
    scores = scores / temperature
    if scores.shape[1] == 1:
        chances = np.zeros((len(scores), 2))
        chances[:, 1:] = scores
        scores = chances
    # the functions themselves: what numpy wraps round them takes longer than so few numbers
    weights = np.exp(scores - np.maximum.reduce(scores, axis=1, keepdims=True))
    weights /= np.add.reduce(weights, axis=1, keepdims=True)
    return np.asarray(weights)


#: Folders given by :func:`use_models`, the innermost first.
_GIVEN: ContextVar[tuple[Path, ...]] = ContextVar("models", default=())


def folders() -> tuple[Path, ...]:
    """Where models are looked for: where :func:`use_models` says, in the installed package,
    beside a checkout."""
    package = Path(__file__).resolve().parent.parent
    return (*_GIVEN.get(), package / "models", package.parent / "models")


@contextmanager
def use_models(folder: Path) -> Iterator[None]:
    """Within the block, the models of *folder* come before the shipped ones.

    >>> with use_models(Path("nowhere")):
    ...     folders()[0].name
    'nowhere'
    """
    token = _GIVEN.set((Path(folder), *_GIVEN.get()))
    try:
        yield
    finally:
        _GIVEN.reset(token)


def load(name: str) -> Model:
    """The model *name*, read once. Raises EX401 where it is missing or spoilt.

    >>> load("roles").labels[0]
    'achievement'
    """
    return _load(name, _GIVEN.get())


def has(name: str) -> bool:
    """Whether there is a model *name*: one that did not earn its place is not shipped."""
    return _has(name, _GIVEN.get())


def forget() -> None:
    """Read models anew from now on: their files have changed."""
    _has.cache_clear()
    _load.cache_clear()


@cache
def _has(name: str, _: tuple[Path, ...]) -> bool:
    return any((folder / f"{name}.json").is_file() for folder in folders())


@cache
def _load(name: str, given: tuple[Path, ...]) -> Model:
    for folder in folders():
        if (folder / f"{name}.json").is_file():
            found = read(folder, name)
            for each in differences(found.card) if folder not in given else ():
                warnings.warn(f"model {name}: {each}", ModelWarning, stacklevel=3)
            return found
    raise fail("EX401", f"there is no model {name}; run: extractor train corpus")


class ModelWarning(UserWarning):
    """A model was made of another corpus than the one at hand, or by other libraries."""


def differences(card: Card) -> list[str]:
    """In what a model's card differs from what is here: numpy, and the corpus of a checkout.

    The libraries that only training needs do not matter where a model is used.
    """
    found = []
    made_by = card.libraries.get("numpy")
    if made_by is not None and made_by != np.__version__:
        found.append(
            f"trained with numpy {made_by}, here is {np.__version__}; "
            "probabilities may differ in their sixth digit"
        )
    here = _corpus_here()
    if here is not None and card.corpus_sha256 != here:
        found.append("trained on another state of the corpus; run: extractor train corpus")
    return found


@cache
def _corpus_here() -> str | None:
    """The digest of the corpus beside a checkout, None where there is none."""
    root = Path(__file__).resolve().parents[2]
    return corpus_digest(root / "corpus") if (root / "corpus" / "train").is_dir() else None


def corpus_digest(corpus: Path) -> str:
    """SHA-256 of what models are trained on: names and bytes of the marked-up documents to
    train on (``train`` in a corpus with splits), and of the sentences."""
    told = hashlib.sha256()
    train = corpus / "train" if (corpus / "train").is_dir() else corpus
    files = [*train.rglob("*.mark"), *(corpus / "sentences").glob("*.tsv")]
    for name, path in sorted((path.relative_to(corpus).as_posix(), path) for path in files):
        data = path.read_bytes()
        told.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
        told.update(data)
    return told.hexdigest()


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
