"""Counts of people: establishment, actual, retired and others, by category and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.fact import Fact
from extractor.link.context import Context, decimal_text
from extractor.link.dates import as_of
from extractor.link.sections import NARRATIVE, SILENT
from extractor.mentions import Mention
from extractor.schema.staffing import staffing_words
from extractor.segment import Sentence

_TRIGGER = re.compile(r"编制|实有|在职|退休|离休|在岗|编外|在编|聘|职工|学生|教师|遗属|人员|派遣")
_STRONG = re.compile(r"编制(?!范围)|实有|在职在编|在编在职|离退休人员|编内|核定\d|在编\d")
_ESTABLISHED = re.compile(r"编制[^，。]{0,6}\d|实有人")
_HOME = ("staffing", "organisation", "internal_departments", "units", "attachment", "document")
_UNITS = ("人", "名", "位", "人次")
_CHANGE = re.compile(r"(?:增加|减少|新增|调入|调出|招录|较上年|比上年|录用|招聘|引进)[^，；]{0,8}$")
_UNITLESS = re.compile(r"(?:人数|编制|人员|编制数)(?:为|：)?$|在职|离休|退休|事业|行政|实有")
_BARE = re.compile(r"[，、（]?(?:实际|实有|现有|实有数|在编|实配)(?:人数|人员)?(?:为|是)?")
_IN_POST = re.compile(r"^(?!.*(?:实有|总)).*(?:在职|在编)")
_INNER = re.compile(r"其中[：，]?|（|含|：")
_LEADING = re.compile(r"^(?:另有|另外|还有|其中|年末|本单位|本部门|现有|共有|单位|以及|和|及|、|\d+年?末?)+")
_TRAILING = re.compile(r"(?:人数|共计?|合计|有|为|约|：)+$")


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


def link_staffing(ctx: Context) -> Iterator[Fact]:
    """Facts of kind staffing."""
    clean = ctx.clean
    paragraph, start, told = -1, 0, False
    for sentence in ctx.sentences:
        if sentence.paragraph != paragraph:
            paragraph, start, told = sentence.paragraph, sentence.start, False
        if sentence.form == "cell" or not _TRIGGER.search(clean, sentence.start, sentence.end):
            continue
        types = ctx.types(sentence.section)
        own = types[0] if types else ""
        if own in SILENT:
            continue
        strong = own in ("staffing", "organisation") or told
        if not strong and not _STRONG.search(clean, sentence.start, sentence.end):
            continue
        home = own in _HOME or not own or told
        if home or own not in NARRATIVE or _ESTABLISHED.search(clean, sentence.start, sentence.end):
            for fact in _sentence(ctx, sentence, start):
                told = True
                yield fact


def _sentence(ctx: Context, sentence: Sentence, paragraph: int) -> Iterator[Fact]:
    clean = ctx.clean
    section = None
    if sentence.section is not None:
        section = ctx.outline.sections[sentence.section].end
    previous = sentence.start
    group: str | None = None
    leading: str | None = None  # the category that heads this part of the sentence
    actual_stated = False
    for index in ctx.mentions_in(sentence.start, sentence.end):
        mention = ctx.mentions[index]
        if not _is_people(ctx, mention):
            if mention.kind not in ("date", "number"):
                previous = mention.end
            continue
        lead = clean[previous : mention.start]
        previous = mention.end
        if "；" in lead:
            lead, leading = lead.rsplit("；", 1)[1], None
        last = lead.rsplit("，", 1)[-1]
        label = last if _known(last) else lead
        if not label.strip() or _CHANGE.search(label):
            continue
        field, category = _read(label)
        field = field or group
        if field is None:
            continue
        if field == "staffing.actual" and category == "total":
            if _BARE.fullmatch(label) and leading not in (None, "total"):
                # 行政编制5人，实有4人: the count is of the category just named
                category = str(leading)
            elif actual_stated and _IN_POST.search(label):
                category = "other:在职"
        if field == "staffing.establishment" and leading is None:
            leading = category
        if field in ("staffing.establishment", "staffing.actual"):
            group = field
        actual_stated = actual_stated or (field == "staffing.actual" and category == "total")
        ctx.claimed.add(index)
        date = as_of(ctx, paragraph, mention.start, section)
        yield ctx.fact(
            field,
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
    before = ctx.clean[max(0, mention.start - 6) : mention.start]
    if mention.kind == "count":
        return mention.unit in _UNITS or (mention.unit == "个" and before.endswith("编制"))
    if mention.kind == "number":
        # 编制人数42，其中：行政编制19: the unit is in the label, if anywhere
        return _UNITLESS.search(before) is not None
    return False


def _known(label: str) -> bool:
    return any(pattern.search(label) for _, pattern in (*_groups(), *_categories())) or bool(
        _labels().search(label)
    )


def _read(label: str) -> tuple[str | None, str]:
    """The field and category that the words before a count tell."""
    # behind 其中, （, 含 or ： stand the nearer words
    inner = _INNER.split(label)[-1] or label
    field = next((f for f, p in _groups() if p.search(inner)), None)
    if field is None:
        field = next((f for f, p in _groups() if p.search(label)), None)
    if field == "staffing.retired":
        if "离退休" in inner:
            return field, "total"
        return field, "retired_cadre" if inner.rfind("离休") > inner.rfind("退休") else "retiree"
    if field == "staffing.other":
        named = _TRAILING.sub("", _LEADING.sub("", inner.rsplit("，", 1)[-1]))
        return field, f"other:{named or '其他'}"
    category = next((name for name, p in _categories() if p.search(inner)), None)
    if category is None:
        word = _labels().search(inner)
        category = f"other:{word.group()}" if word else "total"
        if field is None and word is None:
            return None, "total"
    return field, category
