"""FA501, FA507, FA509 to FA511: scores that running text and bare lists tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import plain
from extractor.checks.rules.scores.told import Score, scores_of
from extractor.finding import Finding

_TOTAL: Final = re.compile(r"总分|总得分|综合|合计|总计|总评|最终得分|最后得分")
_HEAD: Final = re.compile(r"得分|总分|自评|评分|评价|综合|合计|总评|总得")
_OPENS: Final = re.compile(r"(?:，|。|；)?(?:其中|包括|分别为|具体)|[：（]")
_CLOSED: Final = re.compile(r"：|包括|分别|具体")
_EXECUTION: Final = re.compile(r"执行|预算|投入|过程|资金|管理")
_OTHERS: Final = re.compile(r"财政|复评|复核|第三方|重点评价|上年|去年|项目")
_MEAN: Final = re.compile(r"平均(?:得?分|自评得分|成绩)?(?:为|：|达|达到)?$")
_LISTED: Final = re.compile(r"分别|依次")
_LOW: Final = re.compile(r"最低(?:得?分|的)?(?:为|：)?$")
_HIGH: Final = re.compile(r"最高(?:得?分|的)?(?:为|：)?$")
# lines of a bare list may have been joined: （50分），得分47.5重点任务完成率20 19…
_GROUP: Final = re.compile(
    r"（\s?(?P<most>\d{1,3}(?:\.\d)?)\s?分\s?）[，：,]?\s?(?:实际|自评)?得分?[：为]?\s?"
    r"(?P<had>\d{1,3}(?:\.\d{1,2})?)\s?分?(?![\d.，。；、）])"
)
_ROW: Final = re.compile(
    r"\s?[^\d，。；：\n（）]{2,40}?\s?(?P<most>\d{1,3}(?:\.\d{1,2})?)\s(?P<had>\d{1,3}(?:\.\d{1,2})?)"
    r"(?![\d.%])"
)
_THEN_HAD: Final = re.compile(r"[，、）]{0,2}(?:实际|自评|实)?得分?(?:为|：)?|）[：，]?")
_EARLIER: Final = re.compile("上年|去年|年度?（$|项目（$|自评|得分")
_EXECUTED: Final = Decimal(10)  #: points of the execution, which a list may leave out
_SMALL: Final = Decimal(5)


def _total(scores: Sequence[Score]) -> Decimal:
    return sum((each.value for each in scores), Decimal(0))


def _written(whole: Score, parts: Sequence[Score]) -> str:
    return f"{plain(whole.value)} = {' + '.join(plain(each.value) for each in parts)}"


def parts_of_scores(case: Case) -> Iterator[Finding]:
    """FA509: a score is the sum of those that are told of its parts, behind it or before it."""
    before: list[Score] = []
    for scores in scores_of(case):
        found = _behind(case, scores) or _ahead(case, scores, before)
        before = scores
        if found is None:
            continue
        whole, parts = found
        yield case.found(
            "FA509", whole.place, *(each.place for each in parts), stated=plain(whole.value),
            expected=plain(_total(parts)), sum=_written(whole, parts),
        )  # fmt: skip


def _behind(case: Case, scores: list[Score]) -> tuple[Score, list[Score]] | None:
    """自评得分95.4分：投入18.5分，过程27分，…: a score with other parts."""
    had = [each for each in scores if each.kind == "had"]
    if len(had) < 3 or not _HEAD.search(had[0].lead) or _MEAN.search(had[0].label):
        return None
    whole, parts = had[0], had[1:]
    first = scores[scores.index(whole) + 1]
    opening = _OPENS.match(first.lead)
    if opening is None or any(_MEAN.search(each.label) for each in parts):
        return None
    stop = next(
        (
            index
            for index, each in enumerate(parts)
            if index and re.search("[；）]", each.lead) and "满分" not in each.lead
        ),
        len(parts),
    )
    semicolons = "；" in "".join(each.lead for each in parts[1:])
    options = [parts] if semicolons else [parts, parts[:stop]]
    if any(_total(each) == whole.value for each in options if len(each) > 1):
        return None
    parts = options[-1]
    if len(parts) < 2 or any(each.value >= whole.value or not each.label for each in parts):
        return None
    return (
        (whole, parts) if _is_slip(whole, parts, _CLOSED.search(opening[0]) is not None) else None
    )


def _is_slip(whole: Score, parts: Sequence[Score], closed: bool) -> bool:
    """Whether parts that miss a score are meant to make it up."""
    if any(_OTHERS.search(each.lead) for each in parts):
        return False
    missing = whole.value - _total(parts)
    if closed:
        return abs(missing) < whole.value / 2
    if missing < 0:
        return -missing <= _EXECUTED
    named = any(_EXECUTION.search(each.label) for each in parts)
    return missing <= (_EXECUTED if named else _SMALL)


def _ahead(
    case: Case, scores: list[Score], before: list[Score]
) -> tuple[Score, list[Score]] | None:
    """投入得19分，过程得28.6分，…，综合得分94.6分: parts, then their total."""
    had = [each for each in scores if each.kind == "had"]
    at = next((i for i, each in enumerate(had) if _TOTAL.search(each.lead)), None)
    if at is None:
        return None
    whole, parts = had[at], had[:at]
    if not parts and before and _TOTAL.match(case.clean, _begin(case, whole)):
        if case.clean.find("\n", before[-1].end, whole.start) >= 0:
            return None
        parts = [each for each in before if each.kind == "had"]
    if len(parts) < 2 or any(each.value >= whole.value for each in parts):
        return None
    tails = [parts[index:] for index in range(len(parts) - 1)]
    if any(_total(each) == whole.value for each in tails):
        return None
    if any(_TOTAL.search(each.lead) or _MEAN.search(each.label) for each in parts):
        return None
    return (whole, parts) if _is_slip(whole, parts, closed=False) else None


def _begin(case: Case, score: Score) -> int:
    return case.sentences[case.sentence_at(score.start)].start


def scores_above_points_told(case: Case) -> Iterator[Finding]:
    """FA501: 管理25分，得27分."""
    for scores in scores_of(case):
        for most, had in pairwise(scores):
            if most.kind != "most" or had.kind != "had" or had.value <= most.value:
                continue
            if _THEN_HAD.fullmatch(case.clean, most.end, had.start) and not (
                most.lead.endswith("（") and _EARLIER.search(most.lead)
            ):
                yield case.found(
                    "FA501", had.place, most.place, stated=plain(had.value),
                    expected=f"≤{plain(most.value)}", most=plain(most.value),
                )  # fmt: skip


def points_told(case: Case) -> Iterator[Finding]:
    """FA510: the points of the parts make up 满分100分."""
    for scores in scores_of(case):
        most = [each for each in scores if each.kind == "most"]
        if len(most) < 4 or most[0].value != 100 or "满分" not in most[0].label:
            continue
        whole, parts = most[0], most[1:]
        had = sum(each.kind == "had" for each in scores)
        if had - len(parts) in (0, 1) and _total(parts) != whole.value:
            yield case.found(
                "FA510", whole.place, *(each.place for each in parts), stated="100",
                expected=plain(_total(parts)), sum=_written(whole, parts),
            )  # fmt: skip


def means(case: Case) -> Iterator[Finding]:
    """FA511: a mean is that of the scores listed before it, between the lowest and the highest."""
    for scores in scores_of(case):
        mean = next((each for each in scores if _MEAN.search(each.label)), None)
        if mean is None:
            continue
        listed = [each for each in scores if each.kind == "had" and each.start < mean.start]
        bounds = [
            each for each in scores
            if (_LOW.search(each.label) and each.value > mean.value)
            or (_HIGH.search(each.label) and each.value < mean.value)
        ]  # fmt: skip
        if len(listed) > 1 and _LISTED.search(listed[0].lead):
            due = _total(listed) / len(listed)
            printed = mean.value.as_tuple().exponent
            slack = Decimal(1).scaleb(printed if isinstance(printed, int) else 0)
            if abs(due - mean.value) >= slack:
                yield case.found(
                    "FA511", mean.place, *(each.place for each in listed),
                    stated=plain(mean.value), expected=plain(round(due, 2)),
                )  # fmt: skip
        elif bounds:
            yield case.found(
                "FA511", mean.place, *(each.place for each in bounds), stated=plain(mean.value),
                expected=None,
            )  # fmt: skip


def groups_told(case: Case) -> Iterator[Finding]:
    """FA507: 履职效能（50分），得分47.5 over lines of a name, points and a score."""
    clean = case.clean
    for group in _GROUP.finditer(clean):
        rows: list[re.Match[str]] = []
        end = group.end()
        while (row := _ROW.match(clean, end)) is not None:
            rows.append(row)
            end = row.end()
        if len(rows) < 2:
            continue
        most = sum((Decimal(each["most"]) for each in rows), Decimal(0))
        had = sum((Decimal(each["had"]) for each in rows), Decimal(0))
        if had == Decimal(group["had"]) or most != Decimal(group["most"]):
            continue
        yield case.found(
            "FA507", group.span("had"), *(each.span("had") for each in rows),
            stated=group["had"], expected=plain(had),
        )  # fmt: skip
