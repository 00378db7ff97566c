"""FA527: what a table in the text has in a row, against what the text tells of the same thing.

These tables are small ones that an author wrote out himself: projects with amounts and scores,
income beside expenditure, other information. Amounts of other scopes may bear the same name, so
that only slips of digits are told, unless a name stands for one amount alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from extractor.checks.case import Case, Place
from extractor.checks.equations import plain
from extractor.checks.rules.accounts.rows import public_lines
from extractor.checks.rules.accounts.table import accounts
from extractor.finding import Finding

_NAMES: Final = frozenset(
    (
        "项目", "项目名称", "收入", "支出", "名称", "科目", "科目名称", "收入项目", "支出项目",
        "指标", "内容",
    )
)  # fmt: skip
_VALUES: Final = {
    "金额": "actual", "决算数": "actual", "决算": "actual",
    "本年决算数": "actual", "执行数": "actual", "全年执行数": "actual",
    "预算数": "budget", "年初预算数": "budget", "预算": "budget",
    "全年预算数": "budget", "得分": "score", "自评得分": "score", "评价得分": "score",
}  # fmt: skip
_TITLE: Final = re.compile("|".join(sorted({*_NAMES, *_VALUES}, key=len, reverse=True)))
#: Spaces beside Chinese characters may be gone.
_HEADER: Final = re.compile(
    rf"(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})(?: ?(?:{_TITLE.pattern})){{1,7}}(?=\n)"
)
_HEADER_ENDS: Final = tuple(f"{each}\n" for each in sorted({each[-1] for each in _VALUES}))
_UNIT: Final = re.compile(r"单位：(?:人民币)?(万元|元)")
_ABOVE: Final = 120
_LABEL: Final = r"([^\d\s—－/-][^\d\n]{0,40}?|[—－-]{1,2}) ?"
_CELL: Final = r"(\d[\d,]*(?:\.\d+)?|[—－/-]{1,2}) ?"
_MOST: Final = 200  #: rows of a table
_SHORTEST: Final = 3
#: Rows whose names do not say what they are of.
_NAMELESS: Final = re.compile(
    r"合\s?计|总\s?计|小计|其中.*|基本支出|项目支出|其他.*|.*结转.*|.*结余.*"
)
#: Names that stand for one amount alone, whatever the scope.
_ALONE: Final = frozenset(("会议费", "培训费", "机关运行经费"))
#: Totals of which a text has many: a digit of one may be off.
_WHOLES: Final = frozenset(("本年收入合计", "本年支出合计"))
_AMOUNT: Final = re.compile(
    r"(?:（类）|项目|专项)?[”\"]?(?:支出|收入|决算|合计|共计|全年|实际|执行|为|是|共|数|额|总|计|：|\s){0,6}"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>万元|元)"
)
_SCORE: Final = re.compile(
    r"(?:项目)?[”\"]?[^。；\n]{0,40}?(?:自评|评价|综合)?得分(?:为|是|：)?(?P<number>\d{1,3}(?:\.\d{1,2})?)分"
)
_OTHER_YEAR: Final = re.compile(r"上年|去年|上一年|比|较|从|预算")
_SCALES: Final = {"万元": Decimal(10000), "元": Decimal(1)}
_PROJECTS: Final = frozenset(("项目名称",))


class Cell(NamedTuple):
    """A number of a table in yuan, or points; ``alone`` where its name is of one thing alone."""

    value: Decimal
    raw: str
    place: Place
    role: str
    alone: bool


def text_against_cells(case: Case) -> Iterator[Finding]:
    """FA527: 会议费0.53万元 in the text, 会议费 0.35 in a table."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    ends = [_read(case, header, cells) for header in _headers(case.clean)]
    told: set[int] = set()
    for label, found in cells.items():
        for cell in found:
            for each in _against(case, label, cell, found, ends):
                if each.spans[0].start not in told:
                    told.add(each.spans[0].start)
                    yield each


def _headers(clean: str) -> Iterator[re.Match[str]]:
    """The headers of tables: lines, or ends of lines behind a unit in brackets."""
    ends = []
    for sign in _HEADER_ENDS:
        at = clean.find(sign)
        while at >= 0:
            ends.append(at + 1)
            at = clean.find(sign, at + 1)
    for end in sorted(ends):
        start = clean.rfind("\n", 0, end) + 1
        bracket = clean.rfind("）", start, end) + 1
        header = _HEADER.match(clean, bracket or start)
        if header is not None and header.end() == end:
            yield header


