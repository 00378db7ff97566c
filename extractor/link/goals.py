"""Goal lines of self-evaluation tables run together in text.

Two cells stand side by side, 预期目标 and 目标实际完成情况; read line by line, the second one
breaks into the lines of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.link.context import Context

_OPENS = re.compile(
    r"预期目标|年初设定目标|总体目标.{0,12}(?:完成|实现)情况|目标实际完成|实际完成情况"
)
_CLOSES = re.compile(r"[一二三]级指标|^(?:年度)?绩效指标|^总分|^金额合计|^合计")
_ORDINAL = re.compile(
    r"目标 ?(?:\d{1,2}|[一二三四五六七八九十])[：:；;、.](?: ?\d{1,2}[、.．])?"
    r"|\d{1,2}[、.．](?!\d)|（[一二三四五六七八九十\d]{1,2}）"
)
_NAMED = re.compile(r"目标 ?(?:\d{1,2}|[一二三四五六七八九十])[：:；;、.]")
#: What every line has that opens or closes a column, and what such a line may begin with.
_SIGNS = re.compile(
    r"预期目标|年初设定目标|总体目标|目标实际完成|实际完成情况|一级指标|二级指标|三级指标"
)
_BEGINS = re.compile(r"\n(?:(?:年度)?绩效指标|总分|金额合计|合计|目标)")
_DONE = re.compile(r"已|完成了|均完成|全部完成|达到|达成|实现了|较好完成")
_END = "。；;！"
_FIRST = 12  #: characters of a table that tell whether its first line begins so


class Goal(NamedTuple):
    """One goal (column 0) or what came of it (1), in clean offsets; ``more`` continues it."""

    start: int
    end: int
    column: int
    ordinal: str = ""
    more: tuple[int, int] | None = None


def goal_lines(ctx: Context) -> Iterator[Goal]:
    """The goals in every table region, in reading order."""
    for region in ctx.text.regions:
        if region.kind == "table":
            whole = ctx.clean[region.start : region.end]
            if "目标" in whole:
                yield from _in_table(ctx.clean, whole, region.start)


def _in_table(clean: str, whole: str, start: int) -> Iterator[Goal]:
    """The goals of a table, its text and where it begins given.

    Lines with none of the signs are only ever part of what is open.
    """
    signs = {match.start() for match in _SIGNS.finditer(whole)}
    signs |= {match.end() - 2 for match in _BEGINS.finditer("\n" + whole[:_FIRST])}
    signs |= {match.end() - 1 for match in _BEGINS.finditer(whole)}
    block: list[tuple[int, int]] = []
    inside, at = False, 0
    for sign in sorted(signs):
        if sign < at:
            continue  # of a line that is done
        low = whole.rfind("\n", at, sign) + 1 or at
        if inside:
            block += _lines(whole, at, low - 1, start)
        high = whole.find("\n", sign)
        high = len(whole) if high < 0 else high
        at = high + 1
        line = whole[low:high]
        if high - low <= 1:
            continue
        if _OPENS.search(line) and len(line) <= 40 and not line.endswith("。"):
            inside = True
        elif _CLOSES.search(line):
            yield from _goals(clean, block)
            block, inside = [], False
        elif inside or _NAMED.match(line):
            inside = True
            block.append((start + low, start + high))
    if inside:
        block += _lines(whole, at, len(whole), start)
    yield from _goals(clean, block)


def _lines(whole: str, low: int, high: int, start: int) -> Iterator[tuple[int, int]]:
    """The lines of ``whole[low:high]``, moved by *start*; headers set upright are none."""
    while low < high:
        stop = whole.find("\n", low, high)
        stop = high if stop < 0 else stop
        if stop - low > 1:  # one character a line: a header set upright
            yield start + low, start + stop
        low = stop + 1


def _goals(clean: str, lines: list[tuple[int, int]]) -> Iterator[Goal]:
    """Lines joined to goals: an ordinal opens one, a stop or the next ordinal closes it."""
    open_: list[tuple[int, int]] = []
    ordinal = ""
    for low, high in lines:
        match = _ORDINAL.match(clean, low, high)
        line = clean[low:high].rstrip()
        if match:
            yield from _close(open_, ordinal)
            open_, ordinal = [], match.group().strip()
            low = match.end()
            while low < high and clean[low] == " ":
                low += 1
        elif line.endswith("。") and _DONE.search(line) and len(line) > 8:
            whole = not open_ or clean[open_[-1][1] - 1] in _END
            if whole or _full(clean, open_):
                yield Goal(low, low + len(line), 1)
                continue
        if low < high:
            open_.append((low, low + len(clean[low:high].rstrip())))
            if clean[open_[-1][1] - 1] in _END:
                yield from _close(open_, ordinal)
                open_, ordinal = [], ""
    yield from _close(open_, ordinal)


def _full(clean: str, open_: list[tuple[int, int]]) -> bool:
    """Whether the open goal breaks off in the middle of a line as long as the cell is wide."""
    return open_[-1][1] - open_[-1][0] >= 12


def _close(parts: list[tuple[int, int]], ordinal: str) -> Iterator[Goal]:
    if not parts or sum(high - low for low, high in parts) < 4:
        return
    start, end = parts[0]
    more = None
    for low, high in parts[1:]:
        if more is None and low - end <= 1:
            end = high
        else:
            more = (more[0], high) if more else (low, high)
    yield Goal(start, end, 0, ordinal, more)
