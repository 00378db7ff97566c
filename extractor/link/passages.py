"""Which stretches of a document are narrative: by section, by form, one sentence each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from extractor.link.context import Context
from extractor.link.goals import goal_lines
from extractor.link.sections import NARRATIVE
from extractor.schema.sections import own_type
from extractor.segment import semicolon_parts

#: Sections of the account: what stands under them is no narrative, whatever its title.
_ACCOUNT = frozenset((
    "expenditure", "revenue", "general", "basic", "totals", "fiscal_totals", "fund", "capital",
    "glossary", "tables", "three_public", "procurement", "operating_cost",
))  # fmt: skip
_LONG = 100  #: characters beyond which a sentence is split at ；
_SHORT = 6
_POINTER = 24  #: a longer sentence that points to an annex states something besides
#: A line that only announces, or points elsewhere, or is a caption of a table.
_ANNOUNCES = re.compile(r"[：:]$|(?:如下|以下|包括|体现在|表现在|有)(?:几个?方面|几点)?[：:。]?$")
_POINTS = re.compile(
    r"(?:详见|参见|另见|见|附)[^，。]{0,24}(?:附件|附表|附后|下表|公开表|自评表|报告)[^，。]{0,12}[。）]?$"
)
_CAPTION = re.compile(
    r"（?(?:\d{4}年(?:度)?|单位：[^，。]{0,8}|金额单位[^。]{0,8})）?$"
    r"|[^，。不未没无]{0,30}(?:报告|表|附件\d*)$"
)
_TABLE_TITLE = re.compile(r"表(?:$|（)")


#: Two linkers need the passages of a document; they are found once.
_FOUND: WeakKeyDictionary[Context, list[Passage]] = WeakKeyDictionary()


class Passage(NamedTuple):
    """A stretch of narrative with what the role model looks at besides its text.

    ``start``/``end`` are clean offsets (-1 where there is no document). ``types`` are those of
    its section, innermost first; ``title``/``above`` the headings of the section and of the
    one it stands in; ``label`` an inline label that governs it (``发现的问题及原因``).
    ``kinds`` holds how many money, percent, count and date mentions are inside.
    ``more`` is a further clean span where a table cell cuts the text in two.
    """

    start: int
    end: int
    text: str
    types: tuple[str, ...]
    title: str = ""
    above: str = ""
    label: str = ""
    form: str = "prose"
    ordinal: str = ""
    section: int = -1
    paragraph: int = 0
    kinds: tuple[int, int, int, int] = (0, 0, 0, 0)
    more: tuple[int, int] | None = None


@cache
def vocabulary() -> dict[str, Any]:
    """The words of ``roles.toml``."""
    return tomllib.loads((files("extractor.link") / "roles.toml").read_text("utf-8"))


@cache
def _label() -> re.Pattern[str]:
    words = "|".join(sorted(vocabulary()["labels"]["words"], key=len, reverse=True))
    return re.compile(rf"(?P<label>(?:{words}){{2,12}}+)：(?=.)")


def is_narrative(types: tuple[str, ...]) -> bool:
    """Whether prose in a section of these types is narrative.

    >>> is_narrative(("problems", "performance")), is_narrative(("organisation", "attachment"))
    (True, False)
    """
    return bool(types) and types[0] in NARRATIVE and _ACCOUNT.isdisjoint(types)


def passages(ctx: Context) -> list[Passage]:
    """The narrative stretches of a document, in reading order."""
    found = _FOUND.get(ctx)
    if found is None:
        found = sorted([*_prose(ctx), *_goals(ctx)], key=lambda each: each.start)
        _FOUND[ctx] = found
    return found


def _prose(ctx: Context) -> Iterator[Passage]:
    clean, sections = ctx.clean, ctx.outline.sections
    narrative: dict[int | None, bool] = {None: False}
    label, place = "", (-1, -1, -1)
    for sentence in ctx.sentences:
        at = sentence.section
        good = narrative.get(at)
        if good is None:
            assert at is not None
            titled = _TABLE_TITLE.search(sections[at].title) is not None
            good = narrative[at] = is_narrative(ctx.types(at)) and not titled
        if not good or sentence.form == "cell" or at is None:
            continue
        here = (sentence.paragraph, at, -1 if sentence.item is None else sentence.item)
        if here != place:  # an inline label governs the rest of its paragraph or item
            label, place = "", here
        start, end = sentence.start, sentence.end
        match = _label().match(clean, start, end)
        if match:
            label, start = match["label"], match.end()
        if _is_form(clean[start:end]):
            continue
        head, types = sections[at], ctx.types(at)
        if label:  # an inline label is a heading in all but place
            own = own_type(label, types[0])
            types = (own, *types) if own in NARRATIVE and own != types[0] else types
        above = sections[head.parent].title if head.parent is not None else ""
        pieces = [(start, end)]
        if end - start > _LONG:
            pieces = [(low, high) for low, high in semicolon_parts(clean, start, end)]
        for low, high in pieces:
            first = low == start and sentence.form != "prose"
            yield Passage(
                low, high, clean[low:high], types, head.title, above, label,
                sentence.form if low == start else "prose", sentence.ordinal if first else "",
                at, sentence.paragraph, _kinds(ctx, low, high),
            )  # fmt: skip


def _is_form(text: str) -> bool:
    """Whether a line announces, points or captions, and states nothing.

    >>> [_is_form(each) for each in ("主要成效体现在：", "自评报告详见附件。", "全年办案31件。")]
    [True, True, False]
    """
    if len(text) < _SHORT:
        return True
    if len(text) > 60:
        return text[-1] in "：:" and "。" not in text and len(text) < _LONG
    points = len(text) <= _POINTER and _POINTS.search(text)
    return bool(_ANNOUNCES.search(text) or points or _CAPTION.match(text))


def _kinds(ctx: Context, start: int, end: int) -> tuple[int, int, int, int]:
    counts = {"money": 0, "percent": 0, "count": 0, "date": 0}
    for index in ctx.mentions_in(start, end):
        kind = ctx.mentions[index].kind
        if kind in counts:
            counts[kind] += 1
    return counts["money"], counts["percent"], counts["count"], counts["date"]


def _goals(ctx: Context) -> Iterator[Passage]:
    """Goal lines inside self-evaluation tables that are run together in the text."""
    for goal in goal_lines(ctx):
        text = ctx.clean[goal.start : goal.end]
        if goal.more:
            text += ctx.clean[goal.more[0] : goal.more[1]]
        own, title = ("goals", "年度总体目标")
        if goal.column:
            own, title = ("tasks_done", "目标实际完成情况")
        yield Passage(
            goal.start, goal.end, text, (own, "performance_result", "performance"),
            title, "", "", "item",
            goal.ordinal, -2 - goal.column, goal.start, (0, 0, 0, 0), goal.more,
        )  # fmt: skip
