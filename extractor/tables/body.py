"""Rows of a table -> lines: labels, codes and numbers, side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from extractor.tables.kinds import counted, kinds
from extractor.tables.matrix import Row
from extractor.tables.numbers import DASHES, FACTORS, number, plain
from extractor.tables.types import Column, Line, Piece, Place, TableCell
from extractor.tables.words import bare, joined

_CODE = re.compile(r"\d{2,9}")
#: code and name in one cell: 2010301 行政运行, 301工资福利支出, 201-一般公共服务支出
_CODE_NAME = re.compile(
    r"[\[【]?(\d{3}|\d{5}|\d{7})[\]】]?\s{0,4}[-—–:：.、]?\s{0,4}(?=[一-龥（“])(?![年元月日个])"
)
_MONEY = frozenset(FACTORS)


class Block:
    """One side of a table: the columns of its labels and those of its numbers."""

    def __init__(self, number: int, columns: Sequence[Column]) -> None:
        own = [j for j, each in enumerate(columns) if each.block == number]
        self.number = number
        self.labels = [j for j in own if columns[j].role == "label"]
        self.codes = [j for j in own if columns[j].role == "code"]
        self.values = [j for j in own if columns[j].role == "value"]
        self.counted = {j for j in self.values if any(map(counted, columns[j].keys))}
        #: a unit that a column's own header names
        self.units = {
            j: unit
            for j in self.values
            for key in reversed(columns[j].keys)
            if (unit := bare(key)[1]) in _MONEY
        }


def lines(
    rows: Sequence[tuple[Row, int, int | None]],
    columns: Sequence[Column],
    unit: str | None,
    printed: str,
    kind: str | None,
) -> list[Line]:
    """The lines of a body; *rows* come with their index in their grid and their page."""
    sides = sorted({each.block for each in columns if each.role == "value"})
    blocks = [Block(each, columns) for each in sides]
    found: list[Line] = []
    for index, (row, own, page) in enumerate(rows):
        before: Line | None = None
        for block in blocks:
            line = _line(row, own, page, index, block, unit, printed, kind)
            if line is not None and line.cells and not line.key and not line.code:
                line = _named_before(line, before)
            if line is not None:
                found.append(line)
            before = line
    return found


def _named_before(line: Line, before: Line | None) -> Line:
    """A line without a label has that of the side before it, where this one has no numbers."""
    if before is None or before.cells or not before.key or before.code:
        return line
    return Line(
        before.label, before.key, None, line.block, before.place, line.cells, before.above,
        line.index,
    )  # fmt: skip


def _line(
    row: Row, own: int, page: int | None, index: int, block: Block, unit: str | None,
    printed: str, kind: str | None,
) -> Line | None:  # fmt: skip
    cells: list[TableCell] = []
    code, code_piece = _code(row, block)
    said = [piece for j in block.labels if (piece := row[j]) is not None and piece.key]
    named: list[Piece] = []
    for piece in said:
        if not named or named[-1] is not piece:
            named.append(piece)
    label, key, place = "", "", None
    if named:
        last = named[-1]
        label, key, place = last.text, last.key, last.place
        split = _CODE_NAME.match(label)
        if split and not code:
            code = split[1]
            label = label[split.end() :].strip()
            key = key[key.find(code) + len(code) :].lstrip("-—–:：.、]】")
            at = printed.find(label[:1], last.start + len(code), last.end)
            place = Place(at if at >= 0 else last.start, last.end)
    elif code_piece is not None and not _CODE.fullmatch(code_piece.key):
        label, key, place = code_piece.text, code_piece.key, code_piece.place
    told = bare(key)[1] if key else ""
    counts = bool(key) and _is_count(key, kind)
    for j in block.values:
        piece = row[j]
        if piece is None or not piece.key or piece.row != own or piece.column != j:
            continue
        said_number = number(piece.key)
        if said_number is None:
            continue
        value, its = said_number
        scale = None
        if its in _MONEY:
            scale = its
        elif its is None and counts and block.counted and j in block.units:
            scale = block.units[j]  # what things are worth, beside how many they are
        elif its is None and not counts and j not in block.counted:
            scale = told if told in _MONEY else block.units.get(j, unit)
        if scale:
            value *= Decimal(FACTORS[scale])
        raw = "".join(printed[piece.start : piece.end].split())
        cells.append(TableCell(raw, plain(value), piece.start, piece.end, index, j, scale, page))
    if not cells and not key and not code:
        return None
    above = tuple(each.text for each in named[:-1])
    return Line(label, key, code, block.number, place, tuple(cells), above, index)


@lru_cache(maxsize=8192)
def _is_count(key: str, kind: str | None) -> bool:
    """Whether a row counts things: by its unit, its words, or what its kind knows of it."""
    label, unit = bare(key)
    if unit:
        return unit not in _MONEY
    if counted(key):
        return True
    rules = kinds().labels[kind].get(label, ()) if kind else ()
    if rules or not kind:
        return any(rule.count for rule in rules)
    return any(rule.count and pattern.fullmatch(label) for pattern, rule in kinds().likes[kind])


def _code(row: Row, block: Block) -> tuple[str | None, Piece | None]:
    """The code that a row prints, and the first cell of words among its code columns."""
    digits: list[str] = []
    words: Piece | None = None
    for j in block.codes:
        piece = row[j]
        if piece is None or not piece.key or (digits and piece.column != j):
            continue
        if piece.key.isdecimal():
            digits.append(piece.key)
        elif words is None and piece.key not in DASHES:
            words = piece
    if not digits:
        return None, words
    if len(digits) > 1 and len(digits[-1]) > len(digits[-2]) and digits[-1].startswith(digits[-2]):
        return digits[-1], words  # each level printed in full
    return "".join(digits), words


def mended(found: list[Line], cut: set[int], known: frozenset[str]) -> list[Line]:
    """Lines whose label a page break has cut into two rows are one again.

    *cut* holds the indices of rows that are the first of a further page.
    """
    result: list[Line] = []
    for line in found:
        if line.index not in cut:
            result.append(line)
            continue
        before = next((each for each in reversed(result) if each.block == line.block), None)
        if before is not None and _is_rest(before, line, known):
            at = next(i for i in range(len(result) - 1, -1, -1) if result[i] is before)
            result[at] = _one(before, line)
            continue
        result.append(line)
    return result


def _is_rest(before: Line, line: Line, known: frozenset[str]) -> bool:
    if line.code or not line.key or (line.cells and before.cells):
        return False
    if bare(line.key)[0] in known or bare(line.key)[0] != line.key.rstrip("："):
        return False
    if bare(before.key + line.key)[0] in known:
        return True
    return before.code is not None and not line.above


def _one(before: Line, line: Line) -> Line:
    return Line(
        joined(before.label + line.label), before.key + line.key, before.code, before.block,
        before.place, before.cells or line.cells, before.above, before.index,
    )  # fmt: skip
