"""Reads a printed figure strictly, for gold.

Kept apart from ``extractor.mentions`` so that gold never depends on what is to be
measured: what this small grammar does not know is an error, never a guess, and the
annotator writes ``value=`` instead.
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

_WIDTH = str.maketrans("０１２３４５６７８９％．－＋～〜", "0123456789%.-+~~")
_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_TEN = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = {"万": 10**4, "亿": 10**8}
_SCALE = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6,
    "千万": 10**7, "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_CURRENCY = {
    "元": "CNY", "圆": "CNY", "元整": "CNY", "块": "CNY", "元人民币": "CNY", "美元": "USD",
    "欧元": "EUR", "港元": "HKD", "港币": "HKD", "日元": "JPY", "英镑": "GBP",
}  # fmt: skip
_PERCENT = {"%": Decimal(1), "个百分点": Decimal(1), "百分点": Decimal(1)} | {
    "‰": Decimal("0.1"), "成": Decimal(10), "倍": Decimal(100)
}  # fmt: skip

#: what a hedge does to the interval: "" about, "low" a floor, "high" a ceiling.
_BEFORE = {
    "大约": "", "约": "", "大概": "", "将近": "high", "接近": "high", "近": "high",
    "不到": "high", "不足": "high", "不超过": "high", "不高于": "high", "低于": "high",
    "少于": "high", "最多": "high", "至多": "high", "超过": "low", "超": "low", "逾": "low",
    "高于": "low", "多于": "low", "大于": "low", "至少": "low", "不少于": "low",
    "不低于": "low", "最少": "low",
}  # fmt: skip
_AFTER = {
    "左右": "", "上下": "", "以上": "low", "及以上": "low", "之上": "low",
    "以下": "high", "以内": "high", "之内": "high", "及以下": "high",
}  # fmt: skip


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_DIGITS = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = r"[〇零○一二两三四五六七八九十百千万亿几数]+(?:点[〇零一二三四五六七八九]+)?"
_PER = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01")}
_FIGURE = re.compile(
    rf"(?P<before>{_any(_BEFORE)})?(?:人民币|[¥￥])?(?P<per>{_any(_PER)})?(?P<sign>[-−+])?"
    rf"(?P<number>{_DIGITS}|{_CHINESE})(?P<more1>[余多几])?(?P<scale>{_any(_SCALE)})?"
    rf"(?P<more2>[余多])?(?P<unit>[^\d,，.~%]*?|%+|个?百分点)"
    rf"(?P<after>(?:[（(](?:不?含)[)）])?(?:{_any(_AFTER)}))?"
)
_RANGE = re.compile(
    rf"(?P<low>(?:{_DIGITS}|{_CHINESE})[^\d~至到—-]{{0,4}})(?:[~至到—-]|——)"
    rf"(?P<high>(?:{_DIGITS}|{_CHINESE}).*)"
)


class UnreadableError(ValueError):
    """A figure that the grammar does not know; the message says why."""


class Printed(msgspec.Struct, frozen=True):
    """A printed figure in its base unit; ``value`` is None for ranges and for 几十."""

    value: Decimal | None
    unit: str | None
    low: Decimal | None = None
    high: Decimal | None = None
    approx: bool = False


def plain(number: Decimal) -> str:
    """The decimal string of *number*, without exponent or idle zeros.

    >>> plain(Decimal("3.60440E+6")), plain(Decimal("5.40")), plain(Decimal(0))
    ('3604400', '5.4', '0')
    """
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def read_figure(text: str, kind: str, unit: str | None = None) -> Printed:
    """Read *text*, which must be one figure with its unit and hedge and nothing else.

    *kind* is ``money``, ``percent`` or ``count``. *unit* is a unit that stands elsewhere
    (``万元``), or ``none`` where there is none at all.

    >>> read_figure("360.44万\\n元", "money").value
    Decimal('3604400.00')
    >>> figure = read_figure("6000余份", "count")
    >>> figure.value, figure.unit, figure.low, figure.high, figure.approx
    (Decimal('6000'), '份', Decimal('6000'), Decimal('7000'), True)
    >>> read_figure("1,234.5", "money", unit="万元").unit
    'CNY'

    Raises :class:`UnreadableError`.
    """
    squeezed = "".join(text.split()).translate(_WIDTH)
    if unit is not None and unit != "none":
        squeezed += unit.translate(_WIDTH)
    match = _FIGURE.fullmatch(squeezed)
    if match is None:
        return _read_range(squeezed, kind, unit)
    return _read_match(match, kind, unit)


def _read_range(squeezed: str, kind: str, unit: str | None) -> Printed:
    match = _RANGE.fullmatch(squeezed)
    if match is None:
        raise UnreadableError(f"{squeezed!r} is not one figure with its unit")
    high = read_figure(match["high"], kind, "none" if unit == "none" else None)
    low_text = match["low"]
    parts = _FIGURE.fullmatch(match["high"])
    low_parts = _FIGURE.fullmatch(low_text)
    if parts is not None and low_parts is not None and not low_parts["unit"]:
        # 10-20万元: the scale stands once, behind both
        scale = "" if low_parts["scale"] else (parts["scale"] or "")
        low_text += scale + parts["unit"]
    low = read_figure(low_text, kind, "none" if unit == "none" else None)
    if low.value is None or high.value is None or low.value > high.value:
        raise UnreadableError(f"{squeezed!r} is not a range from low to high")
    return Printed(None, high.unit, low.value, high.value, True)


def _read_match(match: re.Match[str], kind: str, given: str | None) -> Printed:
    number, vague = _number(match["number"])
    factor = Decimal(_SCALE[match["scale"]]) if match["scale"] else Decimal(1)
    name = match["unit"]
    if kind == "percent":
        if match["per"]:
            factor *= _PER[match["per"]]
            unit: str | None = "percent"
        elif name and set(name) == {"%"}:  # a doubled %% is a slip of the print
            unit = "percent"
        elif name in _PERCENT:
            factor, unit = factor * _PERCENT[name], "percent"
        else:
            unit = _unitless(name, given, "%")
    elif match["per"]:
        raise UnreadableError("百分之 stands in a figure that is no ratio")
    elif kind == "money":
        if name in _CURRENCY:
            unit = _CURRENCY[name]
        elif not name and match["scale"] and given != "none":  # 120万
            unit = "CNY"
        else:
            unit = _unitless(name, given, "万元")
    else:
        unit = name or _unitless(name, given, "人")
    sign = -1 if match["sign"] in ("-", "−") else 1
    value = number * factor * sign
    hedges = [match[each] for each in ("before", "more1", "more2", "after") if match[each]]
    low, high = value, value
    if vague:  # 几十: 10 to 100 as bracket, as 3000多 is 3000 to 4000
        return Printed(None, unit, value, value * 10, True)
    if match["more1"] or match["more2"]:
        high = value + _step(number) * factor
        return Printed(value, unit, low, high, True)
    if not hedges:
        return Printed(value, unit)
    effect = _BEFORE.get(match["before"] or "", "")
    if match["after"]:
        effect = _AFTER[re.sub(r"[（(]不?含[)）]", "", match["after"])] or effect
    return Printed(
        value, unit, None if effect == "high" else value, None if effect == "low" else value, True
    )


def _unitless(name: str, given: str | None, example: str) -> str | None:
    if name:
        raise UnreadableError(f"{name!r} is not a unit of this kind")
    if given != "none":
        raise UnreadableError(f"no unit is printed; give unit={example} or unit=none")
    return None


def _step(number: Decimal) -> Decimal:
    """One unit of the last figure that is not 0: 1000 for 3000, 1 for 12, 0.1 for 3.5."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if number else Decimal(1)


