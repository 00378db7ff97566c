"""Which stretches of a document are narrative: by section, by form, one sentence each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from extractor.link.context import Context
from extractor.link.goals import goal_lines
from extractor.link.sections import NARRATIVE
from extractor.schema.sections import own_type
from extractor.segment import Sentence, semicolon_parts

#: Sections of the account: what stands under them is no narrative, whatever its title.
_ACCOUNT = frozenset((
    "expenditure", "revenue", "general", "basic", "totals", "fiscal_totals", "fund", "capital",
    "glossary", "tables", "three_public", "procurement", "operating_cost",
))  # fmt: skip
_LONG = 100  #: characters beyond which a sentence is split at ；
_SHORT = 6
_STATED = 12
_POINTER = 24  #: a longer sentence that points to an annex states something besides
#: A line that only announces, or points elsewhere, or is a caption of a table.
_ANNOUNCES = re.compile(r"[：:]$|(?:如下|以下|包括|体现在|表现在|有)(?:几个?方面|几点)?[：:。]?$")
_POINTS = re.compile(
    r"(?:详见|参见|另见|见|附)[^，。]{0,24}(?:附件|附表|附后|下表|公开表|自评表|报告)[^，。]{0,12}[。）]?$"
)
_ANNOUNCING = "下括在有面点\n"  #: what an announcement ends with, beside its mark
_CAPTION = re.compile(
    r"（?(?:\d{4}年(?:度)?|单位：[^，。]{0,8}|金额单位[^。]{0,8})）?$"
    r"|[^，。不未没无]{0,30}(?:报告|表|附件\d*)$"
)
#: Notes about the document itself, and lines that say whom to ask.
_NOTE = re.compile(
    r"(?:电话|传真|邮箱|网址|联系人)[^。]{0,12}[：:]|\d{3,4}-\d{7,8}"
    r"|四舍五入|尾[差数]|以(?:万|百万)?元为(?:金额)?单位"
)
_ASIDE = re.compile(r"（[^（）]{0,200}）$")
_NAME = re.compile(r"[^，。：；！？\d]{2,24}(?:项目|专项|经费|资金|工程|补助|补贴)$")
_TITLE = re.compile(r"[^\W\d]{2,16}(?=\n[^\n]{24,}[。；])")  #: a line of words above a paragraph
_SUMMARY = re.compile(r"综述$")
_NO_KINDS = (0, 0, 0, 0)
_TABLE_TITLE = re.compile(r"表(?:$|（)")


#: Two linkers need the passages of a document; they are found once.
_FOUND: WeakKeyDictionary[Context, list[Passage]] = WeakKeyDictionary()


class Passage(msgspec.Struct, frozen=True, gc=False):
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
    labels = vocabulary()["labels"]
    words = "|".join(sorted(labels["words"], key=len, reverse=True))
    return re.compile(rf"(?P<label>(?:{words}){{2,12}}+|{'|'.join(labels['alone'])})：(?=.)")


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


class _Place(NamedTuple):
    """What the passages of a section share."""

    types: tuple[str, ...]
    title: str
    above: str


def _place(ctx: Context, at: int | None) -> _Place | None:
    """The section of narrative that *at* is; None where it is none."""
    if at is None:
        return None
    types, sections = ctx.types(at), ctx.outline.sections
    head = sections[at]
    if not is_narrative(types) or _TABLE_TITLE.search(head.title):
        return None
    return _Place(types, head.title, "" if head.parent is None else sections[head.parent].title)


def _prose(ctx: Context) -> list[Passage]:
    clean = ctx.clean
    found: list[Passage] = []
    places: dict[int | None, _Place | None] = {None: None}
    label, here = "", (-1, -1, -1)
    for sentence, mentioned in ctx.running:
        at = sentence.section
        if at not in places:
            places[at] = _place(ctx, at)
        place = places[at]
        if place is None or at is None:
            continue
        item, paragraph = sentence.item, sentence.paragraph
        now = (paragraph, at, -1 if item is None else item)
        if now != here:  # an inline label governs the rest of its paragraph or item
            label, here = "", now
        start, end = sentence.start, sentence.end
        if clean.find("：", start, end) >= 0 and (match := _label().match(clean, start, end)):
            label, start = match["label"], match.end()
        types, title, above = place
        form = sentence.form
        if form == "heading" and (own_type(title) or _NAME.match(title)):
            continue  # 存在的问题。 and 图书购置项目。 name what follows and state nothing
        head = ctx.outline.sections[at]
        if start == head.end + 1 and clean[head.end] == "：" and _SUMMARY.search(title):
            start = head.start + len(head.ordinal)  # 某项目自评综述：全年预算数… is one sentence
        text = clean[start:end]
        if _is_form(text) or (end - start <= 16 and _is_title(clean, sentence)):
            continue
        if label:  # an inline label is a heading in all but place
            own = own_type(label, types[0])
            types = (own, *types) if own in NARRATIVE and own != types[0] else types
        ordinal = "" if form == "prose" else sentence.ordinal
        if end - start <= _LONG:
            found.append(Passage(
                start, end, text, types, title, above, label, form, ordinal, at, paragraph,
                _kinds(ctx, start, end) if mentioned else _NO_KINDS,
            ))  # fmt: skip
            continue
        for low, high in semicolon_parts(clean, start, end):
            first = low == start
            found.append(Passage(
                low, high, clean[low:high], types, title, above, label,
                form if first else "prose", ordinal if first else "", at, paragraph,
                _kinds(ctx, low, high),
            ))  # fmt: skip
    return found


def _is_title(clean: str, sentence: Sentence) -> bool:
    """Whether a sentence is a line of few words above a paragraph: the name of a project."""
    start = sentence.start
    alone = sentence.form == "prose" and (start == 0 or clean[start - 1] == "\n")
    return (
        alone
        and clean[sentence.end : sentence.end + 1] == "\n"
        and (_TITLE.match(clean, start) is not None)
    )


def _is_form(text: str) -> bool:
    """Whether a line announces, points or captions, and states nothing.

    >>> [_is_form(each) for each in ("主要成效体现在：", "自评报告详见附件。", "全年办案31件。")]
    [True, True, False]
    """
    size = len(text)
    if size < _SHORT:
        return True
    last = text[-1]
    if text[0] == "（":
        if _ASIDE.match(text):
            return True
    elif ("-" in text or "话" in text or "尾" in text or "元" in text) and _NOTE.search(text):
        return True
    if size > 60:
        return last in "：:" and size < _LONG and "。" not in text
    # the patterns are tried only where the first or last character allows
    if last in "：:" or (
        text[-2 if last == "。" else -1] in _ANNOUNCING and _ANNOUNCES.search(text)
    ):
        return True
    if size <= _POINTER and ("见" in text or "附" in text) and (found := _POINTS.search(text)):
        return found.start() < _STATED  # before that it says something of its own
    if last in "目项费金程助贴" and _NAME.match(text):
        return True  # the name of a project on a line of its own
    captions = text[0] in "（单金" or last in "告表件\n" or text[0].isdecimal() or last.isdecimal()
    return captions and _CAPTION.match(text) is not None


def _kinds(ctx: Context, start: int, end: int) -> tuple[int, int, int, int]:
    inside = ctx.mentions_in(start, end)
    if not inside:
        return _NO_KINDS
    kinds = [each.kind for each in ctx.mentions[inside.start : inside.stop]]
    count = kinds.count
    return count("money"), count("percent"), count("count"), count("date")


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
