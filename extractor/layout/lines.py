"""Physical lines of a canonical text, as columns (one list a property)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from extractor.layout.characters import NOTHING

_BLANK = " " + NOTHING


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
    after_page: list[int]  #: the first line of each page but the first, where form feeds part pages

    def __len__(self) -> int:
        return len(self.raw)

    def end(self, i: int) -> int:
        """Offset after the last character of line *i*."""
        return self.starts[i] + len(self.raw[i])


def physical_lines(text: str, pages: Sequence[int] = ()) -> Lines:
    """The lines of *text* that print something; *pages* are the offsets of page starts."""
    starts: list[int] = []
    raw: list[str] = []
    gaps: list[int] = []
    indents: list[int] = []
    at = breaks = 0
    for part in text.split("\n"):
        if part and (line := part.strip(_BLANK)):
            indent = 0 if part[0] == line[0] else len(part) - len(part.lstrip(_BLANK))
            starts.append(at + indent)
            raw.append(line)
            gaps.append(breaks)
            indents.append(indent)
            breaks = 0
        at += len(part) + 1
        breaks += 1
    bare = [line if line.isalnum() else line.replace(" ", "").replace(NOTHING, "") for line in raw]
    widths = [(len(line.encode("utf-8", "surrogatepass")) + len(line)) // 2 for line in raw]
    gaps = [*gaps[1:], breaks] if gaps else []
    after_page = sorted({bisect_left(starts, page) for page in pages[1:]})
    return Lines(starts, raw, bare, widths, gaps, indents, after_page)
