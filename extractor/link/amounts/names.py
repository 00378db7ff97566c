"""What an amount or a count is for, in the words nearest to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.link.context import Context

_BEFORE = re.compile(r"[^，。；：、！？\n\d]{0,24}$")
_TRIM = re.compile(
    r"(?:共计|总计|合计|约|近|达到|达|为|是|共|各|了|的|支出|投入|使用|安排|资金为|金额为|总额)+$"
)
#: the rest of a figure or date before the name, and words that only lead to it
_LEAD = re.compile(
    r"^(?:[万亿千百]?元|[%％]|年度?|月份?|日)?(?:[和与及]|以及)?"
    r"(?:主要原因是|原因是|主要是|其中|含)?(?:本年度?|今年|当年)?"
)
_COMPARED = re.compile(r"(?:实际)?(?:较|比|同比)(?:上年|去年|上年度)?[^，]{0,8}$|分别$")
_HEAD = re.compile(
    r"^.*(?:投入|争取|发放|支付|拨付|划拨|筹集|安排|完成|落实|下达|用于|给予|送上|其中)(?=.)"
)
_AFTER = re.compile(r"^(?:的)?([一-鿿]{2,12}?)(?=[，。；、：\n]|用于|$)")


def amount_name(ctx: Context, start: int, end: int) -> str | None:
    """The words before an amount in its clause that say what it is for, or after it."""
    before = _BEFORE.search(ctx.clean, max(0, start - 24), start)
    words = before.group() if before else ""
    words = _COMPARED.sub("", _TRIM.sub("", _LEAD.sub("", words).lstrip(".．")))
    named = _HEAD.sub("", words)
    if len(named) >= 2:
        return named
    after = _AFTER.match(ctx.clean[end : end + 14])
    if after:
        return after[1]
    return words or None
