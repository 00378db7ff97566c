"""Does training on weak labels of unlabelled documents help? Roles of sentences, on ``dev``.

The provinces of ``dev`` are parted in two. Sentences of one part are labelled by the weighted
vote and added to the training data, the other part is scored, and the other way round. Beside
it stand the same with the gold labels of those sentences, and with none of them.

Run: ``python -m benchmarks.weak corpus``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from extractor.annotate import Document
from extractor.link.model import Model
from extractor.link.passages import Passage
from extractor.train import roles
from extractor.train.fit import fit
from extractor.train.train import as_model, read_splits
from extractor.train.weak import sentences
from extractor.train.weak.learn import Known, fold, know_roles
from extractor.train.weak.votes import combine, gather, relabel

_SURE = 0.9


def weak(found: Sequence[Passage], known: Known, model: Model) -> list[tuple[str | None, float]]:
    """The label of each passage by weighted vote, with its confidence."""
    columns = sentences.votes(found, sentences.model_votes(model, found))
    votes = relabel(gather(sentences.NAMES, columns), known.votes.labels)
    return list(zip(*combine(votes, known.trust), strict=True))


def main(corpus: Path) -> None:
    """Print a table: what was added, how many sentences, how many right."""
    train, dev = read_splits(corpus)
    extra = corpus / roles.SENTENCES
    known = know_roles(train, extra)
    base = [*map(roles.labelled, train), *roles.sentences(extra)]
    provinces = sorted({each.front.province for each in dev})
    halves = [[d for d in dev if provinces.index(d.front.province) % 2 == side] for side in (0, 1)]
    right: dict[str, list[bool]] = {}
    hand: dict[str, list[bool]] = {}
    added: dict[str, int] = {}
    for side in (0, 1):
        more = [roles.labelled(each) for each in halves[side]]
        test = [(d, roles.labelled(d)) for d in halves[1 - side]]
        plain = _model(base, train)
        marked = [(name, found, weak(found, known, plain)) for name, found, _ in more]
        choices = {
            "nothing": [],
            "weak labels": [
                (name, found, [label or "none" for label, _ in told])
                for name, found, told in marked
            ],
            f"weak labels, {_SURE} sure": [
                _sure(name, found, told) for name, found, told in marked
            ],
            "gold labels": more,
        }
        for name, part in choices.items():
            model = _model([*base, *part], train)
            added[name] = added.get(name, 0) + sum(len(each[1]) for each in part)
            for document, (_, found, gold) in test:
                told = sentences.model_votes(model, found)
                hits = [a == b for a, b in zip(told, gold, strict=True)]
                right.setdefault(name, []).extend(hits)
                if document.front.by_hand:
                    hand.setdefault(name, []).extend(hits)
    print("added | sentences | right | right, by hand")
    for name, hits in right.items():
        print(f"{name} | {added[name]} | {np.mean(hits):.4f} | {np.mean(hand[name]):.4f}")


def _sure(
    name: str, found: Sequence[Passage], told: Sequence[tuple[str | None, float]]
) -> tuple[str, list[Passage], list[str]]:
    kept = [(p, label) for p, (label, sure) in zip(found, told, strict=True)
            if label is not None and sure >= _SURE]  # fmt: skip
    return name, [p for p, _ in kept], [label for _, label in kept]


def _model(groups: Sequence[roles.Group], train: Sequence[Document]) -> Model:
    task = roles.task(train[:2], [], Path("/nonexistent"))
    rows = roles.rows([each for each in groups if each[1]])
    # a few parts are enough to calibrate by, and faster than every document in turn
    blocks = {each: fold(each) for each in set(rows.groups) if each}
    task = task._replace(rows=rows, blocks=blocks)
    return as_model(task, fit(task))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpus"))
