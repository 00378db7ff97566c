"""FA512, FA138, FA139: grades against scores, and counts of grades and problems against totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from extractor.checks.case import Case, Place
from extractor.checks.equations import plain
from extractor.checks.rules.scores.again import evaluated
from extractor.checks.rules.scores.told import Score, scores_of
from extractor.finding import Finding

_WORD: Final = r"优秀|良好|中等|较差|优|良|中|差"
_GRADE: Final = re.compile(
    r"(?:(?:等[级次第]|结论|评级|评[价定]结果|结果|评为|评定为|档次)[^，。；、！\d\n]{0,6}?|(?<=\d分)（(?:等[级次]：?)?)[“\"‘]?"
    rf"(?P<grade>{_WORD})(?=[”\"’，。；、）\s等档]|$)"
)
_BAND: Final = re.compile(
    rf"(?P<grade>{_WORD})[”\"’]?(?:等[级次])?（(?:得分)?(?P<in>[^（）\n]{{0,6}}?\d{{2,3}}[^（）\n]{{0,12}})）"
    r"|(?P<of>\d{2,3}分?(?:（不?含(?:\d+分)?）)?(?:及?以[上下]|[-—~～至到]\s?\d{2,3}分?(?:（不?含(?:\d+分)?）)?(?:之间)?)"
    rf"(?:（不?含(?:\d+分)?）)?)[^，。；\d\n]{{0,5}}?为[“\"‘]?(?P<as>{_WORD})"
)
_NUMBER: Final = re.compile(r"\d{2,3}")
_HUNDRED: Final = Decimal(100)
#: Lowest and highest score of each grade where the document does not say.
_COMMON: Final = {
    "优": (Decimal(90), _HUNDRED), "良": (Decimal(80), Decimal(90)),
    "中": (Decimal(60), Decimal(80)), "差": (Decimal(0), Decimal(60)),
}  # fmt: skip
_NAMES: Final = {"优秀": "优", "良好": "良", "中等": "中", "较差": "差"}
_BORDER: Final = Decimal("0.5")  #: what rounding to whole points moves
_TOTAL: Final = re.compile(r"总分|总得分|综合|合计|总计|总评|最终|整体")
_ASIDE: Final = re.compile(r"财政|复评|复核|第三方|重点评价|抽评|考核|上年|去年|满意")
_SEVERAL: Final = re.compile(r"\d\s?[个项]")  #: grades of several projects
_FAR: Final = 60  #: characters between a score and the grade that it has

_COUNTED: Final = re.compile(
    r"[“\"‘]?(?P<grade>优秀|良好|优|良|中|不合格|合格|较差|差)[”\"’]?(?:等[级次]?|级|的|为|有|是|共|项目|：|\s){0,4}"
    r"(?P<count>\d{1,4})\s?[个项]"
    r"|(?P<number>\d{1,4})\s?[个项](?:项目)?(?:的?自评|的?评[价定])?(?:等[级次]|评级|得分|结果)?(?:评定|评)?[为是获][“\"‘]?"
    r"(?P<word>优秀|良好|优|良|中|不合格|合格|较差|差)(?=[”\"’，。；、）]|等)"
)
_PROJECTS: Final = re.compile(
    r"(?P<before>\d{1,4})\s?个(?:[^，。；\d]{0,12}?)项目|项目(?:共|共计|有|数为|：)?\s?(?P<after>\d{1,4})\s?个"
)
_FOUND: Final = re.compile(r"(?:发现|查出|梳理出?|反映)(?:的)?(?:各类)?问题\s?(\d{1,4})\s?[个项条]")
_DONE: Final = re.compile(
    r"(?:(?:已|全部)?(?:经)?(?:完成整改|整改完成|整改完毕|整改到位|完成)的?(?:问题)?|已整改的?(?:问题)?)\s?(\d{1,4})\s?[个项条]"
)
_DOING: Final = re.compile(
    r"(?:正在整改|整改之中|整改中|持续整改|尚未整改|未整改|尚未完成整改|待整改)的?(?:问题)?\s?(\d{1,4})\s?[个项条]"
)


class Bands(NamedTuple):
    """Scores of grades; ``own`` where the document says them itself."""

    limits: dict[str, tuple[Decimal, Decimal]]
    own: bool


def bands(clean: str) -> Bands:
    """The bands that a document states, else the common ones.

    >>> bands("95分以上为优，85—95分为良。").limits["良"]
    (Decimal('85'), Decimal('95'))
    """
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for match in _BAND.finditer(clean):
        grade = match["grade"] or match["as"]
        text = match["in"] or match["of"]
        numbers = [Decimal(each) for each in _NUMBER.findall(re.sub("（不?含[^）]*）", "", text))]
        if not numbers or max(numbers) > _HUNDRED:
            continue
        low, high = min(numbers), max(numbers)
        if len(numbers) == 1:
            below = re.search("以下|低于|不足|[<＜]", text) is not None
            low, high = (Decimal(0), low) if below else (low, _HUNDRED)
            if not below and not re.search("以上|≥|>|不低于|高于", text):
                continue
        found.setdefault(_NAMES.get(grade, grade), (low, high))
    return Bands(found, True) if found else Bands(_COMMON, False)


def grades(case: Case) -> Iterator[Finding]:
    """FA512: the grade that a score is given is that of its band."""
    clean = case.clean
    told: Bands | None = None
    by_sentence = {case.sentence_at(each[0].start): each for each in scores_of(case)}
    graded = (
        (scores, match)
        for at, scores in by_sentence.items()
        for match in _GRADE.finditer(clean, *case.reach(at))
    )
    for scores, match in graded:
        grade = _NAMES.get(match["grade"], match["grade"])
        score = _score_of(case, scores, match)
        if score is None:
            continue
        told = told or bands(clean)
        due = _due(told, grade, score.value)
        if due is not None:
            yield case.found(
                "FA512", match.span("grade"), score.place, stated=match["grade"], expected=due,
                score=plain(score.value),
            )  # fmt: skip


def _due(told: Bands, grade: str, score: Decimal) -> str | None:
    """The grade that a score should have where *grade* cannot be it."""
    limits = told.limits.get(grade)
    if limits is not None and limits[0] - _BORDER <= score <= limits[1] + _BORDER:
        return None
    for other, (low, high) in told.limits.items():
        if other != grade and low <= score <= high:
            return other
    return None


def _score_of(case: Case, scores: list[Score], grade: re.Match[str]) -> Score | None:
    """The score that a grade is given for: the nearest before it, a total before its parts."""
    clean = case.clean
    before = [
        each for each in scores
        if each.end <= grade.start() and each.kind == "had" and each.value <= _HUNDRED
        and "；" not in clean[each.end : grade.start()]
    ]  # fmt: skip
    if not before:
        return None
    if clean[before[-1].end] == "（" and before[-1].end == grade.start():
        return before[-1]
    totals = [each for each in before if _TOTAL.search(each.lead)]
    chosen = totals[-1] if totals else before[-1]
    if not totals and len(before) > 1:
        first = before[0]
        behind = clean[first.end : before[1].start]
        parts = sum((each.value for each in before[1:]), Decimal(0))
        if re.match("：|（|，其中|，包括", behind) or parts == first.value:
            chosen = first
    between = clean[chosen.end : grade.start("grade")]
    if _ASIDE.search(between) or _SEVERAL.search(between) or "平均" in chosen.lead:
        return None
    if len(between) > _FAR and chosen is before[-1]:
        return None
    return chosen


def counts_of_grades(case: Case) -> Iterator[Finding]:
    """FA138: the projects of each grade make up those that were evaluated."""
    clean, seen = case.clean, -1
    at = clean.find("优")
    while at >= 0:
        sentence = case.sentence_at(at)
        at = clean.find("优", at + 1)
        if sentence < 0 or sentence == seen:
            continue
        seen = sentence
        start, end = case.sentences[sentence].start, case.sentences[sentence].end
        counted = list(_COUNTED.finditer(clean, start, end))
        if len(counted) < 2:
            continue
        told = [each["grade"] or each["word"] for each in counted]
        if len(set(told)) < len(told):
            continue
        of = _projects(case, sentence, counted[0].start())
        if of is None:
            continue
        stated, place = of
        total = sum(int(each["count"] or each["number"]) for each in counted)
        if total != stated and total != _evaluated(case):
            places: list[Place] = [
                each.span("count" if each["count"] else "number") for each in counted
            ]
            yield case.found(
                "FA138", place, *places, stated=str(stated), expected=str(total),
                sum=f"{stated} = {' + '.join(each['count'] or each['number'] for each in counted)}",
            )  # fmt: skip


def _evaluated(case: Case) -> int | None:
    """How many projects are told to have been evaluated: another number of them, which the grades
    do not make up, is told as its repeat."""
    found = evaluated(case)
    return int(found["count"] or found["after"]) if found else None


def _projects(case: Case, sentence: int, before: int) -> tuple[int, Place] | None:
    """How many projects a sentence, or the one before it in its paragraph, tells of."""
    clean, sentences = case.clean, case.sentences
    for index in (sentence, sentence - 1):
        if index < 0 or sentences[index].paragraph != sentences[sentence].paragraph:
            return None
        stop = min(before, sentences[index].end)
        found = list(_PROJECTS.finditer(clean, sentences[index].start, stop))
        if found:
            if len({each["before"] or each["after"] for each in found}) > 1:
                return None
            key = "before" if found[0]["before"] else "after"
            return int(found[0][key]), found[0].span(key)
    return None


def problems(case: Case) -> Iterator[Finding]:
    """FA139: problems that were mended and that were not make up those found."""
    clean = case.clean
    for found in _FOUND.finditer(clean):
        sentence = case.sentences[case.sentence_at(found.start())]
        done = _DONE.search(clean, found.end(), sentence.end)
        doing = _DOING.search(clean, found.end(), sentence.end)
        if done is None or doing is None:
            continue
        total = int(done[1]) + int(doing[1])
        if total != int(found[1]):
            yield case.found(
                "FA139", found.span(1), done.span(1), doing.span(1), stated=found[1],
                expected=str(total), sum=f"{found[1]} = {done[1]} + {doing[1]}",
            )  # fmt: skip
