"""Values in a form in which equal means equal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from extractor.evaluate.types import NUMERIC

#: The cells of an indicator row that its value is made of.
CELLS = (
    "table", "name", "target", "actual", "budget", "executed", "completion", "weight", "score",
)  # fmt: skip


def squeeze(text: str) -> str:
    """*text* without white space.

    >>> squeeze("抓好\\n 队伍")
    '抓好队伍'
    """
    return "".join(text.split())


@lru_cache(maxsize=8192)  # the matcher asks for the same texts again and again
def digest(text: str) -> str:
    """The SHA-256 of a comparable value, by which gold tells a text that it does not hold.

    >>> digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def title(text: str) -> str:
    """A heading's title without white space and the stops behind it."""
    return squeeze(text).rstrip("。.：:；;")


def decimal(value: object) -> str:
    """The canonical string of a number, so that 1E+2 and 100.0 are equal.

    >>> decimal("1E+2"), decimal("100.00"), decimal(5), decimal("-0")
    ('100', '100', '5', '0')

    Raises :class:`ValueError`.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{value!r} is not a number")
    return _decimal(str(value))


@lru_cache(maxsize=65536)  # gold and predictions hold the same figures
def _decimal(value: str) -> str:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a number") from None
    if not number.is_finite() or abs(number.adjusted()) > 60:
        raise ValueError(f"{value!r} is not a plain number")
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def comparable(fact: Mapping[str, object]) -> str | None:
    """The value of a fact object in a comparable form; None where it has none.

    Figures by decimals, a range by both its ends, texts without white space, lists name by
    name, indicator rows by their cells. Raises :class:`ValueError` for a figure that is none.
    """
    kind, value = fact["kind"], fact.get("value")
    if kind in NUMERIC:
        if value is not None:
            return decimal(value)
        low, high = fact.get("low"), fact.get("high")
        if low is None and high is None:
            return None
        ends = ("" if end is None else decimal(end) for end in (low, high))
        return "..".join(ends)
    if kind == "indicator" and value is None:
        return "\x1f".join(squeeze(str(fact.get(cell) or "")) for cell in CELLS)
    if isinstance(value, list | tuple):
        return "\x1f".join(squeeze(str(each)) for each in value)
    return None if value is None else squeeze(str(value))
