"""Narratives: each sentence or list item is a performance fact with its role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.fact import Evidence, Fact
from extractor.link import features
from extractor.link.context import Context
from extractor.link.model import Model, agree, load
from extractor.link.passages import Passage, passages
from extractor.schema import fields

#: The label of a sentence in a narrative section that is none.
NONE = "none"
#: Passages scored together, so that memory does not grow with the document.
_BATCH = 512


def _model() -> Model:
    return agree(load("roles"), features.spec())


def score(model: Model, found: Sequence[Passage]) -> NDArray[np.float64]:
    """Probabilities of the roles of the passages of a document, one row each."""
    if not found:
        return np.zeros((0, len(model.labels)))
    table = features.dense(found)
    rows = []
    for low in range(0, len(found), _BATCH):
        part = found[low : low + _BATCH]
        grams = features.grams([each.text for each in part])
        own = table[low : low + _BATCH]
        rows.append(model.probabilities(own, grams, features.headings(part)))
    chances = rows[0] if len(rows) == 1 else np.vstack(rows)
    if model.around is None:
        return chances
    return model.revised(features.context(chances, features.breaks(found)))


def link_narrative(ctx: Context) -> Iterator[Fact]:
    """One performance fact per sentence or list item of the narrative sections."""
    found = passages(ctx)
    if not found:
        return
    model = _model()
    table = score(model, found)
    best = table.argmax(axis=1).tolist()
    sure = table.max(axis=1).round(4).tolist()
    roles = [model.labels[index] for index in best]
    told = [each for each in zip(found, roles, sure, strict=True) if each[1] != NONE]
    places = ctx.text.grounded([("value", each.start, each.end) for each, _, _ in told])
    declared = fields()["performance"]
    kind, named = declared.kind, declared.label
    ground, original = ctx.text.evidence, ctx.text.original
    for (passage, role, confidence), place in zip(told, places, strict=True):
        value = original(passage.start, passage.end)
        evidence: tuple[Evidence, ...] = (place,)
        if passage.more:
            evidence = (place, ground("continuation", *passage.more))
            value += original(*passage.more)
        if "\n" in value:
            value = value.replace("\n", "")
        yield Fact(
            field="performance",
            kind=kind,
            label=named,
            evidence=evidence,
            value=value.strip(),
            role=role,
            extra={"ordinal": passage.ordinal} if passage.ordinal else {},
            confidence=confidence,
            made_by="model:roles",
        )
