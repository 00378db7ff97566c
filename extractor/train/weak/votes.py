"""Votes of labelling functions, how far they can be trusted, and what they say together.

A function votes for one label of an item or abstains. Each vote weighs the log odds of its
precision (how often this function is right with this label), times the strength of the
function, which is less than 1 for one that repeats what others say. Both are learned from items
whose label is known; precision also without any, by expectation maximisation in the manner of
Dawid and Skene.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]

ABSTAIN = -1
#: Votes that a function's precision over all labels counts for, beside those for one label.
_PRIOR = 8.0
#: No function is ever taken to be surer than this, or less sure than its counterpart.
_SURE = 0.98
#: Penalty on strengths that are far from 1, in items.
_RIDGE = 2.0


class Votes(NamedTuple):
    """``table`` holds indices of ``labels``, or :data:`ABSTAIN`; shape (items, functions)."""

    functions: tuple[str, ...]
    labels: tuple[str, ...]
    table: Ints


class Trust(NamedTuple):
    """Precision by function and label, shape (functions, labels), and strength by function."""

    precision: Doubles
    strength: Doubles


class Row(NamedTuple):
    """A function in figures: shares of all items, and how often its votes are right."""

    name: str
    coverage: float
    overlap: float
    conflict: float
    accuracy: float | None


def gather(functions: Sequence[str], votes: Sequence[Sequence[str | None]]) -> Votes:
    """The votes of each function as one table.

    >>> gather(["a", "b"], [["x", None], ["y", "x"]]).table.tolist()
    [[0, 1], [-1, 0]]
    """
    labels = tuple(sorted({vote for column in votes for vote in column if vote is not None}))
    index: dict[str | None, int] = {label: i for i, label in enumerate(labels)} | {None: ABSTAIN}
    table = np.array([[index[vote] for vote in column] for column in votes], dtype=np.int64)
    return Votes(tuple(functions), labels, table.reshape(len(functions), -1).T)


def relabel(votes: Votes, labels: Sequence[str]) -> Votes:
    """The same votes with indices into *labels*; votes for others become abstentions."""
    where = {label: i for i, label in enumerate(labels)}
    moved = np.array([where.get(label, ABSTAIN) for label in votes.labels] + [ABSTAIN])
    return Votes(votes.functions, tuple(labels), moved[votes.table])


def learn(votes: Votes, gold: Sequence[str]) -> Trust:
    """Trust from items whose label is known, in the order of the votes."""
    index = {label: i for i, label in enumerate(votes.labels)}
    truth = np.array([index.get(label, len(votes.labels)) for label in gold])
    posterior = np.zeros((len(gold), len(votes.labels)))
    known = truth < len(votes.labels)
    posterior[np.flatnonzero(known), truth[known]] = 1.0
    precision = _precision(votes, posterior)
    return Trust(precision, _strength(votes, precision, truth))


def _strength(votes: Votes, precision: Doubles, truth: Ints) -> Doubles:
    """Strengths, 0 or more, under which the true labels are likeliest."""
    from scipy.optimize import minimize

    rows = np.flatnonzero(truth < len(votes.labels))
    known = votes._replace(table=votes.table[rows])
    target, size = truth[rows], len(votes.functions)
    cast = known.table != ABSTAIN
    weight = np.where(cast, _weights(precision)[np.arange(size), known.table], 0.0)
    right = known.table == target[:, None]

    def loss(strength: Doubles) -> tuple[float, Doubles]:
        chances = _softmax(_scores(known, Trust(precision, strength)))
        sure = np.maximum(chances[np.arange(len(rows)), target], 1e-12)
        voted = np.take_along_axis(chances, np.maximum(known.table, 0), axis=1)
        slope = ((voted - right) * weight).sum(axis=0)
        away = strength - 1.0
        return float(-np.log(sure).sum() + _RIDGE * away @ away), slope + 2 * _RIDGE * away

    start = np.ones(size)
    if not len(rows):
        return start
    found = minimize(loss, start, jac=True, bounds=[(0.0, None)] * size, method="L-BFGS-B")
    strength: Doubles = np.asarray(found.x, dtype=np.float64).round(4)
    return strength


def learn_alone(votes: Votes, rounds: int = 25) -> Trust:
    """Trust from the votes alone: what most say is taken as true, and so on in turn."""
    size = len(votes.labels)
    posterior = np.zeros((len(votes.table), size))
    for label in range(size):
        posterior[:, label] = (votes.table == label).sum(axis=1)
    posterior /= np.maximum(posterior.sum(axis=1, keepdims=True), 1.0)
    trust = Trust(_precision(votes, posterior), np.ones(len(votes.functions)))
    for _ in range(rounds):
        posterior = _softmax(_scores(votes, trust))
        trust = trust._replace(precision=_precision(votes, posterior))
    return trust


def _precision(votes: Votes, posterior: Doubles) -> Doubles:
    """How often votes are right, by function and label, drawn to the function's mean."""
    made = np.zeros((len(votes.functions), len(votes.labels)))
    right = np.zeros_like(made)
    for column in range(len(votes.functions)):
        rows = np.flatnonzero(votes.table[:, column] != ABSTAIN)
        label = votes.table[rows, column]
        np.add.at(made[column], label, 1.0)
        np.add.at(right[column], label, posterior[rows, label])
    mean = (right.sum(axis=1) + 1.0) / (made.sum(axis=1) + 2.0)
    found = (right + _PRIOR * mean[:, None]) / (made + _PRIOR)
    bounded: Doubles = np.clip(found, 1.0 - _SURE, _SURE)
    return bounded


