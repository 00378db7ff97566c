"""Tables that the source has drawn: a row a line, no wraps inside cells, a space between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractor.layout.characters import NOTHING
from extractor.layout.lines import Lines
from extractor.source import Grid

_WRAP = re.compile(r" *\n *")
_SPREAD = re.compile(r"(?<=[\u2e80-\u9fff（）、]) +(?=[\u2e80-\u9fff（）、])")
_TITLES = 8  #: lines above a grid that may be its title and unit
Range = tuple[int, int]


def flat_grids(text: str, grids: Sequence[Grid]) -> str:
    """*text* with a space for each tab between cells, and nothing for wraps inside them.

    >>> from extractor.source.linear import CellText, Linear
    >>> linear = Linear()
    >>> _ = linear.table([[CellText("行政\\n运行"), CellText("1.20")], [CellText("合 计"), None]])
    >>> flat_grids(linear.text, linear.grids).replace(NOTHING, "")
    '行政运行 1.20\\n合计\\n'
    """
    if not grids:
        return text
    pieces: list[str] = []
    at = 0
    for grid in grids:
        for cell in grid.cells:
            if cell.start < at:
                continue
            pieces.append(text[at : cell.start].replace("\t", " "))
            pieces.append(_SPREAD.sub(_nothing, _WRAP.sub(_nothing, text[cell.start : cell.end])))
            at = cell.end
    pieces.append(text[at:])
    return "".join(pieces)


def _nothing(match: re.Match[str]) -> str:
    return NOTHING * len(match[0])


def with_grids(lines: Lines, guessed: list[Range], grids: Sequence[Range]) -> list[Range]:
    """Ranges of lines that are tables: those that were drawn, each with its title lines above, and
    of those that were *guessed* from words what stands apart."""
    drawn = [(bisect_left(lines.starts, a), bisect_left(lines.starts, b)) for a, b in grids]
    drawn = [(i, j) for i, j in drawn if i < j]
    if not drawn:
        return guessed
    result: list[Range] = []
    for start, stop in drawn:
        above = [i for i, j in guessed if i < start < j and start - i <= _TITLES]
        first = min(above, default=start)
        if result and first < result[-1][1]:
            first = start
        result.append((first, stop))
    stops = [stop for _, stop in result]  # they do not overlap, and are in order
    for start, stop in guessed:
        k = bisect_right(stops, start)
        if k == len(drawn) or result[k][0] >= stop:
            result.append((start, stop))
    return sorted(result)
