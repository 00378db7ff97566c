"""Atoms of a table -> rows of cells, by columns that no row leaves and heights they share."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractor.source.page.atoms import Piece, beside

Span = tuple[float, float]
Cells = dict[int, list[Piece]]  # pieces from the top down, by column

FIGURE = re.compile(r"[-—–]|[（(]?-?\d[\d,]*(?:\.\d+)?%?[)）]?")
_LINES = 6  #: of a label at most
_NEXT = 1.75  #: of an atom's height: the next line of a label
_FULL = 1.4  #: of an atom's height: the room that a line leaves where the label goes on
_TIGHT = 1.32  #: of an atom's height: lines closer than rows are
_BROKEN = 0.4  #: what a break in a line that has room costs, a cell that is level with none being 1
_SAME = 0.28  #: of an atom's height: by how much the places of one row may be off
_ENOUGH = 0.9  #: rules for each row of figures, so that rules part rows


def spans_of(lines: Sequence[Sequence[Piece]]) -> list[Span]:
    """Stretches that atoms of lines cover, those that overlap as one; a stretch that few of many
    lines cover parts columns, since a cell may reach over several."""
    few = min(3, len(lines) // 7)
    edges = sorted(edge for some in lines for p in some for edge in ((p.x0, 1), (p.x1 + 0.3, -1)))
    found: list[Span] = []
    deep, start = 0, 0.0
    for x, step in edges:
        if step > 0 and deep == few:
            start = x
        if step < 0 and deep == few + 1:
            found.append((start, x - 0.3))
        deep += step
    rest = [p for some in lines for p in some if not any(p.x0 < b and a < p.x1 for a, b in found)]
    return sorted([*found, *spans_of([rest])]) if few and rest else found


def covered(piece: Piece, spans: Sequence[Span]) -> tuple[int, int]:
    """First column of an atom, and how many it covers; the nearest where it covers none."""
    over = [k for k, (a, b) in enumerate(spans) if piece.x0 < b and a < piece.x1]
    if not over:
        middle = (piece.x0 + piece.x1) / 2
        return min(range(len(spans)), key=lambda k: abs(sum(spans[k]) / 2 - middle)), 1
    return over[0], len(over)


def rows_of(pieces: Sequence[Piece], spans: Sequence[Span], rules: Sequence[float]) -> list[Cells]:
    """The rows of a body from the top down; *rules* are heights of lines across it."""
    columns: dict[int, list[Piece]] = {}
    for piece in sorted(pieces, key=lambda each: each.middle):
        columns.setdefault(covered(piece, spans)[0], []).append(piece)
    lined = {k: _level(some) for k, some in columns.items()}
    high = sorted(piece.high for piece in pieces)[len(pieces) // 2]
    inside = [y for y in rules if pieces[0].top - high < y < pieces[-1].bottom + high]
    most = max(len(some) for some in lined.values())
    parted = _by_rules(lined, inside)
    if len(parted) >= _ENOUGH * max(_figures(some) for some in lined.values()) and most > 2:
        return parted
    anchors = sorted(
        piece.middle for some in lined.values() if 2 * _figures(some) > len(some) for piece in some
    )
    best: list[tuple[float, int, list[Piece]]] = []
    least = float("inf")
    for where in (0.5, 0.0, 1.0):
        cost = 0.0
        cells: list[tuple[float, int, list[Piece]]] = []
        for k, some in lined.items():
            if 2 * _figures(some) > len(some):
                cells += [(piece.middle, k, [piece]) for piece in some]
                continue
            paid, groups = _grouped(some, spans[k][1], anchors, where, high)
            cost += paid
            cells += [(_place(group, where), k, group) for group in groups]
        if cost < least - 0.5:
            best, least = cells, cost
    return _clustered(best, high)


def _figures(some: Sequence[Piece]) -> int:
    return sum(FIGURE.fullmatch(piece.text) is not None for piece in some)


def _level(some: list[Piece]) -> list[Piece]:
    """Atoms of one column with those at one height as one."""
    found: list[list[Piece]] = []
    for piece in some:
        if found and piece.middle - found[-1][0].middle < _SAME * piece.high:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [beside(each) for each in found]


def _by_rules(lined: dict[int, list[Piece]], rules: list[float]) -> list[Cells]:
    found: dict[int, Cells] = {}
    for k, some in lined.items():
        for piece in some:
            found.setdefault(bisect_right(rules, piece.middle), {}).setdefault(k, []).append(piece)
    return [found[i] for i in sorted(found)]


def _place(group: Sequence[Piece], where: float) -> float:
    """Height by which a cell is level with others: of its first line, its last, or between."""
    return (1 - where) * group[0].middle + where * group[-1].middle


def _grouped(
    some: list[Piece], right: float, anchors: list[float], where: float, high: float
) -> tuple[float, list[list[Piece]]]:
    """Lines of a column as cells, so that most are level with a figure; with what is amiss."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(some) + 1):
        options = []
        paid = 0.0
        for begin in range(end - 1, max(-1, end - _LINES - 1), -1):
            if begin < end - 1:
                link = _link(some[begin], some[begin + 1], right)
                if link is None:
                    break
                paid += link
            place = _place(some[begin:end], where)
            at = bisect_left(anchors, place - _SAME * high)
            level = at < len(anchors) and anchors[at] <= place + _SAME * high
            options.append((best[begin][0] + (0.0 if level else 1.0) + paid, -begin))
        cost, begin = min(options)  # of equal ones that with the most cells
        best.append((cost, -begin))
    groups: list[list[Piece]] = []
    end = len(some)
    while end:
        begin = best[end][1]
        groups.append(some[begin:end])
        end = begin
    return best[-1][0], groups[::-1]


def _link(one: Piece, two: Piece, right: float) -> float | None:
    """What it takes to read two lines as one label: nothing where the first fills its column."""
    step = (two.middle - one.middle) / one.high
    if step > _NEXT or FIGURE.fullmatch(two.text) is not None:
        return None
    if one.x1 > right - _FULL * one.high:
        return 0.0
    return _BROKEN if step < _TIGHT else None  # broken by whoever wrote it


def _clustered(cells: list[tuple[float, int, list[Piece]]], high: float) -> list[Cells]:
    rows: list[Cells] = []
    last = float("-inf")
    for place, k, group in sorted(cells, key=lambda each: each[0]):
        if place - last > _SAME * high or k in rows[-1]:
            rows.append({})
        rows[-1][k] = group
        last = place
    return rows
