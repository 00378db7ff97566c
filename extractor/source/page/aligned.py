"""Tables without plumb lines: figures that stand below one another.

A row is a line with gaps and figures; its columns are the stretches that no row leaves empty. Lines
without figures are headers above them, or labels over several lines. Level rules tell the rows
where there are as many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from extractor.source.page.atoms import Piece, atoms_of
from extractor.source.page.heads import begin_of, head_cells, with_numbers
from extractor.source.page.lines import Line
from extractor.source.page.rows import FIGURE, Span, covered, rows_of, spans_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNIT = re.compile(r"单\s{0,4}位\s{0,2}[：:]")
_NOTE = re.compile(r"(?:备?注|说明)\s{0,2}[：:]")
_STOP = re.compile(r"[。；！？]")
_ROWS = 3  #: rows of figures that a table has at least
_BETWEEN = 40  #: lines without figures between two rows: labels of blank rows
_FAR = 6.0  #: of a line's height: the gap between two rows of a table
_FEWEST = 3  #: pieces of a row
_WITHIN = 0.9  #: of a line's height: lines so close are of one row, or they would touch


class Aligned(msgspec.Struct, frozen=True, eq=False):
    """A table of lines ``first`` to ``last`` (half-open): rows of cells, each its first column, how
    many columns and rows it spans, and its pieces, one a line. ``spans`` are its columns."""

    first: int
    last: int
    spans: tuple[Span, ...]
    rows: tuple[tuple[tuple[int, int, int, tuple[Piece, ...]], ...], ...]
    headed: bool


def aligned(
    lines: Sequence[Line],
    characters: str,
    boxes: NDArray[np.float64],
    rules: Sequence[float] = (),
    before: Sequence[Span] = (),
) -> list[Aligned]:
    """The tables among *lines*, which are in order from the top down.

    *rules* are the heights of broad level lines, *before* the columns of the table at the foot of
    the page before, which the first table may continue.
    """
    atoms = [atoms_of(line, characters, boxes) for line in lines]
    rows = [i for i, some in enumerate(atoms) if _is_row(lines[i], some)]
    found: list[Aligned] = []
    run: list[int] = []
    for i in [*rows, -1]:
        if run and (i < 0 or not _goes_on(lines, atoms, run[-1], i)):
            first = found[-1].last if found else 0
            if len(run) >= (_ROWS if found or not before else 1):
                table = _table(lines, atoms, run, first, rules, () if found else before)
                if table is not None:
                    found.append(table)
            run = []
        if i >= 0:
            run.append(i)
    return found


def _goes_on(lines: Sequence[Line], atoms: list[list[Piece]], before: int, after: int) -> bool:
    """Whether what stands between two rows is of the same table."""
    if after - before > _BETWEEN:
        return False
    high = atoms[before][0].high
    for i in range(before + 1, after):
        if _is_none(lines[i]) or lines[i].bottom - lines[i].top > 3 * high:
            return False
        if any(piece.high > 1.3 * high for piece in atoms[i]):
            return False  # a title
    return lines[after].top - lines[before].bottom < _FAR * high * (1 + (after - before) / 4)


def _is_row(line: Line, some: list[Piece]) -> bool:
    if len(some) < _FEWEST or _is_none(line):
        return False
    return sum(FIGURE.fullmatch(piece.text) is not None for piece in some) >= 2


def _is_none(line: Line) -> bool:
    text = line.text
    return any(each.search(text) is not None for each in (_STOP, _UNIT)) or (
        _NOTE.match(text.lstrip()) is not None
    )


def _table(
    lines: Sequence[Line],
    atoms: list[list[Piece]],
    run: list[int],
    first: int,
    rules: Sequence[float],
    before: Sequence[Span],
) -> Aligned | None:
    high = sorted(piece.high for i in run for piece in atoms[i])[
        sum(len(atoms[i]) for i in run) // 2
    ]
    begin = run[0]  # where the first row's own labels begin
    while begin > first and _is_label(lines, atoms, begin - 1, begin, high):
        begin -= 1
    if before and all(_fits(lines[i], atoms[i], before, high) for i in range(first, begin)):
        begin = first
    end = run[-1] + 1
    numbered = _numbers(atoms[run[0]])
    spans = spans_of(atoms[run[0] + 1 if numbered else begin : end])
    if numbered:
        spans = with_numbers(atoms[run[0]], spans)
    while end < len(lines) and _is_rest(lines, atoms, end, spans, high):
        end += 1
    head = begin_of(lines, atoms, begin, first, spans, high, _is_none)
    heads: list[tuple[tuple[int, int, int, tuple[Piece, ...]], ...]] = []
    if head < begin:
        above = [piece for i in range(head, begin) for piece in atoms[i]]
        heads, spans = head_cells(above, spans)
    elif before:
        spans = _like(spans, before)
    if len(spans) < _FEWEST:
        return None
    body = [piece for i in range(begin, end) for piece in atoms[i]]
    rows = []
    for cells in rows_of(body, spans, rules):
        order = sorted(cells)
        row = []
        for k, after in zip(order, [*order[1:], len(spans)], strict=True):
            wide = max(covered(piece, spans)[1] for piece in cells[k])
            row.append((k, min(wide, after - k), 1, tuple(cells[k])))
        rows.append(tuple(row))
    return Aligned(head, end, tuple(spans), (*heads, *rows), head < begin)


def _fits(line: Line, some: list[Piece], before: Sequence[Span], high: float) -> bool:
    """Whether a line may be of a table that goes on from the page before."""
    return not _is_none(line) and all(
        sum(piece.x0 < b and a < piece.x1 for a, b in before) == 1 and piece.high < 1.3 * high
        for piece in some
    )


def _numbers(some: list[Piece]) -> bool:
    """Whether a row numbers the columns."""
    said = [each.text for each in some if each.text.isdecimal()]
    return said == [str(k + 1) for k in range(len(said))] and len(said) > 1


def _is_label(
    lines: Sequence[Line], atoms: list[list[Piece]], i: int, below: int, high: float
) -> bool:
    """Whether a line is so close to the one below that both are of one row."""
    if _is_none(lines[i]):
        return False
    step = min(piece.middle for piece in atoms[below]) - max(piece.middle for piece in atoms[i])
    return step < _WITHIN * high and all(piece.high < 1.3 * high for piece in atoms[i])


def _is_rest(
    lines: Sequence[Line], atoms: list[list[Piece]], i: int, spans: list[Span], high: float
) -> bool:
    """Whether a line below the last row of figures is of the table."""
    if _is_none(lines[i]) or lines[i].top - lines[i - 1].top > 2.2 * high:
        return False
    if len(atoms[i]) == 1 and not (
        lines[i].top - lines[i - 1].top < _WITHIN * high
        or any(abs(atoms[i][0].x0 - each.x0) < 2 for each in atoms[i - 1])
    ):
        return False
    return all(
        sum(piece.x0 < b and a < piece.x1 for a, b in spans) == 1 and piece.high < 1.3 * high
        for piece in atoms[i]
    )


def _like(spans: list[Span], before: Sequence[Span]) -> list[Span]:
    """The columns of the table before, where those of this one are among them."""
    if len(spans) > len(before):
        return spans
    found = list(before)
    used: set[int] = set()
    for a, b in spans:
        over = [k for k, (c, d) in enumerate(before) if a < d and c < b]
        if len(over) != 1 or over[0] in used:
            return spans
        used.add(over[0])
        found[over[0]] = (min(a, before[over[0]][0]), max(b, before[over[0]][1]))
    return found
