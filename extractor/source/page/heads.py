"""Headers of tables without plumb lines: which columns each of their cells stands above."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from extractor.source.page.atoms import Piece
from extractor.source.page.lines import Line

Span = tuple[float, float]
_LINES = 9  #: lines of a header
_STEP = 2.6  #: of a line's height: from one line of a header to the next
_CELL = 1.42  #: of a piece's height: from one line of a header cell to its next
_OUTSIDE = 1000.0  #: points by which a cell that is not above its columns counts as off
_MIDDLE = 0.3  #: of a piece's height: by how much a cell may be off the middle of its rows
_SPACE = 1.0  #: of a piece's height: the gap between two words of one cell


class Cell(msgspec.Struct, eq=False):
    """A cell of a header on its way: its pieces from the top down, and its columns."""

    pieces: list[Piece]
    first: int = 0
    last: int = 0
    row: int = 0

    @property
    def top(self) -> float:
        return self.pieces[0].top

    @property
    def middle(self) -> float:
        return (min(p.x0 for p in self.pieces) + max(p.x1 for p in self.pieces)) / 2


def begin_of(
    lines: Sequence[Line],
    parted: list[list[Piece]],
    body: int,
    first: int,
    spans: list[Span],
    high: float,
    is_none: Callable[[Line], bool],
) -> int:
    """The first line of the header above the line *body*: lines of several pieces over the columns,
    and lines of one piece between them."""
    begin = body
    for i in range(body - 1, max(first, body - _LINES) - 1, -1):
        if is_none(lines[i]) or lines[i + 1].top - lines[i].top > _STEP * high:
            break
        tall = lines[i].bottom - lines[i].top > 1.3 * high
        if tall or not all(spans[0][0] - high < p.x1 and p.x0 < spans[-1][1] + high
                           for p in parted[i]):  # fmt: skip
            break
        if len(parted[i]) > 1:
            begin = i
    return begin


def head_cells(
    pieces: list[Piece], spans: list[Span]
) -> tuple[list[tuple[tuple[int, int, int, tuple[Piece, ...]], ...]], list[Span]]:
    """Rows of header cells (column, columns, rows, pieces), and the columns, with those added in
    which no row has anything."""
    cells = _cells(pieces)
    if not cells:
        return [], spans
    leaves = _leaves(cells, spans)
    spans = _with_empty(leaves, spans)
    for each in leaves:
        over = _over(each, spans)
        each.first, each.last = over[0], over[-1]
    left = [each for each in cells if not any(each is leaf for leaf in leaves)]
    while left:
        low = max(left, key=lambda cell: cell.pieces[-1].bottom)
        level = [each for each in left if not _is_below(low, each)]
        left = [each for each in left if _is_below(low, each)]
        _reach(sorted(level, key=lambda cell: cell.middle), cells, spans)
    return _grid(cells), spans


def with_numbers(pieces: list[Piece], spans: list[Span]) -> list[Span]:
    """The columns with those of a row that numbers them, whose numbers stand anywhere in them."""
    return _with_empty([Cell([piece]) for piece in pieces], spans)


def _cells(pieces: list[Piece]) -> list[Cell]:
    """Pieces of one cell together: beside each other, or one right below the other."""
    found: list[Cell] = []
    for piece in sorted(pieces, key=lambda each: (each.top, each.x0)):
        high = piece.bottom - piece.top
        for cell in reversed(found):
            last = cell.pieces[-1]
            beside = abs(last.top - piece.top) < 0.4 * high and (
                -0.5 * high < piece.x0 - last.x1 < _SPACE * high
            )
            middle = abs((last.x0 + last.x1 - piece.x0 - piece.x1) / 2) < 0.75 * high
            left = abs(cell.pieces[0].x0 - piece.x0) < 0.3 * high
            below = 0.5 * high < piece.top - last.top < _CELL * high and (middle or left)
            if beside or (below and piece.x1 - piece.x0 < last.x1 - last.x0 + 1.5 * high):
                cell.pieces.append(piece)
                break
        else:
            found.append(Cell([piece]))
    return found


def _bounds(cell: Cell) -> Span:
    return min(p.x0 for p in cell.pieces), max(p.x1 for p in cell.pieces)


def _leaves(cells: list[Cell], spans: list[Span]) -> list[Cell]:
    """Cells above columns, no others below them."""
    found: list[Cell] = []
    for cell in sorted(cells, key=lambda each: -each.pieces[-1].bottom):
        below = {k for leaf in found if _is_below(leaf, cell) for k in _over(leaf, spans)}
        if not below.issuperset(_over(cell, spans)):
            found.append(cell)
    return found


def _is_below(one: Cell, other: Cell) -> bool:
    """Whether one begins where the other ends; cells beside each other share a height."""
    last = other.pieces[-1]
    return one.top >= last.bottom - 0.1 * last.high


def _with_empty(leaves: list[Cell], spans: list[Span]) -> list[Span]:
    """Columns that only headers tell: those of leaves that stand above no column of their own.

    A leaf and a column without one that are nearest to each other belong together.
    """
    free = [span for span in spans if not any(_hits(each, span) for each in leaves)]
    rest = [_bounds(each) for each in leaves if not any(_hits(each, span) for span in spans)]
    taken = [span for span in spans if span not in free]

    def apart(one: Span, two: Span) -> float:
        return max(one[0] - two[1], two[0] - one[1])

    added: list[Span] = []
    for own in rest:
        span = min(free, key=lambda each: apart(own, each), default=None)
        if span is not None and min(rest, key=lambda each: apart(each, span)) == own:
            both = (min(own[0], span[0]), max(own[1], span[1]))
            if not any(apart(both, each) < 0 for each in (*taken, *rest) if each != own):
                free.remove(span)
                taken.append(both)
                continue
        added.append(own)
    return sorted([*taken, *free, *added])


def _hits(cell: Cell, span: Span) -> bool:
    a, b = _bounds(cell)
    return a < span[1] and span[0] < b


def _over(cell: Cell, spans: list[Span]) -> list[int]:
    """The columns below a cell, the nearest where none is."""
    over = [k for k, span in enumerate(spans) if _hits(cell, span)]
    if over:
        return over
    return [min(range(len(spans)), key=lambda k: abs(sum(spans[k]) / 2 - cell.middle))]


def _reach(level: list[Cell], cells: list[Cell], spans: list[Span]) -> None:
    """The columns of cells beside each other that stand above others: they share out what is below
    them, each with its middle above that of its share."""
    low = max(each.pieces[-1].bottom for each in cells)
    high = level[0].pieces[0].high
    # what stands in the middle between both edges reaches over all lines, too
    half = (min(each.top for each in level) + low) / 2
    under = [
        each
        for each in cells
        if all(_is_below(each, one) for one in level)
        and abs((each.top + each.pieces[-1].bottom) / 2 - half) > _MIDDLE * high
    ]
    middles = {k: sum(spans[k]) / 2 for k in range(len(spans))}
    free: set[int] = set()
    for each in under:
        free.update(range(each.first, each.last + 1))
        if each.first == each.last:
            middles[each.first] = each.middle
    runs: list[list[int]] = []
    for k in sorted(free):
        if runs and runs[-1][-1] == k - 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    if not runs:
        for each in level:
            each.first = each.last = _over(each, spans)[0]
        return
    sharing: dict[int, list[Cell]] = {}
    for each in level:
        near = min(range(len(runs)), key=lambda r: _away(each.middle, runs[r], spans))
        sharing.setdefault(near, []).append(each)
    for r, some in sharing.items():
        _share(some, runs[r], spans, middles)


def _away(x: float, run: list[int], spans: list[Span]) -> float:
    return max(spans[run[0]][0] - x, x - spans[run[-1]][1], 0.0)


def _share(some: list[Cell], run: list[int], spans: list[Span], middles: dict[int, float]) -> None:
    """Parts a run of columns among cells, so that middles are off least in all."""
    size = len(run)
    if len(some) > size:
        for each in some:
            each.first = each.last = min(run, key=lambda k: abs(middles[k] - each.middle))
        return
    # best[i]: cost, and where each of the cells so far ends, with i columns given away
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for n, cell in enumerate(some):
        fresh: dict[int, tuple[float, tuple[int, ...]]] = {}
        for begin, (cost, ends) in best.items():
            for end in range(begin + 1, size - (len(some) - n - 1) + 1):
                first, last = run[begin], run[end - 1]
                edges = (spans[first][0] + spans[last][1]) / 2
                off = min(
                    abs(edges - cell.middle),
                    abs((middles[first] + middles[last]) / 2 - cell.middle),
                    abs(spans[first][0] - _bounds(cell)[0]),  # flush left
                )
                if not spans[first][0] - 1 < cell.middle < spans[last][1] + 1:
                    off += _OUTSIDE
                if end not in fresh or cost + off < fresh[end][0]:
                    fresh[end] = (cost + off, (*ends, end))
        best = fresh
    begin = 0
    for cell, end in zip(some, best[size][1], strict=True):
        cell.first, cell.last = run[begin], run[end - 1]
        begin = end


def _grid(cells: list[Cell]) -> list[tuple[tuple[int, int, int, tuple[Piece, ...]], ...]]:
    order = sorted(cells, key=lambda cell: (cell.top, cell.first))
    filled: dict[int, int] = {}  # the first free row of each column
    for cell in order:
        some = range(cell.first, cell.last + 1)
        cell.row = max((filled.get(k, 0) for k in some), default=0)
        for k in some:
            filled[k] = cell.row + 1
    high = max(filled.values())
    rows: list[list[tuple[int, int, int, tuple[Piece, ...]]]] = [[] for _ in range(high)]
    for cell in order:
        some = range(cell.first, cell.last + 1)
        lower = [o.row for o in cells if o.row > cell.row and o.first <= cell.last
                 and cell.first <= o.last]  # fmt: skip
        deep = min(lower, default=high) - cell.row
        rows[cell.row].append((cell.first, len(some), deep, tuple(cell.pieces)))
    return [tuple(sorted(row, key=lambda each: each[0])) for row in rows]