def _scores(votes: Votes, trust: Trust) -> Doubles:
    """Log odds of every label of every item; 0 is a label that nobody votes for."""
    weight = _weights(trust.precision) * trust.strength[:, None]
    scores = np.zeros((len(votes.table), len(votes.labels)))
    for column in range(len(votes.functions)):
        rows = np.flatnonzero(votes.table[:, column] != ABSTAIN)
        label = votes.table[rows, column]
        scores[rows, label] += weight[column, label]
    return scores


def _weights(precision: Doubles) -> Doubles:
    """Log odds against a label picked at random."""
    others = max(precision.shape[1] - 1, 1)
    return np.asarray(np.log(precision * others / (1.0 - precision)))


def _softmax(scores: Doubles) -> Doubles:
    if not scores.size:  # nobody has voted
        return scores
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def combine(votes: Votes, trust: Trust) -> tuple[list[str | None], list[float]]:
    """The label of each item by weighted vote, None where all abstain, and its probability."""
    if not len(votes.table):
        return [], []
    chances = _softmax(_scores(votes, trust))
    best = chances.argmax(axis=1)
    silent = (votes.table == ABSTAIN).all(axis=1)
    labels = [
        None if nobody else votes.labels[i]
        for i, nobody in zip(best.tolist(), silent.tolist(), strict=True)
    ]
    sure = chances[np.arange(len(best)), best]
    return labels, [
        0.0 if nobody else float(each) for each, nobody in zip(sure, silent, strict=True)
    ]


def voters(votes: Votes, item: int, label: str) -> tuple[str, ...]:
    """Who voted for *label* of an item."""
    wanted = votes.labels.index(label)
    row = votes.table[item].tolist()
    return tuple(name for name, vote in zip(votes.functions, row, strict=True) if vote == wanted)


def describe(votes: Votes, gold: Sequence[str] | None = None) -> list[Row]:
    """A row for each function: coverage, overlap, conflict, and accuracy where gold is known."""
    cast = votes.table != ABSTAIN
    rows = []
    for column, name in enumerate(votes.functions):
        mine = cast[:, column]
        others = np.delete(cast, column, axis=1)
        against = others & (np.delete(votes.table, column, axis=1) != votes.table[:, [column]])
        accuracy = None
        if gold is not None and mine.any():
            told = [votes.labels[i] for i in votes.table[mine, column].tolist()]
            truth = [label for label, is_mine in zip(gold, mine.tolist(), strict=True) if is_mine]
            accuracy = sum(a == b for a, b in zip(told, truth, strict=True)) / len(told)
        rows.append(
            Row(
                name,
                float(mine.mean()) if len(mine) else 0.0,
                float((mine & others.any(axis=1)).mean()) if len(mine) else 0.0,
                float((mine & against.any(axis=1)).mean()) if len(mine) else 0.0,
                accuracy,
            )
        )
    return rows
