"""Physical lines of a canonical text, as columns (one list a property)."""

from __future__ import annotations

import re

import msgspec

from extractor.layout.characters import NOTHING

_LINE = re.compile(r"[^\n \0][^\n]*")


class Lines(msgspec.Struct):
    """The lines that print something; line *i* is ``text[starts[i]:starts[i] + len(raw[i])]``.

    ``raw`` is the line without space at its ends, ``bare`` has no space at all, ``widths``
    is the columns it takes (East Asian characters take 2), ``gaps`` how many line breaks
    follow it, ``indents`` how many columns of space stand before it.
    """

    starts: list[int]
    raw: list[str]
    bare: list[str]
    widths: list[int]
    gaps: list[int]
    indents: list[int]

    def __len__(self) -> int:
        return len(self.raw)


def physical_lines(text: str) -> Lines:
    """The lines of *text* that print something."""
    starts: list[int] = []
    raw: list[str] = []
    for match in _LINE.finditer(text):
        starts.append(match.start())
        raw.append(match[0].rstrip(" \0"))
    bare = [line.replace(" ", "").replace(NOTHING, "") for line in raw]
    widths = [(len(line.encode("utf-8", "surrogatepass")) + len(line)) // 2 for line in raw]
    gaps = []
    indents = []
    end = 0
    for start, line in zip(starts, raw, strict=True):
        breaks = text.count("\n", end, start)
        gaps.append(breaks)
        indents.append(start - 1 - text.rfind("\n", end, start) if breaks else start - end)
        end = start + len(line)
    gaps = [*gaps[1:], 1] if gaps else []
    return Lines(starts, raw, bare, widths, gaps, indents)
