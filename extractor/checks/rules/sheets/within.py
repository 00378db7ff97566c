"""FA521, FA522, FA529, FA530: rows and columns of drawn tables add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import Linear
from extractor.checks.figures import Figure
from extractor.checks.rules.sheets.heads import sums
from extractor.checks.rules.sheets.sheet import Sheet, sheets
from extractor.checks.rules.sheets.votes import Claim, Spot, claim, kept, zeros_are_blank
from extractor.schema.functions import classes

_BLANK: Final = 5  #: columns between which a balance may be looked for
_CURRENT: Final = re.compile(r"(?:本年)?(?:收入|支出)(?:合计|小计)|本年(?:收入|支出)")
_GRAND: Final = re.compile(r"(?:收入|支出)?(?:总计|总额)|(?:收入|支出)总计")
_CARRIED: Final = re.compile(
    r"(?:年初|年末|上年|结转下年).{0,12}|(?:使用|用).{0,4}(?:非财政|事业基金).{0,24}|结余分配|"
    r"(?:非财政拨款结余|专用结余).{0,8}"
)
_FLOWS: Final = (
    ("opening", re.compile(r"年初|上年结转")),
    ("closing", re.compile(r"年末|结转下年")),
    ("revenue", re.compile(r"收入")),
    ("spent", re.compile(r"支出|合计")),
)
_FUND: Final = re.compile(r"一般公共预算|政府性基金|国有资本")
_ECONOMIC: Final = re.compile(r"(?:支出)?经济分类(?:支出)?合计|(?:本年)?支出经济分类合计")
_WHOLE: Final = re.compile(r".{0,12}(?:合计|小计|总计)")


def claims(sheet: Sheet) -> list[Claim]:
    """Every sum that a table may declare by its header, its codes and its labels."""
    return [
        *_rows(sheet), *_codes(sheet), *_classes(sheet), *_grand(sheet), *_opening(sheet),
        *_economic(sheet), *_flows(sheet),
    ]  # fmt: skip


def within_tables(case: Case) -> tuple[list[Linear], bool]:
    """The sums of all drawn tables, and whether blank cells hold nothing there."""
    found = [each for sheet in sheets(case) for each in claims(sheet)]
    zeros = zeros_are_blank(found)
    return kept(found, zeros), zeros


def _rows(sheet: Sheet) -> Iterator[Claim]:
    """FA521: 合计 = 基本支出 + 项目支出."""
    for each in sums(sheet.table.columns):
        for at in range(len(sheet.lines)):
            parts = [_spot(sheet, at, column) for column in each.parts]
            found = claim(
                "FA521", (id(sheet), each), sheet.cells.get((at, each.whole)), parts, each.known,
                sheet.printed,
            )  # fmt: skip
            if found is not None:
                yield found


def _column(sheet: Sheet, group: object, whole: int, parts: list[int], slot: int) -> Claim | None:
    """A claim on the numbers of one column; sides of a table are parallel columns."""
    return claim(
        "FA522", (id(sheet), group), _at(sheet, whole, slot),
        [_in_slot(sheet, at, slot) for at in parts], True, sheet.printed,
    )  # fmt: skip


def _at(sheet: Sheet, at: int, slot: int) -> Figure | None:
    return _in_slot(sheet, at, slot)[1]


def _in_slot(sheet: Sheet, at: int, slot: int) -> tuple[Spot, Figure | None]:
    """The cell of a line in a value column of its side."""
    columns = sheet.slots.get(sheet.lines[at].block, [])
    return _spot(sheet, at, columns[slot] if slot < len(columns) else -1)


def _spot(sheet: Sheet, at: int, column: int) -> tuple[Spot, Figure | None]:
    return (id(sheet), at, column), sheet.cells.get((at, column))


def _codes(sheet: Sheet) -> Iterator[Claim]:
    """FA522: items add up to their heading, headings to their class, classes to the total."""
    if len(sheet.codes) < 1 or sheet.repeats:
        return
    under = sheet.under(list(sheet.codes))
    blocks = {sheet.lines[at].block for at in sheet.codes.values()}
    widths = {len(sheet.slots.get(each, ())) for each in blocks}
    if len(widths) != 1:
        return
    total = sheet.total if len(blocks) == 1 else None
    for above, codes in under.items():
        whole = total if not above else sheet.codes[above]
        if whole is None or (not above and not _one_level(codes)):
            continue
        for slot in range(widths.copy().pop()):
            found = _column(sheet, above or "*", whole, [sheet.codes[each] for each in codes], slot)
            if found is not None:
                yield found


def _one_level(codes: list[str]) -> bool:
    return len({len(each) for each in codes}) == 1


def _classes(sheet: Sheet) -> Iterator[Claim]:
    """FA522: 本年支出合计 is the sum of the functional classes above it."""
    for block, columns in sheet.slots.items():
        own = [at for at, each in enumerate(sheet.lines) if each.block == block]
        listed = [at for at in own if sheet.labels[at] in classes() and not sheet.lines[at].code]
        if len(listed) < 2:
            continue
        first = listed[0]
        stop = next((at for at in own if at > first and _CURRENT.fullmatch(sheet.labels[at])), None)
        between = [] if stop is None else [at for at in own if first <= at < stop]
        if stop is None or any(
            sheet.lines[at].cells and not sheet.labels[at].endswith("支出") for at in between
        ):
            continue
        if any(sheet.labels[at] in ("基本支出", "项目支出") for at in between):
            continue
        for slot in range(len(columns)):
            found = _column(sheet, (block, "class"), stop, between, slot)
            if found is not None:
                yield found


def _grand(sheet: Sheet) -> Iterator[Claim]:
    """FA529: 总计 = 本年收入合计 + what was carried over, on each side and in each column."""
    for block, columns in sheet.slots.items():
        own = [at for at, each in enumerate(sheet.lines) if each.block == block]
        current = [at for at in own if _CURRENT.fullmatch(sheet.labels[at])]
        grand = [at for at in own if _GRAND.fullmatch(sheet.labels[at]) and sheet.lines[at].cells]
        if len(current) != 1 or len(grand) != 1 or grand[0] < current[0]:
            continue
        carried = [
            at for at in own
            if current[0] < at < grand[0] and _CARRIED.fullmatch(sheet.labels[at])
            and not sheet.lines[at].key.startswith("其中")
        ]  # fmt: skip
        others = [
            at for at in own
            if current[0] < at < grand[0] and at not in carried and sheet.lines[at].cells
            and not _is_part(sheet, at, carried)
        ]  # fmt: skip
        if others or not carried:
            continue
        for slot in range(len(columns)):
            parts = [_in_slot(sheet, at, slot) for at in (current[0], *carried)]
            found = claim(
                "FA529", (id(sheet), block, "grand"), _at(sheet, grand[0], slot), parts, True,
                sheet.printed,
            )  # fmt: skip
            if found is not None:
                yield found


def _opening(sheet: Sheet) -> Iterator[Claim]:
    """FA529: what was carried over is the sum of its kinds of funds right below it."""
    for block in sheet.slots:
        own = [at for at, each in enumerate(sheet.lines) if each.block == block]
        for index, at in enumerate(own):
            if not _CARRIED.fullmatch(sheet.labels[at]) or "结转" not in sheet.labels[at]:
                continue
            funds = list(takewhile(lambda each: _FUND.match(sheet.labels[each]), own[index + 1 :]))
            if len(funds) > 1:
                yield from _list(sheet, at, funds)


def _economic(sheet: Sheet) -> Iterator[Claim]:
    """FA529: the sum of the economic classes, which stand below it."""
    for block in sheet.slots:
        own = [at for at, each in enumerate(sheet.lines) if each.block == block]
        whole = [i for i, at in enumerate(own) if _ECONOMIC.fullmatch(sheet.labels[at])]
        if len(whole) == 1:
            below = takewhile(
                lambda at: (
                    not _CURRENT.fullmatch(sheet.labels[at])
                    and not _GRAND.fullmatch(sheet.labels[at])
                ),
                own[whole[0] + 1 :],
            )
            parts = [at for at in below if not sheet.lines[at].key.startswith("其中")]
            if len(parts) > 1:
                yield from _list(sheet, own[whole[0]], parts)


def _list(sheet: Sheet, whole: int, parts: Sequence[int]) -> Iterator[Claim]:
    for slot in range(len(sheet.slots[sheet.lines[whole].block])):
        found = claim(
            "FA529", (id(sheet), whole, "list"), _at(sheet, whole, slot),
            [_in_slot(sheet, at, slot) for at in parts], True, sheet.printed,
        )  # fmt: skip
        if found is not None:
            yield found


def _is_part(sheet: Sheet, at: int, carried: list[int]) -> bool:
    """Whether a line tells what one above it consists of: the kinds of funds below 年初结转."""
    return any(each < at for each in carried) and any(
        word in sheet.labels[at]
        for word in ("一般公共预算", "政府性基金", "国有资本", "其中", "基本支出", "项目支出")
    )


def _flows(sheet: Sheet) -> Iterator[Claim]:
    """FA530: 年初结转和结余 + 本年收入 - 本年支出 = 年末结转和结余, in each row."""
    columns = sheet.table.columns
    found: dict[str, int] = {}
    for at, column in enumerate(columns):
        if column.role != "value" or not column.keys:
            continue
        name = next((name for name, each in _FLOWS if each.search(column.keys[0])), "")
        last = len(column.keys) == 1 or _WHOLE.fullmatch(column.keys[-1])
        if not name or (len(column.keys) > 1 and not last):
            continue
        if name in found:
            return
        found[name] = at
    if len(found) != len(_FLOWS) or len(columns) > 4 * _BLANK:
        return
    for at in range(len(sheet.lines)):
        cells = {name: _spot(sheet, at, column) for name, column in found.items()}
        parts = [cells["opening"], cells["revenue"], cells["spent"]]
        each = claim(
            "FA530",
            (id(sheet), "flow"),
            cells["closing"][1],
            parts,
            True,
            sheet.printed,
            (1, 1, -1),
        )
        if each is not None:
            yield each
