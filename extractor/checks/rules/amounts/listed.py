"""FA120: amounts that stand in a list behind their total, whatever they are of.

Which fields the amounts were read as does not matter here, only where they stand. A list may be
open, so what it lacks is told only where a slip of the digits makes up just that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear
from extractor.checks.figures import Figure

_OPENS: Final = re.compile(r"其中|包括|包含|分别|分为|组成|构成|用于|[:：]|[（(]")
_AMOUNT: Final = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*(?:万元|亿元|元|万|亿)|[（(）)。\n]")
#: How far a word that opens a list stands behind the total, and an amount behind the last one.
_NEAR, _FAR = 8, 90
#: What makes an amount no part of the total.
_BESIDE: Final = re.compile(
    r"增加|减少|增长|下降|上升|降低|比|较|上年(?!末?结[转余])|去年|预算|不含|另|此外|人均|每"
)
_WHOLE_BESIDE: Final = re.compile(r"增加|减少|增长|下降|上升|降低|较|少|多")
_ITEM: Final = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])")
_CLOSED: Final = re.compile(r"合计|共计|总计|总额|总支出|总收入|共")
_BUDGETED: Final = re.compile("[（(][类款项][）)]")
#: What may be told of a total before its list.
_ASIDE: Final = re.compile(
    r"(?:[，,、]\s*(?:与|比|较|同比|增加|减少|增长|下降|完成|占|全部)[^，。；\n]{0,40}){1,5}[。，；,;]?\s*(?=其中|包括)"
)
_SOME: Final = re.compile("主要|重点|部分|如")
_SURE, _WEAK = "sure", "weak"
_TRIFLE: Final = 50000  #: a list that lacks so small a part is meant to lack nothing
_LOW: Final = 2  #: places below the slip that must agree


class _List(NamedTuple):
    whole: Figure
    parts: list[Figure]
    closed: bool
    items: bool  #: whether the parts are called items of the budget, which are all told


def listed(case: Case) -> Iterator[Equation]:
    """Every total with the list behind it, where they agree or one slip tells why not."""
    money: dict[int, Figure] = {}
    for figure in case.ledger.figures:
        if figure.fact.kind == "money" and not figure.fact.implied:
            money.setdefault(figure.start, figure)
    figures = sorted(
        (each for each in money.values() if each.role != "change"), key=lambda each: each.start
    )
    for whole, following in pairwise(figures):
        if following.start - whole.end > _FAR + _NEAR * 4 or not whole.value:
            continue
        end = whole.end
        aside = _ASIDE.match(case.clean, end, following.start)
        if aside is not None:
            end = aside.end()
        opens = _OPENS.search(case.clean, end, min(end + _NEAR, following.start))
        if opens is None or (aside is None and "。" in case.clean[end : opens.start()]):
            continue
        found = _read(case, whole, opens, money)
        if found is None or len(found.parts) < 2:
            continue
        told = _tells(found)
        if told is not None:
            parts = tuple((1, part) for part in found.parts)
            yield Linear("FA120", whole, parts, by_place=True, loose=told is _WEAK)


def _read(
    case: Case, whole: Figure, opens: re.Match[str], money: dict[int, Figure]
) -> _List | None:
    """The list that the word *opens* begins; None where an amount of it was not read."""
    text, parts = case.clean, list[Figure]()
    at = opens.end() - (opens[0] in "（(")
    before = text[max(0, whole.start - 12) : whole.start]
    closed = _CLOSED.search(before) is not None or (
        opens[0] not in ("其中", "用于") and _SOME.search(text, whole.end, opens.start()) is None
    )
    if _WHOLE_BESIDE.search(before.rsplit("，", 1)[-1]):
        return None
    depth, inside = 0, text[at] in "（("
    last, items = at, 0
    for match in _AMOUNT.finditer(text, at, at + 1500):
        sign = match[0]
        if sign in "（(":
            depth += 1
        elif sign in "）)":
            depth -= 1
            if inside and not depth:
                break
            if depth < 0:
                return None if not parts else _List(whole, parts, closed, items > 1)
        elif sign == "。" and not (parts and _ITEM.match(text, match.end() + 1)):
            break
        elif sign in "。\n":
            if sign == "\n" and not _ITEM.match(text, match.end()):
                break
        elif depth == int(inside):
            label = text[last : match.start()]
            last = match.end()
            if _BESIDE.search(label):
                continue
            figure = money.get(match.start())
            if figure is None or figure.role == "change" or len(label) > _FAR:
                return None
            parts.append(figure)
            items += _BUDGETED.search(label) is not None
        else:
            last = match.end()
    return _List(whole, parts, closed, items > 1)


def _tells(found: _List) -> str | None:
    """How much a list tells that adds up, or does not for one digit; None of others."""
    whole, parts = found.whole, found.parts
    steps = [each.step for each in (whole, *parts) if each.step]
    if not steps or len({each.fact.period for each in (whole, *parts)}) > 1:
        return None
    step = min(steps)
    printed = int(whole.value / step)
    values = [int(part.value / step) for part in parts]
    gap, slack = sum(values) - printed, len(parts) * int(max(steps) / step)
    if abs(gap) <= slack:
        return _SURE
    if max(steps) != step or printed < 1000 or any(value < 0 for value in values):
        return None
    if _nested(values, printed, abs(gap)):
        return None
    return _slip(abs(gap), values, printed, found)


def _nested(values: list[int], printed: int, gap: int) -> bool:
    """Whether some of the amounts make up the total, or the difference: parts of a part."""
    for first in range(len(values)):
        summed = 0
        for at in range(first, len(values)):
            summed += values[at]
            if summed == gap or (at > first and abs(summed - printed) <= 1):
                return True
    return False


def _slip(gap: int, values: list[int], printed: int, found: _List) -> str | None:
    """How surely a gap is one wrong digit, or two that changed places, of figures that are else
    right to the last digit."""
    digits = str(gap)
    bare = digits.rstrip("0")
    places = len(digits) - len(bare)
    if len(bare) > 1 and not (len(bare) == 2 and int(bare) % 9 == 0):
        return None
    low = 10**places
    agree = sum(1 for value in (printed, *values) if value % low) if places else 0
    if (places >= _LOW and agree > _LOW) or found.items or gap * _TRIFLE < printed:
        return _SURE
    return (
        _WEAK
        if (found.closed or len(values) > _LOW) and (sum(values) > printed or gap * 50 < printed)
        else None
    )
