"""May this marking be kept? What the server says to a page that is wrong."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from extractor.desk.types import Annotation, Marking, Plain

#: Keys of a fact that must be texts, or nothing.
_TEXTS = ("role", "period", "unit", "direction", "name", "category", "raw", "label", "low", "high")
_MOST = 100_000  #: characters of any one text in a marking
_PLACES = 64
KINDS = frozenset((
    "document", "organisation", "duty", "staffing", "money", "ratio", "asset", "quantity",
    "reason", "performance", "indicator", "term", "section",
))  # fmt: skip


def faults(marking: Marking, text: str, fields: Collection[str]) -> str | None:
    """What is wrong with *marking*, in one line; None where nothing is.

    >>> place = {"role": "value", "start": 1, "end": 3, "quote": "3元"}
    >>> fact = {"field": "threshold", "kind": "money", "value": "3", "evidence": [place]}
    >>> faults(Marking("f1", "manual", fact), "共4元", ["threshold"])
    "f1: the text from 1 to 3 is '4元', not '3元'"
    """
    for fact in (marking.fact, marking.predicted):
        cause = None if fact is None else _fact(fact, text, fields)
        if cause is not None:
            return f"{marking.id}: {cause}"
    if not marking.id or len(marking.id) > 80:
        return "a marking needs an id of at most 80 characters"
    if max(len(marking.meant or ""), len(marking.note)) > _MOST:
        return f"{marking.id}: a text of more than {_MOST} characters"
    return None


def unfinished(annotation: Annotation) -> int:
    """How many markings nobody has decided about; a document with any is not done."""
    return sum(each.status == "predicted" for each in annotation.markings)


def _fact(fact: Plain, text: str, fields: Collection[str]) -> str | None:
    kind, field = fact.get("kind"), fact.get("field")
    if kind not in KINDS:
        return f"unknown kind {kind!r}"
    if kind != "section" and (not isinstance(field, str) or field not in fields):
        return f"unknown field {field!r}"
    if kind == "section" and not (type(fact.get("level")) is int and 1 <= fact["level"] <= 12):
        return "a heading needs a level from 1 to 12"
    for key in _TEXTS:
        if not isinstance(fact.get(key), str | None):
            return f"{key} must be a text or null"
    value = fact.get("value")
    names = isinstance(value, list) and all(isinstance(each, str) for each in value)
    if not (value is None or isinstance(value, str) or names):
        return "value must be a text, a list of texts or null"
    return _places(fact.get("evidence"), text) or _sane(fact)


def _places(places: Any, text: str) -> str | None:
    if not isinstance(places, list) or not 0 < len(places) <= _PLACES:
        return f"a marking needs 1 to {_PLACES} places"
    for place in places:
        if not isinstance(place, dict):
            return "a place must be an object"
        start, end, quote = place.get("start"), place.get("end"), place.get("quote")
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            return f"{start!r} to {end!r} is no place of a text of {len(text)} characters"
        if text[start:end] != quote:
            return (
                f"the text from {start} to {end} is {_short(text[start:end])}, not {_short(quote)}"
            )
        if not isinstance(place.get("role"), str):
            return "a place needs a role"
    if places[0]["role"] != "value":
        return "the first place must be that of the value"
    return None


def _sane(value: Any, depth: int = 0) -> str | None:
    """Nothing that JSON cannot hold exactly, nothing of a size that no document needs."""
    if isinstance(value, str):
        return f"a text of more than {_MOST} characters" if len(value) > _MOST else None
    if isinstance(value, float):
        return None if math.isfinite(value) else "a number that is none"
    if isinstance(value, list | dict):
        if depth > 4 or len(value) > 256:
            return "nested or long beyond any fact"
        inside = value.values() if isinstance(value, dict) else value
        return next(filter(None, (_sane(each, depth + 1) for each in inside)), None)
    return None


def _short(quote: object) -> str:
    shown = repr(quote)
    return shown if len(shown) <= 40 else f"{shown[:24]}…{shown[-12:]}"
