"""Statements that there was none: 本年度无公务接待费支出 gives 0, implied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.fact import Fact
from extractor.link.context import Context
from extractor.link.lexicon import resolve
from extractor.link.sections import NARRATIVE, SILENT
from extractor.schema import fields

NONE = re.compile(
    r"(?<!有)(?:无(?!变化|增减|关|法|力|内设|偿)|没有(?!变化|增减)|不存在|不涉及"
    r"|未(?:发生|安排|产生|使用|开展|组织|列支|购置|收到|取得|做|提取|新购|购买|采购|购车|更新|进行)"
    r"|不(?:提取|产生|统计|填报|列支|单列)|[均皆都全](?:部)?(?:无|为零|未)|为零(?=[，。；、\n]))"
)
#: every statement of none has one of these
_SIGNS = (
    "无", "没有", "未", "不存在", "不涉及", "不提取", "不产生", "不统计", "不填报", "不列支",
    "不单列", "为零",
)  # fmt: skip
#: 国有资本经营预算：无此项收支
_THIS = re.compile(
    r"(?:此|该|这|上述|相关|有关|任何|本)[类项]?(?:收|支|业务|经费|资金|预算|情况)|[。；\n]"
)
#: the statement leans on its heading: 无此项支出, 两项均未安排, 本年度没有发生
_LEANS = re.compile(
    r"(?:本(?:部门|单位|年度?)|我[局院校]|全年|[两二三]项|上述|以上|该项?|此项?|本项|这?两类|年度|当年|财政拨款|预算|收支|收入|支出|安排|"
    r"相关|有关|任何|情况|经费|资金|业务|项|均|都|皆|全部|无|没有|未|不|发生|产生|使用|开展|列支|涉及|存在|为零|，|和|及|、|\d{4}年|数据)+"
)
#: A clause that only says again that there was nothing: …，没有支出 / …，购置费为零.
_AGAIN = re.compile(
    r"，(?:也|且|故|均|相关)?(?:没有|未发生|未产生|无)(?:相关|该项|此项|任何)?"
    r"(?:支出|费用|经费|开支)(?=[。；，\n]|$)"
    r"|，[^，。；\n]{0,10}(?:均?为零|均?为0(?:元|万元)?)(?=[。；，\n]|$)"
)
_REASON = re.compile(r"主要原因|原因是|原因为|由于|因为|因本|主要是|与上年|较上年|比上年")
#: an instruction of the form, which speaks of units in general: 无…支出的部门，作下述说明
_IN_GENERAL = re.compile(r"的(?:部门|单位|，?(?:仍|应|请|需))")
_YEAR_BEFORE = re.compile(r"上年|去年|上一年|往年")  #: 上年无此项支出 says nothing of this one
#: 说明：本部门没有…收支，故本表无数据 under a table
_NOTE = re.compile(
    r"(?:\d{1,2}[.、．])?(?:备?注|(?:情况)?说明)(?:\d{1,2})?[：:]|[^。；\n]{0,120}(?:[本此该]表(?:无数据|为空|无数字)|空表)"
)
_OF_THOSE = re.compile(r"(?:财政拨款)?(?:安排|开支|列支|负担)的[“\"]?")
_STOP = "。；，\n"


def link_none(ctx: Context) -> Iterator[Fact]:
    """Money facts with value 0 for the fields that a statement of none names."""
    clean = ctx.clean
    for sentence in ctx.sentences_with(_SIGNS):
        if sentence.form == "cell":
            continue
        types = ctx.types(sentence.section)
        own = types[0] if types else ""
        if own in NARRATIVE or (own in SILENT and not _of_table(clean, sentence.start, own)):
            continue
        done = sentence.start
        for trigger in NONE.finditer(clean, sentence.start, sentence.end):
            if trigger.start() < done:
                continue
            if _REASON.search(clean, done, trigger.start()):
                break
            low, high = _clause(clean, sentence.start, trigger.start(), sentence.end)
            done = high
            yield from _statement(ctx, sentence.section, trigger, low, high)


def _of_table(clean: str, start: int, own: str) -> bool:
    """Whether a sentence is the note of a table that is empty, and says why."""
    return own == "tables" and _NOTE.match(clean, start) is not None


def _clause(clean: str, start: int, at: int, end: int) -> tuple[int, int]:
    low = max(clean.rfind(stop, start, at) for stop in _STOP) + 1
    ends = [p for p in (clean.find(stop, at, end) for stop in _STOP) if p >= 0]
    high = min(ends, default=end)
    again = _AGAIN.match(clean, high, end)
    return max(low, start), again.end() if again else high


def _headed(ctx: Context, section: int | None) -> list[str]:
    """The fields that a statement speaks of which names none itself: those of its heading."""
    if section is None:
        return []
    own = ctx.outline.sections[section]
    types = ctx.types(section)
    found: list[str] = []
    for _, _, entry in ctx.hits_in(own.start, own.end):
        if entry.kind in ("field", "skip"):
            found += entry.none or resolve(entry, types, None)
    return list(dict.fromkeys(found))


def _statement(
    ctx: Context, section: int | None, trigger: re.Match[str], low: int, high: int
) -> Iterator[Fact]:
    types = ctx.types(section)
    if any(ctx.mentions[i].kind in ("money", "percent") for i in ctx.mentions_in(low, high)):
        return
    if _IN_GENERAL.search(ctx.clean, trigger.end(), high + 2):
        return
    if _YEAR_BEFORE.search(ctx.clean, low, trigger.start()):
        return
    keys: list[tuple[str, str]] = []
    family: str | None = None
    hits = ctx.hits_in(low, high)
    names_after = any(hit[0] >= trigger.end() and hit[2].kind in ("field", "skip") for hit in hits)
    said_before = _THIS.match(ctx.clean, trigger.end()) is not None
    for at, (start, end, entry) in enumerate(hits):
        if entry.kind not in ("field", "skip"):
            continue
        if start < trigger.start() and trigger.group()[0] == "无" and not said_before:
            continue  # 收入5万元，无支出
        if start < trigger.start() and names_after:
            continue  # 出国费：没有出国预算
        after = hits[at + 1] if at + 1 < len(hits) else None
        if after and _OF_THOSE.fullmatch(ctx.clean, end, after[0]):
            return  # 政府性基金…安排的|“三公”经费: neither of the two, but what both share
        if after and after[0] == end and after[2].kind == "field" and not entry.none:
            continue  # 财政拨款|公务接待费: the last word of a compound names the field
        if ctx.clean.startswith("团组", end):
            resolved: tuple[str, ...] = ("three_public.abroad_groups",)
        else:
            resolved = entry.none or resolve(entry, types, family)
        role = "budget" if ctx.clean.startswith("预算", end) else "actual"
        for key in resolved:
            if (key, role) not in keys:
                keys.append((key, role))
                family = key.split(".")[0] + "."
    if not keys and _LEANS.fullmatch(ctx.clean, low, high):
        keys = [(key, "actual") for key in _headed(ctx, section)]
    for key, role in keys:
        counted = fields()[key].kind == "quantity"
        yield ctx.fact(
            key,
            [("value", low, high)],
            role=None if counted else role,
            period=_year(ctx, low, high),
            value="0",
            unit="个" if counted else "CNY",
            as_printed=True,
            implied=True,
            confidence=0.9,
            made_by="rule:none",
        )


def _year(ctx: Context, low: int, high: int) -> str | None:
    for index in ctx.mentions_in(low, high):
        mention = ctx.mentions[index]
        if mention.kind == "date" and str(mention.value)[:2] == "20":
            return str(mention.value)[:4]
    return ctx.period
