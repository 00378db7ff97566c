"""FA521 to FA524: account tables in the text: their sums, and the text against them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear, Same
from extractor.checks.figures import Figure, Key
from extractor.checks.rules.accounts.table import Account, Line, accounts
from extractor.quantity import Interval

_TOTAL: Final = re.compile(r"(?:本年支出)?(?:合\s?计|总\s?计)")
#: Labels of the table on three public expenses -> fields; the first that matches counts.
_PUBLIC: Final = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("three_public.abroad_groups", r"团组"),
        ("three_public.reception_persons", r"(?:国内)?公务接待人次"),
        ("three_public.reception_batches", r"(?:国内)?公务接待批次"),
        ("three_public.abroad", r"因公出国"),
        ("three_public.vehicles", r"公务用车购置(?:费)?(?:及|和|与)运行"),
        ("three_public.vehicle_purchase", r"公务用车购置"),
        ("three_public.vehicle_operation", r"公务用车运行"),
        ("three_public.reception_foreign", r"外事接待|国（境）外(?:公务)?接待"),
        ("three_public.reception_domestic", r"国内(?:公务)?接待"),
        ("three_public.reception", r"公务接待费"),
        ("operating_cost", r"机关运行经费"),
        ("three_public.total", r"[“\"]?三公[”\"]?经费(?:支出)?(?:合计|总额|总计)?$|合计$|总计$"),
    )
)
_ORDINAL: Final = re.compile(r"^(?:（?[一二三四五六七八九十\d]{1,2}[）、.．]|其中：?)+")
_COUNTED: Final = frozenset(
    (
        "three_public.abroad_groups",
        "three_public.reception_persons",
        "three_public.reception_batches",
    )
)


def rows_of_accounts(case: Case) -> Iterator[Equation]:
    """FA521: a row is the sum of its columns: 合计 = 基本支出 + 项目支出."""
    for account in accounts(case):
        columns = account.columns
        if columns[0] != "total" or not {"basic", "project"} <= set(columns):
            continue
        if set(columns[1:]) - {"basic", "project", "other"}:
            continue
        for line in account.lines:
            whole, *parts = line.cells
            told = [each for each in parts if each is not None]
            if whole is not None and len(told) > 1:
                yield _linear("FA521", whole, told)


def columns_of_accounts(case: Case) -> Iterator[Equation]:
    """FA522: a column adds up: items to their classes, classes to the total."""
    for account in accounts(case):
        if not account.whole or account.columns[0] != "total":
            continue
        total = next((each for each in account.lines if _TOTAL.fullmatch(each.label)), None)
        coded = [each for each in account.lines if each.code]
        if total is not None and len(coded) == len(account.lines) - 1:
            yield from _column(total, _top(coded))
        for parent in coded:
            size = len(parent.code) + 2
            under = [e for e in coded if len(e.code) == size and e.code.startswith(parent.code)]
            if under:
                yield from _column(parent, under)


def _top(lines: Sequence[Line]) -> list[Line]:
    """Those of the highest level; all must stand under one of them."""
    size = min((len(each.code) for each in lines), default=0)
    return [each for each in lines if len(each.code) == size]


def _column(total: Line, lines: Sequence[Line]) -> Iterator[Equation]:
    for column, whole in enumerate(total.cells):
        told = [each.cells[column] for each in lines]
        parts = [each for each in told if each is not None]
        if whole is not None and parts:
            yield _linear("FA522", whole, parts)


def _linear(code: str, whole: Figure, parts: Sequence[Figure]) -> Linear:
    return Linear(code, whole, tuple((1, each) for each in parts))


def public_lines(account: Account) -> dict[str, Line]:
    """The lines of a table on three public expenses by what they tell, none where two tell one."""
    found: dict[str, Line] = {}
    for line in account.lines:
        label = _ORDINAL.sub("", line.label)
        field = next((key for key, pattern in _PUBLIC if pattern.match(label)), None)
        if field is None or field in found:
            continue
        found[field] = line
    return found if "three_public.reception" in found else {}


def three_public_accounts(case: Case) -> Iterator[Equation]:
    """FA523: three public expenses in their table are the sum of their kinds."""
    for account in accounts(case):
        lines = public_lines(account)
        for column in range(len(account.columns)):
            cells = {key: each.cells[column] for key, each in lines.items()}
            cars = cells.get("three_public.vehicles")
            kinds = [
                each
                for key in ("three_public.vehicle_purchase", "three_public.vehicle_operation")
                if (each := cells.get(key)) is not None
            ]
            if cars is not None and len(kinds) == 2:
                yield _linear("FA523", cars, kinds)
            total, trips = cells.get("three_public.total"), cells.get("three_public.abroad")
            guests = cells.get("three_public.reception")
            driven = [cars] if cars is not None else kinds if len(kinds) == 2 else []
            if total is not None and trips is not None and guests is not None and driven:
                yield _linear("FA523", total, [trips, *driven, guests])


def text_against_accounts(case: Case) -> Iterator[Equation]:
    """FA524: a cell of a table in the text is what the text tells of the same."""
    broken = {
        figure
        for rule in (rows_of_accounts, columns_of_accounts, three_public_accounts)
        for each in rule(case)
        if not each.holds()
        for figure in each.figures
    }
    for account in accounts(case):
        for field, line in public_lines(account).items():
            for column, cell in zip(account.columns, line.cells, strict=True):
                if cell is None or cell in broken or column not in ("budget", "actual"):
                    continue
                if field in _COUNTED:
                    cell = _count(cell, account.scale)
                elif account.scale is None:
                    continue
                yield from _same(case, cell, field, column)


def _count(cell: Figure, scale: Decimal | None) -> Figure:
    """A cell that counts, under a unit of money that is not its own."""
    value = cell.value / (scale or Decimal(1))
    fact = msgspec.structs.replace(cell.fact, kind="quantity", value=str(value))
    return msgspec.structs.replace(
        cell, fact=fact, value=value, step=Decimal(1),
        interval=Interval(value, value),
    )  # fmt: skip


def _same(case: Case, cell: Figure, field: str, role: str) -> Iterator[Equation]:
    told = [
        each
        for each in (*case.ledger.of(field, role), *case.ledger.of(field, None))
        if each.key.path is None and each.year == str(case.year) and not each.fact.implied
    ]
    if not told or any(Same("FA524", cell, each).holds() for each in told):
        return
    if len({each.value for each in told}) == 1:
        stated = msgspec.structs.replace(cell, key=Key(field))
        yield Same("FA524", stated, told[0])
