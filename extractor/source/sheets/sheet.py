"""A sheet without its format: texts at places, what is merged and what is hidden."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple

#: How many places merged areas may be looked up in, of all areas of a sheet.
_PLACES: Final = 2_000_000


class Shown(NamedTuple):
    """What a cell shows, and whether a line is drawn at its left or right."""

    text: str
    ruled: bool = False


class Area(NamedTuple):
    """A merged area; ``bottom`` and ``right`` are just behind it."""

    top: int
    left: int
    bottom: int
    right: int


class Placed(NamedTuple):
    """A cell with a text: ``right`` and ``bottom`` are just behind what it spans."""

    top: int
    left: int
    bottom: int
    right: int
    text: str
    ruled: bool


class Row(NamedTuple):
    """A row with texts; ``gap`` where a blank row that belongs to no table is before it."""

    top: int
    cells: tuple[Placed, ...]
    gap: bool


class Hidden:
    """Ranges of hidden rows or columns.

    >>> hidden = Hidden([(2, 4), (4, 6)])
    >>> hidden.first(1), hidden.first(3), 5 in hidden
    (1, 6, True)
    """

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def first(self, at: int) -> int:
        """The first place from *at* on that is not hidden."""
        n = bisect_right(self._starts, at) - 1
        return max(at, self._ends[n]) if n >= 0 else at

    def __contains__(self, at: int) -> bool:
        return self.first(at) != at


class Sheet:
    """What a reader of a format fills: 0-based rows and columns, texts that are not blank.

    ``framed`` are the rows in which lines are drawn around blank cells.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[int, dict[int, Shown]] = {}
        self.areas: list[Area] = []
        self.hidden_rows: list[tuple[int, int]] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.framed: set[int] = set()
        self.loose: list[str] = []  #: texts of boxes that lie on the sheet

    def put(self, row: int, column: int, text: str, ruled: bool) -> None:
        """A text at its place."""
        self.rows.setdefault(row, {})[column] = Shown(text, ruled)

    def visible(self) -> tuple[list[Row], int]:
        """The rows as a person sees them, and how many texts are hidden."""
        rows, columns = Hidden(self.hidden_rows), Hidden(self.hidden_columns)
        areas, covered = self._spans()
        found: dict[int, list[Placed]] = {}
        lost = len(covered)
        for top, cells in self.rows.items():
            for left, shown in cells.items():
                if (top, left) in covered:
                    continue
                area = areas.get((top, left)) or Area(top, left, top + 1, left + 1)
                # the text of a merged area shows as long as any of it does
                row, column = rows.first(top), columns.first(left)
                if row >= area.bottom or column >= area.right:
                    lost += 1
                    continue
                placed = Placed(row, column, area.bottom, area.right, shown.text, shown.ruled)
                found.setdefault(row, []).append(placed)
        out: list[Row] = []
        behind = 0
        for top in sorted(found):
            blank = (at for at in range(behind, min(top, behind + 1000)))
            gap = any(at not in rows and at not in self.framed for at in blank)
            line = tuple(sorted(found[top], key=lambda each: each.left))
            out.append(Row(top, line, gap and bool(out)))
            # rows under a merged area are not blank, but for those that title a whole sheet
            behind = max(behind, top + 1, *(each.bottom for each in line))
        return out, lost

    def _spans(self) -> tuple[dict[tuple[int, int], Area], set[tuple[int, int]]]:
        """Areas by the place of their text, and the places of texts that they cover."""
        areas: dict[tuple[int, int], Area] = {}
        covered: set[tuple[int, int]] = set()
        order = sorted(self.rows)
        left_over = _PLACES
        for area in self.areas:
            corner = (area.top, area.left)
            if area.left not in self.rows.get(area.top, ()) or corner in areas:
                continue
            first, last = bisect_left(order, area.top), bisect_left(order, area.bottom)
            for row in order[first:last]:
                left_over -= len(self.rows[row])
                covered.update(
                    (row, at)
                    for at in self.rows[row]
                    if area.left <= at < area.right and (row, at) != corner
                )
                if left_over < 0:
                    return areas, covered
            if corner not in covered:
                areas[corner] = area
        return areas, covered
