"""Models that know nothing of a province: every one trained again without its documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from extractor.annotate import Document
from extractor.link.model import use_models
from extractor.train.fit import fit
from extractor.train.store import save
from extractor.train.task import Rows, Task
from extractor.train.train import AFTER, MODELS, texts

FOLDS = 4  #: parts of the other provinces, each left out in turn for the temperature


class Kit(NamedTuple):
    """What models are trained on, read once for all that is left out of it.

    ``ready`` are tasks whose rows do not depend on other models.
    """

    corpus: Path
    documents: tuple[Document, ...]
    ready: dict[str, Task]


def kit(
    documents: Sequence[Document], corpus: Path, tick: Callable[[str], None] = lambda _: None
) -> Kit:
    """The rows of all *documents*; ``tick`` hears of each read."""
    blocks = {each.front.id: each.front.province for each in documents}
    ready = {
        name: make(documents, (), corpus, tick)._replace(blocks=blocks)
        for name, make in MODELS.items()
        if name not in AFTER
    }
    return Kit(corpus, tuple(documents), ready)


def retrain(given: Kit, left_out: Collection[str], folder: Path) -> None:
    """Train every model without the documents of the provinces *left_out*, into *folder*.

    Temperatures are fitted on the other provinces as well. Raises EX402, EX501.
    """
    rest = [each for each in given.documents if each.front.province not in left_out]
    blocks = {each.front.id: each.front.province for each in rest}
    with use_models(folder):
        for name, make in MODELS.items():
            if name in AFTER:
                task = make(rest, (), given.corpus, lambda _: None)._replace(blocks=blocks)
            else:
                task = without(given.ready[name], left_out)
            task = task._replace(documents=texts(task, rest))
            save(folder, task, fit(task, folds=FOLDS), {})


def without(task: Task, left_out: Collection[str]) -> Task:
    """The task without the rows of the blocks *left_out*."""
    kept = np.array([task.blocks.get(each, each) not in left_out for each in task.rows.groups])
    return task._replace(rows=chosen(task.rows, kept), held=None)


def chosen(rows: Rows, kept: np.ndarray) -> Rows:
    """The rows where *kept* is true."""
    places = np.flatnonzero(kept)
    grams = rows.grams
    if grams is not None:
        buckets, begins, scale = grams
        ends = np.append(begins[1:-1], len(buckets))
        parts = [buckets[begins[at] : ends[at]] for at in places]
        sizes = [len(each) for each in parts]
        new = np.concatenate(parts) if parts else buckets[:0]
        grams = new, np.concatenate(([0], np.cumsum(sizes))).astype(np.int64), scale[places]
    return Rows(
        rows.dense[places],
        grams,
        tuple(rows.labels[at] for at in places),
        tuple(rows.groups[at] for at in places),
        rows.weights[places],
        None if rows.headings is None else (rows.headings[0], rows.headings[1][places]),
        None if rows.starts is None else rows.starts[places],
    )
