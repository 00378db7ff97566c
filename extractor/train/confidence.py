"""The confidence model's training data: every numeric fact that is stated, true or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.annotate import Document
from extractor.link.confidence import MODEL, RATED, SPECIFICATION, features
from extractor.train.gold import came_true
from extractor.train.task import Rows, Task, stacked

WRONG, RIGHT = "wrong", "right"
#: Inverse of the L2 penalty, chosen by leaving provinces out.
STRENGTH = 0.5


def rows(documents: Sequence[Document], tick: Callable[[str], None] = lambda _: None) -> Rows:
    """The numeric facts that the models in use state of documents, as rows."""
    dense: list[NDArray[np.float32]] = []
    buckets: list[NDArray[np.int64]] = []
    labels: list[str] = []
    groups: list[str] = []
    for document in documents:
        ctx, facts, right = came_true(document)
        rated = [(each, true) for each, true in zip(facts, right, strict=True)
                 if each.kind in RATED]  # fmt: skip
        if rated:
            table, grams = features(ctx, [each for each, _ in rated])
            dense.append(table)
            buckets.append(grams[0])
            labels += [RIGHT if true else WRONG for _, true in rated]
            groups += [document.front.id] * len(rated)
        tick(document.front.id)
    return stacked(dense, buckets, labels, groups)


def task(
    documents: Sequence[Document],
    held: Sequence[Document],
    tick: Callable[[str], None] = lambda _: None,
) -> Task:
    """The confidence model's task, by the documents written by hand alone: composed ones
    repeat their few mistakes, which says nothing of others'."""
    by_hand = [each for each in documents if each.front.by_hand] or list(documents)
    held = [each for each in held if each.front.by_hand] or held
    return Task(
        name=MODEL,
        kind="binary",
        rows=rows(by_hand, tick),
        held=rows(held) if held else None,
        features=SPECIFICATION,
        title="Confidence of figures",
        use=(
            "Gives each amount, ratio, head count, asset and quantity the probability that its "
            "field, role, period and value are right: by what it is, where it stands, how sure "
            "its reading was, whether the document says it again or otherwise, and whether the "
            "arithmetic agrees."
        ),
        limits=(
            "Says how often statements of this kind were right in documents written for this "
            "corpus. A kind of mistake that was never seen there gets no low probability, and "
            "a document unlike all of these is rated as if it were like them. Facts of other "
            "kinds keep what their linkers say."
        ),
        labels=(WRONG, RIGHT),
        strength=STRENGTH,
    )
