"""What tables say by the document they were made from, and what was read of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from benchmarks.forms.document import Table
from extractor.layout.characters import canonical
from extractor.tables.numbers import number

_CODE_NAME = re.compile(r"(\d{3}|\d{5}|\d{7})\s*[-—]?\s*([一-龥].*)", re.S)
_PREFACE = re.compile(r"公开\d\d表|单位：.?元|^部门：|^公开部门：")


class Said(NamedTuple):
    """A number with its place: the label and the code of its row, its column, how it is printed."""

    row: str
    code: str | None
    column: tuple[str, ...]
    raw: str


def key(text: str) -> str:
    """What two texts are compared by: no spaces, no wraps, one form of each character."""
    return "".join(canonical(text).split())


def stated(table: Table) -> Counter[Said]:
    """All numbers of a table as it was written."""
    starts = _starts(table)
    paths = _paths(table, starts)
    found: Counter[Said] = Counter()
    for i in range(table.head, len(table.grid)):
        for j, role in enumerate(table.columns):
            text = table.grid[i][j]
            if role != "value" or starts[i][j] != (i, j) or number(key(text)) is None:
                continue
            found[Said(*_named(table, starts, i, j), paths[j], key(text))] += 1
    return found


def read(table: dict[str, Any]) -> Counter[Said]:
    """All numbers of a table of the output."""
    return Counter(
        Said(key(cell["row"]), cell["code"], tuple(map(key, cell["column"])), key(cell["raw"]))
        for cell in table["cells"]
    )


def _starts(table: Table) -> list[list[tuple[int, int]]]:
    """For each place of a grid the one where its cell begins."""
    found: list[list[tuple[int, int]]] = []
    for i, row in enumerate(table.grid):
        line: list[tuple[int, int]] = []
        for j, text in enumerate(row):
            line.append(line[j - 1] if text == "<" else found[i - 1][j] if text == "^" else (i, j))
        found.append(line)
    return found


def _paths(table: Table, starts: list[list[tuple[int, int]]]) -> list[tuple[str, ...]]:
    """The names above each column; titles within the grid and rows of numbers left out."""
    levels = []
    for i in range(table.head):
        said = [key(each) for each in table.grid[i] if each not in ("<", "^", "")]
        counts = len(said) > 2 and all(each.isdecimal() and len(each) < 3 for each in said)
        if any(_PREFACE.search(each) for each in said) or all(
            each == "<" for each in table.grid[i][1:]
        ):
            continue
        levels.append((i, counts or any("栏次" in each for each in said)))
    found = []
    for j in range(len(table.columns)):
        path: list[str] = []
        seen = set()
        for i, numbered in levels:
            at = starts[i][j]
            text = key(table.grid[at[0]][at[1]])
            if at not in seen and text and text != "栏次" and not (numbered and at[0] == i):
                path.append(text)
            seen.add(at)
        found.append(tuple(path))
    return found


def _named(
    table: Table, starts: list[list[tuple[int, int]]], i: int, j: int
) -> tuple[str, str | None]:
    """Label and code of a row, those nearest to the left of a column."""
    label, codes = "", []
    for k in reversed(list(_stub(table.columns, j))):
        at = starts[i][k]
        text = table.grid[at[0]][at[1]].strip()
        if at[0] < table.head:
            continue
        if key(text).isdecimal():
            if at[1] == k:
                codes.append(key(text))
        elif text:
            split = _CODE_NAME.fullmatch(text)
            codes, label = ([split[1]], split[2]) if split else (codes, text)
    return key(label), "".join(codes) or None


def _stub(columns: tuple[str, ...], j: int) -> Iterator[int]:
    """The columns of labels and codes to the left of a value, from the nearest on."""
    k = j
    while k and columns[k] not in ("label", "code"):
        k -= 1
    while k >= 0 and columns[k] != "value":
        if columns[k] in ("label", "code"):
            yield k
        k -= 1
