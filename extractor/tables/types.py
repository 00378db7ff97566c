"""What the tables room hands on: tables with titles, columns, rows and the places of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import msgspec

Bounds = tuple[float, float, float, float]


class Place(NamedTuple):
    """A half-open stretch of the source text."""

    start: int
    end: int


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A cell of a grid with its words: ``text`` as printed with its wraps joined, ``key`` the
    same in canonical characters without spaces, both empty where it is blank."""

    text: str
    key: str
    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def place(self) -> Place:
        """Where it stands in the source text."""
        return Place(self.start, self.end)


class Column(msgspec.Struct, frozen=True):
    """A column: its header path from the top, and what it holds.

    ``role`` is label, code, index (line numbers), value or text; ``block`` counts the sides of a
    table, each of which begins with its own labels.
    """

    path: tuple[str, ...]
    role: str
    block: int
    keys: tuple[str, ...] = ()  #: the path in canonical characters


class TableCell(msgspec.Struct, frozen=True, gc=False):
    """A cell that holds a number; ``value`` is a decimal string in the base unit.

    ``line`` and ``at`` are the indices of its row and its column; ``unit`` is the one that it is
    scaled by, None where no unit of money holds for it.
    """

    raw: str
    value: str
    start: int
    end: int
    line: int
    at: int
    unit: str | None = None
    page: int | None = None
    bbox: Bounds | None = None


class Line(msgspec.Struct, frozen=True):
    """One row of one side of a table.

    ``above`` are the labels of merged cells to the left of its own one; ``index`` is that of
    its row.
    """

    label: str
    key: str
    code: str | None
    block: int
    place: Place | None
    cells: tuple[TableCell, ...] = ()
    above: tuple[str, ...] = ()
    index: int = 0


Boxer = Callable[[int, int], Bounds | None]


class Told(msgspec.Struct, frozen=True):
    """What the lines above a grid, or its first rows, say of it, with the places."""

    title: str = ""
    title_place: Place | None = None
    unit: str | None = None
    unit_place: Place | None = None
    number: str | None = None
    number_place: Place | None = None
    org: str | None = None
    org_place: Place | None = None
    year: str | None = None
    year_place: Place | None = None


class Table(msgspec.Struct, frozen=True):
    """A table with meaning; ``rows`` are all its rows as drawn, for those who read words.

    ``form`` is the declared kind, by which its cells are read; ``kind`` is what it is called.
    """

    id: str
    kind: str
    told: Told
    pages: tuple[int, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    rows: tuple[tuple[Piece | None, ...], ...] = ()
    form: str = "other"
    sure: bool = True  #: the kind is told by the title, not by its rows and columns alone

    @property
    def title(self) -> str:
        """As printed, empty where there is none."""
        return self.told.title

    @property
    def unit(self) -> str | None:
        """The unit of its amounts, None where none is printed."""
        return self.told.unit

    def to_dict(self) -> dict[str, Any]:
        """The table as the output contract writes it."""
        paths = [list(each.path) for each in self.columns]
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "number": self.told.number,
            "pages": list(self.pages),
            "columns": paths,
            "cells": [
                {
                    "row": line.label,
                    "code": line.code,
                    "column": paths[cell.at],
                    "raw": cell.raw,
                    "value": cell.value,
                    "page": cell.page,
                    "bbox": None if cell.bbox is None else list(cell.bbox),
                    "start": cell.start,
                    "end": cell.end,
                }
                for line in self.lines
                for cell in line.cells
            ],
        }


def placed(tables: Iterable[Table], box: Boxer) -> tuple[Table, ...]:
    """The tables with the boxes of their cells; *box* tells that of a stretch of the source."""
    replace = msgspec.structs.replace
    return tuple(
        replace(
            table,
            lines=tuple(
                replace(
                    line,
                    cells=tuple(replace(c, bbox=box(c.start, c.end)) for c in line.cells),
                )
                for line in table.lines
            ),
        )
        for table in tables
    )
