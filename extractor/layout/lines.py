"""Physical lines of a canonical text, as columns (one list a property)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import sub

import msgspec

from extractor.layout.characters import NOTHING

_BLANK = " " + NOTHING


class Lines(msgspec.Struct):
    """The lines that print something; line *i* is ``text[starts[i]:starts[i] + sizes[i]]``.

    ``raw`` is the line without space at its ends, ``sizes`` its length, ``bare`` has no space
    at all, ``widths`` is the columns it takes (East Asian characters take 2), ``gaps`` how
    many line breaks follow it, ``indents`` how many columns of space stand before it.
    ``heads`` and ``tails`` are the first and the last characters of the bare lines, one a
    line: what a line may be is told from them, for all lines at once.
    """

    starts: list[int]
    stops: list[int]  #: where the line break after each line is; after the last one maybe none
    raw: list[str]
    sizes: list[int]
    bare: list[str]
    heads: str
    tails: str
    widths: list[int]
    gaps: list[int]
    indents: list[int]
    after_page: list[int]  #: the first line of each page but the first, where form feeds part pages

    def __len__(self) -> int:
        return len(self.raw)

    def end(self, i: int) -> int:
        """Offset after the last character of line *i*."""
        return self.starts[i] + self.sizes[i]


def physical_lines(text: str, pages: Sequence[int] = ()) -> Lines:
    """The lines of *text* that print something; *pages* are the offsets of page starts."""
    starts: list[int] = []
    stops: list[int] = []
    raw: list[str] = []
    numbers: list[int] = []
    indented: list[tuple[int, int]] = []
    at = number = 0
    for number, part in enumerate(text.split("\n")):
        if part:
            line = part.strip(_BLANK)
            size = len(part)
            if len(line) == size:
                starts.append(at)
            elif line:
                indent = size - len(part.lstrip(_BLANK))
                if indent:
                    indented.append((len(starts), indent))
                starts.append(at + indent)
            at += size
            if line:
                stops.append(at)
                raw.append(line)
                numbers.append(number)
        at += 1
    indents = [0] * len(raw)
    for i, indent in indented:
        indents[i] = indent
    numbers.append(number + 1)
    # No line holds a line break: what goes for all lines is done in one piece.
    whole = "\n".join(raw)
    joined = whole.replace(" ", "").replace(NOTHING, "")
    bare = raw if len(joined) == len(whole) else joined.split("\n")
    sizes = list(map(len, raw))
    coded = whole.encode("utf-8", "surrogatepass").split(b"\n")
    widths = [(size + len(line)) >> 1 for size, line in zip(sizes, coded, strict=False)]
    return Lines(
        starts=starts,
        stops=stops,
        raw=raw,
        sizes=sizes,
        bare=bare,
        heads="".join([line[0] for line in bare]),
        tails="".join([line[-1] for line in bare]),
        widths=widths,
        gaps=list(map(sub, numbers[1:], numbers)),
        indents=indents,
        after_page=sorted({bisect_left(starts, page) for page in pages[1:]}),
    )
