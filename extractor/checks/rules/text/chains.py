"""一是 … 二是 … 三是 …: chains of points inside paragraphs that do not count on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.rules.text.ordinals import chinese
from extractor.finding import Finding

_IS = re.compile("是")
#: 统一是, 唯一是 and 第一是 are none
_OTHERWISE = frozenset("统唯第专万之每单同逐另百千零")
_VALUE = {chinese(number): number for number in range(1, 21)}
_NUMERALS = frozenset("一二三四五六七八九十")
_GAP = 2

#: start, end and number of a point
Mark = tuple[int, int, int]


def chains(case: Case) -> Iterator[Finding]:
    """A point that is missing or stands twice, between one 一是 and the next."""
    clean, marks = case.clean, []
    for match in _IS.finditer(clean):
        end = match.end()
        start = end - 2
        if clean[start : start + 1] not in _NUMERALS:
            continue
        if clean[start - 1] in _NUMERALS:  # 十一是
            start -= 1
        number = _VALUE.get(clean[start : end - 1], 0)
        if number and clean[start - 1] not in _OTHERWISE:
            marks.append((start, end, number))
    for chain in _chains(case, marks):
        count = 1
        for i, (start, end, number) in enumerate(chain[1:], 1):
            due = count + 1
            before = chain[i - 1]
            if (
                number != due
                and abs(number - due) <= _GAP
                and not _said(clean, due, before[1], start)
            ):
                yield case.found(
                    "FA809" if number > due else "FA810", (start, end), before[:2],
                    expected=chinese(due) + "是", before=clean[before[0] : before[1]],
                )  # fmt: skip
            goes_on = i + 1 < len(chain) and chain[i + 1][2] == due + 1
            count = due if goes_on else number


def _chains(case: Case, marks: list[Mark]) -> Iterator[list[Mark]]:
    """The marks from each 一是 to the last one of its section, in order."""
    chain: list[Mark] = []
    for mark in marks:
        if mark[2] == 1 or (chain and _parted(case, chain[0][0], mark[0])):
            if chain:
                yield chain
            chain = [mark] if mark[2] == 1 else []
        elif chain:
            chain.append(mark)
    if chain:
        yield chain


def _parted(case: Case, start: int, end: int) -> bool:
    """Whether a numbered heading stands between."""
    section = case.section_at(end)
    return (
        section >= 0
        and section != case.section_at(start)
        and (case.sections[section].start > start and bool(case.sections[section].ordinal))
    )


def _said(clean: str, number: int, start: int, end: int) -> bool:
    """Whether the point stands there in other words: 二要, 其二, 第二."""
    word = chinese(number)
    return (
        re.compile(
            rf"{word}[要、，为：]|[其第]{word}|（{word}）|(?<![\d.]){number}[.、](?!\d)"
        ).search(clean, start, end)
        is not None
    )
