"""What a document says of itself: unit, year, kind, level, phone, dates, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.fact import Fact
from extractor.link.context import Context
from extractor.link.unit_name import unit_name
from extractor.mentions import Mention
from extractor.schema.document import document_words

_KIND = re.compile(
    r"(?:20\d\d年?度?[^，。；\n]{0,40}?|\n[^，。；\n]{0,40}?)(?P<kind>(?:部门|单位)决算)"
    r"(?!情况|公?开?表|报表|收支|编制|编|单位|说明|汇|中)"
)
_ANY_KIND = re.compile(r"(?P<kind>(?:部门|单位)决算)")
# It begins with what it ends with, so that the search skips to it.
_LEVEL = re.compile(r"预算单位(?<=(?:[一二三]级|基层)预算单位)")
_STATES = re.compile(r"(?:为|是|(?<![所下直])属|系|作为)[^，。；\n]{0,10}\Z")
_BELOW = re.compile(r"(?:所属|下属|[个家各]|下设|直属)$")
_PHONE = re.compile(
    r"(?:电话|联系方式|咨询|热线|传真)[^\n。，0-9]{0,16}?"
    r"(?P<phone>(?:[（(]?0\d{2,3}[）)]?[-—－ ]?)?\d{7,8}(?:[-—转]\d{1,5})?|1[3-9]\d{9})(?!\d)"
)
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-—－]\d{7,8}(?!\d)")
_NOTE = re.compile("(?:附?注|备注|说明)[一二三0-9]?：")
_TITLE_BLOCK = 600  #: characters from the start in which a date can stand alone


@cache
def _published_lead() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(document_words().published)})[：: ]{{1,2}}")


@cache
def _rounding() -> re.Pattern[str]:
    return re.compile("|".join(document_words().rounding))


def link_document(ctx: Context) -> Iterator[Fact]:
    """Facts of kind document, the first mention of each."""
    clean = ctx.clean
    name = unit_name(clean, ctx.outline)
    if name:
        yield _fact(ctx, "document.org_name", *name)
    if ctx.year is not None:
        year = re.search(rf"(?<!\d){ctx.year}(?=\n?年)", clean)
        if year:
            yield _fact(ctx, "document.fiscal_year", *year.span(), value=str(ctx.year))
    kind = _KIND.search(clean) or _ANY_KIND.search(clean)
    if kind:
        yield _fact(ctx, "document.doc_type", *kind.span("kind"), value=kind["kind"])
    level = _level(clean)
    if level:
        yield _fact(ctx, "document.budget_level", *level)
    phone = _PHONE.search(clean)
    bare = _LANDLINE.search(clean) if phone is None else None
    if phone:
        yield _fact(ctx, "document.contact_phone", *phone.span("phone"))
    elif bare:
        yield _fact(ctx, "document.contact_phone", *bare.span())
    date = _published(ctx)
    if date:
        yield _fact(ctx, "document.publication_date", date.start, date.end, str(date.value))
    rounding = _rounding()
    for sentence in ctx.sentences_with(document_words().rounding_signs):
        if sentence.form != "cell" and rounding.search(clean, sentence.start, sentence.end):
            lead = _NOTE.match(clean, sentence.start, sentence.end)
            start = lead.end() if lead else sentence.start
            yield _fact(ctx, "document.rounding_note", start, sentence.end)


def _fact(ctx: Context, field: str, start: int, end: int, value: str | None = None) -> Fact:
    return ctx.fact(
        field,
        [("value", start, end)],
        value=value or ctx.text.original(start, end).replace("\n", ""),
        confidence=0.95,
        made_by="rule:document",
    )


def _level(clean: str) -> tuple[int, int] | None:
    """The budget level of the unit: one stated of it, else the first not of units below it."""
    first: tuple[int, int] | None = None
    for found in _LEVEL.finditer(clean):
        start, end = found.end() - len("一级预算单位"), found.end()
        if _STATES.search(clean[max(0, start - 13) : start]):
            return start, end
        if first is None and not _BELOW.search(clean[max(0, start - 3) : start]):
            first = start, end
    return first


def _published(ctx: Context) -> Mention | None:
    """The day told behind 公开时间 and the like, alone on a line of the title block, or last."""
    for lead in _published_lead().finditer(ctx.clean):
        for index in ctx.mentions_in(lead.end(), lead.end() + 3):
            if _is_day(ctx.mentions[index]):
                return ctx.mentions[index]
    sections = ctx.outline.sections
    block = min(_TITLE_BLOCK, sections[0].start if sections else len(ctx.clean))
    for index in ctx.mentions_in(0, block):
        mention = ctx.mentions[index]
        alone = ctx.clean[mention.start - 1 : mention.start] in ("", "\n")
        if alone and ctx.clean[mention.end : mention.end + 1] in ("", "\n") and _is_day(mention):
            return mention
    text = ctx.clean.rstrip()
    for index in ctx.mentions_in(max(block, len(text) - 12), len(text)):
        mention = ctx.mentions[index]
        if mention.end == len(text) and ctx.clean[mention.start - 1] == "\n" and _is_day(mention):
            return mention  # the last line of the text
    return None


def _is_day(mention: Mention) -> bool:
    return mention.kind == "date" and len(str(mention.value)) == 10
