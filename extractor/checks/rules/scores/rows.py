"""FA515 to FA520: cells of self-evaluation tables, and their sums of money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final

from extractor.checks.case import Case, Place
from extractor.checks.equations import plain
from extractor.checks.figures import Figure
from extractor.checks.rules.scores.table import Row, Table, tables
from extractor.finding import Finding

_NAME_IS_VALUE: Final = re.compile(
    r"\d[\d,.]*\s?(?:%|年(?:度|全年|底前?)?|月(?:底前?|末)?|日前?|元|万元|个|次|人|分)?"
    r"|\d{4}年(?:度|全年|底前?|\d{1,2}月(?:底前?|\d{1,2}日前?)?)|\d{1,2}月(?:底|\d{1,2}日)?前?(?:完成)?"
)
_ACTUAL: Final = re.compile(
    r"实\s?际\s?完\s?成\s?(?:值|情\s?况)|全\s?年\s?完\s?成\s?值|完\s?成\s?值|全\s?年\s?实\s?际\s?值|自评完成值"
)
_HEADER: Final = 160  #: characters before the first row in which its header stands
_PART: Final = re.compile(
    r"财政拨款|结转|其他资金|自有资金|基本支出|项目支出|中央|省级|市级|县级|区级|上级|本级|地方"
)
_ALL: Final = re.compile(r"资金总额|总额|^合计")
_FEW: Final = 4


def sums_of_money(case: Case) -> Iterator[Finding]:
    """FA515, FA516: amounts in a row of totals, or of all funds, are those of the rows."""
    for table in tables(case):
        if not table.tasks_whole:
            continue
        for total, rows in _sums(table):
            yield from _sum_of_column(case, total, rows)


def _sums(table: Table) -> Iterator[tuple[Figure, list[Figure]]]:
    """Totals of budget and of spending with the amounts that they sum."""
    rows = [each for each in table.tasks if each.told("budget")]
    width = len(rows[0].money) if rows else 0
    if any(len(each.money) != width for each in rows) or width < 2:
        return
    columns = sorted({0, width // 2, width - 1} if width == 3 else {0, width // 2})
    points = sum(each is not None for each in (rows[0].weight, rows[0].score))
    told = [each for each in table.tasks_total if each.fact.kind != "ratio"]
    if len(told) == width + points and len(rows) > 1:
        for column in columns:
            yield told[column], [each.money[column] for each in rows]
    elif (
        len(rows) > 2
        and _ALL.search(rows[0].fact.name or "")
        and all(_PART.search(each.fact.name or "") for each in rows[1:])
    ):
        for column in columns:
            yield rows[0].money[column], [each.money[column] for each in rows[1:]]


def _sum_of_column(case: Case, total: Figure, parts: list[Figure]) -> Iterator[Finding]:
    due = sum((each.value for each in parts), Decimal(0))
    if due == total.value:
        return
    places = max((-int(each.step.adjusted()) for each in (total, *parts) if each.step), default=0)
    # zeros at the end may not be printed, so that the finest amount tells how all are rounded
    slack = Decimal(5).scaleb(-max(places, 2) - 1) * (len(parts) + 1)
    code = "FA516" if abs(due - total.value) <= slack else "FA515"
    yield case.found(
        code, total, *parts, stated=plain(total.value), expected=plain(due),
        sum=f"{plain(total.value)} = {' + '.join(plain(each.value) for each in parts)}",
    )  # fmt: skip


def rows_told_twice(case: Case) -> Iterator[Finding]:
    """FA517: two indicators of a group are not the same in every cell."""
    for table in tables(case):
        seen: dict[tuple[object, ...], Row] = {}
        for row in table.rows:
            if _is_value(row):
                continue
            cells = (
                row.fact.name, row.told("level1"), row.told("level2"), row.told("target"),
                row.told("actual"), row.told("weight"), row.told("score"),
            )  # fmt: skip
            before = seen.setdefault(cells, row)
            if before is not row:
                yield case.found(
                    "FA517", _name(case, row), _name(case, before), stated=row.fact.name
                )


def _name(case: Case, row: Row) -> Place:
    """Where the name of a row stands."""
    at, clean = row.start, case.clean
    for sign in row.fact.name or "":
        while at < row.end and clean[at] != sign:
            at += 1
        at += 1
    return row.start, min(at, row.end)


def _is_value(row: Row) -> bool:
    return _NAME_IS_VALUE.fullmatch(row.fact.name or "") is not None


def values_as_names(case: Case) -> Iterator[Finding]:
    """FA518: an indicator has a name, not a value: 2023年全年."""
    for table in tables(case):
        for before, row in pairwise((None, *table.rows)):
            if row is None or not _is_value(row):
                continue
            # what ends with a level without its 指标 may have been the name
            above = case.clean[before.end if before else row.start - 12 : row.start].rstrip()
            if not above or above.endswith(("指标", "）")):
                yield case.found("FA518", _name(case, row), stated=row.fact.name)


def missing_groups(case: Case) -> Iterator[Finding]:
    """FA519: every group of indicators stands under a first level where the others do."""
    for table in tables(case):
        levels = {each.told("level1") for each in table.rows}
        if len(table.headings) < 2 or len(levels) < 2 or None not in levels:
            continue
        for level1, group in groupby(table.rows, key=lambda each: each.told("level1")):
            first = next(group)
            second = first.told("level2")
            if level1 is not None or second is None:
                continue
            pattern = r"\s?".join(re.escape(each) for each in second)
            begin = max((r.end for r in table.rows if r.end <= first.start), default=0)
            found = list(re.finditer(pattern, case.clean[begin : first.start]))
            if found:
                place = (begin + found[-1].start(), begin + found[-1].end())
                yield case.found("FA519", place, stated=second)


def empty_columns(case: Case) -> Iterator[Finding]:
    """FA520: the column of what was reached is not empty in every row that is scored."""
    for table in tables(case):
        rows = table.rows
        if len(rows) < _FEW or any(each.told("actual") or each.score is None for each in rows):
            continue
        first = rows[0].start
        headers = list(_ACTUAL.finditer(case.clean, max(0, first - _HEADER), first))
        if headers:
            yield case.found("FA520", headers[-1].span(), stated="")
