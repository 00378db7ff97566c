"""Dates: 2023年12月31日, 2023年度, 2023年底, 二〇二三年九月, 8月8日, 2023-12-31."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from extractor.mentions.numerals import parse

_CN = "一二三四五六七八九十"
_MONTH = f"(1[0-2]|0?[1-9](?![0-9])|十[一二]?|[{_CN[:-1]}])"
_DAY = (
    "(3[01]|[12][0-9](?![0-9])|0?[1-9](?![0-9])|三十一?"
    f"|[二廿]?十?[{_CN[:-1]}](?![{_CN}])|[一二]?十)"
)
_TO = "[-—–~～至到]{1,2}"
_MONTHS = f"{_MONTH}(?:月份?)?{_TO}{_MONTH}月份?|{_MONTH}月(?:份|(底|末|初))?(?:{_DAY}[日号])?"
_YEAR = "((?:19|20)[0-9]{2}|[一二][〇零九][〇零一二三四五六七八九]{2})"
#: 1 year, 2 part of the year, 3-4 months of a range, 5 month, 6 its end, 7 day
DATE: Final = re.compile(f"{_YEAR} ?年(?:(度(?!假)|年?[底末]|年?初(?![中级期步]|预算))|{_MONTHS})?")
MONTH_DAY: Final = re.compile(f"(?:{_MONTHS})(?![0-9])")
YEARS: Final = re.compile(f"((?:19|20)[0-9]{{2}}){_TO}((?:19|20)[0-9]{{2}})年(?:度(?!假))?")
NUMERIC: Final = re.compile(
    r"((?:19|20)[0-9]{2})([-./])(1[0-2]|0?[1-9])\2(3[01]|[12][0-9]|0?[1-9])(?![0-9.])"
)
_TO_DAY: Final = re.compile(f"{_TO}{_DAY}[日号]")
_WRONG: Final = re.compile("[0-9]{1,4}(?:月(?:[0-9]{1,4}日)?|日)")
_PLAIN = str.maketrans("〇零一二三四五六七八九", "00123456789")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Date(NamedTuple):
    """A date: ``end`` of its print and its ISO form; a range has two."""

    end: int
    iso: str
    to: str | None = None


def _number(word: str) -> int:
    if word.isascii():
        return int(word)
    numeral = parse(word)
    return int(numeral.low) if numeral else 0


def _last_day(year: str | None, month: int) -> int:
    leap = month == 2 and (
        year is None or (int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0))
    )
    return _LENGTHS[month - 1] + leap


def _month(year: str | None, month: str, part: str | None, day: str | None) -> str | None:
    """ISO form of a month or day, None where there is no such day."""
    number = _number(month)
    last = _last_day(year, number)
    head = f"{year}-{number:02}" if year else f"--{number:02}"
    if part and not day:
        return f"{head}-01" if part == "初" else f"{head}-{last:02}"
    if not day:
        return head
    of_month = _number(day)
    if not 1 <= of_month <= last:
        return None
    return f"{head}-{of_month:02}"


def _days(text: str, end: int, iso: str) -> Date:
    """The date *iso*, and the day that a range runs to: 9月10日至15日."""
    match = _TO_DAY.match(text, end)
    if match and iso.count("-") in (2, 3) and text[end - 1] in "日号":
        day = _number(match[1])
        month = int(iso[-5:-3])
        year = None if iso[0] == "-" else iso[:4]
        if int(iso[-2:]) < day <= _last_day(year, month):
            return Date(match.end(), iso, f"{iso[:-2]}{day:02}")
    return Date(end, iso)


def read(text: str, start: int) -> Date | int | None:
    """The date that begins at *start*; the end of its print where there is no such date.

    >>> read("2023年12月31日", 0)
    Date(end=11, iso='2023-12-31', to=None)
    >>> read("2023年2月30日", 0), read("二〇二三年底", 0)
    (10, Date(end=6, iso='2023-12-31', to=None))
    """
    match = DATE.match(text, start)
    if match:
        year = match[1].translate(_PLAIN)
        part = match[2]
        end = match.end()
        wrong = _WRONG.match(text, end)
        if wrong and (match[3] or match[5] or "月" in wrong[0]):
            return wrong.end()
        if match[5]:
            iso = _month(year, match[5], match[6], match[7])
            return _days(text, end, iso) if iso else end
        if match[3]:
            low = _month(year, match[3], None, None)
            high = _month(year, match[4], None, None)
            return Date(end, low, high) if low and high and low < high else end
        if part is None or part == "度":
            return Date(end, year)
        return Date(end, f"{year}-01-01" if part[-1] == "初" else f"{year}-12-31")
    match = MONTH_DAY.match(text, start)
    if match:
        end = match.end()
        if match[3]:
            iso = _month(None, match[3], match[4], match[5])
            return _days(text, end, iso) if iso else end
        low, high = _month(None, match[1], None, None), _month(None, match[2], None, None)
        return Date(end, low, high) if low and high and low < high else end
    if not text[start].isascii():
        return None
    match = YEARS.match(text, start)
    if match and match[1] < match[2]:
        return Date(match.end(), match[1], match[2])
    match = NUMERIC.match(text, start)
    if match:
        iso = _month(match[1], match[3], None, match[4])
        return Date(match.end(), iso) if iso else match.end()
    return None
