"""Unlabelled documents -> labels by weighted vote -> facts for a person to review."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from extractor import Text, extract
from extractor.annotate import Document
from extractor.annotate.facts import flat
from extractor.fact import EXACT, REFLOWED, Evidence, Fact
from extractor.link import features
from extractor.link.model import agree, load
from extractor.link.narrative import NONE
from extractor.link.passages import passages
from extractor.train import amounts, roles
from extractor.train.gold import context
from extractor.train.weak import figures, sentences
from extractor.train.weak.learn import know_fields, know_roles, known_figures
from extractor.train.weak.votes import (
    Row,
    Trust,
    Votes,
    combine,
    describe,
    gather,
    learn_alone,
    relabel,
    voters,
)  # fmt: skip


class Label(NamedTuple):
    """What is said of a place: ``value`` is a role, or field keys joined by ``+``."""

    start: int
    end: int
    what: str  #: ``role`` or ``field``
    value: str
    confidence: float
    sources: tuple[str, ...]


class Learned(NamedTuple):
    """Trust in each function for the roles of sentences and for the fields of figures."""

    roles: tuple[tuple[str, ...], Trust]
    fields: tuple[tuple[str, ...], Trust]


class Cast(NamedTuple):
    """The votes on all items of some documents, where each stands, and its gold, if known."""

    votes: Votes
    where: tuple[tuple[str, int, int], ...]
    gold: tuple[str, ...] | None


def learn_from(documents: Sequence[Document], corpus: Path) -> Learned:
    """Trust from labelled documents."""
    told, named = know_roles(documents, corpus / roles.SENTENCES), know_fields(documents)
    return Learned((told.votes.labels, told.trust), (named.votes.labels, named.trust))


def cast_roles(texts: Sequence[tuple[str, str]]) -> Cast:
    """Votes on the narrative sentences of texts, given with their names."""
    model = agree(load("roles"), features.spec())
    found, where = [], []
    chosen: list[str | None] = []
    for name, text in texts:
        ctx = context(text, name)
        here = passages(ctx)
        found += here
        chosen += sentences.model_votes(model, here)
        where += [(name, *ctx.text.map.to_source(each.start, each.end)) for each in here]
    columns = sentences.votes(found, chosen)
    return Cast(gather(sentences.NAMES, columns), tuple(where), None)


def cast_fields(texts: Sequence[tuple[str, str]]) -> Cast:
    """Votes on the amounts and percentages of texts, given with their names."""
    found: list[figures.Place] = []
    chosen: list[str | None] = []
    where = []
    for name, text in texts:
        ctx, every = amounts.walked(text, name)
        found += figures.places(ctx, every)
        chosen += figures.model_votes(every)
        where += [
            (name, *ctx.text.map.to_source(each.mention.start, each.mention.end)) for each in every
        ]
    return Cast(gather(figures.NAMES, figures.votes(found, chosen)), tuple(where), None)


def with_gold(cast: Cast, gold: dict[tuple[str, int, int], str]) -> Cast:
    """The votes on items that gold knows, with their labels."""
    kept = [i for i, place in enumerate(cast.where) if place in gold]
    where = tuple(cast.where[i] for i in kept)
    votes = cast.votes._replace(table=cast.votes.table[kept])
    return Cast(votes, where, tuple(gold[each] for each in where))


def gold_roles(documents: Sequence[Document]) -> dict[tuple[str, int, int], str]:
    """The role of every narrative sentence of documents, ``none`` for none."""
    gold = {}
    for document in documents:
        name, found, told = roles.labelled(document)
        to_source = context(document.text, f"{name}.txt").text.map.to_source
        for passage, role in zip(found, told, strict=True):
            gold[(name, *to_source(passage.start, passage.end))] = role
    return gold


def gold_fields(documents: Sequence[Document]) -> dict[tuple[str, int, int], str]:
    """The field of every figure of documents that their gold knows."""
    gold = {}
    for document in documents:
        kept, _, labels = known_figures(document)
        ctx, _ = amounts.figures(document)
        for figure, label in zip(kept, labels, strict=True):
            span = ctx.text.map.to_source(figure.mention.start, figure.mention.end)
            gold[(document.front.id, *span)] = label
    return gold


def decide(cast: Cast, what: str, known: tuple[tuple[str, ...], Trust] | None) -> tuple[
    Cast, dict[str, list[Label]]
]:  # fmt: skip
    """Labels by document; without *known* the votes are trusted as far as they agree."""
    if known is None:
        trust = learn_alone(cast.votes)
    else:
        labels, trust = known
        cast = cast._replace(votes=relabel(cast.votes, labels))
    told, sure = combine(cast.votes, trust)
    found: dict[str, list[Label]] = {}
    for item, ((name, start, end), value) in enumerate(zip(cast.where, told, strict=True)):
        if value is not None:
            each = Label(start, end, what, value, sure[item], voters(cast.votes, item, value))
            found.setdefault(name, []).append(each)
    return cast, found


def facts(name: str, text: str, labels: Sequence[Label]) -> tuple[tuple[Fact, ...], Any]:
    """The facts of a text with roles and fields as *labels* have them, and its headings.

    What has no label is as the extractor reads it, with its confidence.
    """
    record = extract(Text(text, name))
    said = {(each.start, each.end, each.what): each for each in labels}
    found: list[Fact] = []
    done: set[tuple[int, int, str]] = set()
    for fact in record.facts:
        place = fact.evidence[0]
        what = {"performance": "role", "money": "field", "ratio": "field"}.get(fact.kind, "")
        span = place.start, place.end, what
        each = said.get(span)
        if each is None or fact.implied:
            found.append(fact)
        elif span not in done:
            done.add(span)
            found += _said(fact, each)
    for each in labels:
        if (
            each.what == "role"
            and each.value != NONE
            and (each.start, each.end, "role") not in done
        ):
            found.append(_sentence(text, each))
    return tuple(found), record.sections


def _said(fact: Fact, label: Label) -> list[Fact]:
    """*fact* as *label* has it: none, or one for each field."""
    made: dict[str, Any] = _made(label)
    if label.what == "role":
        return [] if label.value == NONE else [
            msgspec.structs.replace(fact, role=label.value, **made)
        ]  # fmt: skip
    return [
        msgspec.structs.replace(
            fact, field=key, path=fact.path if key == fact.field else None, **made
        )
        for key in label.value.split("+")
    ]


def _sentence(text: str, label: Label) -> Fact:
    quote = text[label.start : label.end]
    status = REFLOWED if "\n" in quote else EXACT
    return Fact(
        field="performance", kind="performance", role=label.value, value=flat(quote), raw=quote,
        evidence=(Evidence("value", label.start, label.end, quote, status),), **_made(label),
    )  # fmt: skip


def _made(label: Label) -> dict[str, Any]:
    return {
        "confidence": round(label.confidence, 4),
        "made_by": f"votes:{'+'.join(label.sources)}",
    }


def table(cast: Cast, told: dict[str, list[Label]]) -> list[Row]:
    """A row for each function, and one for the weighted vote."""
    rows = describe(cast.votes, cast.gold)
    value = {(name, each.start, each.end): each.value for name in told for each in told[name]}
    voted = [value.get(place) for place in cast.where]
    size = max(len(voted), 1)
    right = None
    if cast.gold is not None and cast.gold:
        right = sum(a == b for a, b in zip(voted, cast.gold, strict=True)) / len(cast.gold)
    return [*rows, Row("weighted vote", sum(v is not None for v in voted) / size, 0.0, 0.0, right)]
