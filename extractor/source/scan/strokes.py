"""Ruling lines in the pixels of a page: where they are, and the page without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.source.scan.prepare import DARK

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ACROSS = 0.4  #: inches: shortest horizontal line; a dash of two characters is shorter
_DOWN = 0.2  #: inches: shortest vertical line, if horizontal ones meet it: else it is a stroke
_ALONE = 1.2  #: inches: shortest line that none meets
_MEET = 0.03  #: inches that lines which meet may stay apart
_THICK = 0.06  #: inches: what is thicker is an area
_BREAK = 0.015  #: inches: a line may be broken so far
_MOST = 20_000  #: runs of pixels beyond which the page is a photograph
_FREE = 0.5  #: share of a line's length beside which there is no ink


class Strokes(NamedTuple):
    """Lines as rows (x0, x1, y) and (x, y0, y1), in pixels, and the picture without them."""

    horizontals: NDArray[np.float64]
    verticals: NDArray[np.float64]
    page: NDArray[np.uint8]


def strokes_of(page: NDArray[np.uint8], dpi: float) -> Strokes:
    """The ruling lines of an upright greyscale page.

    >>> page = np.full((100, 300), 255, np.uint8)
    >>> page[50:52, 20:280] = 0
    >>> found = strokes_of(page, 200)
    >>> found.horizontals.tolist(), int(found.page.min())
    ([[20.0, 280.0, 51.0]], 255)
    """
    ink = page < DARK + 30  # thin lines are grey
    clean = page.copy()
    across = _lines(ink, round(_ACROSS * dpi), dpi)
    down = _lines(ink.T, round(_DOWN * dpi), dpi)
    across, down = _ruling(across, down, dpi)
    for bar in across:
        _erase(clean, ink, bar)
    for bar in down:
        _erase(clean.T, ink.T, bar)
    return Strokes(
        np.array([(b.low, b.high, (b.first + b.last) / 2) for b in across], float).reshape(-1, 3),
        np.array([((b.first + b.last) / 2, b.low, b.high) for b in down], float).reshape(-1, 3),
        clean,
    )


class _Bar(NamedTuple):
    """A line: its rows ``first`` to ``last`` and columns ``low`` to ``high``, ends not included."""

    first: int
    last: int
    low: int
    high: int


def _lines(ink: NDArray[np.bool_], least: int, dpi: float) -> list[_Bar]:
    """Horizontal lines by their runs of ink; a line that steps from row to row is one."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 1), bool)
    padded[:, :-1] = ink
    # a line that is a little tilted steps to the next row: its parts overlap in a mask of two
    padded[1:] |= padded[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], padded.ravel())).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return []
    wide = padded.shape[1]
    new = np.ones(len(starts), bool)
    new[1:] = (starts[1:] - ends[:-1] > max(1, round(_BREAK * dpi))) | (
        starts[1:] // wide != starts[:-1] // wide
    )
    firsts = np.flatnonzero(new)
    starts, ends = starts[firsts], ends[np.concatenate((firsts[1:] - 1, [len(ends) - 1]))]
    long = ends - starts >= least
    starts, ends = starts[long], ends[long]
    if not len(starts) or len(starts) > _MOST:
        return []
    rows, lows = starts // wide, starts % wide
    highs = lows + (ends - starts)
    bars: list[list[int]] = []  # first, last, low, high
    live: list[list[int]] = []
    for row, low, high in zip(rows.tolist(), lows.tolist(), highs.tolist(), strict=True):
        live = [each for each in live if each[1] >= row]
        for each in live:
            if low < each[3] and high > each[2]:
                each[1], each[2], each[3] = row + 1, min(each[2], low), max(each[3], high)
                break
        else:
            live.append([row, row + 1, low, high])
            bars.append(live[-1])
    thick = max(2, round(_THICK * dpi))
    # each row was drawn into the next one as well
    found = [_Bar(a, max(b - 1, a + 1), low, high) for a, b, low, high in bars]
    return [bar for bar in found if bar.last - bar.first <= thick and _free(ink, bar)]


def _ruling(across: list[_Bar], down: list[_Bar], dpi: float) -> tuple[list[_Bar], list[_Bar]]:
    """The lines that are long, or that two others meet; strokes of large characters are not."""
    for _ in range(3):
        if not across and not down:
            break
        rows = np.array(across, float).reshape(-1, 1, 4)
        columns = np.array(down, float).reshape(1, -1, 4)
        room = _MEET * dpi
        meet = (
            (columns[..., 1] >= rows[..., 2] - room)
            & (columns[..., 0] <= rows[..., 3] + room)
            & (rows[..., 1] >= columns[..., 2] - room)
            & (rows[..., 0] <= columns[..., 3] + room)
        )
        long = _ALONE * dpi
        across, down = (
            [
                bar
                for bar, met in zip(bars, count, strict=True)
                if met > 1 or bar.high - bar.low > long
            ]
            for bars, count in ((across, meet.sum(axis=1)), (down, meet.sum(axis=0)))
        )
    return across, down


def _free(ink: NDArray[np.bool_], bar: _Bar) -> bool:
    """Whether a line stands free: a row of strokes of characters does not."""
    beside = [row for row in (bar.first - 3, bar.last + 2) if 0 <= row < ink.shape[0]]
    sides = [float((~ink[row, bar.low : bar.high]).mean()) for row in beside]
    return not sides or min(sides) > _FREE


def _erase(page: NDArray[np.uint8], ink: NDArray[np.bool_], bar: _Bar) -> None:
    """Takes a line out, but not where ink crosses it."""
    top, bottom = max(bar.first - 1, 0), min(bar.last + 1, ink.shape[0])
    columns = np.s_[max(bar.low - 1, 0) : bar.high + 1]
    above = ink[max(top - 2, 0) : top, columns]
    below = ink[bottom : bottom + 2, columns]
    crossed = above.any(axis=0) | below.any(axis=0)
    area = page[top:bottom, columns]
    area[:, ~crossed] = 255
