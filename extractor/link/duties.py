"""Duties: list items, or the clauses of a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.link.context import Context
from extractor.outline import Item, Section

_HEAD = 6000  #: characters before the first heading in which duties can stand
_DUTIES = re.compile(r"职能|职责")
_WORK = re.compile(r"20\d\d|年度|重点工作|工作任务|完成情况")  #: of headings below those on duties
_REPORTS = frozenset(("attachment", "performance_report", "organisation"))
#: What only leads to duties: 主要职责如下：, X是县政府工作部门。
_INTRO = re.compile(r"[：:]$|(?:如下|包括|主要职责是|主要职责为|主要是)[：:。]?$")
_INTRODUCES = re.compile(
    r"^[^，。；：]{2,40}(?:是|为|系)[^。；：]{0,60}(?:单位|部门|机构|机关|组织|学校|院|级)[。，]?$"
    r"|^根据[^。；]{0,120}(?:主要职责|职责)(?:是|如下|为)"
)
_LEAD = re.compile(
    r"[^；。\n]{0,80}?(?:职责|职能|任务|工作|包括|做好|负责)(?:是|为|有|包括|如下|主要)*："
    r"|[^；。，：\n]{2,30}(?:职责|职能)(?:任务)?(?:是|为)(?=[一-鿿]{4})"
)
_TOLD = re.compile(r"(?:主要)?(?:工作)?(?:职责|职能)(?:任务)?(?:是|为|有|包括)?：")
_ELSEWHERE = re.compile(r"内设|下设|编制|在职|根据|依据|成立|截至|截止")
_FIRSTLY = re.compile(r"(?:^|(?<=[；。：，]))[一二三四五六七八九十]{1,3}是(?=[^，。；]{3})")
_RUN_IN = re.compile(
    r"[一二三四五六七八九]、(?:部门|单位)?(?:主要|基本)*(?:职责|职能)(?:任务|情况|简介)?"
    r"(?:[^。；\n]{0,80}?(?:工作|职责|职能|任务)?[^。；\n]{0,6}：)?"
)
_NEXT_RUN_IN = re.compile(
    r"[二三四五六七八九]、[^，。；]{0,12}?(?:机构|部门|单位|人员|内设|决算)|第二部分"
)
_INLINE = re.compile(r"[①-⑳]|（[一二三四五六七八九十]{1,3}）|(?<![\d.])\d{1,2}[.．、](?!\d)")


def link_duties(ctx: Context) -> Iterator[Fact]:
    """One fact per duty: list items, or clauses of the paragraph where there is no list."""
    told = False
    parts = {each.parent for each in ctx.outline.sections if _is_duties(ctx, each.index)}
    for section in ctx.outline.sections:
        types = ctx.types(section.index)
        mixed = types[:1] == ("organisation",) and bool(_DUTIES.search(section.title))
        if mixed and section.index in parts:
            continue  # its part on duties says them
        if not mixed and not _is_duties(ctx, section.index):
            continue
        if section.parent is not None and _is_duties(ctx, section.parent):
            continue  # the section above takes its subsections with it
        told = True
        kind = "report" if "attachment" in types or "performance_report" in types else "main"
        items = _items(ctx, section)
        if items:
            yield from _listed(ctx, items, section, kind)
        else:
            yield from _unlisted(ctx, section.end, _end(ctx, section), kind, mixed=mixed)
    if not told:
        yield from _without_heading(ctx)
    yield from _told_in_passing(ctx)


def _is_duties(ctx: Context, section: int) -> bool:
    return ctx.types(section)[:1] == ("duties",)


def _items(ctx: Context, section: Section) -> list[Item]:
    items = ctx.outline.items
    low = bisect_left(items, section.end, key=lambda item: item.start)
    found = items[low : bisect_left(items, _end(ctx, section), key=lambda item: item.start)]
    return list(found)


def _end(ctx: Context, section: Section) -> int:
    """Where the duties of a section end: with it, or where a part on the year's work begins."""
    for child in ctx.outline.sections[section.index + 1 :]:
        if child.start >= section.body_end:
            break
        other = ctx.types(child.index)[:1] not in ((), ("duties",))
        if child.parent == section.index and (other or _WORK.search(child.title)):
            return child.start
    return section.body_end


