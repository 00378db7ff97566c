"""Internal departments and consolidated units: lists of names with their printed counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from extractor.fact import Fact
from extractor.link.context import Context
from extractor.link.listing import Listing, name_end, read_names
from extractor.schema.organisation import organisation_words

_HOME = ("internal_departments", "units", "organisation")
_MIXED = re.compile("机构|科室|单位构成")  #: in headings of sections on people
_NO_UNITS = re.compile(
    r"(?:无|没有|不[带含辖]|未设)(?:所属|下属|下级|下设|二级|独立核算的?)+(?:预算|决算|独立核算)?的?(?:预算)?单位"
)
_NEAR = 120  #: characters between the lead and the first name of a list
_HEAD = 6000  #: characters before the first heading that are searched
_BODY = 20_000  #: characters of a section that are searched
_NO_DEPARTMENTS = re.compile(
    r"(?:无|没有|未设(?:立|置)?|不设)(?:下设|独立的?|单独|其他)?(?:内设|下设)?(?:机构|科室|处室|股室|部门)"
)
#: What may stand between the word that leads to a list and its first name.
_OPENER = re.compile(
    r"(?:[^，。；：、（）\n]|（[^（）\n]{1,30}）){0,30}?"
    r"(?:：|，?(?:分别|具体|名单|名称|依次)+(?:为|是|有|如下|叫作|称为)?：?|，?(?:如下|即|包括|包含|为|是|有)：?)\s*"
)
_COLON = re.compile(
    r"(?:为|是|如下|包括|包含|即|名单|名称|单位|机构|\d[个家]|有)：\s*"
    r"|[。：]\n(?=[（(]?[1一][）)]?[.．、）) ])"
    r"|(?:下表|附表|如下)(?:所示)?[：。]?\s*(?:序号\s*)?(?:(?:预算|决算)?单位(?:名称)?\s*)?"
)
#: the header of a table of names
_TABLE_HEAD = re.compile(
    r"\s*(?:序号|编号)\s*(?:(?:预算|决算|所属)?(?:单位|机构|部门)(?:全称|名称)?|名称)\s*"
    r"(?:(?:单位|预算|经费)?(?:基本)?(?:性质|类型|类别|级次|形式|来源)\s*|备注\s*){0,4}"
)
_COUNTED = re.compile(
    r"(?:有|了)?(?:\d{1,3}|[一二三四五六七八九十两]{1,3})?(?:个|家)?(?:职能|内设|综合|业务|行政)*(?:机构|科室|处室|股室|部门|部室|处|科|股)?"
)
_BEFORE = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})个(?:职能|内设)?(?:机构|科室|处室|股室|部室)"
)
_OTHER_LIST = re.compile(r"单位|车辆|人员|[站所]\d")  #: between lead and list: no departments
_OFFICE = re.compile(r"^[一-鿿（）]{0,8}(?:办公室|科|股|室)$")  #: never a unit with an account
_COUNT_UNITS = ("个", "家", "所")
_COUNTS = re.compile(r"(?:职能|内设|机构|科|处|股|室|部门|单位|预算)")
_MADE_UP = re.compile(r"由(?=[^，。；：\n]{2,200}?(?:汇总|汇编|组成|构成|形成))")
_ONLY = re.compile(
    r"(?:仅反映|只反映|仅含|仅包括|只包括|只包含|仅包含|只有|仅有|仅为|只含|(?<=单位)仅(?=[一-鿿]))"
)
_ALONE = re.compile(
    r"[，。；\n](?P<name>[一-鿿（）]{3,40}?)(?:单独|独立)(?:编制|编报)[^，。；\n]{0,12}决算"
)
_OWN_DATA = re.compile(r"本级(?:一个单位)?(?=的?(?:数据|决算|收支|情况))")


@cache
def _departments_lead() -> re.Pattern[str]:
    words = "|".join(organisation_words().departments)
    return re.compile(rf"(?:{words})")


@cache
def _scope() -> re.Pattern[str]:
    return re.compile("|".join(organisation_words().scope))


@cache
def _below() -> re.Pattern[str]:
    return re.compile("|".join(organisation_words().below))


def link_organisation(ctx: Context) -> Iterator[Fact]:
    """Facts of kind organisation: the departments of each part, the units of the account."""
    regions = list(_regions(ctx))
    for low, high in regions:
        yield from _departments(ctx, low, high)
    for search in (_scoped, _made_up, _only, _below_units):
        found = {
            fact.evidence[0].start: fact for low, high in regions for fact in search(ctx, low, high)
        }
        if found:
            yield from found.values()
            return
    for low, high in regions:
        none = _NO_UNITS.search(ctx.clean, low, high)
        if none:
            span = _clause(ctx.clean, none.start(), low, high)
            yield _fact(ctx, "organisation.budget_units", span, (), 0)
            return


def _regions(ctx: Context) -> Iterator[tuple[int, int]]:
    """Bodies of the sections on organisation, their subsections apart; the head of the text."""
    sections = ctx.outline.sections
    firsts: dict[int, int] = {}
    for section in sections:
        above = section.parent
        if above is not None and above not in firsts and not _is_name(section.title):
            firsts[above] = section.start
    head = sections[0].start if sections else len(ctx.clean)
    if head:
        yield 0, min(head, _HEAD)
    for section in sections:
        types = ctx.types(section.index)
        if types and (
            types[0] in _HOME or (types[0] == "staffing" and _MIXED.search(section.title))
        ):
            end = firsts.get(section.index, section.body_end)
            yield section.end, min(end, section.end + _BODY)


def _is_name(title: str) -> bool:
    """Whether a heading is the name of a department (（一）办公室) and so part of a list."""
    return name_end().fullmatch(title.rstrip("。：")) is not None


def _departments(ctx: Context, start: int, end: int) -> Iterator[Fact]:
    found = _departments_after(ctx.clean, start, end) or _departments_before(ctx.clean, start, end)
    if found is not None:
        yield _listed(ctx, "organisation.internal_departments", *found)
        return
    none = _NO_DEPARTMENTS.search(ctx.clean, start, end)
    if none:
        span = _clause(ctx.clean, none.start(), start, end)
        yield _fact(ctx, "organisation.internal_departments", span, (), 0)


def _departments_after(clean: str, start: int, end: int) -> tuple[int, Listing] | None:
    """The longest list behind 内设, 下设, 设有 …, whatever stands between, and its lead's place."""
    best: Listing | None = None
    where = start
    for lead in _departments_lead().finditer(clean, start, end):
        if best is not None and lead.start() < best.end:
            continue
        for at in _openings(clean, lead.end(), end):
            if _OTHER_LIST.search(clean, lead.end(), at) or "。" in clean[lead.end() : at]:
                continue
            found = read_names(clean, at, end)
            if found and (len(found) > 1 or found.tail) and len(found) > (len(best) if best else 0):
                best, where = found, lead.start()
    return (where, best) if best is not None else None


