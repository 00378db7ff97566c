"""Section types: what stands under a heading, told by its words alone.

Gold marks headings, not their types. What a type is for is to say which facts to expect, so a
heading counts as known when the family of most facts under it is told. Rules type headings at
run time; the task is here for the ablation, which says whether a model would do better.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from extractor.annotate import Document
from extractor.fact import Fact
from extractor.layout import reflow
from extractor.outline import outline
from extractor.source import Text, read
from extractor.train.task import Rows, Task
from extractor.train.words import Words

DENSE = ("level", "place", "top")
BITS = 13
#: Fields that stand anywhere say nothing of their section.
_ANYWHERE = frozenset(("quantity", "reason", "activity", "ratio", "document"))
_LEAST, _MOST = 2, 0.5  #: facts that must stand there, and the share of them of one family


class Headed(NamedTuple):
    """A heading with facts under it: their family, its words, and the type by the rules (that
    of the section above where its own words say nothing)."""

    document: str
    family: str
    title: str
    above: str
    level: int
    place: float
    type: str
    outer: str


def headed(document: Document) -> list[Headed]:
    """The headings of a document that most facts right under are of one family."""
    text = reflow(read(Text(document.text, f"{document.front.id}.txt")))
    found = outline(text)
    types = {text.map.point(each.start): each for each in found.sections}
    sections = sorted(document.sections, key=lambda each: each.start)
    starts = [each.start for each in sections]
    below: list[Counter[str]] = [Counter() for _ in sections]
    for fact in document.facts:
        at = bisect_right(starts, fact.evidence[0].start) - 1
        family = _family(fact)
        if at >= 0 and family:
            below[at][family] += 1
    path: list[int] = []
    made = []
    for at, section in enumerate(sections):
        while path and sections[path[-1]].level >= section.level:
            path.pop()
        above = sections[path[-1]].title if path else ""
        path.append(at)
        if below[at].total() < _LEAST:
            continue
        family, most = below[at].most_common(1)[0]
        if most <= _MOST * below[at].total():
            continue
        known = types.get(section.start)
        outer = found.sections[known.parent].type if known and known.parent is not None else ""
        made.append(Headed(
            document.front.id, family, section.title, above, section.level,
            section.start / max(len(document.text), 1), known.type if known else "", outer,
        ))  # fmt: skip
    return made


def _family(fact: Fact) -> str:
    """A family of fields, or the role of a narrative.

    Changes and shares stand where the amounts are that they are of.
    """
    if fact.kind == "performance":
        return f"performance {fact.role}"
    family = fact.field.partition(".")[0]
    return "" if family in _ANYWHERE else family


def by_type(rows: Sequence[Headed]) -> dict[str, str]:
    """The family that most headings of each type have; ``""`` for any."""
    counts: dict[str, Counter[str]] = {}
    for each in rows:
        for name in (each.type, ""):
            counts.setdefault(name, Counter())[each.family] += 1
    return {name: min(count, key=lambda one: (-count[one], one)) for name, count in counts.items()}


def rows_of(found: Sequence[Headed], *, rules: bool) -> Rows:
    """Rows of headings; with the types by the rules as further words where *rules* says."""
    words = Words(BITS)
    for each in found:
        words.row()
        words.add("level", min(each.level, 5))
        words.text("title", each.title[:40])
        words.add("whole", each.title)
        words.text("above", each.above[:40])
        if rules:
            words.add("type", each.type)
            words.add("types", each.type, each.outer)
    dense = [(min(each.level, 5) / 5, each.place, each.level == 1) for each in found]
    return Rows(
        np.array(dense, dtype=np.float32).reshape(len(found), len(DENSE)),
        words.grams(),
        tuple(each.family for each in found),
        tuple(each.document for each in found),
        np.ones(len(found), dtype=np.float32),
    )


def task(
    documents: Sequence[Document],
    held: Sequence[Document] = (),
    tick: Callable[[str], None] = lambda _: None,
    *,
    rules: bool = True,
) -> Task:
    """The task, with what the rules say as further features unless *rules* is False."""
    found = []
    for document in documents:
        found += headed(document)
        tick(document.front.id)
    families = {each.family for each in found}
    rest = [each for document in held for each in headed(document) if each.family in families]
    return Task(
        name="sections",
        kind="multinomial",
        rows=rows_of(found, rules=rules),
        held=rows_of(rest, rules=rules) if rest else None,
        features={"bits": BITS, "dense": list(DENSE)},
        title="What stands under a heading",
        use="Tells the family of most facts under a heading by its words and those above it. "
            "Not used in extraction: rules do as well.",
        limits="Headings with fewer than two facts right under them are not in it.",
    )  # fmt: skip
