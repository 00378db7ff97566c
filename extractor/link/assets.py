"""Vehicles by use, and equipment above a price."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.link.context import Context, decimal_text
from extractor.link.dates import as_of
from extractor.link.sections import NARRATIVE, SILENT
from extractor.segment import Sentence

_VEHICLE_UNITS = ("辆", "台", "部")
_SET_UNITS = ("台（套）", "台套", "台", "套", "台/套", "件", "台件")
_BOUGHT = re.compile(r"购置|新购|更新|购买|购入|添置")
_HELD = re.compile(r"保有|共有|现有|拥有|实有|在编|总数|合计")
_USE = re.compile(r"(?:其中|分别为|：|，|、|；|（|是|有|为)*([一-鿿（）、“”]{2,24}?(?:用车|车辆|轿车|越野车|客车|载客汽车|货车|救护车|消防车|摩托车|车))[^，；。]{0,4}$")
_GONE = re.compile(r"报废|处置|调出|划转|拍卖|检查|查处")
_REASON = re.compile(r"原因|由于|因为")
_NO_EQUIPMENT = re.compile(r"(?:没有|无)[^，；。]{0,4}单[价位][^，；。]{2,40}设备")
_TOTAL = re.compile(r"(?:共有|拥有|现有|实有|使用|占用|占有|单位|部门|本级|所属|共计|编制|数量)*(?:公务|机动|公务用)?(?:车辆|用车)(?:编制|总数|数量|共计|合计|保有量)?(?:为|共)?$")
_STRIP = re.compile(r"^(?:其中|截至|截止|本年度?|当年|年末|年底|单位|部门|本|共有|现有|有|及|和|为|开支|财政拨款|使用|一般公共预算|购置|更新|新购|的|：)+")


def link_assets(ctx: Context) -> Iterator[Fact]:
    """Facts of kind asset, and nothing from prose about work."""
    paragraph, start = -1, 0
    for sentence in ctx.sentences:
        if sentence.paragraph != paragraph:
            paragraph, start = sentence.paragraph, sentence.start
        types = ctx.types(sentence.section)
        own = types[0] if types else ""
        if sentence.form == "cell" or own in SILENT or own in NARRATIVE[:-2]:
            continue
        yield from _sentence(ctx, sentence, start)
        yield from _none(ctx, sentence, start)


def _sentence(ctx: Context, sentence: Sentence, paragraph: int) -> Iterator[Fact]:
    clean = ctx.clean
    section = None
    if sentence.section is not None:
        section = ctx.outline.sections[sentence.section].end
    public = "three_public" in "".join(ctx.types(sentence.section)[:1])
    previous = sentence.start
    for index in ctx.mentions_in(sentence.start, sentence.end):
        mention = ctx.mentions[index]
        if mention.kind != "count" or mention.value is None or index in ctx.claimed:
            continue
        lead = clean[previous : mention.start]
        clause = re.split(r"[；。]", clean[sentence.start : mention.start])[-1]
        unit = mention.unit or ""
        near = re.split(r"[，；。]", lead)[-1]
        after = clean[mention.end : mention.end + 6]
        if _GONE.search(near) or _REASON.search(clause):
            continue
        field = None
        category: str | None = "total"
        if unit in _SET_UNITS and ("设备" in clause[-40:] or after.startswith("设备")):
            field = "asset.equipment"
        elif unit in _VEHICLE_UNITS and ("车" in lead or "车" in after or "车" in clause):
            field = "asset.vehicle"
            category = _category(near, after)
            if category == "total" and public and _is_bought(clause, near, "asset.vehicle"):
                category = "公务用车" if "公务用车" in clause else category
        if field is None:
            continue
        previous = mention.end
        bought = _is_bought(clause, near, field)
        date = as_of(ctx, paragraph, mention.start, section)
        period = date or (str(ctx.year) if ctx.year else None)
        if bought and ctx.year:
            period = period[:4] if period else str(ctx.year)
        ctx.claimed.add(index)
        yield ctx.fact(
            field,
            [("value", mention.start, mention.end)],
            category=category,
            period=period,
            value=decimal_text(mention.value),
            unit="vehicle" if field == "asset.vehicle" else "set",
            raw=ctx.text.original(mention.start, mention.end),
            approx=mention.approx,
            extra={"purchased": True} if bought else {},
            confidence=0.95,
            made_by="rule:assets",
        )


def _none(ctx: Context, sentence: Sentence, paragraph: int) -> Iterator[Fact]:
    """没有单价100万元以上的设备 is a count of 0."""
    stated = _NO_EQUIPMENT.search(ctx.clean, sentence.start, sentence.end)
    if stated is None or any(
        ctx.mentions[i].kind == "count" for i in ctx.mentions_in(stated.start(), stated.end() + 4)
    ):
        return
    date = as_of(ctx, paragraph, stated.start())
    yield ctx.fact(
        "asset.equipment",
        [("value", stated.start(), stated.end())],
        category="total",
        period=date or (str(ctx.year) if ctx.year else None),
        value="0",
        unit="set",
        raw=ctx.text.original(stated.start(), stated.end()),
        implied=True,
        confidence=0.9,
        made_by="rule:none",
    )


def _is_bought(clause: str, near: str, field: str) -> bool:
    bought = [m.start() for m in _BOUGHT.finditer(clause)]
    if not bought:
        return False
    if field == "asset.vehicle" and re.search(r"购置及运行|购置和运行|购置与运行", clause):
        bought = [m.start() for m in _BOUGHT.finditer(near)]
        if not bought:
            return False
    held = [m.start() for m in _HELD.finditer(clause)]
    return not held or max(held) < max(bought)


def _category(near: str, after: str) -> str:
    if "车辆编制" in near:
        return "车辆编制"
    if "保有" in near:
        return "公务用车"
    if _TOTAL.search(near) and not re.search(
        r"领导|干部|通信|保障|执勤|技术|其他|业务|特种|服务|应急|勤务|接待", near
    ):
        return "公务用车" if "公务用车" in near and "共有车辆" not in near else "total"
    use = _USE.search(near)
    if use:
        named = _STRIP.sub("", use[1])
        return named if len(named) > 1 and named not in ("车辆", "公务用车车辆") else "total"
    word = re.match(r"([一-鿿]{1,8}?车)", after)
    return word[1] if word else "total"
