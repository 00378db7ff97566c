"""Tables without ruling lines: rows of figures that stand below one another.

A row is a line with wide gaps and figures; its columns are told by all rows together. Lines
without figures between and above the rows are headers, or labels over several lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractor.source.page.lines import Line

_FIGURE = re.compile(r"[-—–]|[（(]?-?\d[\d,]*(?:\.\d+)?%?[)）]?")
_STOP = re.compile(r"[。；！？]")
_ROWS = 3  #: rows of figures that a table has at least
_HEADERS = 4  #: lines of headers above the first row
_BETWEEN = 2  #: lines without figures between two rows
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
    parted = [pieces_of(line, places) if "  " in line.text else None for line in lines]
    rows = [i for i, pieces in enumerate(parted) if pieces and _is_row(pieces)]
    found: list[Aligned] = []
    run: list[int] = []
    for i in [*rows, -1]:
        if run and (i < 0 or i - run[-1] > _BETWEEN + 1 or _prose(lines[run[-1] + 1 : i])):
            if len(run) >= _ROWS:
                first = found[-1].last if found else 0
                table = _table(lines, parted, places, run, first)
                if table is not None:
                    found.append(table)
            run = []
        if i >= 0:
            run.append(i)
    return found


def _is_row(pieces: list[Piece]) -> bool:
    figures = sum(_FIGURE.fullmatch(piece.text) is not None for piece in pieces)
    return len(pieces) >= _FEWEST and figures >= 2


def _prose(lines: Sequence[Line]) -> bool:
    return any(_STOP.search(line.text) or len(line.text) > 60 for line in lines)


def _table(
    lines: Sequence[Line],
    parted: list[list[Piece] | None],
    places: Sequence[tuple[float, float]],
    run: list[int],
    first: int,
) -> Aligned | None:
    spans = _columns([piece for i in run for piece in parted[i] or ()])
    if len(spans) < _FEWEST:
        return None
    begin = run[0]
    while begin > max(first, run[0] - _HEADERS) and _is_header(lines, parted, begin - 1, spans):
        begin -= 1
    height = min(lines[i].bottom - lines[i].top for i in run)
    rows: dict[int, list[tuple[int, int, Piece]]] = {}
    for i in range(begin, run[-1] + 1):
        row = i
        if i > run[0] and i not in run:  # a label that goes on: it is of the nearest row
            near = min(run, key=lambda k: abs(lines[k].top - lines[i].top))
            row = near if abs(lines[near].top - lines[i].top) < 1.6 * height else i
        for piece in parted[i] or pieces_of(lines[i], places):
            rows.setdefault(row, []).append((*_covered(piece, spans), piece))
    told = [_cells(cells) for _, cells in sorted(rows.items())]
    return Aligned(begin, run[-1] + 1, len(spans), tuple(told))


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
    parted: list[list[Piece] | None],
    i: int,
    spans: list[tuple[float, float]],
) -> bool:
    """A line of several pieces over the columns: no title, no unit line."""
    pieces = parted[i]
    if not pieces or len(pieces) < 2 or _prose(lines[i : i + 1]):
        return False
    if any("单位：" in piece.text or "单位:" in piece.text for piece in pieces):
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
    cells = []
    end = 0
    for column in sorted(found):
        wide, some = found[column]
        begin = max(column, end)
        end = max(begin + 1, column + wide)
        cells.append((begin, end - begin, tuple(some)))
    return tuple(cells)
