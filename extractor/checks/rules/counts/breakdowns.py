"""FA407, FA408, FA409: people told along another line, beside their posts, and all together.

These lists are read from the text itself: of whom they tell matters more than what kind of staff
each count is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from extractor.checks.case import Case
from extractor.finding import Finding

_COUNT: Final = re.compile(r"\d(?<![\d.~～—-]\d)\d{0,4}(?=\s?[人名](?![次均民体]))")
_FEWEST: Final = 3  #: counts of people in a line that can tell a whole and its parts
_PAUSE: Final = re.compile(r"[，；。：、（）]")
_ASIDE: Final = re.compile(r"（[^（）]{0,40}）")
#: Lines along which people are told -> the words of their kinds.
_AXES: Final = {
    "education": re.compile(r"博士|硕士|研究生|本科|大学|大专|专科|中专|高中|初中|学历|学位"),
    "rank": re.compile(r"正高|副高|高级|中级|初级|助理|员级|未定级|未评|无职称|未取得"),
    "age": re.compile(r"\d\d周?岁"),
    "sex": re.compile(r"^(?:其中|分别为)?[男女](?:性|同志|生|职工|教师|干部|员工|教职工)?$"),
}
_REST: Final = re.compile(r"^(?:其他|其余|其它)")
_NAMED: Final = re.compile(
    r"(?:按(?:照)?|从)?(?:学历|学位|文化程度|职称|专业技术职务|年龄)(?:层次|结构|等级|情况)?"
    r"(?:划分|分布|构成|来看|看|分为|分|上)?(?:是|为)?[，：:]|按(?:照)?(?:学历|职称|年龄|文化程度)(?:结构)?(?:划?分)"
)
_BELOW: Final = re.compile(r"以下|不足|未|无职称|其他|其余")
_ABOVE: Final = re.compile(r"以上")
_DIRECT: Final = re.compile(r"^[人名]?\s?(?:中|[，。；]?\s?其中|[，。]?\s?包括|：|（)")
_STAFF: Final = re.compile(r"在职|在编|在岗|在册|职工|实有|现有|干部|员工|人员|教师")
_POSTS: Final = re.compile(r"编制|控制数|名额|职数")
_SLACK: Final = 0.15  #: how far a list may miss its whole and still be meant to make it up
_WITHIN: Final = re.compile(r"^(?:其中)?(?:在编|编内|正式|事业编|行政编|公务员)")
_OUTSIDE: Final = re.compile(
    r"合同制?|聘用|编外|非在编|不在编|派遣|人事代理|临时|临聘|劳务|备案制|雇员|外聘|长聘|特岗"
)
_MADE_OF: Final = re.compile(
    r"^[人名]?\s?(?:[，；]?\s?其中[：，]?|：|（(?:其中)?|[，]?\s?(?:包括|分别为|由|含))"
)
_APART: Final = re.compile(r"不在|不计|不含|不列|未列|另|不纳入|不统计")
_ALL: Final = re.compile(
    r"(?:在职|实有|在岗|在编|现有)(?:职工|人员|人数|干部职工)?(?:合计|共计|总计|总数)(?:为|有|是)?$"
)
_SERVING: Final = re.compile(r"(?:在职|实有|在岗|现有|在编)(?:职工|人员|人数|在职|在编|的)*$")


class Told(NamedTuple):
    """A count of people in clean offsets, with the words since the one before it."""

    value: int
    start: int
    end: int
    lead: str
    label: str
    depth: int

    @property
    def place(self) -> tuple[int, int]:
        return self.start, self.end + 1


def breakdowns(case: Case) -> Iterator[Finding]:
    """Every line of the document that tells people together with their parts."""
    clean, begin = case.clean, 0
    for line in clean.split("\n"):
        if "人" in line and line.count("人") + line.count("名") >= _FEWEST:
            counts = _counts(line, begin)
            if len(counts) >= _FEWEST:
                yield from _along_axes(case, counts)
                yield from _beside_posts(case, counts)
                yield from _together(case, counts)
        begin += len(line) + 1


def _counts(line: str, begin: int) -> list[Told]:
    found: list[Told] = []
    end = depth = 0
    for match in _COUNT.finditer(line):
        lead = line[end : match.start()]
        depth = max(depth + lead.count("（") - lead.count("）"), 0)
        label = _PAUSE.split(lead)[-1]
        found.append(
            Told(
                int(match[0]), begin + match.start(), begin + match.end(), lead,
                label.strip(), depth,
            )
        )  # fmt: skip
        end = match.end()
    return found


def _axis(label: str) -> str | None:
    return next((key for key, words in _AXES.items() if words.search(label)), None)


def _along_axes(case: Case, counts: Sequence[Told]) -> Iterator[Finding]:
    """FA407: 51人中博士6人、硕士21人、本科及以下24人."""
    at = 0
    while at < len(counts):
        axis, first = _axis(counts[at].label), at
        at += 1
        if axis is None or not first:
            continue
        while at < len(counts) and _goes_on(counts[first], counts[at], axis):
            at += 1
        parts = counts[first:at]
        if len(parts) < 2 or not _is_closed(axis, parts):
            continue
        whole = _whole_of(counts, first)
        due = sum(each.value for each in parts)
        if whole is None or any(each.value == due for each in counts[:first]):
            continue
        if abs(whole.value - due) <= max(whole.value * _SLACK, 2):
            yield _tell(case, "FA407", whole, parts)


def _goes_on(first: Told, told: Told, axis: str) -> bool:
    if told.depth != first.depth or "。" in told.lead:
        return False
    return _axis(told.label) == axis or _REST.match(told.label) is not None


def _is_closed(axis: str, parts: Sequence[Told]) -> bool:
    """Whether a list leaves nobody out: it says what is below, or names its line and goes on."""
    labels = [each.label for each in parts]
    if axis == "sex":
        kinds = {"男" if "男" in each else "女" for each in labels}
        return len(parts) == len(kinds) == 2
    if axis == "age":
        below, above = (any(p.search(e) for e in labels) for p in (_BELOW, _ABOVE))
        return bool(below and above)
    if sum(bool(_BELOW.search(each)) for each in labels) > 1 or any(map(_ABOVE.search, labels)):
        return False
    rest = _BELOW.search(labels[-1]) is not None
    return rest or (len(parts) > 2 and _NAMED.search(parts[0].lead) is not None)


def _whole_of(counts: Sequence[Told], first: int) -> Told | None:
    """Of whom a list tells: of those right before it, or of the staff named last."""
    before = counts[first - 1]
    if _DIRECT.match(counts[first].lead):
        return before
    return next(
        (
            each
            for each in reversed(counts[:first])
            if _STAFF.search(each.label)
            and not _POSTS.search(each.label)
            and _axis(each.label) is None
            and each.depth <= counts[first].depth
            and re.search("在职|在编|在岗|教职工|职工|实有|现有", each.label)
        ),
        None,
    )


def _beside_posts(case: Case, counts: Sequence[Told]) -> Iterator[Finding]:
    """FA408: 在职人员612人，其中在编451人、合同制161人."""
    clean = case.clean
    for at, whole in enumerate(counts[:-2]):
        first = counts[at + 1]
        if not _MADE_OF.match(first.lead) or not _STAFF.search(whole.label):
            continue
        if _POSTS.search(whole.label) or not _WITHIN.search(_bare(first.label)):
            continue
        parts = [first]
        for each in counts[at + 2 :]:
            lead = _ASIDE.sub("", each.lead)
            if "。" in lead or "；" in lead or each.depth > first.depth:
                break
            if not (_OUTSIDE.search(each.label) or _WITHIN.search(each.label)):
                break
            if _APART.search(lead):
                break
            parts.append(each)
        if len(parts) < 2 or not any(_OUTSIDE.search(each.label) for each in parts):
            continue
        last = parts[-1]
        if _APART.search(clean, last.end, last.end + 10):
            continue
        due = sum(each.value for each in parts)
        after = at + 1 + len(parts)
        following = counts[after] if after < len(counts) else None
        # 在编45人、合同制16人、其他2人: a list that goes on
        goes_on = following is not None and not re.search("[。；）]", following.lead)
        if goes_on and whole.value > due:
            continue
        if whole.value != due and abs(whole.value - due) <= max(whole.value * _SLACK, 2):
            yield _tell(case, "FA408", whole, parts)


def _bare(label: str) -> str:
    return re.sub("^(?:其中|包括|由|含|分别为)[：，]?", "", label)


def _together(case: Case, counts: Sequence[Told]) -> Iterator[Finding]:
    """FA409: 行政编制20名，实有18人；事业编制12名，实有11人。实有合计29人."""
    for at, whole in enumerate(counts):
        if at < 2 or not _ALL.search(whole.label):
            continue
        parts = [
            each
            for each in counts[:at]
            if _SERVING.search(each.label) and not each.depth and not _ALL.search(each.label)
        ]
        if len(parts) < 2:
            continue
        values = [each.value for each in parts]
        sums = {sum(values[index:]) for index in range(len(values))} | set(values)
        if whole.value in sums:
            continue
        if abs(sum(values) - whole.value) <= max(whole.value * _SLACK, 2):
            yield _tell(case, "FA409", whole, parts)


def _tell(case: Case, code: str, whole: Told, parts: Sequence[Told]) -> Finding:
    due = sum(each.value for each in parts)
    return case.found(
        code, whole.place, *(each.place for each in parts), stated=str(whole.value),
        expected=str(due), sum=f"{whole.value} = {' + '.join(str(e.value) for e in parts)}",
        confidence=0.95,
    )  # fmt: skip
