"""FA421 to FA423 in other wordings: a noun beside its count, and the names behind (identity 26)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.checks.case import Case, Place
from extractor.checks.rules.statements.enumerations import (
    COUNT,
    END,
    described,
    number,
    of_names,
)
from extractor.checks.scan import around
from extractor.finding import Finding

_NOUN: Final = (
    "(?:部门|机构|科室|股室|处室|部室|庭室|科|股|处|部|庭|室|组|病区|工作室|法庭|派出所|司法所|"
    "大队|中队|支部|单位|学校|分院|分局|分中心|站所|院系|系)"
)
_SAYS: Final = (
    "(?:[，：:]?(?:它们)?(?:分别(?:是|为)?|即|包括|包含|具体(?:是|为|包括)|依次(?:是|为)|名称为|有)"
    "[：:]?|[：:])"
)
_INSIDE: Final = r"（(?P<inside>[^（）\n]{3,300}(?:（[^（）\n]{1,40}）[^（）\n]{0,300}){0,8})）"
_LIST: Final = rf"(?:{_INSIDE}|{_SAYS}(?P<list>[^。；;\n：:]{{3,400}}))"
#: 职能科室6个（甲、乙…）; 下设3个事业单位：甲、乙…
_COUNTS: Final = tuple(
    re.compile(each)
    for each in (
        f"(?P<noun>{_NOUN})(?:数|数量)?(?:共有?|有|计|合计|为)?(?P<place>{COUNT}(?:个|家|所))"
        + _LIST,
        rf"(?P<place>{COUNT}(?:个|家|所))(?P<noun>[^，。；：、\n\d（）个]{{0,8}}{_NOUN})"
        r"(?:（[室局科股处部庭组、中心]{1,10}）)?" + _LIST,
    )
)  # fmt: skip
_ONE: Final = re.compile(
    rf"单位(?:共有?|有|计|合计|为)?(?P<place>{COUNT}(?:个|家|户)){_SAYS}"
    r"(?P<list>[^。；;\n：:，、和及与\d]{4,28}(?:本级|机关)|[^。；;\n：:，、和及与\d]{4,26}（(?:本级|机关)）)。"
)
#: Projects: in brackets behind the word, or behind the clause.
_PROJECTS: Final = re.compile(
    rf"(?P<place>{COUNT}个)[^，。；：、\n\d（）]{{0,8}}项目(?:{_INSIDE}|"
    r"(?:[^，。；：、\n\d（）]{0,16}[：:]|[^，。；：、\n\d（）]{0,16}，?(?:分别|具体|依次|即)(?:是|为|包括)?[：:]?)"
    r"(?P<list>[^。；;\n：:]{3,400}))"
)
_OF_PROJECTS: Final = re.compile(
    r"个(?<=[\d一二两三四五六七八九十]个)(?=[^，。；：、\n\d（）]{0,8}项目)"
)
_GOES_ON: Final = re.compile(
    "(?:金额|共|涉及|均|资金|其中|全部|评|得分|占|预算|总|平均|自评|合计|执行|覆盖|综合|年初|全年)"
)
_NOT_NAMES: Final = re.compile("不?含|其中|如|注|详?见|以下|均|按|除|即将|由|名单|根据|占|原")
_YEAR: Final = re.compile(r"20\d\d年度?")
#: 科室14个，其中职能科室6个、临床科室8个
_WHOLE: Final = re.compile(
    rf"(?P<noun>{_NOUN})(?:数|数量)?(?:共有?|有|计|合计|为)?(?P<place>{COUNT}(?:个|家))"
    rf"[，：:（](?:其中|包括|分为)[：:]?(?P<parts>(?:[^，。；：、\n\d（）]{{2,10}}(?:\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})(?:个|家)[、，和]?){{2,8}})"
)
_PART: Final = re.compile(rf"(?P<kind>[^，、\d]{{2,10}}?){COUNT}(?:个|家)")
#: Kinds that together are all.
_KINDS: Final = re.compile(
    "职能|行政|综合|业务|临床|医技|医疗|教学|教辅|科研|后勤|管理|党政|审判|派出|参公|参照|事业|公益|其他|二级|"
    "本级|机关"
)
_BRACKETS: Final = re.compile(r"（[^（）]{0,60}）")
_BELOW: Final = re.compile("所属|下属|直属|二级|基层")
_NEAR, _SHORT = 3, 6


def counted(case: Case) -> Iterator[Finding]:
    """Every count of departments, units and projects that its list does not give."""
    clean = case.clean
    for span in described(case):
        for frame in _COUNTS:
            for match in frame.finditer(clean, *span):
                code = "FA422" if "单位" in match["noun"] else "FA421"
                found = _departments(_text(match), number(match["count"]), code)
                if found is not None and not _below_alone(clean, match):
                    yield _told(case, code, match.span("place"), _place(match), match, found)
        for match in _WHOLE.finditer(clean, *span):
            found = _kinds(match)
            if found is not None:
                code = "FA422" if "单位" in match["noun"] else "FA421"
                yield _told(case, code, match.span("place"), match.span("parts"), match, found)
        for match in _ONE.finditer(clean, *span):
            if number(match["count"]) == 2:
                yield _told(case, "FA422", match.span("place"), match.span("list"), match, 1)
    for match in around(clean, _PROJECTS, _OF_PROJECTS, 3):
        found = _projects(_text(match), number(match["count"]))
        if found is not None:
            yield _told(case, "FA423", match.span("place"), _place(match), match, found)


def _below_alone(clean: str, match: re.Match[str]) -> bool:
    """Whether only the units below are counted: 本级及所属2个单位：甲本级、乙、丙."""
    before = clean[max(0, match.start() - 16) : match.start("place")]
    below = _BELOW.search(before + match["noun"]) is not None
    return below and ("本级" in before or "本级" in _text(match) or "机关" in _text(match))


def _told(
    case: Case, code: str, place: Place, names: Place, match: re.Match[str], found: int
) -> Finding:
    return case.found(
        code, place, names, stated=str(number(match["count"])), expected=str(found),
        mistake="miscounted", confidence=0.85,
    )  # fmt: skip


def _place(match: re.Match[str]) -> Place:
    return match.span("inside") if match["inside"] else match.span("list")


def _text(match: re.Match[str]) -> str:
    return str(match["inside"] or match["list"])


def _departments(names: str, count: int | None, code: str) -> int | None:
    """How many *names* there are, where *count* cannot be right."""
    if not count or _NOT_NAMES.match(names):
        return None
    shared = _shared(names)
    if shared is not None:
        return shared if shared != count and abs(shared - count) < _NEAR else None
    return of_names(names, count, code)


def _shared(names: str) -> int | None:
    """The number of short names that have their last word in common: 甲、乙、丙法庭."""
    each = [name.strip() for name in names.split("、")]
    if len(each) < 2 or not END.search(each[-1]) or any(END.search(name) for name in each[:-1]):
        return None
    plain = all(0 < len(name) <= _SHORT and not set(name) & set("，和及与等") for name in each)
    return len(each) if plain else None


def _projects(names: str, count: int | None) -> int | None:
    """The same for projects, whose names look like anything."""
    names = _BRACKETS.sub("", _YEAR.sub("", names.removeprefix("包括")))
    head, stop, behind = names.partition("，")
    if not count or _NOT_NAMES.match(names) or (stop and not _GOES_ON.match(behind)):
        return None
    if "、" not in head or any(letter.isdecimal() for letter in head):
        return None
    return of_names(head, count, "FA423")


def _kinds(match: re.Match[str]) -> int | None:
    """The sum of the counts of kinds that together are all."""
    parts = list(_PART.finditer(match["parts"]))
    if not all(_KINDS.search(part["kind"]) for part in parts):
        return None
    numbers = [number(part["count"]) for part in parts]
    count, known = number(match["count"]), [each for each in numbers if each is not None]
    if count is None or len(known) < len(numbers) or len(known) < 2:
        return None
    total = sum(known)
    return total if total != count and abs(total - count) <= _NEAR else None
