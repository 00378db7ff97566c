"""Tables -> facts: every number whose field is known, and the rows of self-evaluations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.fact import EXACT, INHERITED, REFLOWED, Evidence, Fact
from extractor.link.tables.indicators import link_rows
from extractor.link.tables.meaning import Meaning, Stated
from extractor.schema import fields
from extractor.source import Source
from extractor.tables import Line, Place, RowRule, Table, TableCell
from extractor.tables.words import bare

MADE_BY = "rule:tables"
_UNITS = {"asset.vehicle": "vehicle", "asset.equipment": "set"}


def link_tables(tables: Sequence[Table], source: Source, year: int | None) -> Iterator[Fact]:
    """Facts of origin ``table``; places are those of *source*, of which the tables were made.

    ``year`` is the document's own, which holds where a table names none. A cell whose field is
    not known gives nothing.
    """
    for table in tables:
        yield from link_rows(table, source)
        if table.form in ("self_evaluation", "other"):
            continue
        shared = _shared(table, source)
        for line, cell, stated in Meaning(table, year):
            yield _fact(table, source, line, cell, stated, shared)


def _shared(table: Table, source: Source) -> tuple[Evidence | None, Evidence | None]:
    """What all facts of a table inherit: where its unit is told, and its year."""
    told = table.told
    unit = evidence("unit", told.unit_place, source, INHERITED) if told.unit_place else None
    year = evidence("period", told.year_place, source, INHERITED) if told.year_place else None
    return unit, year


def evidence(
    role: str, place: Place | tuple[int, int], source: Source, status: str = ""
) -> Evidence:
    """A place of the source as evidence; reflowed where a line break stands inside."""
    start, end = place
    quote = source.text[start:end]
    if not status:
        broken = "\n" in quote or "\r" in quote or "\f" in quote
        status = REFLOWED if broken else EXACT
    page = bisect_right(source.pages, start) if source.pages else None
    return Evidence(role, start, end, quote, status, page)


def _fact(
    table: Table, source: Source, line: Line, cell: TableCell, stated: Stated,
    shared: tuple[Evidence | None, Evidence | None],
) -> Fact:  # fmt: skip
    declared = fields()[stated.field]
    places = [evidence("value", (cell.start, cell.end), source)]
    if line.place is not None and line.place.end > line.place.start:
        places.append(evidence("label", line.place, source))
    unit, year = shared
    money = declared.kind == "money"
    if unit is not None and cell.unit is not None:
        places.append(unit)
    if year is not None and stated.role != "prior_actual":
        places.append(year)
    extra: dict[str, object] = {
        "table": table.id, "row": line.label, "column": list(table.columns[cell.at].path),
    }  # fmt: skip
    if line.code is not None and stated.path:
        extra["code"] = line.code
    if stated.basis:
        extra["budget_basis"] = stated.basis
    value, direction = cell.value, None
    if stated.role == "change":
        direction = "decrease" if value[0] == "-" else "flat" if value == "0" else "increase"
        value = value.lstrip("-")
        extra["base"] = "prior_year"
    period = None if stated.year is None else str(stated.year)
    rule = stated.rule
    if rule is not None and rule.purchased:
        extra["purchased"] = True
    elif declared.kind == "asset" and period is not None:
        period = f"{period}-12-31"
    return Fact(
        field=stated.field,
        kind=declared.kind,
        label=declared.label,
        evidence=tuple(places),
        value=value,
        direction=direction,
        role=stated.role if money else None,
        period=period,
        unit=_unit(stated, line, cell, money),
        raw=cell.raw,
        path=stated.path,
        name=_name(rule, line),
        category=stated.category or None,
        origin="table",
        confidence=stated.confidence,
        made_by=MADE_BY,
        extra=extra,
    )


def _name(rule: RowRule | None, line: Line) -> str | None:
    if rule is None or rule.name != "label":
        return (rule.name or None) if rule is not None else None
    return bare(line.key)[0]


def _unit(stated: Stated, line: Line, cell: TableCell, money: bool) -> str | None:
    if money:
        return "CNY" if cell.unit is not None else None
    known = _UNITS.get(stated.field)
    if known is not None:
        return known
    return bare(line.key)[1] or (stated.rule.count if stated.rule is not None else None)
