"""FA631, FA633, FA638: vehicles, purchases and shortfalls that words deny and figures show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from extractor.checks.case import Case, Place
from extractor.checks.equations import shown
from extractor.checks.figures import Figure
from extractor.finding import Finding

_SURE: Final = 0.8
_NO_VEHICLES: Final = re.compile(
    "(?:没有|无|未配备|未保留|未保有|不保留)(?:任何)?(?:公务用车|公务车辆?|公车|车辆)(?:保有)?(?=[，。；、\\n])"
)
#: Why there may be running costs and no vehicle of one's own at the end of the year.
_ELSEWHERE: Final = re.compile(
    "租|借用|上交|上缴|移交|拍卖|报废|注销|划转|平台|调剂|调拨|处置|收回|年中|车改|改革|交回|统一管理|代管|上年|去年"
)
_BUYING: Final = re.compile(
    "政府采购(?:支出|事项|活动|项目|业务|行为|情况|预算|任务)?(?=[，。；！\n])"
)
_NOTHING: Final = re.compile("(?:没有|未|无)(?:发生|实施|开展|进行|组织|产生|安排)?(?:任何)?$")
_BOUGHT: Final = (
    "procurement.total", "procurement.goods", "procurement.works", "procurement.services",
)  # fmt: skip
_ALL_REACHED: Final = re.compile(
    "(?:目标|指标|任务)(?:值)?(?:均|已|都)*(?:如期|按期|圆满|顺利)?(?:全部|全面)(?:按期|如期|圆满|超额)?(?:完成|实现|达到|达成|达标)"
    "|(?:全部|全面)(?:完成|实现|达到)了?(?:各项|年初|年度|预期|既定|绩效|的|全年)*(?:目标|指标|任务)(?=[，。；])"
)
_SHORT: Final = re.compile(
    "未(?:能)?(?:完成|达到|实现|达成)(?:年初|年度|预期|既定|绩效|的|全年|计划|设定)*(?:目标|指标|任务|计划|预期|值)"
    r"|(?:目标|计划|指标)(?:值)?(?:为|是)?\s?(?P<due>\d[\d,]*(?:\.\d+)?)(?P<unit>人次|万人次|人|场次?|期|个|次|件|篇|户|公里|亩|%)"
    r"，(?:全年)?实际(?:完成|开展|举办|培训|达到|为|值)*\s?(?P<done>\d[\d,]*(?:\.\d+)?)(?P=unit)"
)
#: Where less is better, or where there was none.
_LESS: Final = re.compile(
    "成本|不超过|≤|控制|投诉|事故|时限|耗时|费用|压减|低于|差错|上年|去年|原因：无|无未|不存在"
)
_FURTHEST: Final = 250
_NEXT: Final = re.compile(
    "\n\\s?(?:[1-9]|[（(][一二三四五六七八九1-9][）)]|[一二三四五六七八九十]+、)"
)


def absent(case: Case) -> Iterator[Finding]:
    """Every denial in words that figures of the document speak against."""
    yield from _vehicles(case)
    yield from _purchases(case)
    yield from _shortfalls(case)


def _own(case: Case, fields: tuple[str, ...]) -> list[Figure]:
    """This year's amounts above 0 in the account itself, surely read."""
    year = str(case.year) if case.year else None
    return [
        figure
        for field in fields
        for figure in case.ledger.of(field)
        if figure.value > 0
        and figure.year == year
        and figure.fact.confidence >= _SURE
        and not case.type_at(figure.start).startswith(("attachment", "glossary"))
    ]


def _line(case: Case, at: int) -> str:
    end = case.clean.find("\n", at)
    return case.clean[case.clean.rfind("\n", 0, at) + 1 : len(case.clean) if end < 0 else end]


def _vehicles(case: Case) -> Iterator[Finding]:
    """FA633: there are no vehicles, and they cost something to run."""
    running = _own(case, ("three_public.vehicle_operation",))
    kept = any(each.value > 0 for each in case.ledger.of("asset.vehicle", None))
    if not running or kept:
        return
    for match in _NO_VEHICLES.finditer(case.clean):
        if not case.type_at(match.start()).startswith(("three_public", "assets", "other")):
            continue
        lines = (_line(case, match.start()), _line(case, running[0].start))
        if not any(map(_ELSEWHERE.search, lines)):
            yield case.found("FA633", match.span(), running[0], against=shown(running[0]))
            return


def _purchases(case: Case) -> Iterator[Finding]:
    """FA631: nothing was bought, and amounts of what was."""
    for match in _BUYING.finditer(case.clean):
        denied = _NOTHING.search(case.clean, max(0, match.start() - 8), match.start())
        if denied is not None:
            yield from _bought(case, (denied.start(), match.end()))
            return


def _bought(case: Case, denial: Place) -> Iterator[Finding]:
    """The amounts of what was bought, against their *denial*."""
    amounts = [
        each
        for each in _own(case, _BOUGHT)
        if case.sentence_at(each.start) != case.sentence_at(denial[0])
    ]
    denied = any(
        each.fact.implied and each.start < denial[1] and denial[0] < each.end
        for each in case.ledger.of("procurement.total")
    )
    if amounts and not denied:
        yield case.found(
            "FA631", denial, *amounts[:3], stated="0", against=shown(amounts[0]),
            confidence=0.9,
        )  # fmt: skip


def _shortfalls(case: Case) -> Iterator[Finding]:
    """FA638: every target was reached, and one was missed."""
    clean = case.clean
    for match in _ALL_REACHED.finditer(clean):
        stop = match.end() + _FURTHEST
        following = _NEXT.search(clean, match.end(), stop)
        if following is not None:
            stop = following.start()
        for short in _SHORT.finditer(clean, match.end(), stop):
            if _LESS.search(clean, max(0, short.start() - 16), short.end()):
                continue
            if short["due"] and _number(short["done"]) >= _number(short["due"]):
                continue
            yield case.found("FA638", match.span(), short.span(), against=short[0], confidence=0.9)
            return


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))
