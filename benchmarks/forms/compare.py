"""Facts of one document in two forms: how many are the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

import extractor
from extractor.layout.characters import canonical
from extractor.record import Record

_WIDE = str.maketrans(",;:()?!", "，；：（）？！")


def facts(record: Record, *, tables: bool = True) -> Counter[tuple[Any, ...]]:
    """What a record states, without places; punctuation of either width is the same."""
    return Counter(
        (
            each.origin, each.kind, each.field, each.role, each.period, _folded(each.value),
            each.unit, each.direction, _folded(each.category), _folded(each.name),
            _folded(each.path), each.low, each.high, each.implied,
        )
        for each in record.facts
        if tables or each.origin == "text"
    )  # fmt: skip


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(canonical(value).split()).translate(_WIDE).replace("\0", "")
    return tuple(map(_folded, value)) if isinstance(value, tuple | list) else value


def same(one: Counter[tuple[Any, ...]], two: Counter[tuple[Any, ...]]) -> tuple[int, int]:
    """How many facts both have, of how many that the one with more of them has.

    >>> same(Counter("aab"), Counter("abc"))
    (2, 3)
    """
    return (one & two).total(), max(one.total(), two.total())


def extracted(data: bytes, name: str) -> Record:
    """The record of a document in memory."""
    return extractor.extract(extractor.File(data, name))
