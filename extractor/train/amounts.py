"""The amount model's training data: every reading of every figure, right or wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.annotate import Document
from extractor.link.amounts.candidates import Candidate, Figure
from extractor.link.amounts.choose import MODEL, SPECIFICATION, matrix
from extractor.link.amounts.walk import Walker
from extractor.link.context import Context
from extractor.link.link import BEFORE_AMOUNTS
from extractor.train.gold import context
from extractor.train.task import Rows, Task

RIGHT, WRONG = "right", "wrong"
Statement = tuple[str, str | None, str | None]


def figures(document: Document) -> tuple[Context, list[Figure]]:
    """The figures of a document, with their readings, as a run would meet them."""
    return walked(document.text, f"{document.front.id}.txt")


def walked(text: str, name: str) -> tuple[Context, list[Figure]]:
    """The same of a text."""
    ctx = context(text, name)
    for linker in BEFORE_AMOUNTS:
        for _ in linker(ctx):
            pass
    walker = Walker(ctx)
    walker.walk()
    return ctx, walker.figures


def labels(document: Document) -> tuple[list[Figure], list[bool]]:
    """The figures that gold knows, and for each of their readings whether gold states it."""
    ctx, found = figures(document)
    gold: dict[tuple[int, int], set[Statement]] = {}
    for fact in document.facts:
        if fact.kind in ("money", "ratio"):
            place = fact.evidence[0]
            statement = (fact.field, fact.role, fact.period)
            gold.setdefault((place.start, place.end), set()).add(statement)
    spans = sorted(gold)
    kept: list[Figure] = []
    right: list[bool] = []
    for figure in found:
        start, end = ctx.text.map.to_source(figure.mention.start, figure.mention.end)
        # a gold mark may leave out a hedge that the mention holds, so overlap is enough
        span = next((s for s in spans if s[0] < end and start < s[1] and s[1] - s[0] < 30), None)
        if span is None:
            continue
        kept.append(figure)
        right.extend(_states(each) == gold[span] for each in figure.candidates)
    return kept, right


def _states(candidate: Candidate) -> set[Statement]:
    return {(key, candidate.role, candidate.period) for key in candidate.keys}


def rows(documents: Sequence[Document], tick: Callable[[str], None]) -> Rows:
    """The readings of all documents as rows."""
    dense: list[NDArray[np.float32]] = []
    marks: list[str] = []
    groups: list[str] = []
    for document in documents:
        found, right = labels(document)
        dense.append(matrix(found))
        marks.extend(RIGHT if each else WRONG for each in right)
        groups.extend([document.front.id] * len(right))
        tick(document.front.id)
    weights = np.ones(len(marks), dtype=np.float32)
    return Rows(np.vstack(dense), None, tuple(marks), tuple(groups), weights)


def task(
    documents: Sequence[Document],
    held: Sequence[Document],
    tick: Callable[[str], None] = lambda _: None,
) -> Task:
    """The amount model's task."""
    return Task(
        name=MODEL,
        kind="binary",
        rows=rows(documents, tick),
        held=rows(held, tick) if held else None,
        features=SPECIFICATION,
        title="Readings of amounts and percentages",
        use=(
            "Scores each reading (field, role, period) of an amount or a percentage in the prose "
            "of a final-accounts disclosure; the best one is stated, its probability is the "
            "fact's confidence."
        ),
        limits=(
            "Readings are proposed by declared words and the order of a sentence; one that these "
            "never propose cannot be chosen. Trained on documents written for this corpus."
        ),
        labels=(WRONG, RIGHT),
    )
