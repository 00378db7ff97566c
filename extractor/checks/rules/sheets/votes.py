"""Sums that a table may declare: those that most of its rows keep, and what blank cells mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from extractor.checks.equations import Linear
from extractor.checks.figures import Figure

_FEW: Final = 3  #: so many must hold where nothing but the figures tell a sum
_SHARE: Final = 0.75
_ZEROS: Final = 0.7


class Claim(msgspec.Struct, frozen=True, eq=False):
    """A sum that one row or column of a table should keep; ``blank`` counts parts without a
    figure, ``group`` names the sum that other rows or columns should keep as well."""

    group: tuple[object, ...]
    equation: Linear
    blank: int
    known: bool

    @property
    def holds(self) -> bool:
        return self.equation.holds()


def claim(
    code: str, group: tuple[object, ...], whole: Figure | None,
    parts: Sequence[Figure | None], known: bool, by_place: bool, signs: Sequence[int] = (),
) -> Claim | None:  # fmt: skip
    """A claim, or None where the whole or all parts are blank."""
    if whole is None:
        return None
    given = signs or (1,) * len(parts)
    told = tuple((s, each) for s, each in zip(given, parts, strict=True) if each is not None)
    if not told:
        return None
    return Claim(group, Linear(code, whole, told, by_place=by_place), len(parts) - len(told), known)


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
    for each in claims:
        if each.blank and not zeros and not each.holds:
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
