"""Counted results in narratives: what was counted, and how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.fact import Fact
from extractor.link.context import Context, decimal_text
from extractor.link.counted import counted_name
from extractor.link.passages import passages
from extractor.mentions import Mention

#: Ages and years are no results, whatever is said of them.
_AGE = re.compile(r"年|岁|周年|周岁|年级")
#: Small numbers in words are ways of speaking (一次, 两所) more often than results.
_SPOKEN = re.compile(r"[一二两三四五六七八九十]{1,2}(?![百千万亿余多几])")
_TIME = re.compile(r"个?(?:日|天|月|小时)[之以]?内")
_ORDINAL = re.compile(r"[第首另每]$|同一$|[考排名级]前$")
_REACH = 200  #: characters beside a count that are looked at
_COSTS = {"meeting", "training", "three_public"}
_FROM = re.compile("[由从] ?$")
_TO = re.compile(
    r"[^，。；\d]{0,4}(?:[压降提增减缩扩升调并]|上升|提高|下降|增加|减少|缩短|扩大|压缩|合并)(?:到|至|为)"
)
_GATHERING = re.compile(r"会议|大会|培训|轮训|论坛|参会|参训")
_OTHERS = {"document", "other_notes"}  #: may tell of the same costs
_GATHERING_COST = re.compile("会议费|培训费")
_GATHERED = frozenset(
    ("个", "次", "场", "场次", "期", "人", "人次", "名", "班次", "批", "批次", "天")
)
_MARKS = re.compile("[，。；：、！？\n]")
_GRADES = "优秀|优良|良好|优|良|中|差|合格|不合格|较好|一般"
_GRADE = re.compile(
    rf"(?:等级|等次|评级|结论|级别|结果|评价|自评|评定|评)(?:等级|等次|结果|结论)?(?:均)?(?:被)?(?:评定|评)?(?:为|是|：)?"
    rf"[“\"「]?(?P<grade>{_GRADES})(?=[”\"」]|[，。；、）的]|等|$|\n)"
)
_PROJECT = re.compile(r"(?:项目|课题|工程)")
_RATED = re.compile(
    rf"^[^，。；0-9]{{0,14}}?(?:为|达到|评为|得)?[“\"]?(?P<grade>{_GRADES})[”\"]?(?=[，。；、）等的]|$)"
)
_RATED_BEFORE = re.compile(
    rf"(?:(?:评为|等级为|等次为|结果为|评定为|为)[“\"]?|[“\"]|(?:^|中)(?=[优良中差]))"
    rf"(?P<grade>{_GRADES})[”\"]?(?:的|等级的|等次的)?(?:项目)?(?:共|有)?$"
)
#: 优8个、评为良的2个: a grade and nothing else stands before the count.
_GRADE_ONLY = re.compile(
    rf"^(?:其中|结果|评级|等级|等次|自评|评价|评定|评|获|得|为|是|达到)*[“\"]?(?P<grade>{_GRADES})[”\"]?"
    r"(?:等级|等次)?(?:的)?(?:项目)?(?:共|有)?$"
)
#: So many of the projects told before: 抽2个做监控, 市级安排10个.
_DRAWN = re.compile(r"(?:抽[出取查评中]?|选[出取]?|其中|安排|专款)$")
_NO_NOUN = re.compile(r"做|请|进行|开展|由|委托|送|实施|$")
_BANDED = re.compile(r"\d分(?:以上|以下|及以上)?的?(?:项目)?(?:有|共)?$")
_LEVEL = re.compile(r"(?P<level>[一二三]级项目|整体支出|政府性基金(?:预算)?项目|一般公共预算项目)")
_STAGE = (
    ("编报", "编报绩效目标项目"), ("编制", "编制绩效目标项目"), ("跟踪", "绩效跟踪评价项目"),
    ("监控", "绩效监控项目"), ("自评", "绩效自评项目"), ("评价", "绩效评价项目"),
)  # fmt: skip
#: Points taken off or added, and distances between scores, are no scores.
_CHANGED = re.compile(r"(?:扣|减|加|差|高|低|升|降|少|多|提高|拉低)(?:了|掉|去|出)?(?:约|近)?$")
_EVALUATED = re.compile(r"绩效|自评|评价|监控|等级|得分|评为|抽评|复核|评定|评级|平均[\d.]{1,6}分")
_FINDINGS = re.compile(r"问题")
_DIMENSION = re.compile(
    r"(?P<name>[^，。；：、（）\d“”]{0,4}(?:“[^”]{1,20}”)?[^，。；：、（）\d“”]{0,24}?)(?:的)?"
    r"(?:绩效)?(?:自评|评价|综合|总|最终|平均|指标|加权)*(?:得分|评分|总分|得|分)?(?:分别)?(?:为|是|约)?$"
)


_AROUND = re.compile(r"^(?:其中|经|从)|(?:自评|评价|综合|总|最终)+$")
_WHOLE = frozenset(["项目", "该项目", "本项目", "单位", "部门", "部门整体支出", "整体支出"])
_NAMED = re.compile(
    r"(?P<name>[^，。；：、]{2,30}?项目)(?:支出)?(?:绩效)?(?:自评)?(?:综述)?[：，自得]"
)


#: 去年8月举办…: what the sentence counts is of the year before
_LAST_YEAR = re.compile(r"(?<![比较与同和跟])(?:去年|上年)\d{1,2}月")


class _Sentence(NamedTuple):
    start: int
    end: int
    text: str


def link_quantities(ctx: Context) -> Iterator[Fact]:
    """Counts, scores, and numbers of projects and problems in narratives; grades."""
    period = ctx.period
    for passage in passages(ctx):
        text = passage.text
        # a grade needs one of these; passages of sections have their counts counted
        graded = "评" in text or "结" in text or "级别" in text or "等级" in text or "等次" in text
        counted = passage.kinds[2] or passage.section < 0
        if not graded and not counted:
            continue
        sentence = _Sentence(passage.start, passage.end, text)
        if graded:
            yield from _grades(ctx, sentence)
        if not counted:
            continue
        name, rated, origin = None, False, None
        back = _LAST_YEAR.search(text) if ctx.year and "年" in text else None
        for index in ctx.mentions_in(passage.start, passage.end):
            mention = ctx.mentions[index]
            if mention.kind != "count" or index in ctx.claimed or _skipped(ctx, mention):
                continue
            around = _around(ctx, sentence, mention)
            field, name, rated = _meant(ctx, around, mention, name, rated)
            ctx.claimed.add(index)
            if field == "quantity" and origin is not None:
                name = origin  # 由15个工作日压到7个: what the second counts, the first has told
            origin = name if ctx.year and _was(ctx.clean, mention) else None
            if field == "quantity" and ctx.year and origin is not None:
                yield _fact(ctx, mention, field, name, str(ctx.year - 1), "prior_actual")
            elif back and ctx.year and mention.start >= passage.start + back.end():
                yield _fact(ctx, mention, field, name, str(ctx.year - 1))
            else:
                yield _fact(ctx, mention, field, name, period)
    yield from _gatherings(ctx, period)


def _was(clean: str, mention: Mention) -> bool:
    """Whether a count is what something came from: 由15个工作日压到7个工作日."""
    return (
        _FROM.search(clean, max(0, mention.start - 2), mention.start) is not None
        and _TO.match(clean, mention.end) is not None
    )


def _around(ctx: Context, sentence: _Sentence, mention: Mention) -> _Sentence:
    """The part of a sentence that is read for a count, so that no sentence is too long."""
    if len(sentence.text) <= 2 * _REACH:
        return sentence
    low = max(sentence.start, mention.start - _REACH)
    high = min(sentence.end, mention.end + _REACH)
    return _Sentence(low, high, ctx.clean[low:high])


def _gatherings(ctx: Context, period: str | None) -> Iterator[Fact]:
    """Meetings and trainings held, and how many took part, in the sections on their costs."""
    sections = range(len(ctx.outline.sections))
    costs = {at for at in sections if not _COSTS.isdisjoint(ctx.types(at)[:1])}
    beside = {at for at in sections if not _OTHERS.isdisjoint(ctx.types(at)[:1])}
    if not costs and not beside:
        return
    for each, _ in ctx.running:
        if each.section not in costs and each.section not in beside:
            continue
        text = ctx.clean[each.start : each.end]
        if not (_GATHERING if each.section in costs else _GATHERING_COST).search(text):
            continue
        for index in ctx.mentions_in(each.start, each.end):
            mention = ctx.mentions[index]
            known = mention.kind == "count" and (mention.unit or "") in _GATHERED
            if known and index not in ctx.claimed and not _skipped(ctx, mention):
                ctx.claimed.add(index)
                sentence = _around(ctx, _Sentence(each.start, each.end, text), mention)
                name = counted_name(*_clause(ctx.clean, sentence, mention))
                yield _fact(ctx, mention, "quantity", name, period)


def _fact(
    ctx: Context,
    mention: Mention,
    field: str,
    name: str | None,
    period: str | None,
    role: str | None = None,
) -> Fact:
    value = mention.value
    hedged = value is None or (mention.approx or mention.low != mention.high)
    return ctx.fact(
        field,
        [("value", mention.start, mention.end)],
        value=decimal_text(value),
        low=decimal_text(mention.low) if hedged else None,
        high=decimal_text(mention.high) if hedged else None,
        unit="point" if field == "performance.score" else mention.unit,
        as_printed=True,
        approx=mention.approx,
        name=name,
        role=role,
        period=period,
        confidence=0.9 if field == "quantity" else 0.93,
        made_by="rule:quantities",
    )


def _skipped(ctx: Context, mention: Mention) -> bool:
    """Whether a count is a time, an ordinal or a way of speaking, and no result."""
    before = ctx.clean[max(0, mention.start - 12) : mention.start]
    if _ORDINAL.search(before):
        return True
    if _AGE.fullmatch(mention.unit or ""):
        return True
    spoken = _SPOKEN.match(mention.text)
    if spoken and _TIME.match(mention.text, spoken.end()):
        return True
    if mention.approx or spoken is None:
        return False
    after = ctx.clean[mention.end : mention.end + 2]
    return after != "项目" or mention.text[0] in "一两"


def _meant(
    ctx: Context, sentence: _Sentence, mention: Mention, name: str | None, rated: bool
) -> tuple[str, str | None, bool]:
    """Field and name of a count; whether it is of rated projects, which others may follow."""
    clause, after = _clause(ctx.clean, sentence, mention)
    unit = mention.unit or ""
    if unit == "分" and _CHANGED.search(clause) is None:
        return "performance.score", _scored(sentence, clause, name), False
    if unit in ("个", "项"):
        project = _projects(sentence, clause, after, rated)
        if project is not None:
            return "performance.projects", project or None, True
        problem = _problems(sentence, clause, after)
        if problem is not None:
            return "performance.problems", problem, False
    return "quantity", counted_name(clause, after) or name, False


def _clause(clean: str, sentence: _Sentence, mention: Mention) -> tuple[str, str]:
    """What stands before and after a count up to the next mark."""
    clause = _MARKS.split(clean[sentence.start : mention.start])[-1]
    end = _MARKS.search(clean, mention.end, sentence.end)
    return clause, clean[mention.end : end.start() if end else sentence.end]


def _scored(sentence: _Sentence, clause: str, before: str | None) -> str | None:
    """What has a score: the words before 得分 in its clause, or the project of the sentence."""
    match = _DIMENSION.search(clause)
    name = _AROUND.sub("", match["name"]).strip('“”" ') if match else ""
    if "平均" in clause:
        return "平均得分"
    if name and name not in _WHOLE:
        return name
    project = _NAMED.search(sentence.text)
    return project["name"] if project else None


def _projects(sentence: _Sentence, clause: str, after: str, rated: bool) -> str | None:
    """The name of a number of evaluated projects (may be empty); None where it is none."""
    evaluated = _EVALUATED.search(sentence.text) is not None
    if not evaluated and not rated:
        return None
    here = _PROJECT.search(clause + after[:14])
    level = _LEVEL.search(after[:12]) or _LEVEL.search(clause[-14:])
    grade = _RATED.match(after) or _RATED_BEFORE.search(clause)
    if level and (here or level["level"] == "整体支出"):
        return level["level"]
    alone = _GRADE_ONLY.match(clause)
    if alone and not after:
        return alone["grade"]
    if rated and _DRAWN.search(clause) and _NO_NOUN.match(after):
        return ""
    if "项目" in sentence.text and _BANDED.search(clause):
        return ""
    if grade and (here or rated):
        return grade["grade"]
    beside = re.match(r"[^，。；、]{0,10}项目", after) or re.search(
        r"项目(?:支出)?[^，。；、\d]{0,4}$", clause
    )
    if not beside:
        return None
    whole = clause + after
    return next((name for word, name in _STAGE if word in whole), "")


def _problems(sentence: _Sentence, clause: str, after: str) -> str | None:
    """Whether a number is of problems found, mended or left; None where it is none."""
    near = clause + after[:8]
    if re.search(r"(?:已|完成).{0,4}整改|整改(?:完成|完毕|到位|了)", near):
        return "rectified" if _FINDINGS.search(sentence.text) else None
    if re.search(r"正在整改|整改(?:之中|中)|未整改|尚未|待整改|剩余", near):
        return "pending" if _FINDINGS.search(sentence.text) else None
    about = re.search(r"自评|评价|绩效|监控|^发现", sentence.text)
    found = re.search(r"发现(?:的)?问题$|发现[^，。]{0,6}$", clause) and (
        clause.endswith("问题") or after.startswith("问题")
    )
    return "found" if found and about else None


def _grades(ctx: Context, sentence: _Sentence) -> Iterator[Fact]:
    """The grade that an evaluation came to."""
    text = sentence.text[: 4 * _REACH]
    for match in _GRADE.finditer(text):
        start, end = match.span("grade")
        clause = re.split("[，。；：]", text[: match.start()])[-1]
        behind = re.split("[，。；：、]", text[end : end + 12])[0]
        if re.search(r"[\d一二两三四五六七八九十]个|^”?的项目", clause + behind):
            continue  # so many projects of a grade
        whole = re.search(r"整体|本部门|单位", text[: match.start()])
        project = re.search(r"(“[^”]{2,20}”项目|[^，。；：、“”]{2,24}?项目)", text)
        yield ctx.fact(
            "document.performance_grade",
            [("value", sentence.start + start, sentence.start + end)],
            value=match["grade"],
            as_printed=True,
            name=project[1] if project and not whole else None,
            confidence=0.9,
            made_by="rule:grades",
        )
        return
