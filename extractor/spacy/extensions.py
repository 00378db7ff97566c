"""The custom attributes: computed from ``user_data``, so that they outlive every way of saving."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc, Span

from extractor.fact import Fact
from extractor.mentions import Mention
from extractor.record import Record
from extractor.spacy.data import KEY, fact_from, mention_from, record_from


def doc_record(doc: Doc) -> Record | None:
    """``doc._.record``: the record, None where the component has not run or the doc is blank."""
    return record_from(doc.user_data.get(KEY))


def span_fact(span: Span) -> Fact | None:
    """``span._.fact``: the fact that a span of the group stands for."""
    return fact_from(span.doc.user_data.get(KEY), span.id_)


def span_mention(span: Span) -> Mention | None:
    """``span._.mention``: the mention that a span of the group stands for."""
    return mention_from(span.doc.user_data.get(KEY), span.id_)


def span_offsets(span: Span) -> tuple[int, int]:
    """``span._.offsets``: the exact place in ``doc.text``; that of the tokens for other spans."""
    mention = span_mention(span)
    if mention is not None:
        return mention.start, mention.end
    fact = span_fact(span)
    if fact is not None and fact.evidence:
        place = next((each for each in fact.evidence if each.role == "value"), fact.evidence[0])
        return place.start, place.end
    return span.start_char, span.end_char


_OURS: tuple[tuple[Any, str, Callable[[Any], Any]], ...] = (
    (Doc, "record", doc_record),
    (Span, "fact", span_fact),
    (Span, "mention", span_mention),
    (Span, "offsets", span_offsets),
)


def register() -> None:
    """Set the attributes; again is harmless, and those of others are left alone with a warning."""
    for owner, name, getter in _OURS:
        there = owner.get_extension(name)[2] if owner.has_extension(name) else None
        ours = getattr(there, "__module__", None) == __name__
        if owner.has_extension(name) and not ours:
            warnings.warn(
                f"{owner.__name__}._.{name} is set already and is kept; extractor's own is not set",
                stacklevel=2,
            )
            continue
        owner.set_extension(name, getter=getter, force=ours)
