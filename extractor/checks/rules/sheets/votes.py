"""Sums that a table may declare: those that most of its rows keep, and what blank cells mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

import msgspec

from extractor.checks.equations import Linear
from extractor.checks.figures import Figure
from extractor.quantity import Interval

_FEW: Final = 3  #: so many must hold where nothing but the figures tell a sum
_SHARE: Final = 0.75
_ZEROS: Final = 0.7
_SEVERAL: Final = 4  #: sums of one cell that are held against one another


#: A place of a table: the table, the line and the column.
Spot = tuple[int, int, int]


class Claim(msgspec.Struct, frozen=True, eq=False):
    """A sum that one row or column of a table should keep; ``blank`` are the parts
    without a figure, ``group`` names the sum that other rows or columns should keep as well."""

    group: tuple[object, ...]
    equation: Linear
    blank: tuple[Spot, ...]
    known: bool
    holds: bool


def claim(
    code: str, group: tuple[object, ...], whole: Figure | None,
    parts: Sequence[tuple[Spot, Figure | None]], known: bool, by_place: bool,
    signs: Sequence[int] = (),
) -> Claim | None:  # fmt: skip
    """A claim, or None where the whole or several parts are all blank, or all are nothing."""
    if whole is None:
        return None
    given = signs or (1,) * len(parts)
    signed = zip(given, (each for _, each in parts), strict=True)
    told = tuple((sign, each) for sign, each in signed if each is not None)
    if not (told or len(parts) == 1) or not (whole.value or any(each.value for _, each in told)):
        return None
    equation = Linear(code, whole, told, by_place=by_place)
    blank = tuple(spot for spot, each in parts if each is None)
    return Claim(group, equation, blank, known, equation.holds())


def _left_blank(claims: Iterable[Claim]) -> set[Spot]:
    """The blank cells that hold something: one amount there mends several sums."""
    due: dict[Spot, list[Interval]] = {}
    for each in claims:
        if each.blank and not each.holds:
            fill = each.equation.stated.interval - each.equation.whole
            if fill.low is not None and fill.low > 0:
                for spot in each.blank:
                    due.setdefault(spot, []).append(fill)
    return {
        spot for spot, fills in due.items()
        if any(one.overlaps(other) for one, other in combinations(fills[:_SEVERAL], 2))
    }  # fmt: skip


def zeros_are_blank(claims: Iterable[Claim]) -> bool:
    """Whether the office leaves cells blank that hold nothing: then the others add up."""
    given = [each for each in claims if each.blank and each.equation.stated.value]
    holding = sum(each.holds for each in given)
    return len(given) >= 2 and holding >= _ZEROS * len(given)


def kept(claims: Sequence[Claim], zeros: bool) -> list[Linear]:
    """The equations of the groups that hold in most rows, kept or broken.

    A row that is broken in several columns alike is one that is not whole: what is missing there
    is no slip of a figure.
    """
    groups: dict[tuple[object, ...], list[Claim]] = {}
    unknown = _left_blank(claims)
    for each in claims:
        if not each.equation.parts:  # one part, which is blank
            continue
        if each.blank and not each.holds and (not zeros or not unknown.isdisjoint(each.blank)):
            continue
        groups.setdefault(each.group, []).append(each)
    found: list[Linear] = []
    for members in groups.values():
        telling = [each for each in members if each.equation.stated.value]
        holding = [each for each in telling if each.holds]
        broken = len(telling) - len(holding)
        known = members[0].known
        if broken > max(1, round((1 - _SHARE) * len(telling))):
            continue
        if not known and len(holding) < _FEW:
            continue
        if broken and not holding and len(telling) > 1:
            continue
        found += [each.equation for each in members]
    return found
