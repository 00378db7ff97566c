"""Counts of people: establishment, actual, retired and others, by category and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.fact import Fact
from extractor.link.context import Context, decimal_text
from extractor.link.dates import as_of
from extractor.link.state import NARRATIVE, SILENT
from extractor.mentions import Mention
from extractor.schema.staffing import staffing_words
from extractor.segment import Sentence

_TRIGGER = re.compile(r"编制|实有|在职|退休|离休|在岗|编外|在编|聘用|职工|学生|教师|遗属|人员")
_STRONG = re.compile(r"编制|实有人|在职在编|在编在职|离退休人员")
_HOME = ("staffing", "organisation", "internal_departments", "units", "attachment", "document")
_UNITS = ("人", "名", "个", "位", "人次")
_CHANGE = re.compile(r"(?:增加|减少|增|减|新增|调入|调出|招录|较上年|比上年|录用)[^，；]{0,6}$")
_SEGMENT = re.compile(r"[；。]")
_NAMED = re.compile(r"(?:其中|含|包括|另有|还有|以及|和|及|、|，|：|:|（|\()*([一-鿿“”]{2,14}?)(?:人员|人数|编制|职工|干部)?(?:共|有|为|是|约)?$")


@cache
def _groups() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((g.field, re.compile("|".join(g.words))) for g in staffing_words().group)


@cache
def _categories() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((c.name, re.compile("|".join(c.words))) for c in staffing_words().category)


@cache
def _labels() -> re.Pattern[str]:
    words = sorted((w for each in staffing_words().label for w in each.words), key=len)
    return re.compile("|".join(reversed(words)))


def _last(pattern: re.Pattern[str], text: str) -> int:
    at = -1
    for match in pattern.finditer(text):
        at = match.end()
    return at


def link_staffing(ctx: Context) -> Iterator[Fact]:
    """Facts of kind staffing."""
    paragraph, start = -1, 0
    for sentence in ctx.sentences:
        if sentence.paragraph != paragraph:
            paragraph, start = sentence.paragraph, sentence.start
        if sentence.form == "cell":
            continue
        types = ctx.types(sentence.section)
        own = types[0] if types else ""
        if own in SILENT or not _TRIGGER.search(ctx.clean, sentence.start, sentence.end):
            continue
        home = own in _HOME or not own
        if own not in ("staffing", "organisation") and not _STRONG.search(
            ctx.clean, sentence.start, sentence.end
        ):
            continue
        if home or (own not in NARRATIVE or "编制" in ctx.clean[sentence.start : sentence.end]):
            yield from _sentence(ctx, sentence, start)


def _sentence(ctx: Context, sentence: Sentence, paragraph: int) -> Iterator[Fact]:
    clean = ctx.clean
    previous = sentence.start
    group: str | None = None
    first: dict[str, tuple[str, str]] = {}
    actual_stated = False
    for index in ctx.mentions_in(sentence.start, sentence.end):
        mention = ctx.mentions[index]
        if not _is_people(ctx, mention):
            if mention.kind not in ("date", "number"):
                previous = mention.end
            continue
        lead = clean[previous : mention.start]
        cut = _SEGMENT.search(lead)
        if cut:
            lead = lead[lead.rindex(cut.group()) + 1 :]
            first = {}
        previous = mention.end
        label = lead.rsplit("，", 1)[-1] if _known(lead.rsplit("，", 1)[-1]) else lead
        if _CHANGE.search(label) or not label.strip():
            continue
        told, category = _read(label)
        if told is None:
            told = group
        if told is None:
            continue
        if told == "staffing.actual" and category == "total":
            if re.search(r"在职|在编", label) and not re.search(r"实有|总", label):
                if actual_stated:
                    category = "other:在职"
            elif "establishment" in first and first["establishment"][0] != "total":
                # 行政编制5人，实有4人: the count is of the category just named
                category = first["establishment"][0]
        name = told.split(".")[1]
        first.setdefault(name, (category, label))
        if told == "staffing.establishment":
            first[name] = first[name]
        if told in ("staffing.establishment", "staffing.actual"):
            group = told
        if told == "staffing.actual" and category == "total":
            actual_stated = True
        ctx.claimed.add(index)
        date = as_of(ctx, paragraph, mention.start)
        yield ctx.fact(
            told,
            [("value", mention.start, mention.end)],
            category=category,
            period=date or (str(ctx.year) if ctx.year else None),
            value=decimal_text(mention.value),
            unit="person",
            raw=ctx.text.original(mention.start, mention.end),
            approx=mention.approx,
            confidence=0.95,
            made_by="rule:staffing",
        )


def _is_people(ctx: Context, mention: Mention) -> bool:
    if mention.value is None:
        return False
    if mention.kind == "count":
        return mention.unit in _UNITS
    if mention.kind == "number":
        # 编制人数42，其中：行政编制19: the unit is in the label, if anywhere
        before = ctx.clean[max(0, mention.start - 6) : mention.start]
        return bool(re.search(r"(?:人数|编制|人员|编制数)(?:为|：)?$|在职|离休|退休|事业|行政", before))
    return False


def _known(label: str) -> bool:
    return any(pattern.search(label) for _, pattern in (*_groups(), *_categories())) or bool(
        _labels().search(label)
    )


def _read(label: str) -> tuple[str | None, str]:
    """The field and category that the words before a count tell."""
    # an enclosing 含… or brackets: the words inside are the nearer ones
    inner = re.split(r"其中[：，]?|（|含|：", label)[-1] or label
    field = next((f for f, p in _groups() if p.search(inner)), None)
    if field is None:
        field = next((f for f, p in _groups() if p.search(label)), None)
    if field == "staffing.retired":
        if "离退休" in inner:
            return field, "total"
        return field, "retired_cadre" if _last(re.compile("离休"), inner) > _last(
            re.compile("退休"), inner
        ) else "retiree"
    category = next((name for name, p in _categories() if p.search(inner)), None)
    if field == "staffing.other":
        word = _labels().search(inner)
        return field, f"other:{word.group()}" if word else "other:其他"
    if category is None:
        word = _labels().search(inner)
        if word is not None:
            return field, f"other:{word.group()}"
        if field is None:
            return None, "total"
        return field, "total"
    return field, category
