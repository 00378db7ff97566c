"""Glossary terms: the definition is the value, the term its name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.link.context import Context
from extractor.outline import Item, Section

_LONGEST = 120  #: characters up to the mark behind a term
_NAME = r"(?P<name>[“\"]?[^：。，；\n]{2,48}?[”\"]?)"
_TERM = re.compile(
    rf"^{_NAME}\s*(?:：|——|--|—|是指|，?指(?=[^标导定数出])|，?即|。(?=(?:是?指|反映|即)))"
)
#: Behind a number, where nothing parts a term from what it means: 机关运行经费为保障…
_UNPARTED = re.compile(rf"^{_NAME}(?=反映|为(?!了|主)[一-鿿]{{2}})")
_NO_TERM = re.compile(
    r"^[（(]?20\d\d年|^(?:本|我|该)(?:部门|单位|局|院|校|镇|乡|中心|委|办)|其中$"
    r"|^(?:附?注|备注|说明|联系人|附[件表]|监督)|电话|索引号|联系方式|传真|邮箱|网址|单位$|日期$|时间$"
)
_ASIDE = re.compile(r"（[^（）]{13,}）$")  #: an explanation, no part of the name
_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"]+)[”\"]")


def link_terms(ctx: Context) -> Iterator[Fact]:
    """Facts of kind term, of the topmost sections that explain words."""
    for section in ctx.outline.sections:
        if _explains(ctx, section.index) and not _explains(ctx, section.parent):
            yield from _headed(ctx, section)
            yield from _listed(ctx, section)


def _explains(ctx: Context, section: int | None) -> bool:
    return section is not None and ctx.types(section)[:1] == ("glossary",)


def _items(ctx: Context, start: int, end: int) -> list[Item]:
    items = ctx.outline.items
    low = bisect_left(items, start, key=lambda item: item.start)
    return list(items[low : bisect_left(items, end, lo=low, key=lambda item: item.start)])


def _listed(ctx: Context, section: Section) -> Iterator[Fact]:
    """Terms that stand before their definitions, numbered or one a paragraph."""
    clean = ctx.clean
    items = {item.body: item for item in _items(ctx, section.end, section.body_end)}
    sentences = ctx.sentences
    low = bisect_left(sentences, section.end, key=lambda each: each.start)
    high = bisect_left(sentences, section.body_end, lo=low, key=lambda each: each.start)
    starts = set(items) | {each.start for each in sentences[low:high] if each.form != "cell"}
    found: list[tuple[int, int, str]] = []
    for start in sorted(starts):
        head = clean[start : start + _LONGEST].split("\n", 1)[0]
        match = _TERM.match(head) or (_UNPARTED.match(head) if start in items else None)
        if match and not _NO_TERM.search(match["name"]):
            found.append((start, start + match.end(), match["name"]))
    breaks = sorted(
        {item.start for item in items.values()} | {each.start for each in ctx.outline.sections}
    )
    for at, (start, body, name) in enumerate(found):
        stop = clean.find("\n", body, section.body_end)
        end = stop if stop >= 0 else section.body_end
        if at + 1 < len(found):
            end = _end(items, breaks, start, found[at + 1][0], end)
        else:
            following = bisect_left(breaks, body)
            if following < len(breaks):
                end = min(end, breaks[following])
        yield from _term(ctx, name, start, body, end)


def _end(items: dict[int, Item], breaks: list[int], start: int, after: int, line: int) -> int:
    """Where a definition ends before the next term: with its item, or at the next number."""
    item = items.get(start)
    if item is not None:
        return min(item.end, items[after].start if after in items else after)
    following = bisect_left(breaks, start + 1)
    stop = breaks[following] if following < len(breaks) else after
    return min(stop, after) if stop < after or after not in items else max(line, start)


def _headed(ctx: Context, section: Section) -> Iterator[Fact]:
    """Terms that stand as headings, their definitions below."""
    for child in ctx.outline.sections:
        if child.parent != section.index or _NO_TERM.search(child.title):
            continue
        if child.title.endswith("表"):
            continue
        if _items(ctx, child.end, child.body_end):
            continue  # 一、收入科目: a heading over terms
        body = child.end
        while body < child.body_end and ctx.clean[body] in " \n。：":
            body += 1
        stop = ctx.clean.find("\n", body, child.body_end)
        start = ctx.clean.find(child.title, child.start, child.end)
        if start >= 0:
            yield from _term(ctx, child.title, start, body, stop if stop > 0 else child.body_end)


def _term(ctx: Context, name: str, start: int, body: int, end: int) -> Iterator[Fact]:
    clean = ctx.clean
    while body < end and clean[body] in " \n：，":
        body += 1
    while end > body and clean[end - 1] in " \n":
        end -= 1
    if end - body < 4:
        return
    name = _ASIDE.sub("", name.strip())
    quoted = _QUOTED.fullmatch(name)
    name = quoted["name"] if quoted else name
    where = clean.find(name, start, body)
    yield ctx.fact(
        "term",
        [("value", body, end), ("label", where, where + len(name))],
        value=ctx.text.original(body, end).replace("\n", ""),
        name=name,
        confidence=0.97,
        made_by="rule:terms",
    )