def _openings(clean: str, at: int, end: int) -> Iterator[int]:
    """Where a list can begin behind its lead: at once, after a count, after ： or 分别是,
    each also after the header of a table."""
    for begin in _beginnings(clean, at, end):
        yield begin
        head = _TABLE_HEAD.match(clean, begin, end)
        if head:
            yield head.end()


def _beginnings(clean: str, at: int, end: int) -> Iterator[int]:
    yield at
    counted = _COUNTED.match(clean, at, end)
    if counted and counted.end() > at:
        yield counted.end()
    opener = _OPENER.match(clean, at, end)
    if opener:
        yield opener.end()
    for further in _COLON.finditer(clean, at, min(end, at + _NEAR)):
        if not opener or further.end() > opener.end():
            yield further.end()


def _departments_before(clean: str, start: int, end: int) -> tuple[int, Listing] | None:
    """The list in front of its count: …、…三个部室构成其内设机构."""
    for count in _BEFORE.finditer(clean, start, end):
        low = max(clean.rfind(stop, start, count.start()) for stop in "，。；：\n") + 1
        found = read_names(clean, max(low, start), end)
        if found and len(found) > 1 and found.tail:
            return found.start, found
    return None


def _scoped(ctx: Context, start: int, end: int) -> Iterator[Fact]:
    """Units behind words on the scope of the account (纳入…决算编制范围的单位…包括：)."""
    yield from _units(ctx, _scope(), start, end)


