"""What the header of a column means: its rule, role and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from extractor.tables import kinds
from extractor.tables.kinds import ColumnRule, RoleRule, role_of, without_role

YEAR = re.compile(r"(20\d\d)年")
QUOTES = str.maketrans("", "", "“”\"'‘’「」＂")
_NONE = ColumnRule("")
_NO_ROLE = RoleRule("", "none")
_BUDGET, _CHANGE = RoleRule("", "budget"), RoleRule("", "change")


class Header(msgspec.Struct, frozen=True):
    """What a column means: its rule (None: nothing that is known), role and year."""

    rule: ColumnRule | None
    role: RoleRule | None
    year: int | None
    side: str


@lru_cache(maxsize=2048)
def header_of(kind: str, path: tuple[str, ...]) -> Header:
    declared = kinds()
    sided = declared.kinds[kind].sides
    levels: list[str] = []
    role: RoleRule | None = None
    year: int | None = None
    side = ""
    for level in path:
        level = level.translate(QUOTES)
        told = YEAR.search(level)
        year = int(told[1]) if told else year
        found = role_of(level)
        if found is not None and (role is None or role.role != "none"):
            role = found
        for pattern, name in declared.sides:
            if not side and pattern.match(level):
                side = name
        left = without_role(level)
        if left and not (sided and left in ("收入", "支出")):
            levels.append(left)
    said = "/".join(levels)
    rule = next((rule for pattern, rule in declared.columns[kind] if pattern.search(said)), None)
    return Header(rule if rule or said else _NONE, role, year, side)


class Beside:
    """What columns tell of each other: which roles there are in a table."""

    def __init__(self, headers: Sequence[Header], year: int | None) -> None:
        roles = {each.role.role for each in headers if each.role is not None}
        self.budget = "budget" in roles
        self.prior = "prior_actual" in roles or any(
            each.year is not None and year is not None and each.year < year for each in headers
        )

    def role(self, rule: RoleRule | None, field: str) -> RoleRule | None:
        """The role that a word gives beside these columns, for what a cell states."""
        if rule is None:
            return None
        if rule.asset and field.startswith("asset"):
            return RoleRule(rule.pattern, rule.asset)
        if rule.role == "plan":
            return _NO_ROLE if self.budget else _BUDGET
        if rule.role == "difference":
            return _CHANGE if self.prior and not self.budget else _NO_ROLE
        return rule
