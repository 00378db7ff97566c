"""Put ranges together (3-5万元, 3至5人) and let lists share a unit (3、5、8万元)."""

from __future__ import annotations

import re
from typing import Final

from extractor.mentions.grammar import MONEY_CONTEXT
from extractor.mentions.guard import at_line_start
from extractor.mentions.numerals import times
from extractor.mentions.raw import Raw
from extractor.mentions.types import Mention

_TO: Final = frozenset(("-", "—", "——", "--", "–", "~", "～", "至", "到", "－", "~~"))
_AND: Final = frozenset(("、", "和", "与", "及", "或", ",", "，"))
_CLAUSE: Final = re.compile("[，。；;！？\n ]")
_NEAR = 14
_LONG_LIST = 3
_DIGIT = 10


def join(raws: list[Raw], text: str, found: list[Mention]) -> None:
    """Add the mentions of *raws* to *found*: ranges as one, lists with their unit."""
    out: list[Raw] = []
    for raw in raws:
        if out:
            last = out[-1]
            gap = raw.start - last.end
            if 0 < gap < 3 and text[last.end : raw.start] in _TO and _range(last, raw):
                continue
        out.append(raw)
    _share(out, text)
    for raw in out:
        if raw.weak:
            continue
        if raw.scaled and raw.unit is None and raw.kind == "number" and _is_money(raw, text):
            raw.kind, raw.currency, raw.unit, raw.rule = "money", "CNY", "元", "money_context"
        found.append(raw.mention(text))


def _range(first: Raw, second: Raw) -> bool:
    """Merge *second* into *first* where both are the ends of a range."""
    if first.kind == "date" or second.kind == "date":
        if first.kind != second.kind or first.to or second.to or not (first.iso and second.iso):
            return False
        to = second.iso
        if to.startswith("--") and not first.iso.startswith("--"):
            to = first.iso[:4] + to[1:]
        if not (len(to) == len(first.iso) and first.iso < to):
            return False
        first.to, first.end = to, second.end
        return True
    if first.number is None or second.number is None or second.rule == "fraction":
        return False
    low, high = first.number, second.number
    if first.unit is None:
        power = second.big
        if not first.tail and (not power or (second.rule == "figure" and not first.big)):
            power = second.tail if low < _DIGIT or second.rule == "figure" else power
        if power and not first.big and low * 10**power <= high:
            low = times(low, power)
        if second.unit == "%" and second.scale in ("成", "折") and low < 10:
            low = times(low, 1)
        elif second.scale == "‰":
            low = times(low, -1)
    elif (second.unit is None and second.kind == "number") or first.unit != second.unit:
        return False
    if not low < high:
        return False
    first.number, first.low, first.high = None, low, high
    if second.high is not None and second.high > high:
        first.high = second.high
    first.kind, first.unit, first.currency = second.kind, second.unit, second.currency
    first.scale, first.end = second.scale, second.end
    first.approx = first.approx or second.approx
    first.scaled = first.scaled or second.scaled
    first.places, first.tail = second.places, second.tail
    first.role = ""
    first.weak, first.rule = False, "range"
    return True


def _share(raws: list[Raw], text: str) -> None:
    """Give the plain numbers before a number with a unit that unit, from the right."""
    index = len(raws) - 1
    while index > 0:
        last = raws[index]
        start = index
        if last.unit is not None or last.kind == "date":
            while start > 0 and _in_list(raws[start - 1], raws[start], last, text):
                start -= 1
        if start < index:
            size = index - start + 1
            first = raws[start]
            # "1、5万元" at the start of a line is a list number and an amount
            if (
                last.kind != "date"
                and first.weak
                and size < _LONG_LIST
                and at_line_start(text, first.start)
            ):
                start += 1
            for raw in raws[start:index]:
                _give(raw, last)
        index = start - 1 if start < index else index - 1


def _in_list(raw: Raw, following: Raw, last: Raw, text: str) -> bool:
    if raw.unit is not None or raw.kind != "number" or raw.number is None or raw.rule == "fraction":
        return False
    gap = text[raw.end : following.start]
    if gap not in _AND:
        return False
    if gap in ",，" and not (raw.number < 1000 and raw.low == raw.high and last.scale):
        return False
    if gap in ",，":
        return False
    if last.kind == "date":
        return bool(
            last.iso and len(last.iso) == 4 and last.to is None and 1900 <= raw.number < 2100
        )
    return True


def _give(raw: Raw, last: Raw) -> None:
    raw.weak = False
    if last.kind == "date":
        assert raw.number is not None
        raw.kind, raw.iso, raw.places, raw.rule = "date", str(int(raw.number)), None, "date"
        return
    power = 0 if raw.tail else last.tail
    if last.scale == "成":
        power = 1
    elif last.scale == "‰":
        power = -1
    if power and raw.number is not None:
        raw.number = times(raw.number, power)
        raw.low = times(raw.low, power) if raw.low is not None else None
        raw.high = times(raw.high, power) if raw.high is not None else None
        raw.places = (raw.places or 0) + power
    raw.kind, raw.unit, raw.currency = last.kind, last.unit, last.currency
    raw.scale, raw.rule = last.scale, "shared_unit"


def _is_money(raw: Raw, text: str) -> bool:
    before = text[max(0, raw.start - _NEAR) : raw.start]
    breaks = [match.end() for match in _CLAUSE.finditer(before)]
    if MONEY_CONTEXT.search(before, breaks[-1] if breaks else 0):
        return True
    return MONEY_CONTEXT.match(text, raw.end) is not None or (
        text[raw.end : raw.end + 1] == "的" and MONEY_CONTEXT.match(text, raw.end + 1) is not None
    )
