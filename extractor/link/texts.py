"""Facts that are texts: duties, institutions, terms, and what the document says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.link.context import Context
from extractor.outline import Item, Section

_STOPS = "。；;.！!\n "
_INTRO = re.compile(r"[：:]$|(?:如下|包括|主要职责是|主要职责为|主要是)[：:。]?$")
_TERM = re.compile(
    r"^[“\"]?(?P<name>[^：:。，\n]{2,40}?)[”\"]?(?:（[^）]{0,60}）)?[”\"]?\s*(?:：|:|——|--|—|是指|，?指(?=[^标导定数出])|，?即)"
)
_DUTIES = re.compile(r"职能|职责")
_REPORTS = frozenset(("attachment", "performance_report", "organisation"))
_TOLD = re.compile(r"(?:主要)?(?:工作)?(?:职责|职能)(?:任务)?(?:是|为|有|包括)?：")
_NO_TERM = re.compile(
    r"^(?:本|我|该)(?:部门|单位|局|院|校|镇|乡|中心|委|办)|^(?:附?注|备注|说明|联系人|附件|监督)|电话|索引号|联系方式|传真|邮箱|网址"
)
_INTRODUCES = re.compile(r"^[^，。；：]{2,40}(?:是|为|系)[^。；：]{0,40}(?:单位|部门|机构|机关|组织|学校|院)[。，]?$|^根据[^。；]{0,120}(?:主要职责|职责)(?:是|如下|为)")


def link_duties(ctx: Context) -> Iterator[Fact]:
    """One fact per duty: list items, or clauses of the paragraph where there is no list."""
    for section in ctx.outline.sections:
        types = ctx.types(section.index)
        parent = section.parent
        mixed = types[:1] == ("organisation",) and _DUTIES.search(section.title)
        if mixed and any(
            s.parent == section.index and ctx.types(s.index)[:1] == ("duties",)
            for s in ctx.outline.sections
        ):
            continue
        if not mixed and types[:1] != ("duties",):
            continue
        if parent is not None and ctx.types(parent)[:1] == ("duties",):
            continue  # the section above takes its subsections with it
        main = "attachment" not in types and "performance_report" not in types
        kind = "main" if main else "report"
        items = [i for i in ctx.outline.items if section.end <= i.start < section.body_end]
        if items:
            yield from _listed(ctx, items, section, kind)
        elif not mixed:
            yield from _unlisted(ctx, section.end, section.body_end, kind)
    yield from _told_in_passing(ctx)


def _told_in_passing(ctx: Context) -> Iterator[Fact]:
    """Duties that a report tells in a paragraph of its own: 主要职责是：…"""
    for sentence in ctx.sentences:
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
    for at, item in enumerate(first):
        end = first[at + 1].start if at + 1 < len(first) else min(item.end, section.body_end)
        yield from _duty(ctx, item.body, max(end, item.end), kind, item.ordinal)


def _unlisted(ctx: Context, start: int, end: int, kind: str) -> Iterator[Fact]:
    inside = [s for s in ctx.sentences if start < s.end and s.start < end and s.form != "cell"]
    paragraphs: dict[int, list[tuple[int, int]]] = {}
    for sentence in inside:
        span = (max(start, sentence.start), sentence.end)
        paragraphs.setdefault(sentence.paragraph, []).append(span)
    whole = ctx.clean[start:end]
    by_semicolon = whole.count("；") >= 2
    for spans in paragraphs.values():
        for low, high in spans:
            pieces = _pieces(ctx.clean, low, high) if by_semicolon else [(low, high)]
            for begin, stop in pieces:
                yield from _duty(ctx, begin, stop, kind, None)


def _pieces(clean: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses at ；, an introduction up to ： set apart."""
    colon = re.compile(r"[^；。]{0,60}?(?:职责|职能|任务|工作|职责是|包括)[^；。：]{0,12}：").match(clean, start, end)
    if colon and colon.end() < end:
        start = colon.end()
    points = [start, *(start + m.end() for m in re.finditer("；", clean[start:end])), end]
    return [(a, b) for a, b in zip(points, points[1:], strict=False) if b - a > 1]


def _duty(ctx: Context, start: int, end: int, kind: str, ordinal: str | None) -> Iterator[Fact]:
    clean = ctx.clean
    while start < end and clean[start] in " \n":
        start += 1
    while end > start and clean[end - 1] in " \n":
        end -= 1
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


def link_terms(ctx: Context) -> Iterator[Fact]:
    """Glossary terms: the definition is the value, the term its name."""
    for section in ctx.outline.sections:
        types = ctx.types(section.index)
        if types[:1] != ("glossary",) or (
            section.parent is not None and ctx.types(section.parent)[:1] == ("glossary",)
        ):
            continue
        starts = sorted(
            {i.body for i in ctx.outline.items if section.end <= i.start < section.body_end}
            | {
                s.start
                for s in ctx.sentences
                if section.end <= s.start < section.body_end and s.form != "cell"
            }
        )
        found = []
        yield from _headed_terms(ctx, section)
        for start in starts:
            stop = ctx.clean.find("\n", start)
            match = _TERM.match(ctx.clean[start : stop if stop > 0 else len(ctx.clean)])
            if match and not _NO_TERM.search(match["name"]):
                found.append((start, match))
        for at, (start, match) in enumerate(found):
            end = found[at + 1][0] if at + 1 < len(found) else ctx.clean.find("\n", start)
            if end < 0 or end > section.body_end:
                end = section.body_end
            body = start + match.end()
            yield from _term(ctx, match["name"], start, body, _before_ordinal(ctx, body, end))


def _headed_terms(ctx: Context, section: Section) -> Iterator[Fact]:
    """Terms that stand as headings, their definitions below."""
    for child in ctx.outline.sections:
        if child.parent != section.index or _NO_TERM.search(child.title):
            continue
        end = child.body_end
        while end > child.end and ctx.clean[end - 1] in " \n":
            end -= 1
        body = child.end
        while body < end and ctx.clean[body] in " \n。：":
            body += 1
        paragraph = ctx.clean.find("\n", body, end)
        start = ctx.clean.find(child.title, child.start)
        if start >= 0:
            yield from _term(ctx, child.title, start, body, paragraph if paragraph > 0 else end)


def _before_ordinal(ctx: Context, start: int, end: int) -> int:
    """Where the text before the next item's ordinal ends."""
    clean = ctx.clean
    item = next((i for i in ctx.outline.items if i.body == end), None)
    stop = item.start if item else end
    while stop > start and clean[stop - 1] in " \n":
        stop -= 1
    return stop


def _term(ctx: Context, name: str, start: int, body: int, end: int) -> Iterator[Fact]:
    clean = ctx.clean
    while body < end and clean[body] in " \n：:，":
        body += 1
    if end - body < 4:
        return
    name = name.strip("“”\"' ")
    where = clean.find(name, start)
    yield ctx.fact(
        "term",
        [("value", body, end), ("label", where, where + len(name))],
        value=ctx.text.original(body, end).replace("\n", ""),
        name=name,
        confidence=0.97,
        made_by="rule:terms",
    )
