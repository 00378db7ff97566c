"""The numbering grammar: what an ordinal looks like, its style, rank and number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CN = "〇零一二三四五六七八九十百"

#: style -> how deep it usually stands; documents invert it, so it only breaks ties.
RANK = {
    "第N部分": 0,
    "附件N": 1,
    "第N章": 1,
    "第N条": 2,
    "一、": 2,
    "第一、": 3,
    "（一）": 3,
    "1.": 4,
    "1.1": 5,
    "1）": 6,
    "（1）": 6,
    "①": 7,
    "一，": 8,  # told from 一、 by what stands behind it
    "目标N": 8,
}

# A digit ordinal with a point is none where a digit follows (3.5万元), unless that is a year.
_FORMS = (
    ("part", "第N部分", rf"第[ ]?[{_CN}\d]{{1,3}}[ ]?部[分份][ ]?[：:、.]{{0,2}}"),
    ("chapter", "第N章", rf"第[ ]?[{_CN}\d]{{1,3}}[ ]?章[：:、]?"),
    ("article", "第N条", rf"第[ ]?[{_CN}\d]{{1,4}}[ ]?条[：:、]?"),
    ("word", "第一、", rf"第[{_CN}]{{1,2}}[、，：:]"),
    ("cn", "一、", rf"[{_CN}]{{1,3}}[ ]?[、.．，](?![、，。])"),
    ("paren", "（一）", rf"(?:[（(][ ]?[{_CN}]{{1,3}}[ ]?[）)]|[㈠-㈩])[ ]?[、.．，]?"),
    ("digits", "（1）", r"(?:[（(][ ]?\d{1,3}[ ]?[）)]|[⑴-⒇])[ ]?[、.．]?"),
    ("half", "1）", r"\d{1,2}[）)][、.．]?"),
    (
        "multi",
        "1.1",
        r"\d{1,2}(?:[.．]\d{1,2}){1,3}[.．、]?(?=[ ]?[一-龥])(?![ ]?[万亿元个人台辆倍])",
    ),
    ("digit", "1.", r"\d{1,3}[ ]?(?:、|[.．](?:(?!\d)|(?=\d{4}年)))|[⒈-⒛]"),
    ("circle", "①", r"[①-⑳][、.．]?"),
    ("annex", "附件N", rf"附[件表录][ ]?(?:\d{{1,2}}(?![\d.．])|[{_CN}]{{1,2}}(?![、.]))[：:、.]?"),
    ("goal", "目标N", rf"(?:年度|总体|预期)?目标[ ]?(?:\d{{1,2}}|[{_CN}]{{1,2}})[ ]?[：:；;、.]"),
)
STYLES = {name: style for name, style, _ in _FORMS}
PATTERN = "|".join(f"(?P<{name}>{form})" for name, _, form in _FORMS)
#: the characters that any ordinal begins with: what begins otherwise need not be tried
FIRST = rf"[第{_CN}（(㈠-㈩⑴-⒇\d⒈-⒛①-⑳附目年总预]"
ORDINAL = re.compile(f"(?={FIRST})(?:{PATTERN})")

_DIGITS = re.compile(r"\d+")
_CHINESE = re.compile(rf"[{_CN}]+")
_VALUE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_ENCLOSED = ((0x2460, 1), (0x2474, 1), (0x2488, 1), (0x3220, 1))


class Ordinal(NamedTuple):
    """An ordinal as printed, its style and the number it stands for (0 if unknown)."""

    text: str
    style: str
    number: int


def read_ordinal(match: re.Match[str]) -> Ordinal:
    """The ordinal that a match of :data:`ORDINAL` holds.

    >>> read_ordinal(ORDINAL.match("（十二）采购情况"))
    Ordinal(text='（十二）', style='（一）', number=12)
    >>> read_ordinal(ORDINAL.match("3．其他"))
    Ordinal(text='3．', style='1.', number=3)
    """
    name = match.lastgroup or "digit"
    return _ordinal(name, match.group(name))


@lru_cache(maxsize=1024)
def _ordinal(name: str, text: str) -> Ordinal:
    return Ordinal(text.strip(), STYLES[name], number(text))


def number(text: str) -> int:
    """The number in an ordinal; of 1.2.3 the last one."""
    digits = _DIGITS.findall(text)
    if digits:
        return int(digits[-1])
    found = _CHINESE.search(text)
    if found:
        return _chinese(found.group())
    for character in text:
        for first, value in _ENCLOSED:
            if first <= ord(character) < first + 20:
                return ord(character) - first + value
    return 0


def _chinese(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif character == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif "十" in text or "百" in text:
            digit = _VALUE[character]
        else:  # 一二 written digit by digit
            digit = digit * 10 + _VALUE[character]
    return total + digit
