"""Lines and columns of a text, and parts of lines with marks under them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

#: What ends a line, as editors have it; a form feed parts pages within a line.
NEWLINES: Final = ("\r\n", "\n", "\r")
_NEWLINE: Final = re.compile("|".join(NEWLINES))
_HEAD: Final = 12  # characters of a long span that are shown before anything around it


class Place(NamedTuple):
    """A line and a column, both from 1; columns count code points."""

    line: int
    column: int


class Lines:
    """The lines of a text.

    >>> Lines("一\\r\\n二三").place(4)
    Place(line=2, column=2)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_NEWLINE.finditer(text))
        self._starts = [0, *(each.end() for each in found)]
        self._ends = [*(each.start() for each in found), len(text)]

    def place(self, offset: int) -> Place:
        """Where the character at *offset* stands."""
        line = bisect_right(self._starts, offset) - 1
        return Place(line + 1, offset - self._starts[line] + 1)

    def bounds(self, line: int) -> tuple[int, int]:
        """Start and end of a line, its end mark left out."""
        return self._starts[line - 1], self._ends[line - 1]


class Mark(NamedTuple):
    """A range to underline and with what."""

    start: int
    end: int
    sign: str


def width(character: str) -> int:
    """Columns that a character takes in a terminal.

    >>> [width(each) for each in "a财\\u0301"]
    [1, 2, 0]
    """
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def columns(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(map(width, text))


def shown(text: str) -> str:
    """The text without what would move the cursor: control characters become spaces.

    >>> shown("甲\\t乙\\x1b[0m")
    '甲 乙 [0m'
    """
    return "".join(_shown(each) for each in text)


def underlined(
    text: str, bounds: tuple[int, int], marks: Sequence[Mark], room: int
) -> tuple[str, str]:
    """The part of a line that fits *room* columns, and the signs that go under it.

    What is left out becomes ``…``; the ends of each mark stay, then what is nearest to them. All
    offsets are of *text*.

    >>> underlined("收入总计120.00万元，增长5%", (0, 17), [Mark(15, 17, "^")], 40)
    ('收入总计120.00万元，增长5%', '                        ^^')
    """
    start, end = bounds
    while start < end and text[start].isspace() and not any(m.start <= start for m in marks):
        start += 1
    while end > start and text[end - 1].isspace() and not any(m.end >= end for m in marks):
        end -= 1
    kept = _kept(text, (start, end), marks or [Mark(start, start, " ")], room)
    above, below = [], []
    last = start - 1
    for index in kept:
        sign = next((mark.sign for mark in marks if mark.start <= index < mark.end), " ")
        if index > last + 1:
            across = next((m.sign for m in marks if m.start <= last and index < m.end), " ")
            above.append("…")
            below.append(across)
        character = _shown(text[index])
        above.append(character)
        below.append(sign * width(character) if character else "")
        last = index
    if kept and last + 1 < end and text[last + 1 : end].strip():
        above.append("…")
    return "".join(above), "".join(below).rstrip()


def _kept(text: str, bounds: tuple[int, int], marks: Sequence[Mark], room: int) -> Sequence[int]:
    """The offsets of a line that are shown, ascending."""
    start, end = bounds
    if end - start <= room and columns(text[start:end]) <= room:
        return range(start, end)
    distances: dict[int, int] = {}
    for mark in marks:
        low, high = max(mark.start, start), min(mark.end, end)
        ends = (range(max(start, each - room), min(end, each + room)) for each in (low, high))
        for index in chain.from_iterable(ends):
            if low <= index < high:
                near = min(index - low, high - 1 - index) - _HEAD
            else:
                near = low - index if index < low else index - high + 1
            distances[index] = min(distances.get(index, near), near)
    budget = room - 2 * len(marks) - 1
    taken = []
    for index in sorted(distances, key=lambda each: (distances[each], each)):
        budget -= width(text[index])
        if budget < 0:
            break
        taken.append(index)
    return sorted(taken)


def _shown(character: str) -> str:
    if character.isprintable() or character == "\u3000":
        return character
    return "" if unicodedata.category(character) == "Cf" else " "
