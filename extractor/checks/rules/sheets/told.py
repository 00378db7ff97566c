"""FA524: what the text tells against what the tables state of the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear, Same
from extractor.checks.figures import Figure
from extractor.checks.mistakes import name_mistake, one_digit_off
from extractor.checks.rules.sheets.sheet import What, sheets, what

_READ: Final = 0.8  #: how sure a figure of the text must be read
_FAR: Final = 2  #: how many times the other one a figure may be, and still be of the same thing
_KINDS: Final = frozenset(("money", "quantity", "asset", "staffing"))


def text_against_tables(case: Case) -> Iterator[Equation]:
    """Each figure of the text with those of the tables that state the same, where they agree;
    where they do not, those that cannot be of another scope."""
    drawn = sheets(case)
    if not drawn:
        return
    stated: dict[What, list[Figure]] = defaultdict(list)
    values: set[Decimal] = set()
    for sheet in drawn:
        values.update(figure.value for figure in sheet.cells.values())
        for fact, figure in sheet.known:
            if fact.role != "change" and (fact.kind != "money" or fact.unit is not None):
                stated[what(fact)].append(figure)
    told: dict[What, list[Figure]] = defaultdict(list)
    for figure in case.ledger.figures:
        fact = figure.fact
        if fact.kind in _KINDS and fact.role != "change" and not fact.implied:
            told[what(fact)].append(figure)
    alone = drawn[-1].number == 0
    for key, figures in told.items():
        cells = stated.get(key)
        if cells:
            yield from _against(figures, cells, values, alone)


def unconfirmed(equations: Sequence[Equation]) -> list[Equation]:
    """Equations but sums of the text that fail although tables have each of their figures: the
    text leaves out a part that the tables name, or tells of another scope."""
    known = {
        figure for each in equations
        if each.code == "FA524" and isinstance(each, Same) and each.first.fact.origin == "table"
        and each.holds()
        for figure in each.figures
    }  # fmt: skip
    if not known:
        return list(equations)
    return [
        each for each in equations
        if not (
            isinstance(each, Linear) and all(figure in known for figure in each.figures)
            and not each.holds() and each.stated.fact.origin == "text"
        )
    ]  # fmt: skip


def _against(
    figures: Sequence[Figure], cells: Sequence[Figure], values: set[Decimal], alone: bool
) -> Iterator[Same]:
    """Equations of what the text tells of one thing with its cells."""
    agreeing = [each for each in figures if any(Same("", c, each).holds() for c in cells)]
    for figure in figures:
        fitting = [cell for cell in cells if _same_basis(cell, figure)]
        if not fitting:
            continue
        slip = alone and figure not in agreeing and _is_slip(figure, fitting, values, not agreeing)
        if figure in agreeing:
            scopes = {_kept(cell) for cell in cells if Same("", cell, figure).holds()}
            fitting = [cell for cell in fitting if _kept(cell) in scopes]
        if figure in agreeing or slip:
            yield from (Same("FA524", figure, cell) for cell in fitting)


def _kept(cell: Figure) -> bool:
    """Whether vehicles are those kept on 三公 funds (公务用车保有量), not all that there are."""
    row = str(cell.fact.extra.get("row", ""))
    return cell.fact.kind == "asset" and ("公务用车" in row or "保有" in row)


def _same_basis(cell: Figure, figure: Figure) -> bool:
    bases = {each.fact.extra.get("budget_basis") for each in (cell, figure)} - {None}
    return len(bases) < 2


def _is_slip(figure: Figure, cells: Sequence[Figure], values: set[Decimal], alone: bool) -> bool:
    """Whether a figure that no cell agrees with is of the same thing, and not of another scope:
    it is one slip away; or near, told by no other figure, and no other cell of the tables."""
    if figure.fact.approx or figure.fact.low is not None or figure.fact.confidence < _READ:
        return False
    for cell in cells:
        if one_digit_off(figure, cell.interval):
            return True
        if alone and name_mistake(figure, cell.interval, ()):
            return True
    if not alone or figure.value in values or not figure.value or figure.fact.category == "total":
        return False
    return any(
        0 < min(cell.value, figure.value) < max(cell.value, figure.value)
        < _FAR * min(cell.value, figure.value)
        for cell in cells
    )  # fmt: skip
