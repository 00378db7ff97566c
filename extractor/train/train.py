"""A corpus -> every model, trained again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from extractor.annotate import Document
from extractor.annotate.corpus import SPLITS, read_corpus
from extractor.errors import fail
from extractor.link.model import Model, corpus_digest, use_models
from extractor.train import amounts, confidence, roles
from extractor.train.fit import Fitted, around, fit, refit
from extractor.train.scores import scores
from extractor.train.store import arrays, card, save
from extractor.train.task import EXTRA, Rows, Task

Tick = Callable[[str], None]
Maker = Callable[[Sequence[Document], Sequence[Document], Path, Tick], Task]


def _roles(train: Sequence[Document], held: Sequence[Document], corpus: Path, tick: Tick) -> Task:
    return roles.task(train, held, corpus / roles.SENTENCES, tick)


def _confidence(train: Sequence[Document], held: Sequence[Document], _: Path, tick: Tick) -> Task:
    return confidence.task(train, held, tick)


def _amounts(train: Sequence[Document], held: Sequence[Document], _: Path, tick: Tick) -> Task:
    return amounts.task(train, held, tick)


#: Every model, by name: what makes its task of a corpus. A model added here is trained,
#: scored, saved and described as the others are. Confidence comes last: it learns from what
#: the others state.
MODELS: dict[str, Maker] = {"amounts": _amounts, "roles": _roles, "confidence": _confidence}
#: Models whose rows depend on what the others state.
AFTER = frozenset(("confidence",))


def read_splits(corpus: Path) -> tuple[list[Document], list[Document]]:
    """The documents to train on and those to score on; what is set aside is never read.

    A folder without splits is trained on whole. Raises EX202 for a faulty document, EX402
    where there are fewer than two.
    """
    if not corpus.is_dir():
        raise fail("EX101", f"{corpus}: no such folder")
    has_splits = any((corpus / each).is_dir() for each in SPLITS)
    train = _read(corpus / "train" if has_splits else corpus)
    held = _read(corpus / "dev") if has_splits and (corpus / "dev").is_dir() else []
    if len(train) < 2:
        raise fail("EX402", f"{corpus}: {len(train)} documents to train on, two are needed")
    return train, held


def _read(folder: Path) -> list[Document]:
    if not folder.is_dir() or not any(folder.rglob("*.mark")):
        return []
    found, faults = read_corpus(folder)
    if faults:
        raise fail("EX202", str(faults[0]))
    # documents in which only contradictions are marked teach nothing of facts
    return [each for each in found.values() if not each.front.marks]


def train(
    corpus: Path, models: Path, names: Sequence[str] = (), tick: Callable[[str, str], None] | None
    = None,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Train the models *names* (all by default) of *corpus* and write them to *models*.

    ``tick`` hears the model and the step done. Returns the scores by model.
    Raises EX101, EX202, EX402, EX501.
    """
    unknown = next((each for each in names if each not in MODELS), None)
    if unknown is not None:
        raise fail("EX501", f"no model {unknown}; there are {', '.join(sorted(MODELS))}")
    documents, held = read_splits(corpus)
    blocks = {each.front.id: each.front.province for each in documents}
    made = corpus_digest(corpus)
    told: dict[str, dict[str, Any]] = {}
    for name in [each for each in MODELS if each in names or not names]:

        def step(what: str, name: str = name) -> None:
            if tick is not None:
                tick(name, what)

        with use_models(models):
            task = MODELS[name](documents, held, corpus, step)
        task = task._replace(documents=texts(task, documents), corpus_sha256=made, blocks=blocks)
        fitted = fit(task, step)
        told[name] = measured(task, fitted)
        save(models, task, fitted, told[name])
    return told


def texts(task: Task, documents: Sequence[Document]) -> tuple[str, ...]:
    """The hashes of the documents that a task has rows of."""
    names = set(task.rows.groups)
    return tuple(sorted(each.sha256 for each in documents if each.front.id in names))


def steps(documents: Sequence[Document]) -> int:
    """How often a model's training ticks at most: reading each document, leaving out each
    province, the whole."""
    return len(documents) + len({each.front.province for each in documents}) + 1


def measured(task: Task, fitted: Fitted) -> dict[str, Any]:
    """Scores on the provinces left out in turn, and on those held out."""
    rows, order = task.rows, fitted.tested
    truth = np.array([fitted.labels.index(each) for each in rows.labels])
    groups = np.array(rows.groups)
    found: dict[str, Any] = {
        "left_out": scores(
            fitted.labels, truth[order], fitted.out, groups[order].tolist(), rows.weights[order]
        )
    }
    if task.held is not None:
        held = task.held
        chances = told_of(as_model(task, fitted), held)
        there = np.array([fitted.labels.index(each) for each in held.labels])
        found["held"] = scores(fitted.labels, there, chances, held.groups, held.weights)
        found["learning_curve"] = list(_curve(task, fitted, there))
    return found


def told_of(model: Model, rows: Rows) -> NDArray[np.float64]:
    """What a model says of rows, which stand by document and in order; both passes."""
    chances = model.probabilities(rows.dense, rows.grams, rows.headings)
    if model.around is None or rows.starts is None:
        return chances
    return model.revised(around(chances, rows.starts, np.array(rows.groups)))


def _curve(task: Task, fitted: Fitted, truth: NDArray[np.int64]) -> Iterator[dict[str, Any]]:
    """How right the held documents are told after an eighth of the documents, a quarter …"""
    held = task.held
    assert held is not None
    # in an order that has nothing to do with their names
    names = sorted(set(task.rows.groups) - {EXTRA}, key=lambda each: crc32(each.encode()))
    for part in (8, 4, 2, 1):
        some = names[: max(1, len(names) // part)]
        inside = [
            one for one, g in zip(task.rows.labels, task.rows.groups, strict=True) if g in some
        ]
        if len(set(inside)) < 2:
            continue
        model = as_model(task, refit(task, frozenset(some), fitted))
        chances = told_of(model, held)
        told = scores(fitted.labels, truth, chances, held.groups, held.weights)
        yield {"documents": len(some), **told["by_row"]}


def as_model(task: Task, fitted: Fitted) -> Model:
    """The model as it will be loaded."""
    return Model(card(task, fitted, {}), arrays(fitted))
