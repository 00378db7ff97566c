"""Read one number with its unit where a seed begins."""

from __future__ import annotations

from decimal import Context, Decimal

from extractor.mentions import dates, guard, vocabulary
from extractor.mentions.chinese import half, numeral_at
from extractor.mentions.fractions import fraction, ratio
from extractor.mentions.grammar import DOTTED, FIGURE, FIXED, FRACTION, ORDINAL, PHONE, SLASH, UNIT
from extractor.mentions.numerals import exponent, parse, shifted, times
from extractor.mentions.parts import Read, finish, large, read_date, set_unit
from extractor.mentions.raw import Raw

_DATE_NEXT = frozenset("年月-./—–~至到～ ")
_WIDE = Context(prec=200)  # more than FIGURE can print: a remainder is exact or an error
_TEN = Decimal(10)
_WHOLE = frozenset("人名位家户本项条件期批场次部套台份处所座")  # never counted in decimals


def read(text: str, start: int, floor: int) -> Read:
    """The number whose seed begins at *start*, and where to go on; None for no number.

    ``floor`` is the end of the mention before: nothing below it is taken in.
    """
    first = text[start]
    if start and text[start - 1] == "第":
        return None, _skip(text, start)
    if "0" <= first <= "9":
        return _figure(text, start, floor)
    fixed = FIXED.match(text, start)
    if fixed:
        return None, max(fixed.end(), start + 1)
    if first == "半":
        return half(text, start, floor)
    return numeral_at(text, start, floor)


def _skip(text: str, start: int) -> int:
    """The end of an ordinal."""
    match = ORDINAL.match(text, start)
    return match.end() if match else start + 1


def _figure(text: str, start: int, floor: int) -> Read:
    match = FIGURE.match(text, start)
    if match is None:
        return None, start + 1
    figure, power10, more, scale, rest, more_after = match.groups()
    size = len(figure)
    following = text[match.end(1) : match.end(1) + 1]
    if following and (
        (size <= 4 and following in _DATE_NEXT)
        or (following == "." and size < 8 and figure[4:5] == ".")
    ):
        dated = read_date(text, start)
        if dated:
            return dated
    if start:
        previous = text[start - 1]
        if previous == ".":
            return _after_point(text, start, floor, figure)
        if previous in "_@/" or (
            previous.isascii() and previous.isalpha() and not _is_code(text, start, floor)
        ):
            return None, match.end(1)
    if following == "." or (following == "-" and size in (3, 4)):
        if following == "." and (dotted := DOTTED.match(text, start)):
            return None, dotted.end()
        if phone := PHONE.match(text, start):
            return None, phone.end()
    if "." in figure and following == "年" and size >= 6 and dates.read(text, match.end(1) - 4):
        return None, match.end(1) - 4  # 1.2023年: a list number
    if following == "分" and text.startswith("分之", match.end(1)):
        return fraction(text, start, match.end(1), floor)
    if following == "又" and (mixed := FRACTION.match(text, match.end(1))) and mixed[1]:
        return fraction(text, start, match.end(1), floor)

    digits, _, decimals = figure.partition(".")
    if size > 3 and ("," in digits or "，" in digits):
        digits = digits.replace(",", "").replace("，", "")
    power = exponent(scale) if scale else 0
    places = power - len(decimals)
    unit = UNIT.match(text, match.end())
    unit_word = unit[0] if unit else None
    end = unit.end() if unit else match.end()
    number = shifted(digits + decimals, len(decimals), power)
    tail = power
    if power10:
        number = times(number, int(power10[1:]))
        places += int(power10[1:])
    if rest:
        long = parse(digits + (scale or "") + rest) if not decimals else None
        if long and long.value is not None:
            number, places = long.value, long.place
        else:
            more_after, unit_word, end = None, None, match.start(5)
    raw = Raw(start, start, end, number)
    raw.places, raw.tail = places, tail
    if scale:
        raw.big = large(scale)
    raw.scaled = bool(scale or rest)
    if more or more_after:
        _open(raw, number, figure if not rest else "", places)
    if unit_word:
        set_unit(raw, unit_word, text[match.end(1) : end] if scale and not rest else unit_word)
        if unit_word in _WHOLE and not scale and guard.glued_number(text, start, figure):
            return None, match.end(1)
        if unit_word in ("年", "日") and size == 4 and unit_word == "年" and figure[0] == "0":
            return None, end
    elif (
        (more or more_after)
        and not raw.scaled
        and (len(digits) < 2 or _WIDE.remainder(number, _TEN))
    ):
        return None, match.end(1)
    elif not raw.scaled:
        if following == "/" and size <= 4 and (slash := SLASH.match(text, match.end(1))):
            return ratio(text, start, slash.end(), number, int(slash[1]), floor)
        if guard.in_document_number(text, start, match.end(1)):
            return None, match.end(1)
        if not guard.bare_figure(text, start, match.end(2) if power10 else match.end(1), figure):
            return None, match.end(1)
        if text.startswith("、", end):
            raw.weak = guard.list_number(text, start, end, digits)
    raw.rule = raw.rule or "figure"
    return finish(raw, text, floor, match.end(1))


def _is_code(text: str, start: int, floor: int) -> bool:
    """Whether the letters before *start* are a currency code (RMB, USD)."""
    return any(text[start - k : start] in vocabulary.before() for k in (2, 3) if start - k >= floor)


def _after_point(text: str, start: int, floor: int, figure: str) -> Read:
    """.5 at the beginning of a word is 0.5; else the figure belongs to something dotted."""
    end = start + len(figure)
    outer = text[start - 2] if start > 1 else ""
    if not figure.isdigit() or (outer and outer not in " \n-(（："):
        return None, end
    raw = Raw(start - 1, start, end, Decimal("0." + figure))
    raw.places, raw.rule = -len(figure), "figure"
    return finish(raw, text, floor, end)


def _open(raw: Raw, number: Decimal, figure: str, places: int) -> None:
    """余, 多, 几 after a number: up to one more of its last printed place."""
    digits = figure.replace(",", "").replace("，", "").replace(".", "")
    step = places + len(digits) - len(digits.rstrip("0")) if digits.strip("0") else places
    raw.low = number
    raw.high = number + Decimal(10**step if step >= 0 else f"1E{step}")
    raw.approx = True
