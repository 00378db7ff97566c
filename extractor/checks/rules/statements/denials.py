"""FA621 to FA627: what is denied and then told, in words (identity 41)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.checks.case import Case, Place
from extractor.checks.scan import around, first_come, heads
from extractor.finding import Finding

_FLAWLESS: Final = re.compile("问题(?=[，。；！\n])")
_NOT_FOUND: Final = re.compile("(?:未|没有?|无|尚未|不)(?:发现|存在)(?:存在)?(?:任何|明显)?的?$")
_FLAWS: Final = re.compile(
    "(?<!上年)(?<!去年)(?<!年度)(?:发现的?|存在的?|主要|不足之)(?:主要|突出)?(?:困难[和与及])?(?:问题|不足|处)"
    "(?:及(?:其)?(?:主要)?原因|[和与]原因|[和与]不足)?(?:分析)?"
    "(?:(?:主要|有|是|为|在于)*[：:。，\n]\\s?|如下[：:。，\n]\\s?|主要[是有]|[是有为]|在于)(?P<what>[^。；\n]{4,200})"
)
#: What others looked for, and did not find.
_INSPECTED: Final = re.compile("审计|巡察|巡视|检查|督查|抽查|违纪|违规")
_EVALUATION: Final = re.compile("绩效|自评")
_NOTHING: Final = re.compile(
    "^(?:（?[一二三1-3][）.、]?)?(?:本单位|本部门)?(?:无|没有|未|暂无|不存在|尚未)"
)
#: Between these two, another project is told of.
_NEXT: Final = re.compile(
    "自评综述|项目自评|\n\\s?(?:[1-9]|[（(][一二三四五六七八九1-9][）)])[.、．]?[^\n]{2,40}项目"
)
_FURTHEST: Final = 800
#: A sentence of its own on the evaluation as such, not on one project of it.
_WHOLE: Final = re.compile(
    "(?:经|通过|从)?[^，。；\n]{0,6}，?(?:本次|本年度?|此次|各项|整体)?(?:支出)?(?:绩效)?(?:自评|评价|绩效管理)"
    "(?:中|各项工作|过程中|工作中|情况看)?，?(?:均|都|各项工作均)?(?:未|没有?|无|不|尚未)"
)
_SURE: Final = 0.75
_PERFORMANCE: Final = (
    "performance", "attachment", "problems", "tasks", "goals", "measures", "satisf",
)  # fmt: skip

_NO_DEPARTMENTS: Final = re.compile(
    "(?:无|没有|未设立?|未设置|不设)(?:独立的?|单独的?)?内设(?:机构|科室|股室|处室)(?=[，。；\n])"
)
_DEPARTMENTS: Final = re.compile("内设(?:机构|科室|股室|处室)(?=[，。；\n])")
#: What an office of somebody else bears before it.
_OTHERS: Final = frozenset("委府组局会公党政厅导小部处院")
_LEADS: Final = "(?:具体|主要|统一)?(?:负责|牵头|承担|组织实施|统筹)"
_OFFICE: Final = (
    re.compile("办公室" + _LEADS), re.compile("[财人计][务事财][科股]" + _LEADS)
)  # fmt: skip
_SECTIONS: Final = heads("科", "股", "处", then="室")
_ACTING: Final = re.compile("(?:业务|各|相关|有关|职能|财务)(?:业务|职能)?$")

_NOT_DONE: Final = heads(
    "未", "没有",
    then="(?:组织)?(?:开展|进行)[^，。；\n]{0,12}?(?P<kind>重点(?:绩效)?评价|部门评价|"
    "整体支出绩效自评|项目(?:支出)?绩效自评|绩效自评|绩效评价)",
)  # fmt: skip
_RESULT: Final = (
    "[^。；\n]{0,40}?(?:得分|评分|综合评分|评价等[级次])(?:均?为|是|：)?\\s?"
    "(?:\\d{2,3}(?:\\.\\d+)?分?|“?[优良中差]”?)"
)
_NO_UNITS: Final = heads(
    "无", "没有", then="(?:下属|所属|下级|二级)(?:预算|独立核算|的)*单位(?=[，。；\n])"
)
_ALL_BEST: Final = re.compile(
    '(?:均|全部|都)(?:被?评?定?为|是)[“"]?优秀?[”"]?(?=[^\n]{0,80}?'
    '(?:[“"]?良好?[”"]?(?:等次|等级)?(?:的)?(?:项目)?(?P<one>[1-9]\\d?)个|(?P<two>[1-9]\\d?)个[^，。；\n]{0,6}良))'
)
_BEST: Final = re.compile("优")
_LEVEL: Final = re.compile(
    "持平[，。；](?:主要)?原因(?:是|为|系)[^，。；\n]{0,30}?(?P<word>增加|减少|下降|增长|压减|上升)(?=[，。；])"
)
_NO_SPECIAL: Final = heads("不主管", "无", "没有", then="专项资金(?=[，。；\n])")
_SPECIAL: Final = re.compile("(?P<what>专项资金)(?:均|全部|都|也)?纳入")


def denials(case: Case) -> Iterator[Finding]:
    """Every statement that another one of the document denies."""
    yield from _problems(case)
    yield from _departments(case)
    yield from _evaluations(case)
    yield from _units(case)
    for match in _LEVEL.finditer(case.clean):
        yield _against(case, "FA627", match.span("word"), (match.start(), match.start() + 2))
    for match in around(case.clean, _ALL_BEST, _BEST, 9):
        other = match.span("one") if match["one"] else match.span("two")
        yield _against(case, "FA626", match.span(), (match.end(), other[1] + 1))
    denied = next(iter(first_come(case.clean, _NO_SPECIAL)), None)
    told = _SPECIAL.search(case.clean) if denied else None
    if denied and told:
        yield _against(case, "FA624", told.span("what"), denied.span())


def _against(
    case: Case, code: str, place: Place, other: Place, severity: str | None = None
) -> Finding:
    said = case.clean[other[0] : other[1]].strip()
    return case.found(code, place, other, against=said, severity=severity, confidence=0.9)


def _problems(case: Case) -> Iterator[Finding]:
    """FA621: no problems were found, and then they are listed."""
    for match in _FLAWLESS.finditer(case.clean):
        denied = _NOT_FOUND.search(case.clean, max(0, match.start() - 8), match.start())
        if denied is None:
            continue
        begin = case.sentences[case.sentence_at(match.start())].start
        if _INSPECTED.search(case.clean, max(begin, denied.start() - 12), match.end()):
            continue
        if not case.type_at(match.start()).startswith(_PERFORMANCE) and not _EVALUATION.search(
            case.clean, max(0, match.start() - 40), match.start()
        ):
            continue
        listed = _listed(case, match.end()) or _told(case, match.start())
        if listed is not None:
            yield _against(case, "FA621", (denied.start(), match.end()), listed)


def _listed(case: Case, start: int) -> Place | None:
    """The problems that are listed behind *start*, before another project is told of."""
    for told in _FLAWS.finditer(case.clean, start, start + _FURTHEST):
        if _NEXT.search(case.clean, start, told.start()):
            return None
        if not _NOTHING.match(told["what"]):
            return told.span("what")
    return None


def _told(case: Case, at: int) -> Place | None:
    """A problem of the part, where the statement at *at* is of the whole evaluation."""
    index = case.sentence_at(at)
    if index < 0:
        return None
    sentence = case.sentences[index]
    if not _WHOLE.match(case.clean, sentence.start, sentence.end):
        return None
    part = case.part_of(case.section_at(at))
    for fact in case.facts:
        if fact.kind == "performance" and fact.role == "problem" and fact.confidence >= _SURE:
            place = case.place(fact)
            if case.part_of(case.section_at(place[0])) == part and place[0] > at:
                return place
    return None


def _departments(case: Case) -> Iterator[Finding]:
    """FA622: there are no departments, and one is in charge."""
    denied = next(around(case.clean, _NO_DEPARTMENTS, _DEPARTMENTS, 7), None)
    if denied is None or any(
        fact.field == "organisation.internal_departments" and fact.value for fact in case.facts
    ):
        return
    for frame, severity in ((_OFFICE, "error"), (_SECTIONS, "warning")):
        for each in first_come(case.clean, frame):
            start = each.start()
            if start < denied.end():
                continue
            if frame is _SECTIONS:
                who = _ACTING.search(case.clean, max(0, start - 6), start)
                if who is None:
                    continue
                start = who.start()
            elif case.clean[start - 1] in _OTHERS:
                continue
            yield _against(case, "FA622", (start, each.end()), denied.span(), severity)
            break


def _units(case: Case) -> Iterator[Finding]:
    """FA625: there are no units below, and several are taken in."""
    denied = next(iter(first_come(case.clean, _NO_UNITS)), None)
    if denied is None:
        return
    for fact in case.facts:
        if fact.field == "organisation.budget_units" and len(fact.value or ()) > 1:
            yield _against(case, "FA625", denied.span(), case.place(fact))
            return


def _evaluations(case: Case) -> Iterator[Finding]:
    """FA623: no evaluation was made, and its result is told."""
    for match in first_come(case.clean, _NOT_DONE):
        kind = match["kind"]
        result = re.compile(
            kind.replace("支出", "").replace("绩效", "(?:支出)?(?:绩效)?") + _RESULT
        )
        for told in result.finditer(case.clean):
            apart = told.end() <= match.start() or match.end() <= told.start()
            if apart:
                yield _against(case, "FA623", match.span(), told.span())
                break
