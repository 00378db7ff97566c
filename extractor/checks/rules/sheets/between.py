"""FA528, FA531: tables against one another: one thing told twice, and parts within their whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear, Same
from extractor.checks.figures import Figure
from extractor.checks.rules.sheets.sheet import Sheet, What, sheets, what
from extractor.fact import Fact

_PERSONNEL: Final = ("301", "303")
#: Items of the economic classification that are a part of what the table of three has.
_PUBLIC: Final = {
    "30212": "three_public.abroad", "30217": "three_public.reception",
    "30231": "three_public.vehicle_operation", "31013": "three_public.vehicle_purchase",
}  # fmt: skip
_BASIC: Final = "general_basic"


def same_in_tables(case: Case) -> Iterator[Equation]:
    """FA528: what two tables state is the same: 本年支出合计 of the first and of the third."""
    first: dict[tuple[int, What, object], tuple[Sheet, Figure]] = {}
    for sheet in sheets(case):
        for fact, figure in sheet.known:
            if fact.role == "change" or (fact.kind == "money" and fact.unit is None):
                continue
            if fact.category == "total":  # vehicles in all, or those that the three public have
                continue
            key = sheet.number, what(fact), fact.extra.get("budget_basis")
            known = first.setdefault(key, (sheet, figure))
            if known[0] is not sheet:
                yield Same("FA528", figure, known[1])


def economic_items(case: Case) -> Iterator[Equation]:
    """FA529, FA531: 人员经费 = 301 + 303, 公用经费 the others, and items within 三公."""
    for sheet in sheets(case):
        if sheet.table.form != _BASIC or sheet.repeats:
            continue
        at = {code: _only(sheet, line) for code, line in sheet.codes.items()}
        figures = {code: each for code, each in at.items() if each is not None}
        yield from _kinds(sheet, figures)
        public = {
            fact.field: figure
            for other in sheets(case) if other.number == sheet.number
            for fact, figure in other.known
            if fact.role == "actual" and fact.field in _PUBLIC.values() and not fact.path
            and fact.period == (str(case.year) if case.year else fact.period)
        }  # fmt: skip
        for code, field in _PUBLIC.items():
            item, whole = figures.get(code), public.get(field)
            if item is not None and whole is not None and item.value:
                yield Linear("FA531", item, ((1, whole),), bound=True, by_place=sheet.printed)


def _only(sheet: Sheet, line: int) -> Figure | None:
    """The amount of a row, or the first of its amounts where that is their total."""
    columns = sheet.slots.get(sheet.lines[line].block, [])
    return sheet.cells.get((line, columns[0])) if columns else None


def _kinds(sheet: Sheet, figures: dict[str, Figure]) -> Iterator[Linear]:
    """Personnel and public expenses; none where neither fits, since an office parts them
    otherwise then."""
    totals: dict[str, Figure] = {}
    for fact, figure in sheet.known:
        if fact.field.startswith("general.basic.p") and fact.role == "actual":
            if fact.field in totals:
                return
            totals[fact.field] = figure
    roots = {code: each for code, each in figures.items() if len(code) == 3}
    personnel = [(1, each) for code, each in roots.items() if code in _PERSONNEL]
    public = [(1, each) for code, each in roots.items() if code not in _PERSONNEL]
    found = [
        Linear("FA529", totals[field], tuple(parts), by_place=sheet.printed)
        for field, parts in (
            ("general.basic.personnel", personnel), ("general.basic.public", public),
        )
        if parts and field in totals
    ]  # fmt: skip
    if not (len(found) == 2 and not any(each.holds() for each in found)):
        yield from found


def parts_of_all(case: Case) -> Iterator[Equation]:
    """FA531: what the general budget spends on an item is within what is spent on it in all."""
    for sheet in sheets(case):
        if sheet.table.form != "general_expenditure":
            continue
        whole = next(
            (
                each for each in sheets(case)
                if each.table.form == "expenditure" and each.number == sheet.number
            ),
            None,
        )  # fmt: skip
        if whole is None or whole.repeats or sheet.repeats:
            continue
        all_of = _by_code(whole)
        for code, (fact, figure) in _by_code(sheet).items():
            other = all_of.get(code)
            if other is not None and figure.value and fact.period == other[0].period:
                yield Linear("FA531", figure, ((1, other[1]),), bound=True, by_place=sheet.printed)


def _by_code(sheet: Sheet) -> dict[str, tuple[Fact, Figure]]:
    return {
        code: (fact, figure)
        for fact, figure in sheet.known
        if fact.role == "actual" and fact.path and isinstance(code := fact.extra.get("code"), str)
    }
