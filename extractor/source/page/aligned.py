"""Tables without ruling lines: rows of figures that stand below one another.

A row is a line with wide gaps and figures; its columns are told by all rows together. Lines
without figures between and above the rows are headers, or labels over several lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from extractor.source.page.lines import Line

_FIGURE = re.compile(r"[-—–]|[（(]?-?\d[\d,]*(?:\.\d+)?%?[)）]?")
_UNIT = re.compile(r"单位[：:]")
_STOP = re.compile(r"[。；！？]")
_ROWS = 3  #: rows of figures that a table has at least
_HEADERS = 4  #: lines of headers above the first row
_BETWEEN = 30  #: lines without figures between two rows: labels of blank rows
_NEAR = 4.0  #: points by which what is aligned may be off
_PITCH = 1.25  #: lines of one row are closer than rows by so much at least
_FEWEST = 3  #: pieces of a row


class Piece(msgspec.Struct, frozen=True, eq=False):
    """A part of a line between wide gaps."""

    text: str
    indices: tuple[int, ...]
    x0: float
    x1: float


class Aligned(msgspec.Struct, frozen=True, eq=False):
    """A table of lines ``first`` to ``last`` (half-open): rows of cells, each a list of pieces (one
    a line) and how many columns it spans."""

    first: int
    last: int
    columns: int
    rows: tuple[tuple[tuple[int, int, tuple[Piece, ...]], ...], ...]


def pieces_of(line: Line, places: Sequence[tuple[float, float]]) -> list[Piece]:
    """The parts of a line; *places* are left and right of each character of the page."""
    found: list[Piece] = []
    at = 0
    for text in line.text.split("  "):
        indices = line.indices[at : at + len(text)]
        at += len(text) + 2
        told = [i for i in indices if i >= 0]
        if told:
            found.append(Piece(text, indices, places[told[0]][0], places[told[-1]][1]))
    return found


def aligned(lines: Sequence[Line], places: Sequence[tuple[float, float]]) -> list[Aligned]:
    """The tables among *lines*, which are in order from the top down."""
    parted = [pieces_of(line, places) for line in lines]
    rows = [i for i, pieces in enumerate(parted) if _is_row(pieces)]
    found: list[Aligned] = []
    run: list[int] = []
    for i in [*rows, -1]:
        if run and (i < 0 or not _goes_on(lines, parted, run[-1], i)):
            if len(run) >= _ROWS:
                first = found[-1].last if found else 0
                table = _table(lines, parted, run, first)
                if table is not None:
                    found.append(table)
            run = []
        if i >= 0:
            run.append(i)
    return found


def _goes_on(lines: Sequence[Line], parted: list[list[Piece]], before: int, after: int) -> bool:
    """Whether what stands between two rows is of the same table."""
    if after - before > _BETWEEN:
        return False
    rows = (before, after) if after < len(lines) else (before,)
    edges = [piece.x0 for i in rows for piece in parted[i]]
    for i in range(before + 1, min(after, len(lines))):
        if _prose(lines[i : i + 1]) or _UNIT.search(lines[i].text):
            return False
        if len(parted[i]) == 1 and min(abs(parted[i][0].x0 - edge) for edge in edges) > _NEAR:
            return False
    return True


def _is_row(pieces: list[Piece]) -> bool:
    figures = sum(_FIGURE.fullmatch(piece.text) is not None for piece in pieces)
    return len(pieces) >= _FEWEST and figures >= 2


def _prose(lines: Sequence[Line]) -> bool:
    return any(_STOP.search(line.text) or len(line.text) > 60 for line in lines)


def _table(
    lines: Sequence[Line], parted: list[list[Piece]], run: list[int], first: int
) -> Aligned | None:
    spans = _columns([piece for i in run for piece in parted[i]])
    if len(spans) < _FEWEST:
        return None
    begin = run[0]
    while begin > max(first, run[0] - _HEADERS) and _is_header(lines, parted, begin - 1, spans):
        begin -= 1
    end = run[-1] + 1
    while (
        end < len(lines)
        and _goes_on(lines, parted, run[-1], end + 1)
        and (
            len(parted[end]) > 1
            or lines[end].top - lines[end - 1].top <= _pitch(lines, run) * _PITCH
        )
    ):
        end += 1
    row_of = _rows(lines, begin, end, run)
    rows: dict[int, list[tuple[int, int, Piece]]] = {}
    for i in range(begin, end):
        for piece in parted[i]:
            rows.setdefault(row_of[i], []).append((*_covered(piece, spans), piece))
    told = [_cells(cells) for _, cells in sorted(rows.items())]
    return Aligned(begin, end, len(spans), tuple(told))


def _pitch(lines: Sequence[Line], run: list[int]) -> float:
    """The smallest distance from a line to the next, between the first row and the last."""
    tops = [lines[i].top for i in range(run[0], run[-1] + 1)]
    return min(two - one for one, two in pairwise(tops))


def _rows(lines: Sequence[Line], begin: int, end: int, run: list[int]) -> dict[int, int]:
    """The row of each line, named by one of its lines.

    Lines of one row are closer than rows, or else each line with figures is a row, and one
    without them of its own. Where two rows are as close as any lines, none is of several.
    """
    pitch = _pitch(lines, run)
    between = [lines[j].top - lines[i].top for i, j in pairwise(run)]
    close = sorted(between)[len(between) // 2] > _PITCH * pitch and not any(
        j == i + 1 and lines[j].top - lines[i].top <= _PITCH * pitch for i, j in pairwise(run)
    )
    found: dict[int, int] = {}
    for i in range(begin, end):
        near = i > begin and lines[i].top - lines[i - 1].top <= pitch * _PITCH
        found[i] = found[i - 1] if close and near and i > run[0] else i
    return found


def _columns(pieces: list[Piece]) -> list[tuple[float, float]]:
    """Stretches that pieces of rows cover, those that overlap as one."""
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece.x0, piece.x1) for piece in pieces):
        if found and x0 < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _is_header(
    lines: Sequence[Line],
    parted: list[list[Piece]],
    i: int,
    spans: list[tuple[float, float]],
) -> bool:
    """A line of several pieces over the columns: no title, no unit line."""
    pieces = parted[i]
    if len(pieces) < 2 or _prose(lines[i : i + 1]):
        return False
    if any(_UNIT.search(piece.text) for piece in pieces):
        return False
    return all(any(piece.x0 < b and a < piece.x1 for a, b in spans) for piece in pieces)


def _covered(piece: Piece, spans: list[tuple[float, float]]) -> tuple[int, int]:
    """First column of a piece, and how many it covers; the nearest where it covers none."""
    over = [k for k, (a, b) in enumerate(spans) if piece.x0 < b and a < piece.x1]
    if not over:
        middle = (piece.x0 + piece.x1) / 2
        return min(range(len(spans)), key=lambda k: abs(sum(spans[k]) / 2 - middle)), 1
    return over[0], len(over)


def _cells(
    pieces: list[tuple[int, int, Piece]],
) -> tuple[tuple[int, int, tuple[Piece, ...]], ...]:
    """The pieces of a row by their columns; those of several lines in one column together."""
    found: dict[int, tuple[int, list[Piece]]] = {}
    for column, wide, piece in pieces:
        if column in found:
            found[column][1].append(piece)
        else:
            found[column] = (wide, [piece])
    order = sorted(found)
    cells = []
    for column, after in zip(order, [*order[1:], None], strict=True):
        wide, some = found[column]
        cells.append((column, wide if after is None else min(wide, after - column), tuple(some)))
    return tuple(cells)
