"""FA532, FA533: codes and names of the classification, in a table and from table to table."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from extractor.checks.case import Case, Place
from extractor.checks.rules.sheets.sheet import Sheet, sheets
from extractor.finding import Finding

#: Tables whose rows are of the functional classification.
_FUNCTIONAL: Final = frozenset(
    ("income", "expenditure", "general_expenditure", "fund", "capital", "other")
)
_MARKS: Final = re.compile(r"[^0-9A-Za-z一-龥]")
_FEW: Final = 3  #: so many other rows must stand below a heading


class _Row(NamedTuple):
    sheet: Sheet
    code: str
    name: str
    at: int


def names_and_codes(case: Case) -> Iterator[Finding]:
    """Rows of one code with two names, and codes that are a digit off."""
    sets: dict[int, list[_Row]] = defaultdict(list)
    for sheet in sheets(case):
        if sheet.table.form not in _FUNCTIONAL or sheet.repeats:
            continue
        for code, at in sheet.codes.items():
            name = _MARKS.sub("", sheet.labels[at])
            if code[0] == "2" and name:
                sets[sheet.number].append(_Row(sheet, code, name, at))
    for rows in sets.values():
        yield from _names(case, rows)
        yield from _codes(case, rows)


def _names(case: Case, rows: list[_Row]) -> Iterator[Finding]:
    """FA532: 2010301 行政运行 in one table, 机关运行 in another."""
    by_code: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    for code, alike in by_code.items():
        names = Counter(each.name for each in alike)
        if len(names) < 2 or _are_one(names):
            continue
        usual = names.most_common(1)[0][0]
        known = next(each for each in alike if each.name == usual)
        for row in alike:
            primary, other = _place(case, row), _place(case, known)
            if row.name != usual and primary and other:
                yield case.found(
                    "FA532", primary, other, stated=row.name, expected=usual, item=code
                )
                break


def _are_one(names: Counter[str]) -> bool:
    """Whether names are one that a page has cut off."""
    longest = max(names, key=len)
    return all(longest.startswith(each) or longest.endswith(each) for each in names)


def _codes(case: Case, rows: list[_Row]) -> Iterator[Finding]:
    """FA533: a code one digit off that of its name in the other tables."""
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        codes[row.name][row.code] += 1
    for row in rows:
        if not _is_orphan(row):
            continue
        usual = [
            code for code, times in codes[row.name].items()
            if times > 1 and code not in row.sheet.codes and _is_off(code, row.code)
        ]  # fmt: skip
        known = next((each for each in rows if usual and each.code == usual[0]), None)
        primary = _place(case, row)
        if len(usual) == 1 and known is not None and primary:
            other = _place(case, known)
            yield case.found(
                "FA533", primary, *([other] if other else []), stated=row.code,
                expected=usual[0], item=row.code,
            )  # fmt: skip


def _is_orphan(row: _Row) -> bool:
    """Whether no other table of its kinds has a code, or it stands below no heading of its own
    though all other rows do."""
    codes = row.sheet.codes
    if len(row.code) > 3 and row.code[:-2] not in codes:
        others = [code for code in codes if len(code) > 3 and code != row.code]
        return len(others) >= _FEW and all(code[:-2] in codes for code in others)
    return True


def _is_off(one: str, other: str) -> bool:
    """Whether two codes of one level differ in one digit, or in two that changed places."""
    if len(one) != len(other):
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(apart) == 1 or (len(apart) == 2 and apart[0] == apart[1][::-1])


def _place(case: Case, row: _Row) -> Place | None:
    return row.sheet.place(row.at, case)
