"""FA525, FA526: what the text tells of a project or of all spending, against its own table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Same
from extractor.checks.figures import Figure, Key
from extractor.checks.rules.scores.table import Table, tables
from extractor.finding import Finding

_TITLE: Final = 260  #: characters before the first row in which the table is named
_UNIT: Final = re.compile(r"(?:单位：|（|人民币)(万元|元)")
_SCALES: Final = {"万元": Decimal(10000), "元": Decimal(1)}
_FRAME: Final = re.compile(r"[“”\"‘’《》\s]|专项资金$|项目(?:支出)?$|经费$|资金$")
_WHOLE: Final = re.compile(r"整体")
_OTHERS: Final = re.compile(r"财政|复评|复核|抽评|重点评价|第三方|上年|去年")
_GENERAL: Final = re.compile(
    r"(?:纳入|编报|开展|绩效|自评|评价|目标|重点|预算|支出|一级|二级|部门|单位|财政|转移|支付|管理|专项)+"
)
_SHORTEST: Final = 4
_FUNDS: Final = re.compile(r"资金总额|总额|年度资金")


def _title(case: Case, table: Table) -> str:
    first = (*table.tasks, *table.rows)[0]
    return "".join(case.clean[max(0, first.start - _TITLE) : first.start].split())


def _is_of(name: str | None, title: str) -> bool:
    """Whether a table is of the project *name*."""
    known = _FRAME.sub("", _FRAME.sub("", name or ""))
    if len(known) < _SHORTEST or known not in title or _GENERAL.fullmatch(known):
        return False
    return not _WHOLE.search(known) and not _WHOLE.search(title)


def amounts_of_projects(case: Case) -> Iterator[Equation]:
    """FA525: budget and spending of a named project are the same in the text and in its table."""
    for table in tables(case):
        if not table.tasks or not table.tasks[0].money:
            continue
        row, title = table.tasks[0], _title(case, table)
        units = set(_UNIT.findall(title))
        if len(units) != 1 or not _FUNDS.search(row.fact.name or ""):
            continue
        scale = _SCALES[units.pop()]
        for role, key in (("budget", "budget"), ("actual", "executed")):
            told = [
                each
                for each in case.ledger.of("performance.project_funds", role)
                if _is_of(each.key.name, title) and each.year == str(case.year)
            ]
            cells = [each for each in row.money if each.fact.raw == row.told(key)]
            if not told or not cells:
                continue
            cell = _in_yuan(cells[-1 if key == "executed" else 0], scale)
            any_cell = [_in_yuan(each, scale) for each in row.money]
            # a text may tell the budget at first, or one of the funds
            if any(Same("FA525", c, each).holds() for c in any_cell for each in told):
                continue
            if len({each.value for each in told}) == 1:
                yield Same("FA525", cell, told[0])


def _in_yuan(cell: Figure, scale: Decimal) -> Figure:
    value = cell.value * scale
    fact = msgspec.structs.replace(cell.fact, kind="money", value=str(value))
    return msgspec.structs.replace(
        cell, fact=fact, key=Key("performance.project_funds"), value=value,
        step=cell.step * scale, interval=cell.interval.scaled(scale),
    )  # fmt: skip


def scores_of_projects(case: Case) -> Iterator[Finding]:
    """FA526: the score that the text tells is the total of the table of the same subject."""
    told = [
        each
        for each in case.ledger.by_field.get(("performance.score", None), ())
        if each.value <= 100 and not _OTHERS.search(case.clean, max(0, each.start - 16), each.start)
    ]
    if not told:
        return
    for table in tables(case):
        if len(table.total) < 2 or table.total[-2].value != 100:
            continue
        title, total = _title(case, table), table.total[-1]
        whole = _WHOLE.search(title) is not None
        mine = [
            each for each in told
            if _is_of(each.key.name, title)
            or (whole and _WHOLE.search(each.key.name or "") and not _other_whole(case))
        ]  # fmt: skip
        if (
            mine
            and all(each.value != total.value for each in mine)
            and (len({each.value for each in mine}) == 1)
        ):
            scores = [each.score.value for each in table.rows if each.score is not None]
            gained = table.execution[1] if table.execution is not None else ()
            sums = {
                sum(scores, Decimal(0)),
                sum((g.value for g in gained), sum(scores, Decimal(0))),
            }
            if total.value in sums:
                yield case.found(
                    "FA526", mine[0], total, stated=str(mine[0].value), expected=str(total.value),
                    other=str(total.value),
                )  # fmt: skip


def _other_whole(case: Case) -> bool:
    """Whether the document holds tables of several departments or units as wholes."""
    wholes = [each for each in tables(case) if _WHOLE.search(_title(case, each))]
    return len(wholes) > 1
