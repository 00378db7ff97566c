"""A document before it has a form: paragraphs and tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec


class Table(msgspec.Struct, frozen=True):
    """A table: every place of its grid, ``<`` merged with the left, ``^`` with the one above."""

    grid: tuple[tuple[str, ...], ...]
    head: int
    columns: tuple[str, ...]  #: label, code, index, value or text, one a column
    title: str = ""
    kind: str = ""
    unit: str | None = None
    links: tuple[dict[str, str], ...] = ()
    above: int = 0  #: paragraphs before it that are its title, number, unit and office

    def anchors(self) -> Iterator[tuple[int, int, int, int, str]]:
        """(row, column, rows, columns, text) of each cell at its first place."""
        high, wide = len(self.grid), len(self.columns)
        for i, row in enumerate(self.grid):
            for j, text in enumerate(row):
                if text in ("<", "^"):
                    continue
                across = down = 1
                while j + across < wide and self.grid[i][j + across] == "<":
                    across += 1
                while i + down < high and self.grid[i + down][j] == "^":
                    down += 1
                yield i, j, down, across, text


class Document(msgspec.Struct, frozen=True):
    """Paragraphs (a string each) and tables, in order."""

    name: str
    parts: tuple[str | Table, ...]
    wide: bool = False  #: broad tables stand on landscape pages
    repeated: bool = False  #: header rows stand on each page of a table


def load(path: Path) -> Document:
    """A text (a line a paragraph) or a document with tables (TOML)."""
    if path.suffix == ".txt":
        text = path.read_text("utf-8")
        return Document(path.stem, tuple(line for line in text.split("\n") if line.strip()))
    data = tomllib.loads(path.read_text("utf-8"))
    parts: list[str | Table] = []
    for part in data["part"]:
        if "text" in part:
            parts += [line for line in part["text"].split("\n") if line.strip()]
            continue
        above = [line for line in part.get("above", []) if line.strip()]
        parts += [*above, _table(part, len(above))]
        parts += [line for line in part.get("below", []) if line.strip()]
    wide = data.get("orientation") in ("mixed", "landscape")
    return Document(path.stem, tuple(parts), wide, bool(data.get("header_rows_repeat")))


def _table(part: dict[str, Any], above: int) -> Table:
    return Table(
        grid=tuple(tuple(row) for row in part["grid"]),
        head=part["head"],
        columns=tuple(part["columns"]),
        title=part.get("title", ""),
        kind=part.get("kind", ""),
        unit=part.get("unit"),
        links=tuple(_links(part.get("links", ""))),
        above=above,
    )


def _links(text: str) -> Iterator[dict[str, str]]:
    """Lines "row | column | field | role | key=value" as what they say."""
    for line in text.split("\n"):
        pieces = [each.strip() for each in line.split("|")]
        if len(pieces) < 3:
            continue
        found = {"row": pieces[0], "column": pieces[1], "field": pieces[2]}
        for piece in pieces[3:]:
            for each in piece.split(";"):
                key, is_pair, value = each.strip().partition("=")
                if is_pair:
                    found[key.strip()] = value.strip()
                elif key:
                    found["role"] = key
        yield found
