"""A task -> a linear model: logistic regression, calibrated over provinces left out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.errors import fail
from extractor.link.features import context
from extractor.link.model import softmax
from extractor.train.task import EXTRA, Floats, Grams, Rows, Task

Doubles = NDArray[np.float64]
_SECOND = 0.5  #: inverse of the L2 penalty of the second pass
#: Temperatures that are tried.
_TEMPERATURES = np.exp(np.linspace(np.log(0.3), np.log(4.0), 200))


class Fitted(NamedTuple):
    """A trained model: ``dense`` (labels, columns), ``bias``, ``grams`` (buckets, labels).

    ``out`` are calibrated probabilities of the rows of documents, each by a model that
    never saw its block, in the order of ``tested`` (indices of rows). ``around`` (labels,
    columns) and its bias are the second pass, if there is one.
    """

    labels: tuple[str, ...]
    dense: Floats
    bias: Floats
    grams: Floats | None
    temperature: float
    out: Doubles
    tested: NDArray[np.int64]
    around: Floats | None = None
    around_bias: Floats | None = None


def matrix(rows: Rows, buckets: int) -> object:
    """Dense columns, then hashed ones, as one sparse matrix (scipy CSR)."""
    from scipy import sparse

    dense = sparse.csr_matrix(rows.dense.astype(np.float64))
    if rows.grams is None:
        return dense
    table = gram_matrix(rows.grams, buckets)
    if rows.headings is not None:
        table += gram_matrix(rows.headings[0], buckets)[rows.headings[1]]  # type: ignore
    return sparse.hstack((dense, table), format="csr")


def gram_matrix(grams: Grams, buckets: int) -> object:
    """Scaled counts of n-grams, shape (rows, buckets)."""
    from scipy import sparse

    index, begins, scale = grams
    size = len(begins) - 1
    # what stands before the first text and after the last begin is in the sums as well,
    # for run-time sums run from one begin to the next
    bounds = np.append(begins[:-1], len(index))
    row = np.repeat(np.arange(size), np.diff(bounds))
    values = np.repeat(scale.astype(np.float64), np.diff(bounds))
    return sparse.csr_matrix((values, (row, index)), shape=(size, buckets))


def fit(task: Task, tick: Callable[[str], None] = lambda _: None, *, folds: int = 0) -> Fitted:
    """Train *task*; ``tick`` hears of every block of documents left out in turn, or of every
    one of *folds* that the blocks are dealt out to.

    Raises EX402 where there are too few rows, labels or documents.
    """
    rows = task.rows
    labels = task.labels or tuple(sorted(set(rows.labels)))
    documents = sorted(set(rows.groups) - {EXTRA})
    if len(labels) < 2 or len(documents) < 2 or len(set(rows.labels)) < 2:
        raise fail("EX402", f"{task.name}: two documents and two labels are needed at least")
    buckets = 1 << int(task.features.get("bits", 0)) if rows.grams is not None else 0
    data = matrix(rows, buckets)
    target = np.array([labels.index(each) for each in rows.labels])
    groups = blocks_of(task)
    if folds:
        dealt = {each: f"{at % folds}" for at, each in enumerate(sorted(set(groups) - {EXTRA}))}
        groups = np.array([dealt.get(each, EXTRA) for each in groups])
    tested, scores = [], []
    for block in sorted(set(groups) - {EXTRA}):
        test = np.flatnonzero(groups == block)
        weights, bias = _solve(data, target, np.flatnonzero(groups != block), task, labels)
        tested.append(test)
        scores.append(_scores(data, test, weights, bias))
        tick(block)
    order = np.concatenate(tested)
    raw = np.vstack(scores)
    temperature = _temperature(raw, target[order])
    weights, bias = _solve(data, target, np.arange(len(target)), task, labels)
    tick("all")
    columns = rows.dense.shape[1]
    fitted = Fitted(
        labels,
        weights[:, :columns].astype(np.float32),
        bias.astype(np.float32),
        weights[:, columns:].T.astype(np.float32) if buckets else None,
        temperature,
        softmax(raw, temperature),
        order,
    )
    return fitted if rows.starts is None else _second(task, fitted, target[order])


def around(chances: Doubles, starts: NDArray[np.bool_], groups: NDArray[np.str_]) -> Doubles:
    """What the second pass is told of rows, which stand by document and in order."""
    first = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
    tables = [
        context(chances[low:high], np.append(starts[low:high], True))
        for low, high in pairwise((*first.tolist(), len(groups)))
    ]
    return np.vstack(tables)


def _second(task: Task, fitted: Fitted, target: NDArray[np.int64]) -> Fitted:
    """*fitted* with a second pass, trained on what the first says of blocks left out."""
    from scipy import sparse

    assert task.rows.starts is not None
    order, labels = fitted.tested, fitted.labels
    groups = np.array(task.rows.groups)[order]
    data = sparse.csr_matrix(around(fitted.out, task.rows.starts[order], groups))
    task = task._replace(strength=_SECOND)
    out = np.zeros_like(fitted.out)
    blocks = blocks_of(task)[order]
    for block in sorted(set(blocks)):
        test = np.flatnonzero(blocks == block)
        weights, bias = _solve(data, target, np.flatnonzero(blocks != block), task, labels)
        out[test] = softmax(_scores(data, test, weights, bias))
    weights, bias = _solve(data, target, np.arange(len(target)), task, labels)
    return fitted._replace(
        out=out, around=weights.astype(np.float32), around_bias=bias.astype(np.float32)
    )


def refit(task: Task, documents: Collection[str], like: Fitted) -> Fitted:
    """The first pass of *task* trained on the rows of some documents alone, with the
    temperature of *like*."""
    buckets = 1 << int(task.features.get("bits", 0)) if task.rows.grams is not None else 0
    target = np.array([like.labels.index(each) for each in task.rows.labels])
    kept = np.flatnonzero([each in documents or each == EXTRA for each in task.rows.groups])
    data = matrix(task.rows, buckets)
    weights, bias = _solve(data, target, kept, task, like.labels)
    columns = task.rows.dense.shape[1]
    return like._replace(
        dense=weights[:, :columns].astype(np.float32),
        bias=bias.astype(np.float32),
        grams=weights[:, columns:].T.astype(np.float32) if buckets else None,
        around=None,
        around_bias=None,
    )


def blocks_of(task: Task) -> NDArray[np.str_]:
    """The block of each row: what is left out together. Where all groups are of one block,
    each is its own."""
    groups = task.rows.groups
    blocks = [task.blocks.get(each, each) for each in groups]
    return np.array(blocks if len(set(blocks) - {EXTRA}) > 1 else groups)


def _solve(
    data: object, target: NDArray[np.int64], train: NDArray[np.int64], task: Task,
    labels: tuple[str, ...],
) -> tuple[Doubles, Doubles]:  # fmt: skip
    """Weights and biases, one row per label (one row only for two labels)."""
    from sklearn.linear_model import LogisticRegression

    part = data[train]  # type: ignore[index]
    # columns that are empty have no weight: most n-gram buckets, so they are left out
    seen = np.unique(part.indices)
    model = LogisticRegression(C=task.strength, solver="newton-cg", max_iter=200, tol=1e-5)
    model.fit(part[:, seen], target[train])
    learned = np.zeros((len(model.coef_), part.shape[1]))
    learned[:, seen] = model.coef_
    if task.kind == "binary":
        return learned, np.asarray(model.intercept_)
    # a label that this part of the documents does not hold never wins
    weights = np.zeros((len(labels), part.shape[1]))
    bias = np.full(len(labels), -30.0)
    if len(model.classes_) == 2:
        weights[model.classes_[1]] = learned[0]
        bias[model.classes_] = (0.0, model.intercept_[0])
    else:
        weights[model.classes_] = learned
        bias[model.classes_] = model.intercept_
    return weights, bias


def _scores(data: object, rows: NDArray[np.int64], weights: Doubles, bias: Doubles) -> Doubles:
    return np.asarray(data[rows] @ weights.T + bias)  # type: ignore[index]


def _temperature(scores: Doubles, target: NDArray[np.int64]) -> float:
    """The temperature under which the labels are likeliest."""

    def loss(temperature: float) -> float:
        chances = softmax(scores, temperature)
        return float(-np.log(np.maximum(chances[np.arange(len(target)), target], 1e-12)).mean())

    return round(float(min(_TEMPERATURES, key=loss)), 4)
