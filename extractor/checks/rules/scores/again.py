"""FA606, FA607, FA628: scores of projects and numbers of projects told again, and full marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import plain
from extractor.checks.rules.scores.told import Score, scores_of
from extractor.checks.scan import around
from extractor.finding import Finding

_FULL: Final = Decimal(100)
_LONGEST: Final = 40  #: characters of a name and the words around it
#: What follows the name of a project before its score.
_FRAME: Final = re.compile(
    r"(?:[的]?(?:绩效|自我|综合|年度|部门|最终|总体|支出)?(?:自评|评价|评估|评定|评分|得分|总分|总得分|成绩|结果|平均)"
    r"|[为是：:达获得到共约的，（]|绩效|自我|综合)+$"
)
_BEFORE: Final = re.compile(
    r"^.*(?:其中|包括|综合评价|经自评|经评价|分别为|结果看|来看|对|年度?|本单位|本部门|我[局院校委办])[，：:]?"
)
_ORDINAL: Final = re.compile(r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}[）).．、是])+\s*")
_QUOTED: Final = re.compile(r"[“\"‘《](?P<name>[^”\"’》]{2,30})[”\"’》](?:项目|经费|工程|专项)?$")
_PROJECT: Final = re.compile(r"(?:项目|经费|工程|专项|资金|补助|专项资金)$")
_WHOLE: Final = re.compile(r"^(?:部门|单位|我局|全局|本级)*整体支出(?:绩效)?$")
_OTHERS: Final = re.compile(r"财政|复评|复核|抽评|重点|第三方|上年|去年|前年|部门评价|考核|较|比")
_GENERAL: Final = re.compile(
    r"(?:其他|各个?|所有|全部|上述|以上|该|本|两个?|几个|平均|一般|重点|单个|\d+个?|[一二三四五六七八九十]+个|预算|支出|绩效|自评|"
    r"部门|单位|财政|评价|项目|资金|经费|专项|工程|转移支付|县级|市级|省级|中央|一级|二级)+"
)
_SHORTEST: Final = 4
#: Scores of parts of an evaluation are none of a project.
_PART: Final = re.compile(
    r"指标|产出|效益|满意度|执行|决策|过程|投入|管理|效果|分值|质量|数量|时效|成本"
)

_EVALUATED: Final = re.compile(
    r"(?:对|针对|组织)[^，。；：\n]{0,24}?(?P<count>\d{1,3})个(?:[^，。；\d\n个]{0,10}?)项目(?:支出)?(?:、[\d.,]{1,12}万?元|，[^，。；\n\d]{0,8}[\d.,]{1,12}万?元，?)?(?:全面|全部|均|都)?"
    r"(?:组织)?(?:开展|进行|实施)了?(?:全面)?(?:绩效)?(?:自评|自我评价|绩效评价)"
    r"|(?:项目(?:支出)?(?:绩效)?自评|自评)(?:的)?项目(?:共|共计|数)?(?P<after>\d{1,3})个"
)
_PROJECTS: Final = re.compile(
    r"个(?<=\d个)(?=[^，。；\d\n个]{0,10}?项目)|自评(?=的?项目(?:共|共计|数)?\d{1,3}个)"
)
_RESULT: Final = re.compile(
    r"(?:从|全部|上述|以上|这|所有)(?P<count>\d{1,3})个项目(?:支出)?(?:的)?(?:绩效)?(?:自评|评价)?"
    r"|(?<![\d第])(?P<plain>\d{1,3})个项目(?:支出)?(?:的)?(?:绩效)?自评(?:中|结果|得分|平均)"
    r"|(?:(?<=[。；\n])|(?<=自评，))(?P<alone>\d{1,3})个项目中(?=，)"
)
#: Grades or scores behind a number of projects: it is of those that were evaluated.
_NUMBERED: Final = re.compile(r"个项目(?<=\d个项目)")
_GRADED: Final = re.compile(r"[^。\n]{0,24}(?:[优良][秀好]?[”\"]?的?(?:等[级次]的?)?\d|\d分)")
_SOME: Final = re.compile(
    r"其中|抽|选|随机|重点|上年|去年|结转|跟踪|监控|剩余|另外|其余|部门评价|一级|二级"
)

_ALL_FULL: Final = re.compile(
    r"(?:(?:全部|所有|各个?|\d+个)(?:二级)?项目(?:支出)?(?:绩效)?(?:自评)?(?:得分|结果|评价|分数)?|项目(?:绩效)?自评(?:得分|结果)|(?<=[，；])全部)"
    r"(?:均|都|全部|一律)?(?:为|是|得|获得?|达到?|取得)了?(?:满分|100(?:\.0{1,2})?分)"
)
#: One of these stands in every such statement.
_FULL_WORDS: Final = ("满分", "100分", "100.0")
_ABOVE_WORDS: Final = ("分以上", "分及以上", "分（含）以上", "不低于", "高于", "超过")
_ALL_ABOVE: Final = re.compile(
    r"(?:得分|分数|项目|评分|自评)(?:均|都|全部)(?:在|达到?|(?P<beyond>超过|高于|不低于))了?(?P<least>\d{2,3}(?:\.\d+)?)分(?(beyond)|(?:及?以上|（含）以上))"
)
#: How the first of them ends.
_MARKS: Final = re.compile(r"满分|100(?:\.0{1,2})?分")


def scores_again(case: Case) -> Iterator[Finding]:
    """FA606: a project has one score, wherever it is told."""
    known: dict[str, list[Score]] = defaultdict(list)
    for scores in scores_of(case):
        for each in scores:
            name = _name(case, each)
            if name is not None:
                known[name].append(each)
    for told in known.values():
        values = {each.value for each in told}
        if len(values) != 2:
            continue
        other = next(each for each in told if each.value != told[0].value)
        yield case.found(
            "FA606", other.place, told[0].place, stated=plain(other.value),
            expected=plain(told[0].value), other=plain(told[0].value),
        )  # fmt: skip


def _name(case: Case, score: Score) -> str | None:
    """The project that a score is of, without the words around it; None where it is of none."""
    bracket = score.lead.endswith("（")
    if score.kind not in ("had", "most") or score.value > _FULL or (
        score.kind == "most" and not (bracket and case.clean.startswith("）", score.end))
    ):  # fmt: skip
        return None
    begin = max(0, score.start - _LONGEST)
    lead = re.split(r"[。；\n、]", case.clean[begin : score.start])[-1]
    if _OTHERS.search(lead):
        return None
    words = _FRAME.sub("", lead.rstrip("（") if bracket else lead)
    if not bracket and words == lead:
        return None
    quoted = _QUOTED.search(words)
    if quoted is not None:
        name = quoted["name"]
    else:
        words = _ORDINAL.sub("", words.split("，")[-1])
        name = words if _WHOLE.match(words) else _BEFORE.sub("", words)
        if _WHOLE.match(name):
            return "整体支出"
        if _PROJECT.search(name) is None:
            return None
    if _PART.search(name) or re.search(r"\d", name):
        return None
    name = name.removesuffix("项目")
    return name if len(name) >= _SHORTEST and not _GENERAL.fullmatch(name) else None


def evaluated(case: Case) -> re.Match[str] | None:
    """How many projects were evaluated, as the document tells first; its group is ``count`` or
    ``after``."""
    found = around(case.clean, _EVALUATED, _PROJECTS, 32)
    return next((each for each in found if not _SOME.search(each[0])), None)


def projects_again(case: Case) -> Iterator[Finding]:
    """FA607: as many projects have results as were evaluated."""
    first = evaluated(case)
    if first is None:
        return
    key = "count" if first["count"] else "after"
    begin, part = first.end(), case.part_of(case.section_at(first.start()))
    for match in around(case.clean, _RESULT, _NUMBERED, 6, begin):
        other = next(name for name in ("count", "plain", "alone") if match[name])
        stated, due = match[other], first[key]
        between = case.clean[begin : match.start()]
        if stated == due or re.search(rf"(?<!\d){stated}\s?个", between):
            continue
        if _SOME.search(case.clean, max(begin, match.start() - 30), match.start()):
            continue
        near = case.part_of(case.section_at(match.start())) == part
        if not near and _GRADED.match(case.clean, match.end()) is None:
            continue
        yield case.found(
            "FA607", match.span(other), first.span(key), stated=stated, expected=due, other=due
        )
        return


def full_marks(case: Case) -> Iterator[Finding]:
    """FA628: where all projects have full marks, or at least so many, none has less."""
    for pattern, found in (
        (_ALL_FULL, around(case.clean, _ALL_FULL, _MARKS, 32)),
        (_ALL_ABOVE, _ALL_ABOVE.finditer(case.clean)),
    ):
        for match in found:
            least = _FULL if pattern is _ALL_FULL else Decimal(match["least"])
            if _OTHERS.search(match[0]) or _PART.search(
                case.clean, max(0, match.start() - 6), match.end()
            ):
                continue
            less = _less(case, match, least)
            if less is not None:
                yield case.found(
                    "FA628", match.span(), less.place, against=plain(less.value), confidence=0.9
                )


def _less(case: Case, statement: re.Match[str], least: Decimal) -> Score | None:
    """A score of a project, in the section of a statement, below what all of them have."""
    section = case.section_at(statement.start())
    for scores in scores_of(case):
        for each in scores:
            if each.kind != "had" or not Decimal(50) <= each.value < least:
                continue
            if case.section_at(each.start) != section:
                continue
            if statement.start() <= each.start < statement.end():
                continue
            lead = re.split(r"[。；\n]", each.lead)[-1]
            if _OTHERS.search(lead) or _PART.search(lead):
                continue
            if re.search("项目|经费|专项|工程|平均|最低|自评", lead):
                return each
    return None