def _below_units(ctx: Context, start: int, end: int) -> Iterator[Fact]:
    """Units below, where the text says of no others that they are consolidated."""
    yield from _units(ctx, _below(), start, end)


def _units(ctx: Context, lead: re.Pattern[str], start: int, end: int) -> Iterator[Fact]:
    clean = ctx.clean
    best: Listing | None = None
    where = start
    for scope in lead.finditer(clean, start, end):
        for at in _openings(clean, scope.end(), end):
            if _departments_lead().search(clean, scope.end(), at):
                break
            found = read_names(clean, at, end)
            if found and len(found) > (len(best) if best else 0):
                best, where = found, scope.start()
    if best is not None:
        offices = all(_OFFICE.search(clean[slice(*name)]) for name in best.names)
        field = "internal_departments" if offices else "budget_units"
        yield _listed(ctx, f"organisation.{field}", where, best)


def _made_up(ctx: Context, start: int, end: int) -> Iterator[Fact]:
    """Units that an account is made up of: 由X、Y汇总形成."""
    for lead in _MADE_UP.finditer(ctx.clean, start, end):
        found = read_names(ctx.clean, lead.end(), end)
        if found and len(found) > 1:
            yield _listed(ctx, "organisation.budget_units", lead.start(), found)
            return


def _only(ctx: Context, start: int, end: int) -> Iterator[Fact]:
    """The one unit of an account: 仅反映X本级数据, X单独编制决算."""
    clean = ctx.clean
    for lead in _ONLY.finditer(clean, start, end):
        name = name_end().match(clean, lead.end(), min(end, lead.end() + 50))
        if name is None or len(name["name"]) < 4:
            continue
        own = _OWN_DATA.search(clean, lead.end(), name.end() + 4)
        stop = own.start() + len("本级") if own else name.end()
        span = (lead.end(), stop)
        yield _fact(ctx, "organisation.budget_units", span, (ctx.text.original(*span),), 1)
        return
    alone = _ALONE.search(clean, max(0, start - 1), end)
    if alone:
        span = alone.span("name")
        yield _fact(ctx, "organisation.budget_units", span, (ctx.text.original(*span),), None)


def _listed(ctx: Context, field: str, lead: int, found: Listing) -> Fact:
    names = tuple(ctx.text.original(low, high).replace("\n", "") for low, high in found.names)
    count = _printed_count(ctx, lead, found)
    return _fact(ctx, field, (found.start, found.end), names, count)


def _printed_count(ctx: Context, lead: int, found: Listing) -> int | None:
    """The first count with 个 from the words that lead to the list on, else the one behind it."""
    between = [i for i in ctx.mentions_in(max(0, lead - 6), found.start) if _is_count(ctx, i)]
    behind = [i for i in ctx.mentions_in(found.end, found.end + 4) if _is_count(ctx, i)]
    sentence = ctx.clean.rfind("。", 0, found.start) + 1
    before = [i for i in ctx.mentions_in(sentence, found.start) if _is_count(ctx, i)]
    for index in (*between[:1], *behind[:1], *before[-1:]):
        ctx.claimed.add(index)
        return int(Decimal(str(ctx.mentions[index].value)))
    return None


def _is_count(ctx: Context, index: int) -> bool:
    mention = ctx.mentions[index]
    if mention.kind not in ("count", "number") or not isinstance(mention.value, Decimal):
        return False
    return mention.unit in _COUNT_UNITS or _COUNTS.match(ctx.clean, mention.end) is not None


def _clause(clean: str, at: int, start: int, end: int) -> tuple[int, int]:
    low = max(clean.rfind(stop, start, at) for stop in "。；\n，") + 1
    ends = [p for p in (clean.find(stop, at, end) for stop in "。；\n，") if p >= 0]
    return max(low, start), min(ends, default=end)


def _fact(
    ctx: Context, field: str, span: tuple[int, int], names: tuple[str, ...], count: int | None
) -> Fact:
    return ctx.fact(
        field,
        [("value", *span)],
        value=names,
        extra={"value_count": count},
        confidence=0.9,
        made_by="rule:organisation",
    )
