"""How sure a figure is: one calibrated probability for each numeric fact of a document.

A linker knows how sure it is of its own reading. What it cannot know is what the rest of the
document says: whether the same statement comes again elsewhere or another value stands for
it, and whether amounts and percentages agree with one another. A linear model weighs both.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache
from math import log
from typing import Any
from zlib import crc32

import numpy as np
from msgspec.structs import force_setattr
from numpy.typing import NDArray

from extractor.fact import Fact
from extractor.link.context import Context
from extractor.link.model import agree, has, load

MODEL = "confidence"
#: Kinds whose facts are rated.
RATED = frozenset(("money", "ratio", "staffing", "asset", "quantity"))
BITS = 13  #: two to this power buckets for the words of a fact
_WORDS = 10  #: buckets of each fact
DENSE = (
    "read", "logit", "read_in_document", "same", "other", "fits", "differs", "another_year",
    "beside", "bounds",
)  # fmt: skip
#: What the model's card must say of its features.
SPECIFICATION = {"bits": BITS, "words": _WORDS, "dense": list(DENSE)}

Grams = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]
_MANY = 3.0  #: more repeats say no more
_HUNDREDTH = 0.06  #: how far a printed percentage may be off
_PRINTED = 200.0  #: yuan by which amounts in units of ten thousand may be off


def rate(ctx: Context, facts: Sequence[Fact]) -> None:
    """Set the confidence of the numeric facts of a document, in place.

    Without a model they stay as sure as their linkers are. Raises EX401 for a spoilt model.
    """
    rated = [each for each in facts if each.kind in RATED]
    if not rated or not has(MODEL):
        return
    model = agree(load(MODEL), SPECIFICATION)
    chances = model.probabilities(*features(ctx, rated))[:, 1].round(4).tolist()
    for fact, chance in zip(rated, chances, strict=True):  # made for this record alone
        force_setattr(fact, "confidence", chance)


def features(ctx: Context, facts: Sequence[Fact]) -> tuple[NDArray[np.float32], Grams]:
    """One row of :data:`DENSE` for each numeric fact, and the buckets of its words."""
    year, size = str(ctx.year), len(facts)
    known: dict[tuple[object, ...], int] = {}
    keys = [known.setdefault(_statement(each), len(known)) for each in facts]
    statements = [(key, each.value) for key, each in zip(keys, facts, strict=True)]
    places = [each.evidence[0].start for each in facts]
    told, same = _counts(keys), _counts(statements)
    sure = {at: log(c / (1 - c)) / 9 for at, each in enumerate(facts) if (c := _open(each))}
    dense = np.zeros((size, len(DENSE)), np.float32)
    dense[list(sure), 0] = 1.0
    dense[list(sure), 1] = list(sure.values())
    dense[:, 2] = sum(sure.values()) / len(sure) if sure else 0.5
    dense[:, 3] = np.minimum(same - 1.0, _MANY) / _MANY
    dense[:, 4] = np.minimum(told - same, _MANY) / _MANY
    for at, fits in _arithmetic(facts).items():
        dense[at, 5 if fits else 6] = 1.0
    dense[:, 7] = [each.period is not None and each.period[:4] != year for each in facts]
    dense[:, 8] = np.minimum(_counts(places) - 1.0, _MANY) / _MANY
    dense[:, 9] = [each.low is not None for each in facts]
    return dense, _grams(ctx, facts, places)


def _counts(items: Sequence[Hashable]) -> NDArray[np.float64]:
    """How often each of some items is among them."""
    counted = Counter(items)
    return np.fromiter(map(counted.__getitem__, items), np.float64, len(items))


def _open(fact: Fact) -> float:
    """The chance that the amounts' model gives its reading, kept off the ends; 0 for others."""
    made = fact.made_by
    if made != "rule:walk" and made != "model:amounts":
        return 0.0
    return min(max(fact.confidence, 1e-4), 1 - 1e-4)


def _statement(fact: Fact) -> tuple[object, ...]:
    """What a fact states the value of."""
    extra = fact.extra
    return (
        fact.kind, fact.field, fact.role, fact.period, fact.path, fact.category, fact.direction,
        extra.get("base"), extra.get("of"),
    )  # fmt: skip


def _arithmetic(facts: Sequence[Fact]) -> dict[int, bool]:
    """Whether a change, a completion or a share is what the amounts it is of make; by index,
    only where these are stated."""
    money: dict[tuple[object, ...], float] = {}
    for fact in facts:
        if fact.kind == "money":
            amount = _number(fact)
            if amount is not None:
                money.setdefault((fact.field, fact.path, fact.role, fact.period), amount)
    found: dict[int, bool] = {}
    for at, fact in enumerate(facts):
        role, kind = fact.role, fact.kind
        if kind not in ("money", "ratio") or role not in ("change", "completion", "share"):
            continue
        value, field, path, period = _number(fact), fact.field, fact.path, fact.period
        actual = money.get((field, path, "actual", period))
        if value is None or actual is None:
            continue
        if role == "change" and kind == "money":
            year = period[:4] if period else ""
            before = str(int(year) - 1) if year.isdecimal() else None
            prior = money.get((field, path, "prior_actual", before))
            if prior is not None:
                found[at] = abs(abs(actual - prior) - abs(value)) <= _PRINTED
            continue
        if role == "change":
            change = abs(money.get((field, path, "change", period), 0.0))
            whole, part = actual + (change if fact.direction == "decrease" else -change), change
            value = abs(value)
        elif role == "completion":
            whole, part = money.get((field, path, "budget", period), 0.0), actual
        else:
            of = fact.extra.get("of")
            whole, part = money.get((of, None, "actual", period), 0.0), actual
        if whole and part:
            found[at] = abs(part / whole * 100 - value) <= _HUNDREDTH
    return found


def _number(fact: Fact) -> float | None:
    """The value as a number, in yuan or percent."""
    try:
        return float(fact.value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def _grams(ctx: Context, facts: Sequence[Fact], places: Sequence[int]) -> Grams:
    """What each fact is, its section, and the characters before it, as buckets."""
    sections, source, types = ctx.outline.sections, ctx.text.source.text, ctx.types
    bounds = ctx.text.map.bounds
    starts = [bounds(each.start, each.end)[0] for each in sections]
    own = ["", *((types(each.index) or ("",))[0] for each in sections)]
    buckets: list[int] = []
    for fact, place in zip(facts, places, strict=True):
        section = own[bisect_right(starts, place)]
        buckets += _what(fact.kind, fact.field, fact.made_by, fact.role, section)
        buckets += _before(source[place - 2 : place] if place > 1 else source[:place])
    size = len(facts)
    begins = np.arange(size + 1, dtype=np.int64) * _WORDS
    return np.frombuffer(array("q", buckets), np.int64), begins, np.ones(size, dtype=np.float32)


@lru_cache(maxsize=8192)
def _what(kind: str, field: str, made_by: str, role: str | None, section: str) -> tuple[int, ...]:
    family = field.partition(".")[0]
    words: tuple[tuple[Any, ...], ...] = (
        (kind,), (kind, family), (kind, field), (made_by,), (role,), (section,),
        (kind, role, family), (section, family),
    )  # fmt: skip
    return tuple(_bucket(at, *each) for at, each in enumerate(words))


@lru_cache(maxsize=8192)
def _before(text: str) -> tuple[int, int]:
    return _bucket("two", text), _bucket("one", text[-1:])


def _bucket(*words: object) -> int:
    data = "\0".join(map(str, words)).encode("utf-8", "surrogatepass")
    return crc32(data) >> (32 - BITS)
