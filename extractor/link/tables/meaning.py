"""What the cells of a table state: its rows and columns by the declarations of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from extractor.link.tables.header import QUOTES, Beside, header_of
from extractor.link.tables.tree import Path, paths
from extractor.schema.functions import classes
from extractor.tables import Column, Kind, Line, RowRule, Table, TableCell, kinds
from extractor.tables.kinds import ColumnRule, role_of
from extractor.tables.numbers import FACTORS
from extractor.tables.words import bare

_FUNCTION = re.compile(r"2\d\d(?:\d\d(?:\d\d)?)?")
_ECONOMIC = re.compile(r"[35]\d\d(?:\d\d)?")
_TOTALS = frozenset(("合计", "总计", "小计", "本年支出合计"))
_THREE = "three_public.total"
_WORTH = re.compile(r"^(?:.{0,4}(?:价值|原值|净值|金额|余额))$")
_WHOLE = ".total"  #: how fields end that others are part of
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")
_OPEN = ("", "total")  #: meanings of a column in which a row states its own field
_SURE, _LIKE, _GUESSED, _BARE = 0.99, 0.97, 0.9, 0.85


class Stated(msgspec.Struct, frozen=True):
    """What one cell states."""

    field: str
    role: str
    year: int | None
    basis: str = ""
    path: tuple[str, ...] | None = None
    category: str = ""
    rule: RowRule | None = None
    confidence: float = _SURE


@lru_cache(maxsize=8192)
def _rules(kind: str, label: str) -> tuple[tuple[RowRule, ...], bool]:
    """The rules for a bare label, and whether it is listed word for word."""
    declared = kinds()
    exact = declared.labels[kind].get(label)
    if exact:
        return exact, True
    return tuple(r for pattern, r in declared.likes[kind] if pattern.fullmatch(label)), False


class Meaning:
    """One walk over the lines of a table."""

    def __init__(self, table: Table, year: int | None) -> None:
        self.table = table
        self.kind: Kind = kinds().kinds[table.form]
        self.year = int(table.told.year) if table.told.year else year
        self.headers = [header_of(table.form, each.keys) for each in table.columns]
        self.names: dict[str, str] = {}
        for line in table.lines:
            if line.code and line.label:
                self.names.setdefault(line.code, line.label)
        self.blocks = sorted({each.block for each in table.columns if each.role == "value"})
        self.valued = sum(bool(line.cells) for line in table.lines)
        self.sides: dict[int, str] = {}
        for column, header in zip(table.columns, self.headers, strict=True):
            if header.side:
                self.sides.setdefault(column.block, header.side)
        self.side = "revenue"
        self.under: dict[int, str] = {}
        self.beside = Beside(self.headers, self.year)
        self.named, self.apart = self._named()
        self.paths = self._paths()

    def __iter__(self) -> Iterator[tuple[Line, TableCell, Stated]]:
        for line in self.table.lines:
            label, _ = bare(line.key) if line.key else ("", "")
            rule, sure = self._rule(line, label)
            for cell in line.cells:
                stated = self._cell(line, label, rule, sure, cell)
                if stated is not None:
                    yield line, cell, stated

    def _named(self) -> tuple[dict[tuple[str, int], set[str]], bool]:
        """Amounts of whole fields by rows that name them, and whether a column does so."""
        found: dict[tuple[str, int], set[str]] = {}
        for line in self.table.lines:
            label = bare(line.key)[0] if line.key and line.cells else ""
            if not label or label in _TOTALS:
                continue
            for rule in _rules(self.table.form, label)[0]:
                for cell in line.cells:
                    found.setdefault((rule.field, cell.at), set()).add(cell.value)
        wholes = [
            any("三公" in key for key in column.keys)
            for column, header in zip(self.table.columns, self.headers, strict=True)
            if header.rule is not None and header.rule.field == _THREE
        ]
        return found, any(wholes) and not all(wholes)

    def _paths(self) -> dict[int, Path]:
        """Paths of rows of the classifications that have no codes, by sides."""
        functional = bool(self.kind.functional) and not self.kind.sides
        if not functional and not self.kind.economic:
            return {}
        top = classes() if functional else kinds().economic
        found: dict[int, Path] = {}
        for block in self.blocks:
            lines = [each for each in self.table.lines if each.block == block]
            if any(each.code for each in lines):
                continue
            factor = FACTORS.get(self.table.unit or "", 1)
            found |= paths(lines, self._plain, top.__contains__, factor, functional)
        return found

    def _plain(self, line: Line) -> str:
        """The name of a row of a classification, empty for totals."""
        label = bare(line.key)[0] if line.key else ""
        return "" if _rules(self.table.form, label)[0] else label

    def _side(self, line: Line, label: str) -> str:
        """The side of a line: by its header, by its place, or by what stood above it."""
        if not self.kind.sides:
            return ""
        if line.block in self.sides:
            return self.sides[line.block]
        if len(self.blocks) > 1:
            return "revenue" if line.block == self.blocks[0] else "expenditure"
        if label in classes() or label.startswith(("本年支出", "支出")):
            self.side = "expenditure"
        return self.side

    def _rule(self, line: Line, label: str) -> tuple[RowRule | None, bool]:
        side = self._side(line, label)
        rules, sure = _rules(self.table.form, label)
        under = self.under.get(line.block, "")
        numbered = line.key.translate(QUOTES) != label
        chosen: RowRule | None = None
        for rule in rules:
            if (rule.side and rule.side != side) or (rule.under and rule.under != under):
                continue
            own = [each for each in rules if not each.under and each.side in ("", side)]
            if rule.under and numbered and own and not line.key.startswith("其中"):
                continue  # 二、政府性基金… is a row of its own wherever it stands
            chosen = rule
            break
        if chosen is None or not chosen.under:
            self.under[line.block] = chosen.field if chosen else (under if not label else "")
        return chosen, sure

    def _cell(
        self, line: Line, label: str, rule: RowRule | None, sure: bool, cell: TableCell
    ) -> Stated | None:
        header = self.headers[cell.at]
        column = header.rule
        told = role_of(label) if label and rule is None else None
        role = header.role
        role = told if role is None or (told is not None and told.role == "none") else role
        if column is None or (role is not None and role.role == "none") or cell.raw.endswith("%"):
            return None
        found = self._field(line, label, rule, column, role is not None and role is told)
        if found is None:
            return None
        field, path, by_row = found
        role = self.beside.role(role, field)
        if (role is not None and role.role == "none") or self._of_more(field, label, by_row, cell):
            return None
        category = self._category(line, label, rule, column, by_row, cell)
        if not self._fits(field, cell, by_row and rule is not None and bool(rule.count)):
            return None
        confidence = _SURE if self.table.sure else _GUESSED
        if by_row and not sure and rule is not None:
            confidence = min(confidence, _LIKE)
        if self.table.unit is None and cell.unit is None and not (rule and rule.count):
            confidence = min(confidence, _BARE)
        name, basis, year = self.kind.default, "", self.year
        if role is not None:
            name, basis = role.role, role.basis
        if name == "prior_actual":
            year = None if year is None else year - 1
        if header.year is not None and header.year != self.year:
            year = header.year
            if name == "actual" and self.year is not None and header.year < self.year:
                name = "prior_actual"
        return Stated(
            field, name, year, basis, path, category, rule if by_row else None, confidence
        )

    def _of_more(self, field: str, label: str, by_row: bool, cell: TableCell) -> bool:
        """Whether a bare total is of more than the field that another row or column names."""
        if by_row:
            named = self.named.get((field, cell.at))
            return label in _TOTALS and named is not None and cell.value not in named
        keys = self.table.columns[cell.at].keys
        return field == _THREE and self.apart and not any("三公" in key for key in keys)

    def _field(
        self, line: Line, label: str, rule: RowRule | None, column: ColumnRule, role_only: bool
    ) -> tuple[str, tuple[str, ...] | None, bool] | None:
        """Field, path, and whether the row named it."""
        means = column.means
        if rule is not None:
            field = rule.fields.get(means) or (rule.field if means in _OPEN else "")
            if column.field:
                if column.field == rule.field or column.field.endswith(_WHOLE):
                    return (rule.field, None, True) if rule.field else None
                whole = label in _TOTALS or rule.field.endswith(_WHOLE)
                return (column.field, None, False) if whole or not rule.field else None
            return (field, None, True) if field else None
        if column.field:
            blank = not label or role_only or label in _TOTALS or self.valued == 1
            return (column.field, None, False) if blank else None
        return self._classified(line, label, means)

    def _classified(
        self, line: Line, label: str, means: str
    ) -> tuple[str, tuple[str, ...] | None, bool] | None:
        """What a row of the functional or economic classification states."""
        code = line.code
        if code is None:
            below = self.paths.get(id(line))
            field = self.kind.functional.get(means)
            if below is not None:
                field = field or self.kind.economic.get("" if means == "of" else means)
                return (field, below, True) if field else None
            known = label in classes() or (
                # a class that is not listed, among those that are numbered 一、 to 二十六、
                self.kind.sides and label.endswith("支出") and _ORDINAL.match(line.key)
                and self._side(line, label) == "expenditure"
            )  # fmt: skip
            return (field, (label,), True) if field and known else None
        for wanted, pattern in (
            (self.kind.functional, _FUNCTION), (self.kind.economic, _ECONOMIC),
        ):  # fmt: skip
            field = wanted.get(means) or (wanted.get("") if means == "of" else None)
            if field and line.label and pattern.fullmatch(code):
                return field, self._path(code, line.label), True
        return None

    def _path(self, code: str, label: str) -> tuple[str, ...]:
        """Names from the class down, as far as the table prints them."""
        above = (self.names.get(code[:size]) or _class(code[:size]) for size in (3, 5))
        sizes = [size for size in (3, 5) if size < len(code)]
        return (*[name for _, name in zip(sizes, above, strict=False) if name], label)

    def _category(
        self, line: Line, label: str, rule: RowRule | None, column: ColumnRule, by_row: bool,
        cell: TableCell,
    ) -> str:  # fmt: skip
        said = rule.category if by_row and rule is not None else column.category
        if said == "label":
            return label
        if said == "leaf":
            leaf: Column = self.table.columns[cell.at]
            return bare(leaf.keys[-1])[0]
        return said

    def _fits(self, field: str, cell: TableCell, counts: bool) -> bool:
        """Whether a cell that is or is not money can state a field."""
        if counts or field.startswith("asset."):
            if cell.unit is not None:
                return False
            keys = self.table.columns[cell.at].keys
            money = any("固定资产" in key or "值" in key for key in keys)
            return not (_WORTH.search(bare(keys[-1])[0]) if counts and keys else money)
        return cell.unit is not None or self.table.unit is None


@lru_cache(maxsize=64)
def _class(code: str) -> str | None:
    return next((name for name, each in classes().items() if each == code), None)
