"""Which of several documents have to do with one another, and how."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import msgspec

from extractor.checks.across import names
from extractor.checks.across.documents import Document


class Department(msgspec.Struct, frozen=True, eq=False):
    """The account of a department with those of its units in the same year.

    ``units`` are given and listed (or its own office), ``missing`` are names of its list that
    nobody gave, ``surplus`` are given and not listed.
    """

    whole: Document
    units: tuple[Document, ...]
    missing: tuple[str, ...]
    surplus: tuple[Document, ...]

    @property
    def complete(self) -> bool:
        """Whether the account is made of these units and no others."""
        count = self.whole.count
        office = any(is_office_of(each, self.whole) for each in self.units)
        known = count is not None and count <= len(self.units)
        return known and office and not self.missing and not self.surplus


class Relations(msgspec.Struct, frozen=True, eq=False):
    """``years`` are pairs (earlier, later), ``versions`` pairs in the order given."""

    years: tuple[tuple[Document, Document], ...] = ()
    versions: tuple[tuple[Document, Document], ...] = ()
    departments: tuple[Department, ...] = ()

    def of(self, document: Document) -> bool:
        """Whether a document has to do with any other."""
        groups: list[tuple[Document, ...]] = [*self.years, *self.versions]
        groups += [(each.whole, *each.units, *each.surplus) for each in self.departments]
        return any(document is other for group in groups for other in group)


def relate(documents: Sequence[Document]) -> Relations:
    """The relations between documents, by the units, years and kinds that they name."""
    years, versions = [], []
    for first, second in combinations(documents, 2):
        if first.year is None or second.year is None or not _same_unit(first, second):
            continue
        if first.year == second.year:
            versions.append((first, second))
        elif abs(first.year - second.year) == 1:
            earlier, later = sorted((first, second), key=lambda each: each.year or 0)
            years.append((earlier, later))
    departments = [found for each in documents if (found := _department(each, documents))]
    return Relations(tuple(years), tuple(versions), tuple(departments))


def _same_unit(one: Document, other: Document) -> bool:
    """Whether both are of one unit, and of as much of it."""
    if not one.org or not names.same(one.org, other.org):
        return False
    if one.kind != other.kind:
        scopes = {one.scope, other.scope}
        if len(scopes) > 1 and "" not in scopes:
            return False
        if one.year == other.year and scopes != {"unit"}:  # the account of its office
            return False
    return one.is_office == other.is_office or "department" not in (one.scope, other.scope)


def is_office_of(unit: Document, whole: Document) -> bool:
    """Whether *unit* is of the office of the department of *whole*."""
    return unit is not whole and unit.scope != "department" and names.same(unit.org, whole.org)


def is_listed(unit: Document, name: str, whole: Document) -> bool:
    """Whether *name* in the list of *whole* means *unit*."""
    name, base = names.plain(name), names.bare(name)
    if names.same(unit.org, whole.org):
        # the office goes by the name of the department, or by 本级 alone
        return names.same(base, whole.org) or names.is_office(name)
    return not names.is_office(name) and names.same(base, unit.org)


def _department(whole: Document, documents: Sequence[Document]) -> Department | None:
    if not whole.org or whole.year is None or whole.scope == "unit":
        return None
    same_year = [
        each
        for each in documents
        if each is not whole and each.year == whole.year and not _same_unit(whole, each)
    ]
    units: list[Document] = []
    for each in same_year:
        again = any(each.org == other.org for other in units)
        if each.scope != "department" and not again and _belongs(each, whole):
            units.append(each)
    if not units:
        return None
    missing = [
        name for name in whole.units if not any(is_listed(each, name, whole) for each in units)
    ]
    known = {each.org for each in units}
    surplus = [
        each
        for each in same_year
        if each.org not in known and each.kind != "部门决算" and each.scope != "department"
    ]
    return Department(whole, tuple(units), tuple(missing), tuple(surplus))


def _belongs(unit: Document, whole: Document) -> bool:
    if any(is_listed(unit, name, whole) for name in whole.units):
        return True
    if is_office_of(unit, whole):
        return True
    # without a list the names must tell: 云渠县教育局 and 云渠县教育局幼儿园
    return not whole.units and unit.org.startswith(whole.org) and unit.org != whole.org
