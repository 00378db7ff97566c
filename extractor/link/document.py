"""What a document says of itself: unit, year, kind, level, phone, dates, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.link.context import Context

_ENDS = (
    "委员会|人民政府|办事处|人民法院|人民检察院|总工会|委员会办公室|研究所|研究院|研究中心|博物馆|图书馆|档案馆|文化馆|"
    "纪念馆|美术馆|体育馆|医院|卫生院|保健院|学校|小学|中学|大学|学院|幼儿园|党校|中心|支队|大队|总队|管理局|管理处|"
    "管理所|管委会|监察局|公安局|分局|协会|联合会|联合社|妇联|残联|科协|文联|工商联|团委|政协|人大|党委|委|局|办公室|"
    "厅|院|所|站|处|队|馆|校|镇|乡|街道|社|会|台|园|部|科|团|库|场"
)
_TITLE = re.compile(
    rf"(?P<year>20\d\d)年?度?\n?(?P<org>[一-鿿]{{2,40}}?(?:{_ENDS}))\n?(?:（[^）]{{1,12}}）)?(?:汇总)?\n?(?P<kind>部门决算|单位决算|决算)"
    rf"|(?P<org2>[一-鿿]{{2,40}}?(?:{_ENDS}))\n?(?:（[^）]{{1,12}}）)?\n?(?P<year2>20\d\d)\n?年?度?\n?(?P<kind2>部门决算|单位决算|决算)"
)
_NAMED = re.compile(
    rf"(?:预算单位|单位名称|部门名称|部门（单位）名称|编制单位|公开单位|填报单位|部门预算单位)[：: ]*(?P<org>[一-鿿（）]{{3,40}}?(?:{_ENDS}))(?=[。，；\n 1-9]|$)"
)
_PART = re.compile(rf"^(?P<org>[一-鿿]{{3,40}}?(?:{_ENDS}))(?:（[^）]{{1,12}}）)?(?:概况|20\d\d年|部门概况|单位概况|基本情况)")
_SPEAKS = re.compile(rf"(?P<org>[一-鿿]{{2,30}}?(?:{_ENDS}))(?:是|为|系|作为|成立于|隶属|主管|位于|20\d\d年度?(?:部门|单位|收))")
_KIND = re.compile(
    r"(?:20\d\d年?度?[^，。；\n]{0,24}?|\n[^，。；\n]{0,30}?)(?P<kind>(?:部门|单位)决算)(?!情况|公?开?表|报表|收支|编制|编|单位|说明|汇|中)"
)
_ANY_KIND = re.compile(r"(?P<kind>(?:部门|单位)决算)")
_LEVEL = re.compile(r"(?:[一二三]级|基层)预算单位")
_PHONE = re.compile(
    r"(?:电话|联系方式|咨询|热线|传真)[^\n。，0-9]{0,16}?(?P<phone>(?:[（(]?0\d{2,3}[）)]?[-—－ ]?)?\d{7,8}(?:[-—转]\d{1,5})?|1[3-9]\d{9})(?!\d)"
)
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-—－]\d{7,8}(?!\d)")
_PUBLISHED = re.compile(
    r"(?:公开时间|公开日期|发布时间|发布日期|公布时间|公布日期|公开|发布)[：: ]{1,2}"
)
_ROUNDING = re.compile(r"四舍五入|尾差|尾数|约值|取舍")


def link_document(ctx: Context) -> Iterator[Fact]:
    """Facts of kind document, the first mention of each."""
    yield from _organisation(ctx)
    yield from _year(ctx)
    clean = ctx.clean
    kind = _document_kind(clean)
    if kind:
        yield _fact(ctx, "document.doc_type", *kind, value=clean[kind[0] : kind[1]])
    level = _LEVEL.search(clean)
    if level:
        yield _fact(ctx, "document.budget_level", *level.span())
    phone = _PHONE.search(clean)
    if phone:
        yield _fact(ctx, "document.contact_phone", *phone.span("phone"))
    else:
        bare = _LANDLINE.search(clean)
        if bare:
            yield _fact(ctx, "document.contact_phone", *bare.span())
    yield from _published(ctx)
    for sentence in ctx.sentences:
        if sentence.form != "cell" and _ROUNDING.search(clean, sentence.start, sentence.end):
            yield _fact(ctx, "document.rounding_note", sentence.start, sentence.end)


def _fact(ctx: Context, field: str, start: int, end: int, value: str | None = None) -> Fact:
    return ctx.fact(
        field,
        [("value", start, end)],
        value=value or ctx.text.original(start, end).replace("\n", ""),
        confidence=0.95,
        made_by="rule:document",
    )


def _organisation(ctx: Context) -> Iterator[Fact]:
    clean = ctx.clean
    head = clean[:1500]
    for pattern, groups in ((_TITLE, ("org", "org2")), (_NAMED, ("org",))):
        text = head if pattern is _TITLE else clean[:6000]
        found = pattern.search(text)
        if found:
            group = next(g for g in groups if found[g])
            low, high = found.span(group)
            low = max(low, low + _lead(clean[low:high]))
            yield _fact(ctx, "document.org_name", low, high)
            return
    for section in ctx.outline.sections:
        found = _PART.match(section.title)
        if found:
            at = clean.find(found["org"], section.start)
            yield _fact(ctx, "document.org_name", at, at + len(found["org"]))
            return
    found = _SPEAKS.search(clean[:4000])
    if found:
        low, high = found.span("org")
        low += _lead(clean[low:high])
        if high - low >= 4:
            yield _fact(ctx, "document.org_name", low, high)


def _lead(name: str) -> int:
    match = re.match(r"^(?:关于|根据|按照|目录|附件|第[一二三四五]部分|部门|单位|本)+", name)
    return match.end() if match else 0


def _document_kind(clean: str) -> tuple[int, int] | None:
    found = _KIND.search(clean) or _ANY_KIND.search(clean)
    return found.span("kind") if found else None


def _year(ctx: Context) -> Iterator[Fact]:
    if ctx.year is None:
        return
    found = re.search(rf"(?<!\d){ctx.year}(?=年)", ctx.clean)
    if found:
        yield _fact(ctx, "document.fiscal_year", *found.span(), value=str(ctx.year))


def _published(ctx: Context) -> Iterator[Fact]:
    for lead in _PUBLISHED.finditer(ctx.clean):
        for index in ctx.mentions_in(lead.start(), lead.end() + 3):
            mention = ctx.mentions[index]
            if mention.kind == "date" and mention.start >= lead.end() and len(str(mention.value)) == 10:
                yield _fact(
                    ctx, "document.publication_date", mention.start, mention.end, str(mention.value)
                )
                return