def _number(text: str) -> tuple[Decimal, bool]:
    """The value of digits or of a Chinese numeral, and whether it is 几十 or 数百."""
    if text[0].isdigit() and text[0].isascii():
        return Decimal(text.replace(",", "").replace("，", "")), False
    whole, _, fraction = text.partition("点")
    vague = whole[0] in "几数" and len(whole) > 1
    if vague:
        whole = "一" + whole[1:]
    if any(c in "几数" for c in whole):
        raise UnreadableError(f"{text!r}: give value= or low= and high=")
    total = Decimal(_chinese(whole))
    if fraction:
        total += Decimal("0." + "".join(str(_DIGIT[c]) for c in fraction))
    return total, vague


def _chinese(text: str) -> int:
    if len(text) > 1 and all(c in _DIGIT for c in text):  # 二〇二三
        return int("".join(str(_DIGIT[c]) for c in text))
    total, section, digit, seen = 0, 0, 0, False
    for char in text:
        if char in _DIGIT:
            if digit and _DIGIT[char]:
                raise UnreadableError(f"{text!r} is not a numeral")
            digit = _DIGIT[char]
        elif char in _TEN:
            section += (digit or (0 if seen and section % 10 else 1)) * _TEN[char]
            digit = 0
        else:
            here = section + digit or (0 if total else 1)
            if total >= _MYRIAD[char] * 10**4:  # 一亿二千万: 万 counts what follows 亿
                total += here * _MYRIAD[char]
            else:
                total = (total + here) * _MYRIAD[char]
            section = digit = 0
        seen = True
    return total + section + digit
