"""Account tables that stand in the text as lines: a label, then a cell for each column.

Tables whose lines were cut another way by a converter are not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final
from weakref import WeakKeyDictionary

import msgspec

from extractor.checks.case import Case
from extractor.checks.figures import Figure, Key, step_of
from extractor.fact import Fact
from extractor.quantity import Interval

_COLUMNS: Final = {
    "合计": "total", "本年支出合计": "total", "支出合计": "total", "小计": "total",
    "基本支出": "basic", "项目支出": "project", "上缴上级支出": "other", "经营支出": "other",
    "对附属单位补助支出": "other", "预算数": "budget", "年初预算数": "budget",
    "全年预算数": "budget", "预算": "budget", "决算数": "actual", "支出决算数": "actual",
    "决算": "actual",
}  # fmt: skip
_HEADER: Final = re.compile(
    r"^(?:(?:支出)?功能分类科目编码|科目编码|科目代码|编码|项\s?目|科目名称|科目)"
    r"(?: \S{1,12}){2,8}$",
    re.M,
)
_CELL: Final = r"-?\d[\d,]{0,17}(?:\.\d{1,6})?|[—–－-]{1,2}"
_ROW: Final = re.compile(
    r"(?:(?P<code>\d{3}|\d{5}|\d{7}) )?(?P<label>(?=[^\s一-龥]*+[一-龥])\S++(?: [一-龥（]\S*+)?)"
    rf"(?P<cells>(?: (?:{_CELL}))+)"
)
#: A row behind the end of what was seen as a table has lost the spaces beside Chinese characters.
_CLOSE: Final = re.compile(
    r"(?P<code>)(?P<label>[^\d ]{2,24}?（[人次批个辆台套元]{1,4}）) ?"
    rf"(?P<cells>(?:{_CELL})(?: ?(?:{_CELL}))*)"
)
_EACH: Final = re.compile(_CELL)
_PAGE: Final = re.compile(r"[—–－-]?\s?第?\s?\d{1,3}\s?页?\s?[—–－-]?|")
_UNIT: Final = re.compile(r"单位：(?:人民币)?(万元|元)")
_SCALES: Final = {"万元": Decimal(10000), "元": Decimal(1)}
_ABOVE: Final = 160  #: characters before a header in which title and unit stand
_MOST: Final = 400  #: rows


class Line(msgspec.Struct, frozen=True, eq=False):
    """A row: its code (or ""), its label, and its cells by column; a dash is no cell."""

    code: str
    label: str
    cells: tuple[Figure | None, ...]


class Account(msgspec.Struct, frozen=True, eq=False):
    """An account table; ``columns`` are total, basic, project, other, budget or actual.

    ``whole`` tells that every line between its header and its end was read; ``scale`` turns its
    amounts into yuan, None where no unit is told.
    """

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: bool
    scale: Decimal | None


_KNOWN: Final[WeakKeyDictionary[Case, list[Account]]] = WeakKeyDictionary()


def accounts(case: Case) -> list[Account]:
    """The account tables of a document, in reading order."""
    found = _KNOWN.get(case)
    if found is None:
        found = _KNOWN[case] = list(_accounts(case))
    return found


def _accounts(case: Case) -> Iterator[Account]:
    end = 0
    for region in case.text.regions:
        if case.text.is_drawn(region):
            continue
        for header in _HEADER.finditer(case.clean, max(end, region.start - _ABOVE), region.end):
            if header.start() < end:
                continue
            names = header[0].split()
            columns = tuple(_COLUMNS[each] for each in names if each in _COLUMNS)
            labels = [each for each in names if each not in _COLUMNS]
            if len(columns) < 2 or len(labels) > 2 or names[-1] not in _COLUMNS:
                continue
            account, end = _read(case, header, columns)
            if account is not None:
                yield account


def _read(
    case: Case, header: re.Match[str], columns: tuple[str, ...]
) -> tuple[Account | None, int]:
    clean = case.clean
    above = clean[max(0, header.start() - _ABOVE) : header.start()]
    units = _UNIT.findall(above)
    titles = [line for line in above.split("\n") if line.endswith(("表", "）")) and "表" in line]
    scale = _SCALES[units[-1]] if units else None
    lines: list[Line] = []
    at, stop, whole = header.end() + 1, header.end(), True
    while at < len(clean) and len(lines) < _MOST:
        after = clean.find("\n", at)
        after = len(clean) if after < 0 else after
        row = _ROW.fullmatch(clean, at, after) or _CLOSE.fullmatch(clean, at, after)
        cells = () if row is None else _cells(clean, row, len(columns), scale)
        if row is not None and len(cells) == len(columns):
            lines.append(Line(row["code"] or "", row["label"], cells))
            stop = after
        elif not _PAGE.fullmatch(clean, at, after):
            break
        at = after + 1
    if row is not None and len(cells) != len(columns):
        whole = False
    if len(lines) < 2:
        return None, header.end()
    return Account(titles[-1] if titles else "", columns, tuple(lines), whole, scale), stop


def _cells(
    clean: str, row: re.Match[str], count: int, scale: Decimal | None
) -> tuple[Figure | None, ...]:
    found = list(_EACH.finditer(clean, *row.span("cells")))
    if len(found) != count:
        return ()
    return tuple(
        figure(each[0], *each.span(), scale) if each[0][-1].isdecimal() else None for each in found
    )


def figure(printed: str, start: int, end: int, scale: Decimal | None) -> Figure:
    """A cell as a figure in yuan, or as printed where no unit is told."""
    number = printed.replace(",", "")
    factor = Decimal(1) if scale is None else scale
    value = Decimal(number) * factor
    step = step_of(number.lstrip("-"), Decimal(number.lstrip("-")), False) * factor
    fact = Fact(
        field="activity.funds", kind="money", evidence=(), value=str(value), raw=printed,
        origin="table", confidence=0.99,
    )  # fmt: skip
    interval = Interval(value, value).widened(step / 2)
    return Figure(fact, Key("activity.funds"), value, step, interval, start, end, -1, -1, -1, -1)
