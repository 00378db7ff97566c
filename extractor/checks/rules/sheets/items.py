"""FA534: the items that the text names in 人员经费 and 公用经费 against those of their table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from extractor.checks.case import Case, Place
from extractor.checks.rules.sheets.sheet import Sheet, sheets
from extractor.finding import Finding

_LIST: Final = re.compile(
    r"(?P<kind>人员经费|(?:日常)?公用经费)[^。；\n]{0,48}?(?:包括|用于|包含)(?:了)?[：:]?"
    r"(?P<items>[^。；\n]{12,600})"
)
_ITEM: Final = re.compile(r"[^、，,和及与。；\n\d][^、，,。；\n\d]{1,24}")
_MARKS: Final = re.compile(r"[^0-9A-Za-z一-龥]|支出$|等$")
_OPEN: Final = re.compile(r"等(?:支出|费用|方面|经费|$)|等$")
_PERSONNEL: Final = ("301", "303")
_MOST: Final = 2  #: more items that differ are a list which was never meant to be theirs
_SHARE: Final = 0.75  #: so many of the items named must be in the table
_FEW: Final = 4


class _Row(NamedTuple):
    name: str
    place: Place
    amount: bool


def items_of_basic(case: Case) -> Iterator[Finding]:
    """An item that is named and has no amount, or has one and is not named."""
    basic = [each for each in sheets(case) if each.table.form == "general_basic"]
    if len(basic) != 1 or basic[0].repeats or sheets(case)[-1].number:
        return
    rows = _rows(case, basic[0])
    told: set[str] = set()
    for found in _LIST.finditer(case.clean):
        kind = found["kind"][-4:]
        if kind in told or case.in_table(found.start()):
            continue
        own = rows.get(kind, {})
        named = _named(found)
        if sum(name in own for name, _ in named) >= max(_FEW, _SHARE * len(named)):
            told.add(kind)
            yield from _against(case, found, named, own)


def _rows(case: Case, sheet: Sheet) -> dict[str, dict[str, _Row]]:
    """The items of a table by what they are a part of, and by name."""
    found: dict[str, dict[str, _Row]] = {}
    for code, at in sheet.codes.items():
        place = sheet.place(at, case)
        if len(code) != 5 or code[0] != "3" or place is None:
            continue
        kind = "人员经费" if code[:3] in _PERSONNEL else "公用经费"
        amount = any(figure.value for (line, _), figure in sheet.cells.items() if line == at)
        name = _MARKS.sub("", sheet.labels[at])
        found.setdefault(kind, {})[name] = _Row(name, place, amount)
    return found


def _named(found: re.Match[str]) -> list[tuple[str, Place]]:
    begin = found.start("items")
    named = []
    for each in _ITEM.finditer(found["items"]):
        name = _MARKS.sub("", each[0])
        if len(name) > 1:
            named.append((name, (begin + each.start(), begin + each.end())))
    return named


def _against(
    case: Case, found: re.Match[str], named: list[tuple[str, Place]], own: dict[str, _Row]
) -> Iterator[Finding]:  # fmt: skip
    empty = [(name, at) for name, at in named if name in own and not own[name].amount]
    if 0 < len(empty) <= _MOST:
        for name, at in empty:
            yield case.found("FA534", at, own[name].place, stated=name, what="表中无金额")
    names = {name for name, _ in named}
    if "主要" in found[0] or _OPEN.search(found["items"]) or not names <= own.keys():
        return
    missing = [
        row for name, row in own.items()
        if row.amount and name not in names and not name.startswith("其他")
    ]  # fmt: skip
    if 0 < len(missing) <= _MOST:
        for row in missing:
            yield case.found(
                "FA534",
                row.place,
                found.span("kind"),
                stated=row.name,
                what="文字未列出",
            )
