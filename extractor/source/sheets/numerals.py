"""Numbers in Chinese characters, as formats with [DBNum1] and [DBNum2] show them."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖"}
_TENS: Final = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}
_GROUPS: Final = ("", "万", "亿", "万亿")
_RUN: Final = re.compile(r"[0-9]{1,16}")


def chinese(text: str, style: int) -> str:
    """The first number in *text* in characters; decimals digit by digit.

    >>> chinese("31", 1), chinese("1203.5", 2), chinese("100010", 1)
    ('三十一', '壹仟贰佰零叁.伍', '一十万〇一十')
    """
    found = _RUN.search(text)
    if found is None or found.end() - found.start() == 16:
        return text
    rest = digits(text[found.end() :], style)
    return text[: found.start()] + _whole(found[0], style) + rest


def digits(text: str, style: int) -> str:
    """Each digit by itself.

    >>> digits("2023", 1)
    '二〇二三'
    """
    return "".join(_DIGITS[style][int(c)] if c in "0123456789" else c for c in text)


def _whole(number: str, style: int) -> str:
    figures = _DIGITS[style]
    if not number.strip("0"):
        return figures[0]
    out, gap = "", False
    number = number.lstrip("0")
    for at, digit in enumerate(number):
        power = len(number) - at - 1
        if digit == "0":
            gap = True
        else:
            out += (figures[0] if gap else "") + figures[int(digit)] + _TENS[style][power % 4]
            gap = False
        if power % 4 == 0 and number[max(0, at - 3) : at + 1].strip("0"):
            out += _GROUPS[power // 4]
    # 十二, not 一十二
    return out[1:] if style == 1 and len(number) == 2 and number[0] == "1" else out
