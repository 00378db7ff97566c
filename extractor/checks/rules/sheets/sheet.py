"""Drawn tables as their checks see them: each number a figure, each row with its code and label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final
from weakref import WeakKeyDictionary

import msgspec

from extractor.checks.case import Case
from extractor.checks.figures import NUMERIC, Figure, Key
from extractor.fact import Fact
from extractor.quantity import Interval
from extractor.tables import Line, Table
from extractor.tables.numbers import FACTORS
from extractor.tables.words import bare

#: Tables of which a document has one for each unit: the second one begins the next unit.
_MAIN: Final = frozenset(
    ("income_expenditure_total", "income", "expenditure", "fiscal_total", "general_expenditure")
)
_CODE: Final = re.compile(r"\d{3}(?:\d\d(?:\d\d)?)?")
_TOTAL: Final = re.compile(r"(?:本年)?(?:收入|支出)?(?:合计|总计)")
_HALF: Final = Decimal("0.5")
_ALIKE: Final = 0.8  #: how many amounts of a table have as many decimals
_NO_FIELD: Final = "activity.funds"
_MOST: Final = 6000  #: cells of a document that are held against one another
#: What a cell is of: field, role, year, path, category, name, and whether it was bought.
What = tuple[object, ...]


class Sheet:
    """A drawn table. ``number`` counts the units of a document that have tables of their own.

    ``cells`` are its numbers by line (an index into ``lines``) and column; ``known`` those of
    which a fact tells what they are.
    """

    def __init__(self, case: Case, table: Table, number: int, facts: dict[int, Fact]) -> None:
        self.table = table
        self.number = number
        self.lines = table.lines
        self.labels = [bare(each.key)[0] if each.key else "" for each in table.lines]
        self.cells: dict[tuple[int, int], Figure] = {}
        self.known: list[tuple[Fact, Figure]] = []
        sure = case.text.source.boxes is None or case.text.source.boxes.sure is None
        #: whether its cells are printed, not recognised in a picture
        self.printed = sure
        to_clean = case.text.map.to_clean
        places = _places(table)
        for index, line in enumerate(table.lines):
            for cell in line.cells:
                if cell.raw[-1] == "%":
                    continue
                fact = facts.get(cell.start)
                start, end = to_clean(cell.start, cell.end)
                figure = _figure(table, line, cell.at, cell.raw, cell.value, cell.unit, fact,
                                 start, end)  # fmt: skip
                if _decimals(cell.raw) < places and figure.step:
                    figure = _cut_off(figure)
                if fact is not None:
                    self.known.append((fact, figure))
                self.cells[index, cell.at] = figure

    @cached_property
    def slots(self) -> dict[int, list[int]]:
        """The value columns of each side, in order."""
        found: dict[int, list[int]] = {}
        for at, column in enumerate(self.table.columns):
            if column.role == "value":
                found.setdefault(column.block, []).append(at)
        return found

    @cached_property
    def total(self) -> int | None:
        """The line of the total of all rows, None where there is not one alone."""
        found = [
            at for at, (line, label) in enumerate(zip(self.lines, self.labels, strict=True))
            if line.code is None and line.cells and _TOTAL.fullmatch(label)
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    @cached_property
    def codes(self) -> dict[str, int]:
        """The lines by their codes; those of a code that stands twice are left out."""
        found: dict[str, int] = {}
        twice: set[str] = set()
        for at, line in enumerate(self.lines):
            if line.code and _CODE.fullmatch(line.code):
                if line.code in found:
                    twice.add(line.code)
                found[line.code] = at
        return {code: at for code, at in found.items() if code not in twice}

    @cached_property
    def repeats(self) -> bool:
        """Whether a code stands in several rows, so that rows are not those of one unit."""
        coded = sum(bool(each.code and _CODE.fullmatch(each.code)) for each in self.lines)
        return coded > len(self.codes)

    def under(self, codes: list[str]) -> dict[str, list[str]]:
        """For each code those right below it; those below none stand at the empty code."""
        have = set(codes)
        found: dict[str, list[str]] = {}
        for code in codes:
            above = next((code[:n] for n in (5, 3) if n < len(code) and code[:n] in have), "")
            found.setdefault(above, []).append(code)
        return found

    def place(self, at: int, case: Case) -> tuple[int, int] | None:
        """Where the label of a line stands in the clean text."""
        place = self.lines[at].place
        return None if place is None else case.text.map.to_clean(place.start, place.end)


def _figure(
    table: Table, line: Line, at: int, raw: str, printed: str, unit: str | None,
    fact: Fact | None, start: int, end: int,
) -> Figure:  # fmt: skip
    counted = unit is None and table.unit is not None
    if fact is not None and fact.kind != "money":
        counted = True
    value, step, interval = _number(raw, printed, unit, counted)
    if fact is None:
        path = tuple(each for each in (line.label, *table.columns[at].path[-1:]) if each)
        key = Key(_NO_FIELD, path or None)
        fact = Fact(
            field=_NO_FIELD, kind="quantity" if counted else "money", evidence=(), value=printed,
            raw=raw, origin="table", confidence=0.99,
        )  # fmt: skip
    else:
        key = Key(fact.field, fact.path, fact.category, fact.name)
    return Figure(fact, key, value, step, interval, start, end, -1, -1, -1, -1)


@lru_cache(maxsize=4096)
def _number(
    raw: str, printed: str, unit: str | None, counted: bool
) -> tuple[Decimal, Decimal, Interval]:
    """A number in its base unit, how far its print resolves it, and what it can mean."""
    value, places = Decimal(printed), _decimals(raw)
    if counted or not (value or places):
        return value, Decimal(0), Interval(value, value)
    step = Decimal(FACTORS.get(unit or "", 1)).scaleb(-places)
    return value, step, Interval(value - step * _HALF, value + step * _HALF)


@lru_cache(maxsize=4096)
def _decimals(raw: str) -> int:
    return sum(each.isdecimal() for each in raw.rpartition(".")[2]) if "." in raw else 0


def _places(table: Table) -> int:
    """How many decimals the amounts of a table have where nearly all have as many; else 0."""
    found = Counter(
        _decimals(cell.raw) for line in table.lines for cell in line.cells if cell.unit is not None
    )
    if not found:
        return 0
    most, times = found.most_common(1)[0]
    return most if times >= _ALIKE * found.total() else 0


def _cut_off(figure: Figure) -> Figure:
    """A figure whose last digits may be hidden by the edge of its cell."""
    low, high = figure.interval
    if low is None or high is None:
        return figure
    step = figure.step * _HALF
    wide = Interval(low, high + step) if figure.value >= 0 else Interval(low - step, high)
    return msgspec.structs.replace(figure, interval=wide)


def what(fact: Fact) -> What:
    """What a fact states, whatever its value."""
    period = fact.period[:4] if fact.period else None
    bought = fact.extra.get("purchased")
    return fact.field, fact.role, period, fact.path, fact.category, fact.name, bought


_KNOWN: Final[WeakKeyDictionary[Case, list[Sheet]]] = WeakKeyDictionary()


def sheets(case: Case) -> list[Sheet]:
    """The drawn tables of a document that hold accounts, in reading order."""
    found = _KNOWN.get(case)
    if found is None:
        found = _KNOWN[case] = list(_sheets(case)) if case.tables else []
    return found


def _sheets(case: Case) -> Iterator[Sheet]:
    facts: dict[int, Fact] = {}
    for each in case.stated:
        if each.origin == "table" and each.kind in NUMERIC and isinstance(each.value, str):
            facts.setdefault(each.evidence[0].start, each)
    number, seen = 0, set[str]()
    left = _MOST
    for table in case.tables:
        if table.form == "self_evaluation" or not table.lines:
            continue
        left -= sum(len(each.cells) for each in table.lines)
        if left < 0:
            case.cut = True
            return
        if table.form in _MAIN and table.sure:
            if table.form in seen:
                number, seen = number + 1, set()
            seen.add(table.form)
        yield Sheet(case, table, number, facts)
