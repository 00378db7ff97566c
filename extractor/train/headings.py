"""Heading or list item: what a model could tell of the outline's candidates.

Rules decide this at run time. The task is here for the ablation, which says whether a model
would do better.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from extractor.annotate import Document
from extractor.layout import reflow
from extractor.outline.candidate import LABEL, RUN_IN, SENTENCE, TITLE, Candidate
from extractor.outline.decide import decide
from extractor.outline.lines import Scan
from extractor.outline.titles import ENDS, FUNCTION, own_type
from extractor.outline.tree import nest
from extractor.source import Text, read
from extractor.train.task import Rows, Task
from extractor.train.words import Words

HEADING, ITEM = "heading", "item"
FORMS = (TITLE, RUN_IN, LABEL, SENTENCE)
DENSE = (
    *FORMS, "length", "closed", "broken", "below", "introduced", "first", "siblings",
    "titles_beside", "closed_beside", "children", "rank", "ends", "comma", "function", "place",
)  # fmt: skip
#: What the rules add.
RULES = ("rule", "typed", "above")
BITS = 12


class Seen(NamedTuple):
    """The candidates of a document: features, whether gold has a heading there, what the rules
    say; and how many headings gold has in all."""

    dense: list[tuple[float, ...]]
    words: Words
    right: list[bool]
    rule: list[bool]
    gold: int


def seen(document: Document) -> Seen:
    """The candidates of a document."""
    text = reflow(read(Text(document.text, f"{document.front.id}.txt")))
    found = Scan(text).candidates
    nest(found)
    decide(found)
    starts = {each.start for each in document.sections}
    point = text.map.point
    groups: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for each in found:
        groups[each.parent, each.style].append(each)
    words = Words(BITS)
    rows = []
    for each in found:
        above = found[each.parent] if each.parent >= 0 else None
        beside = groups[each.parent, each.style]
        rows.append(_dense(each, above, beside, len(text.clean)))
        words.row()
        words.add("style", each.style, each.form)
        words.add("above", above.style if above else "", above.form if above else "")
        words.add("type", own_type(each.title))
        words.text("title", each.title[:40])
        words.add("opens", each.title[:2])
        words.add("ends", each.title[-2:])
    return Seen(
        rows,
        words,
        [point(each.start) in starts for each in found],
        [each.heading for each in found],
        len(document.sections),
    )


def _dense(
    each: Candidate, above: Candidate | None, beside: Sequence[Candidate], size: int
) -> tuple[float, ...]:
    many = len(beside)
    return (
        *(each.form == form for form in FORMS),
        min(len(each.title), 60) / 60,
        each.closed,
        each.broken,
        each.below,
        each.intro,
        each.number == 1,
        min(many, 10) / 10,
        sum(one.form == TITLE for one in beside) / many,
        sum(one.closed for one in beside) / many,
        bool(each.children),
        each.rank / 9,
        ENDS.search(each.title) is not None,
        "，" in each.title,
        FUNCTION.search(each.title) is not None,
        each.start / max(size, 1),
        each.heading,
        own_type(each.title) != "",
        above is not None and above.heading,
    )


def task(
    documents: Sequence[Document],
    held: Sequence[Document] = (),
    tick: Callable[[str], None] = lambda _: None,
    *,
    rules: bool = True,
) -> Task:
    """The task, with what the rules say as further features unless *rules* is False."""
    return Task(
        name="headings",
        kind="binary",
        rows=_rows(documents, rules, tick),
        held=_rows(held, rules) if held else None,
        features={"bits": BITS, "dense": [*DENSE, *(RULES if rules else ())]},
        title="Headings among numbered lines",
        use="Tells headings from list items. Not used in extraction: rules do as well.",
        limits="Only what begins with a number, or looks like a title, is a candidate.",
        labels=(ITEM, HEADING),
    )


def _rows(
    documents: Sequence[Document], rules: bool, tick: Callable[[str], None] = lambda _: None
) -> Rows:
    dense: list[tuple[float, ...]] = []
    words = Words(BITS)
    labels: list[str] = []
    groups: list[str] = []
    for document in documents:
        found = seen(document)
        dense += found.dense
        words.extend(found.words)
        labels += [HEADING if each else ITEM for each in found.right]
        groups += [document.front.id] * len(found.right)
        tick(document.front.id)
    table = np.array(dense, dtype=np.float32)
    if not rules:
        table = table[:, : len(DENSE)]
    weights = np.ones(len(labels), dtype=np.float32)
    return Rows(table, words.grams(), tuple(labels), tuple(groups), weights)
