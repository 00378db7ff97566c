"""Chinese numerals to numbers: 一百二十三, 两千三百五, 三万五, 二〇二三, 十几, 八九百, 三点五万."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

DIGITS: Final[dict[str, int]] = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "〇": 0, "两": 2, "俩": 2, "仨": 3,
}  # fmt: skip
SCALES: Final[dict[str, int]] = {
    "十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "亿": 8, "兆": 12,
}  # fmt: skip
LETTER_SCALES: Final[dict[str, int]] = {"k": 3, "K": 3, "w": 4, "W": 4, "M": 6}
_TENS = {"廿": "二十", "卅": "三十"}
_DECIMAL = str.maketrans({character: str(digit) for character, digit in DIGITS.items()})
_TOKEN = re.compile(r"[0-9]{1,24}(?:\.[0-9]{1,20})?|.")
_FEW = 10  # 几 stands for a digit, so 几十 is below ten times ten


class Numeral(NamedTuple):
    """A numeral's meaning.

    ``value`` is None for 几十 and 八九百, which have bounds only; ``place`` is the power of
    ten of its last printed place; ``exact`` is false where 几 left a place open.
    """

    value: Decimal | None
    low: Decimal
    high: Decimal
    place: int
    exact: bool = True


def exponent(scales: str) -> int:
    """The power of ten that a run of scale characters stands for.

    >>> exponent("百万"), exponent("k")
    (6, 3)
    """
    if len(scales) == 1:
        return SCALES[scales] if scales in SCALES else LETTER_SCALES.get(scales, 0)
    return sum(SCALES.get(c, 0) for c in scales)


def shifted(digits: str, decimals: int, power: int) -> Decimal:
    """The number of *digits* with *decimals* after the point, times ten to *power*, plain.

    >>> shifted("125", 2, 4), shifted("1050", 2, 0)
    (Decimal('12500'), Decimal('10.50'))
    """
    power -= decimals
    if power >= 0:
        return Decimal(digits + "0" * power)
    return Decimal(f"{digits}E{power}")


def times(number: Decimal, power: int) -> Decimal:
    """*number* times ten to *power*, without an exponent in its print."""
    if not power:
        return number
    sign, digits, own = number.as_tuple()
    assert isinstance(own, int)
    text = ("-" if sign else "") + "".join(map(str, digits))
    own += power
    return Decimal(text + "0" * own) if own >= 0 else Decimal(f"{text}E{own}")


@lru_cache(maxsize=1024)
def parse(text: str) -> Numeral | None:
    """Read a numeral, or None where *text* is not one.

    >>> parse("三万五").value, parse("两千零三十").value, parse("十几").high
    (Decimal('35000'), Decimal('2030'), Decimal('20'))
    """
    for short, long in _TENS.items():
        if short in text:
            text = text.replace(short, long)
    if "几" in text:
        return _few(text)
    if "点" in text:
        return _pointed(text)
    return _whole(text)


def _few(text: str) -> Numeral | None:
    head, _, tail = text.partition("几")
    if any(c not in SCALES for c in tail):
        return None
    power = exponent(tail)
    if not head:
        return Numeral(None, Decimal(10**power), Decimal(_FEW * 10**power), power) if tail else None
    known = _whole(head.rstrip("零〇"))
    if known is None or known.value is None or not known.place:
        return None
    low = times(known.value, power)
    return Numeral(low, low, low + 10 ** (known.place + power), known.place + power, exact=False)


def _pointed(text: str) -> Numeral | None:
    head, _, tail = text.partition("点")
    digits = tail.rstrip("十拾百佰千仟万亿兆")
    scale = exponent(tail[len(digits) :])
    plain = digits.translate(_DECIMAL)
    if not (plain.isascii() and plain.isdigit()):
        return None
    whole = _whole(head) if head else Numeral(Decimal(0), Decimal(0), Decimal(0), 0)
    if whole is None or whole.value is None:
        return None
    value = shifted(f"{whole.value:f}{plain}", len(plain), scale)
    return Numeral(value, value, value, scale - len(plain))


def _exactly(value: int, place: int = 0) -> Numeral:
    number = Decimal(value)
    return Numeral(number, number, number, place)


def _whole(text: str) -> Numeral | None:
    if not text or (text[-1] == "两" and len(text) > 1):
        return None
    if text == "两三":
        return Numeral(None, Decimal(2), Decimal(3), 0)
    plain = text.translate(_DECIMAL)
    if plain.isascii() and plain.isdigit():  # positional: 二〇二三, 一一
        if len(plain) > 1 and "两" in text:
            return None
        return _exactly(int(plain))
    return _structured(text)


def _structured(text: str) -> Numeral | None:
    """Numerals with scale characters, by sections of ten thousand."""
    over = large = section = 0  # parts above 亿, above 万, and below
    pending: int | None = None  # the digit that waits for its scale
    other: int | None = None  # the second of two digits: 八九百
    pair_at = 0  # what the pair has been scaled by
    zero = False
    last = 0  # exponent of the scale before
    small = 4  # exponent of the scale before within the section
    figure = False
    for token in _TOKEN.findall(text):
        if token in SCALES:
            power = SCALES[token]
            if power < 4:
                if pending is None:
                    if small != 4 and not zero and power != 1:
                        return None
                    pending = 1
                if power >= small:
                    return None
                section += pending * 10**power
                small = power
            else:
                lower = section + (pending or 0)
                if power == 4:
                    if not lower and not large:
                        return None
                    large = lower * 10**4 if lower else large * 10**4
                else:
                    lower += large
                    if not lower and not over:
                        return None
                    over = over + lower * 10**power if lower else over * 10**power
                    large = 0
                section, small = 0, 4
            if other is not None:
                pair_at += power
            pending, zero, last = None, False, power
            continue
        if token in "零〇":
            if pending is not None:
                return None
            zero = True
            continue
        digit = DIGITS.get(token)
        if digit is None:
            if not token.isdigit() or len(token) > 12 or pending is not None:
                return None
            pending, figure = int(token), True
            continue
        if pending is not None:
            if other is not None or figure or not 0 < pending < digit or digit - pending > 2:
                return None
            other = digit - pending
        else:
            figure = False
            pending = digit
    place = last
    if pending is not None:
        if zero or last < 2 or figure or other is not None:
            place = 0
        else:  # 三万五 is 35000
            place = last - 1
            pending *= 10**place
        section += pending
    total = over + large + section
    if other is None:
        if not pending and last >= 4:
            place = _trailing(text)
        return _exactly(total, place)
    step = other * 10**pair_at
    return Numeral(None, Decimal(total), Decimal(total + step), pair_at)


def _trailing(text: str) -> int:
    """Exponent of the scale characters at the end: 三百万 resolves to a million."""
    return exponent(text[len(text.rstrip("十拾百佰千仟万亿兆")) :])
