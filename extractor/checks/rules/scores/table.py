"""Self-evaluation tables as their checks see them: rows, headings with points, totals.

Rows are the indicator facts; what stands between them (headings, totals, rows that were not
read) is looked up in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final
from weakref import WeakKeyDictionary

import msgspec

from extractor.checks.case import Case
from extractor.checks.figures import Figure, Key, step_of
from extractor.fact import Fact
from extractor.quantity import Interval

_CELL: Final = re.compile(r"(?<![\d.])\d[\d,]{0,14}(?:\.\d{1,6})?%?(?![\d.])")
_POINTS: Final = re.compile(r"（\s?(\d{1,3}(?:\.\d{1,2})?)\s?分\s?）")
_TOTAL: Final = re.compile(
    r"(?:金额|自评)?(?:总分|总\s?计|合\s?计|总得分|得分合计|总评分)(?:\s?（100\s?分）)?"
    r"((?:[\s分]{1,2}(?:\d[\d,]{0,14}(?:\.\d{1,6})?%?|[—–-]+)){1,9})(?![\d.])"
)
_HEADER: Final = re.compile(r"三级指标|指标名称|自评表|项目名称|指标内容|一级指标")
_BEFORE: Final = re.compile(
    r"分值\s?(?P<weight>\d{1,3}(?:\.\d+)?)分?，[^。\n]{0,30}?得分\s?(?P<score>\d{1,3}(?:\.\d+)?)"
)
_FULL: Final = Decimal(100)
_HEADING_NEAR: Final = 120  #: characters before the first row in which its heading stands
_LABEL: Final = 16  #: characters of a heading, wraps in them
_NEAR: Final = 300  #: characters before a table in which its execution may be told
_SURE: Final = 0.995  #: how surely a cell at the end of a row was read
_MONEY: Final = ("budget", "executed")


def places(cell: Figure) -> int:
    """How many decimal places a cell is printed with."""
    return len((cell.fact.raw or "").rstrip("%").partition(".")[2])


class Row(msgspec.Struct, frozen=True, eq=False):
    """A row of a table; cells that it does not have, or that hold no number, are None."""

    fact: Fact
    start: int
    end: int
    weight: Figure | None
    score: Figure | None
    rate: Figure | None
    money: tuple[Figure, ...] = ()

    def told(self, key: str) -> str | None:
        """A cell of the row as it is printed: ``level1``, ``budget`` …"""
        found = self.fact.extra.get(key)
        return found if isinstance(found, str) else None


class Heading(msgspec.Struct, frozen=True, eq=False):
    """A heading with points, 产出指标（50分）, and its rows; ``whole`` where all were read."""

    points: Figure
    rows: tuple[Row, ...]
    whole: bool


class Table(msgspec.Struct, frozen=True, eq=False):
    """One self-evaluation table. ``tasks`` are rows of tasks or of funds, ``rows`` of indicators.

    ``whole`` tells that nothing but headings stands between its indicators, ``tasks_whole`` the
    same of tasks. ``total`` is the row of totals, ``tasks_total`` that of the tasks.
    """

    tasks: tuple[Row, ...]
    rows: tuple[Row, ...]
    headings: tuple[Heading, ...]
    total: tuple[Figure, ...]
    tasks_total: tuple[Figure, ...]
    whole: bool
    tasks_whole: bool
    before: tuple[Figure, Figure] | None

    @property
    def execution(self) -> tuple[tuple[Figure, ...], tuple[Figure, ...]] | None:
        """Points and scores of the execution of the budget, None where nothing tells them."""
        funds = [each for each in self.tasks if each.weight is not None]
        if not funds:
            return None if self.before is None else ((self.before[0],), (self.before[1],))
        told = [each for each in self.tasks_total if each.fact.kind != "ratio"]
        if len(funds) > 1 and len(told) > 1 and told[-2].value <= _FULL:
            return (told[-2],), (told[-1],)
        if len(funds) > 1 and not self.tasks_whole:
            return None
        return (
            tuple(each.weight for each in funds if each.weight is not None),
            tuple(each.score for each in funds if each.score is not None),
        )


_KNOWN: Final[WeakKeyDictionary[Case, list[Table]]] = WeakKeyDictionary()


def tables(case: Case) -> list[Table]:
    """The self-evaluation tables of a document, in reading order."""
    found = _KNOWN.get(case)
    if found is None:
        found = _KNOWN[case] = list(_tables(case))
    return found


def _tables(case: Case) -> Iterator[Table]:
    facts = [each for each in case.facts if each.kind == "indicator"]
    if not facts:
        return
    rows = sorted((_row(case, each) for each in facts), key=lambda each: each.start)
    starts = [each.start for each in case.text.regions]
    current: list[Row] = []
    for row in rows:
        if current and _parts(case, current[-1], row, starts):
            yield _table(case, current, row.start)
            current = []
        current.append(row)
    yield _table(case, current, len(case.clean))


def _parts(case: Case, one: Row, two: Row, starts: list[int]) -> bool:
    """Whether another table begins between two rows."""
    if bisect_right(starts, one.end) != bisect_right(starts, two.start):
        return True
    if one.fact.extra.get("table") == "task":
        return False
    if two.fact.extra.get("table") == "task":
        return True
    return _HEADER.search(case.clean, one.end, two.start) is not None


def _row(case: Case, fact: Fact) -> Row:
    start, end = case.place(fact)
    if fact.extra.get("table") == "task":
        return _task(case, fact, start, end)
    found: list[Figure | None] = []
    stop = end
    for key in ("score", "weight"):  # they end the row, in this order from behind
        printed = fact.extra.get(key)
        cell = None
        if isinstance(printed, str) and printed.rstrip("分")[-1:].isdecimal():
            printed = printed.rstrip("分")
            at = case.clean.rfind(printed, start, stop)
            if at >= 0:
                cell, stop = figure(fact, printed, at, at + len(printed)), at
        found.append(cell)
    return Row(fact, start, end, found[1], found[0], None)


def _task(case: Case, fact: Fact, start: int, end: int) -> Row:
    cells = list(_CELL.finditer(case.clean, start, end))
    found: dict[str, Figure] = {}
    for key in ("score", "completion", "weight"):
        printed = fact.extra.get(key)
        # the rate may stand before or behind the points
        for match in reversed(cells):
            if match[0] == printed:
                found[key] = figure(fact, match[0], match.start(), match.end())
                cells.remove(match)
                break
    money: list[Figure] = []
    if all(isinstance(fact.extra.get(key), str) for key in _MONEY):
        money = [
            figure(fact, each[0], *each.span(), money=True) for each in cells if each[0][-1] != "%"
        ]
    return Row(
        fact, start, end, found.get("weight"), found.get("score"), found.get("completion"),
        tuple(money),
    )  # fmt: skip


def figure(fact: Fact, printed: str, start: int, end: int, *, money: bool = False) -> Figure:
    """A cell as a figure; *fact* is the row that it belongs to, or the first that it sums.

    Amounts and rates are rounded, points are exact.
    """
    number = printed.rstrip("%").replace(",", "")
    value = Decimal(number)
    rounded = printed[-1] == "%" or (money and fact.extra.get("table") == "task")
    step = step_of(number, value, False) if rounded else Decimal(0)
    cell = Fact(
        field="indicator", kind="ratio" if printed[-1] == "%" else "quantity", evidence=(),
        value=str(value), raw=printed, name=fact.name, confidence=_SURE, id=fact.id,
    )  # fmt: skip
    interval = Interval(value, value)
    if step:
        interval = interval.widened(step / 2)
    return Figure(
        cell, Key("indicator", name=fact.name), value, step, interval, start, end, -1, -1, -1, -1
    )


def _table(case: Case, rows: list[Row], stop: int) -> Table:
    tasks = [each for each in rows if each.fact.extra.get("table") == "task"]
    others = [each for each in rows if each.fact.extra.get("table") != "task"]
    regions = case.text.regions
    if rows:
        index = bisect_right([each.start for each in regions], rows[-1].end) - 1
        if index >= 0:
            stop = min(stop, max(regions[index].end, rows[-1].end))
    headings, whole = _headings(case, others, tasks[-1].end if tasks else -1)
    between = others[0].start if others else stop
    before = None
    if others and not tasks:
        first = others[0]
        told = _BEFORE.search(case.clean, max(0, first.start - _NEAR), first.start)
        if told is not None:
            weight, score = (
                figure(first.fact, told[key], *told.span(key)) for key in ("weight", "score")
            )
            before = (weight, score)
    return Table(
        tuple(tasks), tuple(others), headings,
        _total(case, others[-1], stop) if others else (),
        _total(case, tasks[-1], between) if tasks else (),
        whole, _is_whole(case, tasks), before,
    )  # fmt: skip


def _is_whole(case: Case, rows: list[Row]) -> bool:
    """Whether no figure stands between rows."""
    return all(_CELL.search(case.clean, one.end, two.start) is None for one, two in pairwise(rows))


def _total(case: Case, last: Row, stop: int) -> tuple[Figure, ...]:
    """The figures of the row of totals behind the *last* row."""
    found = _TOTAL.search(case.clean, last.end, stop)
    if found is None or _CELL.search(case.clean, last.end, found.start()):
        return ()
    return tuple(
        figure(last.fact, each[0], *each.span())
        for each in _CELL.finditer(case.clean, *found.span(1))
    )


def _headings(case: Case, rows: list[Row], before: int) -> tuple[tuple[Heading, ...], bool]:
    """Headings with points among indicators, and whether all else between them was read."""
    clean = case.clean
    places: list[tuple[int, re.Match[str]]] = []
    stray: set[int] = set()  # rows before which a figure stands that was not read
    end = max(before, rows[0].start - _HEADING_NEAR) if rows else 0
    for index, row in enumerate(rows):
        begin = len(places)
        for match in _POINTS.finditer(clean, end, row.start):
            places.append((index, match))
            end = match.end()
        if (index or len(places) > begin) and _CELL.search(clean, end, row.start):
            stray.add(index)
        end = row.end
    found: list[Heading] = []
    for at, (index, match) in enumerate(places):
        low = _is_second(clean, rows[index], match)
        stop = next(
            (
                further
                for further, other in places[at + 1 :]
                if further > index and (low or not _is_second(clean, rows[further], other))
            ),
            len(rows),
        )
        keys = ("level1", "level2") if low else ("level1",)
        first = rows[index]
        under = [
            row for row in rows[index:stop] if all(row.told(key) == first.told(key) for key in keys)
        ]
        points = figure(first.fact, match[1], *match.span())
        whole = not stray & set(range(index, index + len(under)))
        found.append(Heading(points, tuple(under), whole))
    return tuple(found), not stray


def _is_second(clean: str, first: Row, points: re.Match[str]) -> bool:
    """Whether a heading with points is one of the second level: 数量指标（20分）."""
    label = "".join(clean[max(0, points.start() - _LABEL) : points.start()].split())
    second = first.told("level2")
    return second is not None and second != first.told("level1") and label.endswith(second)
