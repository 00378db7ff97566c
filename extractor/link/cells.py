"""Pieces of a table row -> its text cells: which pieces are one wrapped cell.

Every way to cut the pieces into columns has a cost; the cheapest wins. Layout tells most:
a cell goes on in the next line only where its line was full, a space within a line parts
cells; and targets and results begin with words and signs of their own.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import inf
from typing import Any

import msgspec

_STOPS = "；。;"
_OPEN = "已的和及与在并、，将为对把被未"  #: what no cell ends with
_EMPTY = 2.0  #: what a column costs that stays empty
_LINES = 3  #: lines before a cut whose width tells how wide the cell is


class Cell(msgspec.Struct, frozen=True, gc=False):
    """A piece of a line: clean span, text, number of its line, whether it is first there."""

    start: int
    end: int
    text: str
    line: int
    first: bool


@cache
def words() -> dict[str, Any]:
    """The words of ``indicators.toml``."""
    return tomllib.loads((files("extractor.link") / "indicators.toml").read_text("utf-8"))


@cache
def _starts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(words()["words"]["strong"]), tuple(words()["words"]["weak"])


def _begins(text: str) -> int:
    """How plainly a piece begins a target or a result: 2 surely, 1 perhaps, 0 not."""
    strong, weak = _starts()
    if text[0].isdecimal() or text.startswith(strong):
        return 2
    return int(text.startswith(weak))


_SIGNS = (0.0, 0.5, 6.0)  #: what it costs to go on with a piece that begins a cell so plainly


def _costs(pieces: list[Cell], plain: bool) -> tuple[list[float], list[float]]:
    """``stay[i]``: pieces 0..i are one cell; ``cut[i]``: a new cell begins at piece i."""
    wide = _widths(pieces)
    total, stay, cut = 0.0, [0.0], [0.0]
    for i, (one, two) in enumerate(pairwise(pieces), 1):
        begun, end, text = one.text, one.text[-1], two.text
        sign = _begins(text)
        stops, open_ = end in _STOPS, end in _OPEN
        cost = 4.0 if open_ else 0.0
        if one.line == two.line:
            goes_on = 1.0 if len(text) == 1 or len(begun) == 1 else 3.0
            short = False
        else:
            # a wrapped line is as long as those after it; after a stop or inside a phrase
            # who knows
            width = wide[i - 1]
            further = wide[i] - width
            goes_on = 0.0 if stops or open_ or further <= 0.0 else min(further * further, 9.0)
            short = len(text) <= 4
            if stops:
                cost -= 1.0
            elif width > 1 and width >= max(wide[max(0, i - _LINES) : i]):
                cost += 1.0
        total += goes_on + _SIGNS[sign]
        stay.append(total)
        if sign:
            cost -= 1.0
        elif not plain:
            cost += 3.0 if short else 1.0
        cut.append(cost)
    return stay, cut


def _widths(pieces: list[Cell]) -> list[float]:
    """Width of each piece in Chinese characters; with what a stray space has parted from it."""
    wide = [len(each.text) - sum(map(str.isascii, each.text)) / 2 for each in pieces]
    found = list(wide)
    for i, (one, two) in enumerate(pairwise(pieces)):
        if one.line == two.line and len(two.text) == 1:
            found[i] = found[i + 1] = wide[i] + wide[i + 1] + 0.5
    return found


def shared_out(pieces: list[Cell], columns: int, *, plain: bool = False) -> list[list[Cell]]:
    """The pieces of each of *columns* text cells; later ones may be empty.

    *plain* says that cells behind the first hold running text rather than targets.
    Linear in the number of pieces.
    """
    size = len(pieces)
    if columns == 1 or size <= 1:
        return [pieces, *([] for _ in range(columns - 1))]
    stay, cut = _costs(pieces, plain)
    before = [inf, *stay]  # cheapest for pieces[:i] in one cell fewer
    totals, best = [before[size]], [[0] * (size + 1)]
    for _ in range(columns - 1):
        costs, begins = [inf], [0]
        cheapest, where = inf, 0
        for begin in range(size):
            cost = before[begin] + cut[begin] - stay[begin]
            if cost < cheapest:
                cheapest, where = cost, begin
            costs.append(cheapest + stay[begin])
            begins.append(where)
        totals.append(costs[size])
        best.append(begins)
        before = costs
    used = min(range(columns), key=lambda k: totals[k] + _EMPTY * (columns - 1 - k))
    cuts = [size]
    for k in range(used, -1, -1):
        cuts.append(best[k][cuts[-1]])
    cuts.reverse()
    found = [pieces[a:b] for a, b in pairwise(cuts)]
    return found + [[] for _ in range(columns - 1 - used)]
