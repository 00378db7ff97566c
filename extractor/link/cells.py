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
from typing import Any, NamedTuple

_STOPS = "；。;"
_OPEN = "已的和及与在并、，将为对把被未"  #: what no cell ends with
_EMPTY = 2.0  #: what a column costs that stays empty
_LINES = 3  #: lines before a cut whose width tells how wide the cell is


class Cell(NamedTuple):
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


def _goes_on(one: Cell, two: Cell, width: float, next_: float, sign: int) -> float:
    """What it costs that *two* continues the cell of *one*; widths of their lines."""
    if one.line == two.line:
        return (1.0 if len(two.text) == 1 or len(one.text) == 1 else 3.0) + (0.0, 0.5, 6.0)[sign]
    # a wrapped line is as long as those after it; after a stop or inside a phrase who knows
    free = one.text[-1] in _STOPS or one.text[-1] in _OPEN
    cost = 0.0 if free else min(max(0.0, next_ - width) ** 2, 9.0)
    return cost + (0.0, 0.5, 6.0)[sign]


def _parts(one: Cell, two: Cell, width: float, widest: float, sign: int, plain: bool) -> float:
    """What it costs that *two* begins a new cell; *widest* is of the lines before."""
    cost = 0.0
    if one.line != two.line:
        if one.text[-1] in _STOPS:
            cost -= 1.0
        elif width >= widest > 1:
            cost += 1.0
    if one.text[-1] in _OPEN:
        cost += 4.0
    if sign:
        return cost - 1.0
    if plain:
        return cost
    return cost + (3.0 if one.line != two.line and len(two.text) <= 4 else 1.0)


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
    wide = _widths(pieces)
    stay, cut = [0.0], [0.0]  # stay[i]: pieces 0..i as one cell; cut[i]: a cell begins at i
    for i, (one, two) in enumerate(pairwise(pieces), 1):
        sign = _begins(two.text)
        stay.append(stay[-1] + _goes_on(one, two, wide[i - 1], wide[i], sign))
        widest = max(wide[max(0, i - _LINES) : i])
        cut.append(_parts(one, two, wide[i - 1], widest, sign, plain))
    before = [0.0] + [inf] * size  # cheapest for pieces[:i] in one cell fewer
    best: list[list[tuple[float, int]]] = []
    for _ in range(columns):
        row = [(inf, 0)]
        cheapest, where = inf, 0
        for end in range(1, size + 1):
            begin = end - 1
            cost = before[begin] + cut[begin] - stay[begin]
            if cost < cheapest:
                cheapest, where = cost, begin
            row.append((cheapest + stay[end - 1], where))
        best.append(row)
        before = [cost for cost, _ in row]
    used = min(range(columns), key=lambda k: best[k][size][0] + _EMPTY * (columns - 1 - k))
    cuts = [size]
    for k in range(used, -1, -1):
        cuts.append(best[k][cuts[-1]][1])
    cuts.reverse()
    found = [pieces[a:b] for a, b in pairwise(cuts)]
    return found + [[] for _ in range(columns - 1 - used)]