def _without_heading(ctx: Context) -> Iterator[Fact]:
    """Duties of a text whose headings could not be told: a whole page on one line."""
    head = ctx.outline.sections[0].start if ctx.outline.sections else len(ctx.clean)
    lead = _RUN_IN.search(ctx.clean, 0, min(head, _HEAD))
    if lead is None:
        return
    end = min(head, lead.end() + _HEAD)
    stop = _NEXT_RUN_IN.search(ctx.clean, lead.end(), end)
    end = stop.start() if stop else end
    marks = list(_INLINE.finditer(ctx.clean, lead.end(), end))
    if len(marks) < 2:
        yield from _unlisted(ctx, lead.end(), end, "main")
        return
    stops = [*(mark.start() for mark in marks[1:]), end]
    for mark, high in zip(marks, stops, strict=True):
        yield from _duty(ctx, mark.end(), high, "main", mark.group())


def _told_in_passing(ctx: Context) -> Iterator[Fact]:
    """Duties that a report tells in a paragraph of its own: 主要职责是：…"""
    for sentence in ctx.sentences_with(("职责", "职能")):
        types = ctx.types(sentence.section)
        if "duties" in types or not _REPORTS.intersection(types) or sentence.form == "cell":
            continue
        lead = _TOLD.search(ctx.clean, sentence.start, min(sentence.end, sentence.start + 60))
        if lead is None:
            continue
        stop = ctx.clean.find("\n", lead.end())
        yield from _unlisted(ctx, lead.end(), stop if stop >= 0 else len(ctx.clean), "report")
        return


def _listed(ctx: Context, items: list[Item], section: Section, kind: str) -> Iterator[Fact]:
    top = min(item.depth for item in items)
    first = [item for item in items if item.depth == top]
    for item, after in zip(first, [*first[1:], None], strict=True):
        if after is not None:
            end = max(after.start, item.end)
        else:
            end = min(item.end, _end(ctx, section))
            line = ctx.clean.find("\n", item.body, end)
            if line > 0 and items[-1] is item:
                end = line  # a paragraph below the list is no part of its last item
        yield from _duty(ctx, item.body, end, kind, item.ordinal)


def _unlisted(
    ctx: Context, start: int, end: int, kind: str, *, mixed: bool = False
) -> Iterator[Fact]:
    """Sentences, parted at ； and 一是; of a section on other things too, those with no figure."""
    sentences = ctx.sentences
    low = bisect_left(sentences, start, key=lambda each: each.start)
    low = max(0, low - 1)
    for sentence in sentences[low : bisect_left(sentences, end, lo=low, key=lambda s: s.start)]:
        begin, stop = max(start, sentence.start), min(end, sentence.end)
        if sentence.form == "cell" or begin >= stop or _is_other(ctx, begin, stop, mixed):
            continue
        for piece in _pieces(ctx.clean, begin, stop):
            yield from _duty(ctx, *piece, kind, None)


def _is_other(ctx: Context, low: int, high: int, mixed: bool) -> bool:
    """Whether a sentence among duties tells of money, people or other things that are none."""
    inside = [ctx.mentions[index] for index in ctx.mentions_in(low, high)]
    if any(each.kind == "money" or each.unit in ("人", "名") for each in inside):
        return True
    return mixed and bool(inside or _ELSEWHERE.search(ctx.clean, low, high))


def _pieces(clean: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses at ； and before 二是, an introduction up to ： set apart."""
    lead = _LEAD.match(clean, start, end)
    if lead and lead.end() < end:
        start = lead.end()
    text = clean[start:end]
    points = [start, *(start + match.end() for match in re.finditer("；", text))]
    points = sorted({*points, *(start + match.start() for match in _FIRSTLY.finditer(text))})
    return [(a, b) for a, b in zip(points, [*points[1:], end], strict=True) if b - a > 1]


def _duty(ctx: Context, start: int, end: int, kind: str, ordinal: str | None) -> Iterator[Fact]:
    clean = ctx.clean
    while start < end and clean[start] in " \n":
        start += 1
    while end > start and clean[end - 1] in " \n":
        end -= 1
    firstly = _FIRSTLY.match(clean[start:end]) if ordinal is None else None
    if firstly:
        ordinal, start = firstly.group(), start + firstly.end()
    piece = clean[start:end]
    if len(piece) < 4 or (ordinal is None and (_INTRO.search(piece) or _INTRODUCES.search(piece))):
        return
    extra: dict[str, object] = {"list": kind}
    if ordinal:
        extra["ordinal"] = ordinal
    yield ctx.fact(
        "duty",
        [("value", start, end)],
        value=ctx.text.original(start, end).replace("\n", ""),
        extra=extra,
        confidence=0.97,
        made_by="rule:duties",
    )
