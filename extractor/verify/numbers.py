"""Derive numbers again from what is printed, without asking the linker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from extractor.fact import Fact
from extractor.mentions import Mention, find_mentions
from extractor.schema import fields
from extractor.verify.plain import Furniture, fold, variants

#: kind of fact -> kinds of mention that may tell it
KINDS = {
    "money": ("money", "number"),
    "ratio": ("percent", "number"),
    "staffing": ("count", "number"),
    "asset": ("count", "number"),
    "quantity": ("count", "number", "money", "percent"),
}
_NONE = re.compile(
    r"无|没|未|零|(?<![\d.])0(?![\d.])|空缺|尚缺"
    r"|不(?:存在|涉及|设|再|发生|安排|含|带|属|提取|产生|统计|填报|列支|单列|纳入|适用)"
)
_UNIT_WORD = re.compile(r"(?:[十百千万亿]{1,2})?(?:美元|欧元|港元|日元|英镑|澳门元|元)")
_DECIMAL = re.compile(r"-?[0-9]{1,60}(?:\.[0-9]{1,40})?")
_MAGNITUDE = re.compile(r"[万亿千百]")
_AROUND = 80  #: characters of the source that are read on either side of a quote


def says_none(quote: str) -> bool:
    """Whether a statement says that there was none."""
    return _NONE.search(fold(quote)) is not None


def inherited(quotes: Iterable[str]) -> tuple[Decimal, str | None]:
    """Scale and currency that a heading such as 单位：万元 gives to bare figures.

    >>> inherited(["金额单位：万元"])
    (Decimal('10000'), 'CNY')
    """
    for quote in quotes:
        for word in _UNIT_WORD.findall(fold(quote)):
            for mention in find_mentions("1" + word):
                if isinstance(mention.value, Decimal):
                    return mention.value, mention.currency
    return Decimal(1), None


def readings(
    kind: str, quote: str, source: str, start: int, furniture: Furniture | None
) -> Iterator[Mention]:
    """What the quote may say: read alone, then in its surroundings.

    3、5万元 is the reason for the second: the 3 takes its unit from the 5.
    """
    kinds = KINDS[kind]
    for text in variants(quote, furniture):
        told = [m for m in find_mentions(text) if m.kind in kinds]
        if len(told) == 1:
            yield told[0]
    low, end = max(0, start - _AROUND), start + len(quote)
    for mention in find_mentions(source[low : end + _AROUND]):
        if mention.start + low == start and mention.end + low == end and mention.kind in kinds:
            yield mention


def plain(text: object) -> Decimal | None:
    """A printed figure without its commas; None where it is none."""
    try:
        number = Decimal(fold(str(text)).replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def difference(
    fact: Fact, mention: Mention, quote: str, scale: Decimal, currency: str | None
) -> tuple[str, str, str] | None:
    """(what, expected, found) where the reading does not give the fact; None where it does."""
    factor = scale if mention.unit is None else Decimal(1)
    value, low, high = (
        each * factor if isinstance(each, Decimal) else None
        for each in (mention.value, mention.low, mention.high)
    )
    if fact.direction:
        value = abs(value) if value is not None else None
        ends = [abs(each) for each in (low, high) if each is not None]
        if len(ends) == 2:
            low, high = min(ends), max(ends)
    stated = fact.value if isinstance(fact.value, str) else None
    if not _same(stated, value):
        return "value", _shown(stated), _shown(value)
    if stated is None and fact.low is None and fact.high is None:
        return "value", "a number or its bounds", "none in the record"
    for name, claim, end in (("low", fact.low, low), ("high", fact.high, high)):
        if claim is not None and not _same(claim, end):
            return name, claim, _shown(end)
    if fact.approx != mention.approx:
        return "approx", str(fact.approx).lower(), str(mention.approx).lower()
    return _unit(fact, mention, quote, currency)


def _unit(
    fact: Fact, mention: Mention, quote: str, currency: str | None
) -> tuple[str, str, str] | None:
    unit = fact.unit
    if fact.kind == "money":
        printed = mention.currency if mention.unit is not None else currency
        # 预算5万: a magnitude alone is money by the words beside it.
        told = printed is None and unit == "CNY" and _MAGNITUDE.search(mention.text)
        if unit != printed and not told:
            return "unit", _shown(unit), _shown(printed)
    elif fact.kind == "ratio" and unit not in (None, "percent"):
        return "unit", _shown(unit), "percent"
    elif fact.kind == "quantity" and unit is not None:
        declared = fields().get(fact.field)
        fixed = declared.unit if declared else ""
        if unit not in (fixed, mention.unit) and fold(unit) not in fold(quote):
            return "unit", unit, _shown(mention.unit)
    return None


def _same(stated: str | None, value: Decimal | None) -> bool:
    if stated is None or value is None:
        return stated is None and value is None
    # A value is a plain decimal string; a printed figure is not.
    return _DECIMAL.fullmatch(stated) is not None and Decimal(stated) == value


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return "none" if value is None else str(value)
