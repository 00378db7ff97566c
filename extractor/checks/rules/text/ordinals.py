"""The numbered lists of a document: headings and items that count on from one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from extractor.checks.case import Case
from extractor.outline import Item, Section
from extractor.outline.numbering import ORDINAL, read_ordinal

_CN = "一二三四五六七八九十"
_MARKER = re.compile(rf"(?:\d+|[{_CN}百零〇]+|[①-⒛㈠-㈩])")
_CIRCLED = ((0x2460, "①"), (0x2474, "⑴"), (0x2488, "⒈"), (0x3220, "㈠"))


class Entry(NamedTuple):
    """One numbered heading or item. ``end`` is where its ordinal ends."""

    ordinal: str
    style: str
    number: int
    start: int
    end: int
    heading: bool
    parent: int  #: index of the section around it, -1 at the top
    section: int  #: index of the section it is, -1 for an item


class Run(NamedTuple):
    """Entries of one style below one parent, in order, with the unnumbered heading that stands
    where number one should, or None."""

    style: str
    parent: int
    entries: list[Entry]
    nameless: Section | None


_KEPT: WeakKeyDictionary[Case, list[Run]] = WeakKeyDictionary()


@lru_cache(maxsize=2048)
def read(ordinal: str) -> tuple[str, int]:
    """Style and number of an ordinal as printed; ("", 0) where it is none.

    >>> read("（三）、")
    ('（一）', 3)
    """
    match = ORDINAL.match(ordinal)
    if match is None:
        return "", 0
    found = read_ordinal(match)
    return found.style, found.number


@lru_cache(maxsize=2048)
def form(ordinal: str) -> str:
    """The marker without its number: what stays the same within a list.

    >>> form("4、"), form("目标三："), form("（2）.")
    ('1、', '目标一：', '（1）.')
    """

    def mould(match: re.Match[str]) -> str:
        text = match.group()
        if text.isdecimal():
            return "1"
        for first, sign in _CIRCLED:
            if first <= ord(text[0]) < first + 20:
                return sign
        return "一"

    return _MARKER.sub(mould, ordinal).replace("；", "：").replace(" ", "")


@lru_cache(maxsize=2048)
def renumbered(ordinal: str, number: int) -> str:
    """The marker with another number.

    >>> renumbered("6.", 5), renumbered("（二）", 11)
    ('5.', '（十一）')
    """

    def put(match: re.Match[str]) -> str:
        text = match.group()
        if text.isdecimal():
            return str(number)
        for first, _ in _CIRCLED:
            if first <= ord(text[0]) < first + 20:
                return chr(first + number - 1)
        return chinese(number)

    return _MARKER.sub(put, ordinal, count=1)


def chinese(number: int) -> str:
    """A number below 100 in Chinese.

    >>> chinese(7), chinese(10), chinese(23)
    ('七', '十', '二十三')
    """
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _CN[tens - 1] + "十"
    return head + (_CN[ones - 1] if ones else "")


def runs(case: Case) -> list[Run]:
    """The lists of the document, tables left out; made once for each document."""
    found = _KEPT.get(case)
    if found is None:
        found = _KEPT[case] = list(_runs(case))
    return found


def in_table(case: Case, at: int) -> bool:
    """Whether the offset stands in a table region."""
    return case.in_table(at)


def _runs(case: Case) -> Iterator[Run]:
    groups: dict[tuple[int, int, str], Run] = {}
    nameless: dict[int, Section] = {}
    for each in _merged(case):
        if isinstance(each, Section):
            parent = -1 if each.parent is None else each.parent
            if not each.ordinal:
                nameless[parent] = each
                continue
            ordinal, start, depth, index = each.ordinal, each.start, 1, each.index
        else:
            parent = -1 if each.section is None else each.section
            ordinal, start, depth, index = each.ordinal, each.start, each.depth, -1
        style, number = read(ordinal)
        if not number or in_table(case, start):
            continue
        entry = Entry(
            ordinal, style, number, start, start + len(ordinal), index >= 0, parent, index
        )
        key = (parent, depth, style)
        run = groups.get(key)
        if run is None:
            run = groups[key] = Run(style, parent, [entry], nameless.get(parent))
        else:
            run.entries.append(entry)
    yield from groups.values()


def _merged(case: Case) -> list[Section | Item]:
    both: list[Section | Item] = [*case.sections, *case.outline.items]
    both.sort(key=lambda each: each.start)
    return both
