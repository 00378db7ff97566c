"""How far each labelling function can be trusted: their votes on documents with gold.

The trained models know the documents they were trained on, so their votes here are those of
models that have not seen the fold a document lies in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.annotate import Document
from extractor.link.amounts.candidates import Figure
from extractor.link.passages import Passage
from extractor.train import amounts, roles
from extractor.train.fit import fit
from extractor.train.task import EXTRA, Task
from extractor.train.weak import figures, sentences
from extractor.train.weak.votes import Trust, Votes, gather, learn

FOLDS = 3


class Known(NamedTuple):
    """Votes on items whose label is known, those labels, and the trust learned from both."""

    votes: Votes
    gold: tuple[str, ...]
    trust: Trust


def fold(name: str) -> str:
    """The fold of a document, always the same.

    >>> fold("a") in {f"fold {i}" for i in range(FOLDS)}
    True
    """
    return f"fold {int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS}"


def _in_folds(task: Task) -> Task:
    return task._replace(blocks={each: fold(each) for each in set(task.rows.groups) - {EXTRA}})


def _fit(task: Task) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Out-of-fold probabilities in the order of the rows (0 for rows of no document)."""
    fitted = fit(task)
    chances = np.zeros((len(task.rows.labels), len(fitted.labels)))
    chances[fitted.tested] = fitted.out
    return chances, fitted.labels


def know_roles(
    documents: Sequence[Document], extra: Path, tick: Callable[[str], None] = lambda _: None
) -> Known:
    """Votes on every narrative sentence of documents written by hand; *extra* as in training."""
    documents = [each for each in documents if each.front.by_hand] or documents
    task = roles.task(documents, [], extra, tick)
    chances, names = _fit(_in_folds(task))
    own = [i for i, each in enumerate(task.rows.groups) if each != EXTRA]
    model = [names[i] for i in chances[own].argmax(axis=1).tolist()]
    found: list[Passage] = [p for each in documents for p in roles.labelled(each)[1]]
    gold = tuple(task.rows.labels[i] for i in own)
    return _known(sentences.NAMES, sentences.votes(found, model), gold)


def know_fields(
    documents: Sequence[Document], tick: Callable[[str], None] = lambda _: None
) -> Known:
    """Votes on every amount and percentage of labelled documents."""
    task = amounts.task(documents, [], tick)
    chances, _ = _fit(_in_folds(task))
    found: list[figures.Place] = []
    gold: list[str] = []
    model: list[str | None] = []
    at = 0
    for document in documents:
        kept, places, labels = known_figures(document)
        found += places
        gold += labels
        for each in kept:
            size = len(each.candidates)
            right = chances[at : at + size, 1].tolist()
            model.append(figures.label(figures.best(each, right).keys))
            at += size
    return _known(figures.NAMES, figures.votes(found, model), tuple(gold))


def known_figures(document: Document) -> tuple[list[Figure], list[figures.Place], list[str]]:
    """The figures of a document that gold knows, their places, and the label of each."""
    ctx, every = amounts.figures(document)
    kept, _ = amounts.labels(document)
    numbers = {each.mention.start for each in kept}
    everywhere = figures.places(ctx, every)
    places = [each for each in everywhere if each.figure.mention.start in numbers]
    gold: dict[tuple[int, int], set[str]] = {}
    for fact in document.facts:
        if fact.kind in ("money", "ratio"):
            place = fact.evidence[0]
            gold.setdefault((place.start, place.end), set()).add(fact.field)
    labels = []
    for each in kept:
        start, end = ctx.text.map.to_source(each.mention.start, each.mention.end)
        keys = next(keys for span, keys in sorted(gold.items()) if span[0] < end and start < span[1]
                    and span[1] - span[0] < 30)  # fmt: skip
        labels.append(figures.label(tuple(keys)))
    return kept, places, labels


def _known(
    names: Sequence[str], columns: Sequence[Sequence[str | None]], gold: tuple[str, ...]
) -> Known:
    votes = gather(names, columns)
    return Known(votes, gold, learn(votes, gold))
