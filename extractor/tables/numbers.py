"""The number that a cell prints."""

from __future__ import annotations

import re
from decimal import Decimal

#: figures with or without commas in threes, a sign or brackets, a unit of its own
_NUMBER = re.compile(
    r"(?P<open>[（(])?(?P<sign>[-+−–—△▲])?[¥￥]?"
    r"(?P<digits>\d{1,3}(?:[,，]\d{3}){1,9}(?:\.\d{1,9})?|\d{1,30}(?:\.\d{1,9})?)"
    r"(?(open)[)）])(?P<unit>%|[万亿]?元|[个辆台套人次批][次（套）]{0,3})?"
)
_FIRST = frozenset("0123456789-+−–—△▲¥￥（(")
_COMMAS = str.maketrans("", "", ",，")
FACTORS = {"元": 1, "百元": 100, "千元": 1000, "万元": 10_000, "百万元": 10**6, "亿元": 10**8}
DASHES = frozenset(("-", "—", "——", "–", "－", "--", "/", "―", "─", "无", "一"))


def number(key: str) -> tuple[Decimal, str | None] | None:
    """The number of a canonical text without spaces, and its own unit; None where it is none.

    >>> number("12,345.67"), number("（3.00）"), number("-"), number("98.5%")
    ((Decimal('12345.67'), None), (Decimal('-3.00'), None), None, (Decimal('98.5'), '%'))
    """
    if not key or key[0] not in _FIRST or len(key) > 48:
        return None
    found = _NUMBER.fullmatch(key)
    if found is None:
        return None
    value = Decimal(found["digits"].translate(_COMMAS))
    if found["open"] or (found["sign"] and found["sign"] != "+"):
        value = -value
    return value, found["unit"]


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros at its end.

    >>> plain(Decimal("12.50") * 10000), plain(Decimal("-0.00"))
    ('125000', '0')
    """
    said = str(value)
    if "E" in said:
        said = format(value, "f")
    if "." in said:
        said = said.rstrip("0").rstrip(".")
    return "0" if said in ("-0", "") else said
