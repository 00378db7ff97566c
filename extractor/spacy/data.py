"""What a Doc carries in ``user_data``, as plain data, and the way back to our types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from extractor.fact import Fact
from extractor.mentions import Mention
from extractor.record import Record, fact_from_dict, from_json

#: The key in ``doc.user_data``; its value has ``record`` and ``mentions``.
KEY = "extractor"
_VALUES = ("value", "low", "high")


def plain(data: object) -> Any:
    """*data* as JSON holds it: decimals as strings, structs as dicts, lists for tuples."""
    return msgspec.json.decode(msgspec.json.encode(data))


def mention_from_dict(data: dict[str, Any]) -> Mention:
    """The inverse of :func:`plain` for a mention.

    >>> mention = Mention("percent", "5%", 0, 2, Decimal(5), Decimal(5), Decimal(5), "%")
    >>> mention_from_dict(plain(mention)) == mention
    True
    """
    if data["kind"] == "date":  # its values are ISO strings
        return Mention(**data)
    numbers = {key: None if data[key] is None else Decimal(data[key]) for key in _VALUES}
    return Mention(**(data | numbers))


def record_from(data: dict[str, Any] | None) -> Record | None:
    """The record of a Doc's data."""
    if data is None or data["record"] is None:
        return None
    return from_json(msgspec.json.encode(data["record"]), "doc.user_data")


def fact_from(data: dict[str, Any] | None, key: str) -> Fact | None:
    """The fact with the id *key* (``f17``); None where there is none."""
    found = _numbered(((data or {}).get("record") or {}).get("facts"), key, "f")
    # plain again: DocBin gives tuples back for lists
    return None if found is None else fact_from_dict(plain(found))


def mention_from(data: dict[str, Any] | None, key: str) -> Mention | None:
    """The mention with the id *key* (``m3``); None where there is none."""
    found = _numbered((data or {}).get("mentions"), key, "m")
    return None if found is None else mention_from_dict(found)


def _numbered(rows: Any, key: str, letter: str) -> dict[str, Any] | None:
    number = key[1:]
    if not rows or key[:1] != letter or not number.isascii() or not number.isdigit():
        return None
    index = int(number) - 1
    return rows[index] if 0 <= index < len(rows) else None
