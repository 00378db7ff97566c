"""Fractions and rates: 三分之一, 一又二分之一, 1/2, 百分之五, 千分之三."""

from __future__ import annotations

from decimal import Decimal

from extractor.mentions import guard
from extractor.mentions.grammar import FRACTION
from extractor.mentions.numerals import LETTER_SCALES, Numeral, exponent, parse, times
from extractor.mentions.parts import Read, finish
from extractor.mentions.raw import Raw

_RATE = {"百": 0, "佰": 0, "千": -1, "仟": -1, "万": -2}


def fraction(text: str, start: int, end: int, floor: int) -> Read:
    """百分之五, 千分之三, 三分之一, 一又二分之一; ``end`` is where the first numeral ended."""
    match = FRACTION.match(text, end)
    if match is None:
        return None, end
    head, outer = text[start:end], text[start - 1] if start else ""
    whole_text, minus, top_text, letter = match.groups()
    bottom_text = whole_text or head
    top = _number(top_text)
    if top is None:
        return None, match.end()
    if letter:
        top = Numeral(
            times(top.low, LETTER_SCALES[letter]), times(top.low, LETTER_SCALES[letter]),
            times(top.high, LETTER_SCALES[letter]), top.place + LETTER_SCALES[letter],
        )  # fmt: skip
    if not whole_text and head in _RATE:
        power = _RATE[head]
        raw = Raw(
            start, start, match.end(), times(top.low, power) if top.value is not None else None
        )
        raw.low, raw.high = times(top.low, power), times(top.high, power)
        raw.places = top.place + power
        raw.kind, raw.unit, raw.scale = "percent", "%", head + "分之"
        raw.rule = "per_hundred"
    else:
        bottom = _number(bottom_text)
        if bottom is None or not bottom.low or top.value is None:
            return None, match.end()
        value = top.value / bottom.low
        if whole_text:
            whole = _number(head)
            if whole is None:
                return None, match.end()
            value += whole.low
        raw = Raw(start, start, match.end(), value)
        raw.places, raw.rule = None, "fraction"
    if minus:
        raw.negate()
    if outer == "第":
        return None, match.end()
    return finish(raw, text, floor, match.end())


def _number(text: str) -> Numeral | None:
    plain = text.replace(",", "").replace("，", "")
    if plain[0].isdecimal() and plain.isascii():
        number = Decimal(plain)
        return Numeral(number, number, number, -len(plain.partition(".")[2]))
    if text[0] in "百千万" and len(text) == 1:
        return Numeral(*(Decimal(10 ** exponent(text)),) * 3, exponent(text))
    return parse(text)


def ratio(text: str, start: int, end: int, top: Decimal, bottom: int, floor: int) -> Read:
    """1/2."""
    if guard.labelled(text, start) or "." in text[start:end]:
        return None, end
    raw = Raw(start, start, end, top / bottom)
    raw.places, raw.rule = None, "fraction"
    return finish(raw, text, floor, end)
