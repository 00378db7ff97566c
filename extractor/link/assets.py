"""Vehicles by use, and equipment above a price."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.link.context import KINDS, Context, decimal_text
from extractor.link.dates import as_of
from extractor.link.sections import NARRATIVE, SILENT
from extractor.mentions import Mention
from extractor.segment import Sentence

_VEHICLE, _EQUIPMENT = "asset.vehicle", "asset.equipment"
_COUNT = KINDS["count"]
_VEHICLE_UNITS = ("辆", "台", "部")
_SET_UNITS = ("台（套）", "台套", "台", "套", "台/套", "件", "台件", "台（件、套）")
_WORK = frozenset(NARRATIVE[:-2])
_FAR = 240  #: characters before a count that can say what it counts
_BOUGHT = re.compile(r"购置|新购|更新|购买|购入|添置")
_HELD = re.compile(r"保有|共有|现有|拥有|实有|在编|总数|合计|年末|年底")
_BOUGHT_AND_RUN = re.compile(r"购置(?:及|和|与)运行")
_GONE = re.compile(r"报废(?!后?更新)|处置|调出|划转|拍卖|检查|查处|压减|淘汰|替下|替换")
#: had in the year, not at its end
_WITHIN = re.compile(r"(?:当年|本年|年内)(?:新增|新购|受赠|接受)")
_CAR = re.compile("车|皮卡")
_REASON = re.compile(r"原因|由于|因为")
_CHANGED = re.compile(r"(?:比|较)?(?:上年|去年)?(?:末|底|同期)?(?P<up>增加|减少)(?:了)?$")
_NO_EQUIPMENT = re.compile(r"(?:没有|无)[^，；。]{0,4}单[价位][^，；。]{2,40}设备")
_NO_VEHICLES = re.compile(r"(?:没有|无)(?:公务)?(?:用车|车辆)(?=[，。；、])")
_ASIDE = re.compile(r"（[^（）]{3,60}）")  #: （洒水、清扫等作业车）; （省） belongs to a use
_LEADING = re.compile(
    r"^(?:[^，。；]{0,16}(?:现有|共有|拥有|实有)|\d{1,4}年度?末?|\d{1,2}月(?:\d{1,2}日|[底末])|日(?=在|共|车|年)|[年期]末|年度?|在册|其中"
    r"|分为|包括|归入|列入|用途(?:是|为)|主要是|报废|购(?=车)|按用途分|分别|截至|截止|本年度?|当年|全年|年末|年底|单位|部门|本|全局|系统|我"
    r"|共有|现有|实有|在编|拥有|占用|使用|保有|开支|财政拨款|一般公共预算|运行维护费|有|是|为|系|属于?"
    r"|均|及|和|新购置|购置|更新|新购|购买|购入|添置|的|：|（)+"
)
_TOTAL = re.compile(
    r"(?:^|共有|拥有|现有|实有|占用|使用|占有|[位门级属计有])(?:公务|机动)?(?:车辆|用车|汽车)"
    r"(?:编制|总数|数量|共计|合计|保有量|总量|数|购置数)?(?:共|为|共有|是)?$"
)
_PUBLIC = re.compile(r"(?:公务用车|公车|公务车)(?:保有|购置)?(?:量|数)?(?:为|共|是)?$")
_USE = re.compile(r"[一-鿿（）“”]{1,24}(?:车(?:辆)?|皮卡)$")
_AFTER = re.compile(r"(?:为|是|系)?(?P<use>[一-鿿]{1,8}?车)(?![辆内])")
_TAIL = re.compile(r"(?:数量|数|共|为|是|有|：)+$")


def link_assets(ctx: Context) -> Iterator[Fact]:
    """Facts of kind asset, and nothing from prose about work."""
    paragraph, start = -1, 0
    for sentence, kinds in ctx.running:
        if sentence.paragraph != paragraph:
            paragraph, start = sentence.paragraph, sentence.start
        types = ctx.types(sentence.section)
        own = types[0] if types else ""
        if own in SILENT or own in _WORK:
            continue
        if kinds & _COUNT:
            yield from _sentence(ctx, sentence, start)
        if own == "assets" or ctx.clean.find("设备", sentence.start, sentence.end) >= 0:
            yield from _none(ctx, sentence, start, own)


def _sentence(ctx: Context, sentence: Sentence, paragraph: int) -> Iterator[Fact]:
    clean = ctx.clean
    section = None
    if sentence.section is not None:
        section = ctx.outline.sections[sentence.section].end
    public = "three_public" in "".join(ctx.types(sentence.section)[:1])
    previous = sentence.start
    last: tuple[str, str] | None = None
    dated: str | None = None
    for index in ctx.mentions_in(sentence.start, sentence.end):
        mention = ctx.mentions[index]
        if mention.kind != "count" or mention.value is None or index in ctx.claimed:
            continue
        before = clean[max(sentence.start, mention.start - _FAR) : mention.start]
        clause = re.split("[；。]", before)[-1]
        lead = clean[max(previous, mention.start - _FAR) : mention.start]
        near = re.split("[，；。]", _ASIDE.sub("", lead))[-1]
        after = clean[mention.end : mention.end + 9]
        field = _field(mention, clause, lead, after[:6], public=public)
        if field is None or _GONE.search(near):
            continue
        if _REASON.search(clause) and not _HELD.search(near):
            continue
        previous = mention.end
        changed = _CHANGED.search(near)
        if changed:
            if last is not None and last[0] == field:
                ctx.claimed.add(index)
                yield _change(ctx, mention, *last, dated, up=changed["up"] == "增加")
            continue
        category = "total" if field == _EQUIPMENT else _category(near, after)
        bought = _is_bought(clause, near, field)
        if category == "total" and public and (bought or "公务用车" in near):
            category = "公务用车"
        date = _period(ctx, as_of(ctx, paragraph, mention.start, section), near)
        if (bought or _WITHIN.search(near)) and ctx.year:
            date = date[:4] if date else str(ctx.year)
        ctx.claimed.add(index)
        last, dated = (field, category), date
        yield ctx.fact(
            field,
            [("value", mention.start, mention.end)],
            category=category,
            period=date,
            value=decimal_text(mention.value),
            unit=_unit(field),
            as_printed=True,
            approx=mention.approx,
            extra={"purchased": True} if bought else {},
            confidence=0.95,
            made_by="rule:assets",
        )


def _field(mention: Mention, clause: str, lead: str, after: str, *, public: bool) -> str | None:
    unit = mention.unit or ""
    if unit in _SET_UNITS and ("设备" in clause[-40:] or after.startswith("设备")):
        return _EQUIPMENT
    if unit == "辆" and public:
        return _VEHICLE
    if unit in _VEHICLE_UNITS and _CAR.search(f"{lead} {after} {clause}"):
        return _VEHICLE
    return None


def _unit(field: str) -> str:
    return "vehicle" if field == _VEHICLE else "set"


def _period(ctx: Context, told: str | None, near: str) -> str | None:
    """The period of a count: a year that only something else was compared with is none."""
    if ctx.year is None:
        return told
    year = str(ctx.year)
    if told is None or (told[:4] != year and told[:4] not in near):
        return year + told[4:] if told else year
    return told


def _change(
    ctx: Context, mention: Mention, field: str, category: str, period: str | None, *, up: bool
) -> Fact:
    return ctx.fact(
        field,
        [("value", mention.start, mention.end)],
        role="change",
        direction="increase" if up else "decrease",
        category=category,
        period=period,
        value=decimal_text(mention.value),
        unit=_unit(field),
        as_printed=True,
        extra={"base": "prior_year"},
        confidence=0.9,
        made_by="rule:assets",
    )


def _none(ctx: Context, sentence: Sentence, paragraph: int, own: str) -> Iterator[Fact]:
    """没有单价100万元以上的设备 is a count of 0, in a section on assets 没有车辆 too."""
    stated = [(_EQUIPMENT, _NO_EQUIPMENT.search(ctx.clean, sentence.start, sentence.end))]
    if own == "assets":
        stated.append((_VEHICLE, _NO_VEHICLES.search(ctx.clean, sentence.start, sentence.end)))
    for field, match in stated:
        if match is None or any(
            ctx.mentions[i].kind == "count" for i in ctx.mentions_in(match.start(), match.end() + 4)
        ):
            continue
        yield ctx.fact(
            field,
            [("value", *match.span())],
            category="total",
            period=_period(ctx, as_of(ctx, paragraph, match.start()), ""),
            value="0",
            unit=_unit(field),
            as_printed=True,
            implied=True,
            confidence=0.9,
            made_by="rule:none",
        )


def _is_bought(clause: str, near: str, field: str) -> bool:
    """Whether the word nearest before a count says that it was bought, not held."""
    if field == _VEHICLE and _BOUGHT_AND_RUN.search(clause):
        clause = near
    bought = [match.start() for match in _BOUGHT.finditer(clause)]
    held = [match.start() for match in _HELD.finditer(clause)]
    return bool(bought) and (not held or max(held) < max(bought))


def _category(near: str, after: str) -> str:
    """The use that a count of vehicles is told for.

    >>> _category("其中主要领导干部用车", ""), _category("截至年末，本单位共有车辆", "")
    ('主要领导干部用车', 'total')
    >>> _category("年末公务用车保有量为", ""), _category("购置", "救护车")
    ('公务用车', '救护车')
    """
    near = near.rsplit("、", 1)[-1].rsplit("，", 1)[-1].strip()
    if "车辆编制" in near:
        return "车辆编制"
    use = _USE.search(_TAIL.sub("", near))
    named = _LEADING.sub("", use.group()) if use else ""
    if "保有" in near or near.endswith("购置公务用车") or _PUBLIC.fullmatch(_LEADING.sub("", near)):
        return "公务用车"
    if len(named) > 1 and named not in ("车辆", "用车") and not _TOTAL.search(near):
        return named
    if use is None and not near.endswith(("车辆", "用车")):
        word = _AFTER.match(after)
        return word["use"] if word else "total"
    return "total"