@lru_cache(maxsize=64)
def _row(names: tuple[str, ...]) -> re.Pattern[str]:
    """A line of a table with such columns."""
    return re.compile("".join(_LABEL if each in _NAMES else _CELL for each in names))


def _read(case: Case, header: re.Match[str], cells: dict[str, list[Cell]]) -> Place:
    """The rows under a header, put into *cells* by their names; the place of the whole table."""
    clean, names = case.clean, tuple(_TITLE.findall(header[0]))
    units = _UNIT.findall(clean[max(0, header.start() - _ABOVE) : header.start()])
    if not any(each in _VALUES for each in names) or _is_public(case, header.end()):
        return header.span()
    scale = _SCALES[units[-1]] if units else None
    row, at = _row(names), header.end() + 1
    for _ in range(_MOST):
        found = row.match(clean, at)
        if found is None:
            break
        label = ""
        for index, name in enumerate(names, 1):
            if name in _NAMES:
                label = found[index].strip()
                continue
            role = _VALUES[name]
            factor = Decimal(1) if role == "score" else scale
            if found[index][0].isdecimal() and factor is not None and _is_name(label):
                cells[label].append(
                    Cell(
                        Decimal(found[index].replace(",", "")) * factor, found[index],
                        found.span(index), role, label in _ALONE or names[0] in _PROJECTS,
                    )
                )  # fmt: skip
        # rows may have been joined to one line
        at = found.end() + clean.startswith("\n", found.end())
    return header.start(), at


def _is_public(case: Case, at: int) -> bool:
    """Whether the rows behind *at* are those of a table that is held against the text anyway."""
    return any(
        public_lines(each)
        and any(c is not None and 0 <= c.start - at < _ABOVE for c in each.lines[0].cells)
        for each in accounts(case)
    )


def _is_name(label: str) -> bool:
    return len(label) >= _SHORTEST and _NAMELESS.fullmatch(label) is None


def _against(
    case: Case, label: str, cell: Cell, alike: list[Cell], tables: list[Place]
) -> Iterator[Finding]:
    """What the text tells of a name, where none of its cells has it."""
    clean = case.clean
    words = label.removesuffix("合计") if label.startswith("本年") else label
    frame = _SCORE if cell.role == "score" else _AMOUNT
    at = clean.find(words)
    while at >= 0:
        stop, begin = at + len(words), at
        at = clean.find(words, stop)
        if any(start <= begin < end for start, end in tables):
            continue
        match = frame.match(clean, stop)
        lead = clean[max(0, begin - 8) : begin]
        if match is None or _OTHER_YEAR.search(lead) or "预算" in match[0]:
            continue
        # part of a longer name, unless a year or a verb stands before it
        longer = clean[begin - 1 : begin].isalpha() and clean[begin - 1] not in "为是中度年况明"
        if longer and cell.role != "score" and not cell.alone:
            continue
        value = Decimal(match["number"].replace(",", ""))
        if cell.role != "score":
            value *= _SCALES[match["unit"]]
        same = [each for each in alike if (each.role == "score") == (cell.role == "score")]
        if any(_agrees(value, match["number"], each.value) for each in same):
            continue
        sure = cell.alone and cell.role != "budget"
        whole = label in _WHOLES and _off(match["number"], cell.raw) == 1
        if not (sure or whole or _swapped(match["number"], cell.raw)):
            continue
        yield case.found(
            "FA527", match.span("number"), cell.place, stated=plain(value),
            expected=plain(cell.value), other=cell.raw, label=label,
        )  # fmt: skip


def _agrees(value: Decimal, printed: str, cell: Decimal) -> bool:
    """Whether a number of the text is that of a cell, as far as it is printed."""
    if value == cell:
        return True
    places = len(printed.partition(".")[2])
    number = Decimal(printed.replace(",", ""))
    unit = value / number if number else Decimal(1)
    return abs(value - cell) <= unit * Decimal(5).scaleb(-places - 1)


def _off(one: str, other: str) -> int:
    """In how many places two prints of one length differ; 0 for other lengths."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else 0


def _swapped(one: str, other: str) -> bool:
    """Whether two prints differ by two neighbouring digits alone: 41.25 and 41.52."""
    if len(one) != len(other):
        return False
    off = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    near = [index for index in off if one[index].isdecimal()]
    digits = [i for i, sign in enumerate(one) if sign.isdecimal()]
    return (
        len(off) == len(near) == 2
        and (off[0], off[1]) in set(pairwise(digits))
        and one[off[0]] == other[off[1]]
        and one[off[1]] == other[off[0]]
    )
