"""Internal departments and consolidated units: lists of names with their printed counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.fact import Fact
from extractor.link.context import Context
from extractor.outline import Section

_NONE = re.compile(r"(?:无|没有|未设(?:立|置)?|不设)(?:下设|独立的?|单独)?(?:内设|下设)?(?:机构|科室|处室|股室|部门)")
_ENDING = (
    r"(?:办公室|办|科|处|股|室|部|所|局|队|中心|站|委员会|委|庭|组|系|院|馆|校|党委|总支|支部|团委|"
    r"工会|政府|大队|支队|中队|分局|基地|学校|学院|厅|社|会|园|台|机关|本级|公司|厂|库|窗口|纪检组|领导小组)"
)
_NAME = rf"[一-鿿A-Za-z“”（）()·0-9]{{1,40}}?{_ENDING}(?:（[^（）]{{1,40}}）)?(?=[、，；。：\n和及与等共\d（(一二三四五六七八九十]|$)"
_LEAD = re.compile(
    r"(?:内设|下设|设有|设立|设置|共设|内部设|机构设置|分别为|分别是|包括|包含|即|如下|有|设)"
    r"[^，。；：、]{0,24}?(?:：|，分别(?:为|是)：?|，包括：?|，即：?|包括：?|分别(?:为|是)：?|为：?|是：?|有：?)"
)
_LIST = re.compile(rf"{_NAME}(?:[、，和及；\n]\s*{_NAME})+")
_SINGLE = re.compile(_NAME)
_TAIL = re.compile(rf"(?P<list>{_NAME}(?:[、和及]{_NAME})*)等?(?P<count>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})个?(?:内设|职能|业务|下设|所属)?(?:机构|科室|处室|股室|部门|科|处|股)")
_SPLIT = re.compile(r"[、，；\n]|(?<=[科处股室部办所队心])[和及](?=[一-鿿]{2,12}(?:科|处|股|室|部|办|所|队|中心))")
_COUNT_UNITS = ("个", "家", "所")
_UNIT_WORDS = re.compile(r"决算(?:编制|汇编)?(?:范围|单位)|预算单位(?!构成)|汇编范围|下属单位|所属单位|二级单位")
_UNIT_LEAD = re.compile(
    r"(?:包括|包含|分别为|分别是|具体是|具体为|如下|即|只有|仅有|仅为|仅包括|预算单位|单位为|为|是)[：，]?\s*(?=[一-鿿]{3})"
)


def link_organisation(ctx: Context) -> Iterator[Fact]:
    """Facts of kind organisation."""
    for section in ctx.outline.sections:
        types = ctx.types(section.index)
        own = types[0] if types else ""
        if own not in ("internal_departments", "units", "organisation"):
            continue
        children = any(s.parent == section.index for s in ctx.outline.sections)
        end = _body_end(ctx, section) if children else section.body_end
        body = ctx.clean[section.end : end]
        if own != "units" or "内设" in body:
            yield from _departments(ctx, section.end, end)
        if own == "units" or _UNIT_WORDS.search(body):
            yield from _units(ctx, section.end, end)


def _body_end(ctx: Context, section: Section) -> int:
    first = next(s for s in ctx.outline.sections if s.parent == section.index)
    return first.start


def _departments(ctx: Context, start: int, end: int) -> Iterator[Fact]:
    clean = ctx.clean
    none = _NONE.search(clean, start, end)
    if none:
        low, high = _clause(clean, none.start(), start, end)
        yield _fact(ctx, "organisation.internal_departments", (low, high), (), 0)
        return
    match = _find_list(clean, start, end)
    if match is None:
        return
    low, high = match
    names = _names(ctx, low, high)
    if not names:
        return
    count = _printed_count(ctx, start, low, high)
    yield _fact(ctx, "organisation.internal_departments", (low, high), names, count)


def _find_list(clean: str, start: int, end: int) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for lead in _LEAD.finditer(clean, start, end):
        found = _LIST.match(clean, lead.end(), end)
        if found and (best is None or found.end() - found.start() > best[1] - best[0]):
            best = found.span()
    if best is None:
        found = _LIST.search(clean, start, end)
        if found and found.group().count("、") >= 2:
            low = found.start()
            lead_in = re.search(r".*(?:内设|设有|设立|下设|共设|设)(?:有)?(?:\d+个[^，。：、]{0,8})?", clean[low : found.end()].split("、")[0])
            best = (low + (lead_in.end() if lead_in else 0), found.end())
    return best


def _names(ctx: Context, low: int, high: int) -> tuple[str, ...]:
    text = ctx.text.original(low, high)
    parts: list[str] = []
    depth = 0
    current = ""
    for piece in re.split(r"([、，；\n（）()])", text):
        depth += (piece in "（(") - (piece in "）)") if piece else 0
        if piece in ("、", "，", "；", "\n") and depth <= 0:
            parts.append(current)
            current = ""
        else:
            current += piece
    parts.append(current)
    names: list[str] = []
    for part in parts:
        for name in _SPLIT.split(part):
            name = re.sub(r"^(?:和|及|以及|[（(]?\d{1,2}[）).、．])", "", name.strip())
            if name:
                names.append(name)
    return tuple(names)


def _printed_count(ctx: Context, start: int, low: int, high: int) -> int | None:
    """A count with 个 before the list in its sentence, or right behind it."""
    sentence = ctx.clean.rfind("。", start, low) + 1 or start
    found = None
    for index in ctx.mentions_in(sentence, low):
        mention = ctx.mentions[index]
        if mention.kind in ("count", "number") and isinstance(mention.value, Decimal):
            after = ctx.clean[mention.end : mention.end + 8]
            unit = mention.unit or ""
            if unit in _COUNT_UNITS or re.match(r"(?:职能|内设|机构|科|处|股|室|部门|单位|预算)", after):
                found = int(mention.value)
                ctx.claimed.add(index)
    if found is None:
        for index in ctx.mentions_in(high, high + 4):
            mention = ctx.mentions[index]
            if mention.kind == "count" and mention.unit in _COUNT_UNITS and isinstance(mention.value, Decimal):
                ctx.claimed.add(index)
                return int(mention.value)
    return found


def _units(ctx: Context, start: int, end: int) -> Iterator[Fact]:
    clean = ctx.clean
    scope = _UNIT_WORDS.search(clean, start, end)
    if scope is not None and "内设" in clean[start : scope.start()]:
        start = scope.start()
    body = clean[start:end]
    names: list[str] = []
    low = high = 0
    items = [i for i in ctx.outline.items if start <= i.start < end]
    if items:
        named = []
        for item in items:
            line = clean[item.body : item.end].split("\n")[0].rstrip("。；， ")
            if 3 <= len(line) <= 40 and re.search(_ENDING + r"(?:（[^）]*）)?$", line):
                named.append((item.body, item.body + len(line)))
        if named:
            low, high = named[0][0], named[-1][1]
            names = [ctx.text.original(*span) for span in named]
    if not names:
        found = None
        for lead in _UNIT_LEAD.finditer(body):
            low = start + lead.end()
            found = _LIST.match(clean, low, end) or _SINGLE.match(clean, low, end)
            if found is not None:
                break
        if found is None:
            return
        high = found.end()
        names = list(_names(ctx, low, high))
    count = _printed_count(ctx, start, low, high)
    yield _fact(ctx, "organisation.budget_units", (low, high), tuple(names), count)


def _clause(clean: str, at: int, start: int, end: int) -> tuple[int, int]:
    low = max(clean.rfind(stop, start, at) for stop in "。；\n，") + 1
    ends = [p for p in (clean.find(stop, at, end) for stop in "。；\n，") if p >= 0]
    return max(low, start), min(ends, default=end)


def _fact(
    ctx: Context, field: str, span: tuple[int, int], names: tuple[str, ...], count: int | None
) -> Fact:
    low, high = span
    while low < high and ctx.clean[low] in " \n":
        low += 1
    return ctx.fact(
        field,
        [("value", low, high)],
        value=names,
        extra={"value_count": count},
        confidence=0.9,
        made_by="rule:organisation",
    )
