"""What every kind of number needs: its date form, its unit, and the words round it."""

from __future__ import annotations

from extractor.mentions import after, before, dates, vocabulary
from extractor.mentions.numerals import LETTER_SCALES, exponent, times
from extractor.mentions.raw import Raw

_UNITS = vocabulary.units()
Read = tuple[Raw | None, int]  #: the number, or None, and where to go on


def read_date(text: str, start: int) -> Read | None:
    """The date that begins at *start*; None where none does."""
    date = dates.read(text, start)
    if date is None:
        return None
    if isinstance(date, int):
        return None, date
    raw = Raw(start, start, date.end, None)
    raw.kind, raw.rule, raw.iso, raw.to, raw.places = "date", "date", date.iso, date.to, None
    return raw, date.end


def set_unit(raw: Raw, word: str, scale: str) -> None:
    """Give *raw* the unit *word*, printed with its scale as *scale* (万元)."""
    unit = _UNITS[word]
    raw.kind, raw.unit, raw.currency = unit.kind, unit.base, unit.currency
    raw.scale = scale
    power = unit.exponent
    if unit.kind == "percent" and word == "折":
        plain = raw.number is not None and raw.number == int(raw.number) and raw.number >= 10
        power = 0 if plain else 1
    if power:
        raw.number = times(raw.number, power) if raw.number is not None else None
        raw.low = times(raw.low, power) if raw.low is not None else None
        raw.high = times(raw.high, power) if raw.high is not None else None
        raw.places = (raw.places or 0) + power


def large(word: str) -> int:
    """Power of ten of the 万 and 亿 that end a numeral."""
    if word in LETTER_SCALES:
        return LETTER_SCALES[word]
    return exponent(word[len(word.rstrip("万亿兆")) :])


def finish(raw: Raw, text: str, floor: int, core_end: int) -> Read:
    """Take in the words after and before the number."""
    if raw.unit is not None or raw.end < len(text):
        after.apply(raw, text, core_end)
    if raw.start > floor and before.stands(text, raw.start):
        before.apply(raw, text, floor)
        if raw.kind == "money" and raw.rule == "currency_before" and raw.end < len(text):
            after.apply(raw, text, core_end)
    return raw, raw.end
