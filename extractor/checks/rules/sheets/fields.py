"""FA523, FA529: what the cells of one table mean, by the identities that the catalogue declares."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Linear
from extractor.checks.expressions import LinearIdentity
from extractor.checks.figures import Figure
from extractor.checks.rules.amounts.declared import declared
from extractor.checks.rules.sheets.sheet import Sheet, sheets

#: What figures of a table share: role, year and the basis of a budget.
_Column = tuple[str | None, str | None, object]


def sums_of_fields(case: Case, zeros: bool) -> Iterator[Linear]:
    """Totals of fields with their parts, each within one table; ``zeros`` tells that what is
    blank is nothing."""
    for sheet in sheets(case):
        for figures in _columns(sheet).values():
            for rule, readings in declared():
                if rule.across or readings[0].whole not in figures:
                    continue
                found = [
                    each
                    for reading in readings
                    if (each := _equation(sheet, reading, figures)) is not None
                ]
                holding = next((each for each, _ in found if each.holds()), None)
                whole = [each for each, blank in found if zeros or not blank]
                if holding is not None or whole:
                    case.tabled.add(rule.code)
                if holding is not None:
                    yield holding
                elif whole:
                    yield whole[0]


def changes(case: Case) -> Iterator[Linear]:
    """FA529: 比上年增减 is the amount of the year less that of the year before, in one table."""
    for sheet in sheets(case):
        by: dict[tuple[object, ...], dict[str | None, Figure]] = {}
        for fact, figure in sheet.known:
            if fact.kind == "money":
                key = fact.field, fact.path, fact.category, fact.name
                by.setdefault(key, {}).setdefault(fact.role, figure)
        for roles in by.values():
            change, now, last = (roles.get(each) for each in ("change", "actual", "prior_actual"))
            if change is not None and now is not None and last is not None:
                yield Linear("FA529", change, ((1, now), (-1, last)), by_place=sheet.printed)


def _has_row(sheet: Sheet, whole: str) -> bool:
    """Whether a table has the rows of which those are blank that are missing in a sum."""
    return whole == "three_public.vehicles" and sum("购置" in each for each in sheet.labels) > 1


def _columns(sheet: Sheet) -> dict[_Column, dict[str, Figure]]:
    """The figures of whole fields by column; a field that stands twice is left out."""
    found: dict[_Column, dict[str, Figure]] = {}
    twice: set[tuple[_Column, str]] = set()
    for fact, figure in sheet.known:
        if fact.kind != "money" or fact.path or fact.category or fact.name or fact.role == "change":
            continue
        column = (fact.role, fact.period, fact.extra.get("budget_basis"))
        fields = found.setdefault(column, {})
        if fact.field in fields:
            twice.add((column, fact.field))
        fields[fact.field] = figure
    for column, field in twice:
        del found[column][field]
    return found


def _equation(
    sheet: Sheet, reading: LinearIdentity, figures: dict[str, Figure]
) -> tuple[Linear, bool] | None:
    """The identity, and whether a part of it is blank."""
    whole = figures[reading.whole]
    bound = reading.relation == "<="
    parts: list[tuple[int, Figure]] = []
    blank = False
    for sign, key, optional in reading.parts:
        part = figures.get(key)
        if part is not None:
            parts.append((sign, part))
        elif not optional:
            blank = True
    if blank and len(parts) < 2 and not _has_row(sheet, reading.whole):
        return None
    if not parts or (blank and bound):
        return None
    if any(part is whole for _, part in parts):
        return None
    code = "FA523" if reading.whole.startswith("three_public") else "FA529"
    return Linear(code, whole, tuple(parts), bound=bound, by_place=sheet.printed), blank
