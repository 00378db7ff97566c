"""Dates and times, which spreadsheets keep as days since 1900 (or 1904), by their formats."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from extractor.source.sheets.codes import DATE, DIGIT, HALF, POINT, Section
from extractor.source.sheets.numerals import chinese, digits

_LAST: Final = 2_958_465  # 9999-12-31
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def show_date(serial: float, section: Section, epoch_1904: bool = False) -> str | None:
    """A day number by the section of a format; None where it is no day that can be shown.

    >>> from extractor.source.sheets.codes import parse
    >>> show_date(45291.5, parse('[DBNum1]yyyy"年"m"月"d"日"')[0])
    '二〇二三年十二月三十一日'
    """
    if epoch_1904:
        serial += 1462
    if not 0 <= serial <= _LAST + 1:
        return None
    tokens = section.tokens
    split = _split_seconds(section)
    seconds = round(serial * 86400, split)
    whole = int(seconds)
    # the calendar of 1900 has a 29th of February that never was
    first = datetime(1899, 12, 30) if whole >= 60 * 86400 else datetime(1899, 12, 31)
    if whole // 86400 > _LAST:
        return None
    moment = first + timedelta(seconds=whole)
    dates = [(at, each.text) for at, each in enumerate(tokens) if each.kind == DATE]
    minutes = _minutes(dates)
    halves = section.has(HALF)
    out = []
    behind_seconds = False
    for at, token in enumerate(tokens):
        if token.kind == DATE:
            out.append(_part(token.text, moment, whole, at in minutes, halves, section.numerals))
            behind_seconds = "s" in token.text
            continue
        if token.kind == HALF:
            names = token.text.split("/")
            out.append(names[moment.hour >= 12])
        elif token.kind == POINT and behind_seconds and split:
            out.append(f"{seconds - whole:.{split}f}"[1:])
        elif token.kind != DIGIT:
            out.append(token.text.removeprefix("\0"))
        if token.kind not in (POINT, DIGIT):
            behind_seconds = False
    return "".join(out)


def _split_seconds(section: Section) -> int:
    """How many digits of a second are shown."""
    tokens = section.tokens
    for at, each in enumerate(tokens[:-1]):
        if each.kind == POINT and at and "s" in tokens[at - 1].text:
            return min(3, sum(one.kind == DIGIT for one in tokens[at + 1 : at + 4]))
    return 0


def _minutes(dates: list[tuple[int, str]]) -> set[int]:
    """Where m is for minutes: behind hours or before seconds."""
    found = set()
    for n, (at, text) in enumerate(dates):
        if text[0] != "m" or len(text) > 2:
            continue
        before = dates[n - 1][1] if n else ""
        after = dates[n + 1][1] if n + 1 < len(dates) else ""
        if "h" in before or "s" in after:
            found.add(at)
    return found


def _part(
    code: str, moment: datetime, seconds: int, minute: bool, halves: bool, numerals: int
) -> str:
    if code.startswith("["):
        unit = {"h": 3600, "m": 60, "s": 1}[code[1]]
        return f"{seconds // unit:0{len(code) - 2}d}"
    if code[0] in "ye":
        year = str(moment.year) if len(code) > 2 or code[0] == "e" else f"{moment.year % 100:02d}"
        return digits(year, numerals) if numerals else year
    if code[0] == "a":
        return ("星期" if len(code) == 4 else "") + "一二三四五六日"[moment.weekday()]
    if code[0] in "md" and not minute and len(code) > 2:
        names = _MONTHS if code[0] == "m" else _DAYS
        name = names[moment.month - 1 if code[0] == "m" else moment.weekday()]
        return name[: {3: 3, 5: 1}.get(len(code), len(name))]
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    number = {
        "m": moment.minute if minute else moment.month,
        "d": moment.day, "h": hour, "s": moment.second,
    }[code[0]]  # fmt: skip
    if numerals:
        return chinese(str(number), numerals)
    return f"{number:02d}" if len(code) > 1 else str(number)
