"""FA421 to FA424: what is counted, and then named one by one (identity 26)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from extractor.checks.case import Case, Place
from extractor.finding import Finding

_DIGITS: Final = {letter: value for value, letter in enumerate("零一二三四五六七八九十")} | {
    "两": 2
}
COUNT: Final = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_DEPARTMENT: Final = (
    "(?:职能|内设|业务|行政|综合|中层)*(?:部门|机构|股室|科室|处室|部室|部（室）|科（室）|股（室）|"
    "处（室）|股|科|处|室|部)"
)
_IS: Final = "(?:，|：|:)?(?:它们)?(?:分别)?(?:是|为|即|包括|包含|具体(?:是|为|包括)|有)?(?:：|:)?"
_LIST: Final = r"(?P<list>[^。；;\n：:]{3,400})"
_SET: Final = "(?:内设|下设|设有|设置|设立|共设|分设|下辖|设)"
#: 内设机构5个：甲、乙…; 设5个科室，分别是甲、乙…
_BEFORE: Final = re.compile(
    f"(?:{_SET}[^，。；：\\n\\d、]{{0,8}}?(?:机构|科室|股室|处室|部门)?[^，。；：\\n\\d、]{{0,2}}?)"
    f"(?P<place>{COUNT}个)(?:{_DEPARTMENT})?{_IS}{_LIST}"
)
#: 内设甲、乙…共5个科室
_BEHIND: Final = re.compile(
    f"{_SET}(?:机构|科室|股室|处室|部门)?(?:有|包括|为|是)?[：:]?"
    r"(?P<list>[^。；;\n：:，\d]{3,400}?)"
    f"(?P<rest>等)?，?(?:共|共计|合计|总计)?(?P<place>{COUNT}个){_DEPARTMENT}"
)
#: …编制范围的单位共5家，分别是甲、乙…
_UNITS: Final = re.compile(
    r"(?:单位|机构)(?:数|户数)?(?:共|共计|合计|总计|有|为)*[：:]?\s?"
    f"(?P<place>{COUNT}(?:个|家|户))(?:单位)?{_IS}{_LIST}"
)
#: 由甲、乙两家单位汇总
_UNITS_BEHIND: Final = re.compile(
    r"(?:包括|由|为|是|即)[：:]?(?P<list>[^。；;\n：:，\d]{3,400}?)(?P<rest>等)?，?(?:共|共计)?"
    f"(?P<place>{COUNT}(?:个|家|户))(?:独立核算|预算|二级|下属|所属|直属|基层|的)*单位"
)
#: …反映甲、乙等3个项目
_PROJECTS: Final = re.compile(
    r"(?:反映|公开|包括|包含|涉及)(?:了)?(?:\d{4}年度?)?(?P<list>[^，。；：\n\d]{4,200}?)"
    f"(?P<rest>等)?(?:共|共计)?(?P<place>{COUNT}个)(?:一级|二级|重点|部门)?项目"
)
#: …《甲》、《乙》等3项制度
_RULES: Final = re.compile(
    f"》(?P<rest>等)?(?:共|共计)?(?P<place>{COUNT}(?:项|个|部))"
    "(?:预算绩效管理|绩效管理|管理|规章|内控)*(?:制度|办法|文件|规定)"
)
_TITLES: Final = re.compile(r"(?:《[^《》\n]{2,60}》[、，和及]{0,2}){2,12}$")
#: Frames that begin with the list, and the count that they end with.
_BACKWARDS: Final = {
    _BEHIND: re.compile(f"个(?={_DEPARTMENT})"),
    _UNITS_BEHIND: re.compile("[个家户](?=[^，。；、\\n]{0,8}单位)"),
    _PROJECTS: re.compile("个(?=(?:一级|二级|重点|部门)?项目)"),
}
_NUMBERS: Final = frozenset("0123456789一二两三四五六七八九十")
_LONGEST, _BEHIND_COUNT = 420, 12  #: characters of a list, and of what is counted
_BRACKETS: Final = re.compile(r"（[^（）]{0,60}）|\([^()]{0,60}\)")
#: Words behind which something else than the list goes on.
_CLOSED: Final = re.compile(
    "(?:，|。)?(?:另|此外|还有|以及所属|下属|直属|所属|其中|均为|核定|编制|负责|加挂|并|同时|"
    "无下属|没有|与上年|较上年|比上年|纳入|截至|具体职责|属于|承担|全部|主要)"
)
_BESIDE: Final = re.compile("[，。]?(?:另|还有|以及)")
_JOINED: Final = re.compile("和|及|与|以及")
END: Final = re.compile(
    "(?:室|科|股|处|部|办|局|所|队|站|中心|委|会|庭|院|馆|组|系|校|园|厅|机关|本级|支部|政府|公司|"
    "场|厂|团|宫|台|社|库|点|大厅|）)$"
)


#: Sections of the account, and those that tell how the unit is made up.
_ACCOUNT: Final = frozenset(("totals", "revenue", "expenditure", "fiscal_totals", "general"))
_DESCRIBED: Final = frozenset(("organisation", "internal_departments", "units", "staffing"))


class _Range(NamedTuple):
    """How many names a list can hold, as its 和 join names or stand inside one."""

    least: int
    most: int


def enumerations(case: Case) -> Iterator[Finding]:
    """Every count of names that its list does not give."""
    told: set[int] = set()
    of_unit, everywhere = described(case), [(0, len(case.clean))]
    for code, frame, spans in (
        ("FA421", _BEFORE, of_unit), ("FA421", _BEHIND, of_unit),
        ("FA422", _UNITS, of_unit), ("FA422", _UNITS_BEHIND, of_unit),
        ("FA423", _PROJECTS, everywhere),
        ("FA424", _RULES, everywhere),
    ):  # fmt: skip
        for match in (each for span in spans for each in _matches(case.clean, frame, span)):
            start, end = match.span("place")
            listed = _list(case.clean, frame, match)
            if start in told or listed is None:
                continue
            rest = "rest" in frame.groupindex and match["rest"] is not None
            names = case.clean[slice(*listed)]
            found = of_names(names, number(match["count"]), code, rest=rest)
            if found is None:
                continue
            told.add(start)
            yield case.found(
                code, (start, end), listed, stated=str(number(match["count"])),
                expected=str(found), mistake="miscounted", confidence=0.9,
            )  # fmt: skip


def _matches(clean: str, frame: re.Pattern[str], span: Place) -> Iterator[re.Match[str]]:
    """Where *frame* is found; a list before its count is looked for from the count on."""
    tail = _BACKWARDS.get(frame)
    if tail is None:
        yield from frame.finditer(clean, *span)
        return
    for counted in tail.finditer(clean, *span):
        at = counted.start()
        if clean[at - 1] not in _NUMBERS:
            continue
        begin = max(span[0], at - _LONGEST)
        start = max(clean.rfind(stop, begin, at) for stop in "。；;\n") + 1
        match = frame.search(clean, max(start, begin), at + _BEHIND_COUNT)
        if match is not None and match.start("place") < at < match.end("place"):
            yield match


def _list(clean: str, frame: re.Pattern[str], match: re.Match[str]) -> Place | None:
    """Where the names stand: in the match, or right before it."""
    if "list" in frame.groupindex:
        return match.span("list")
    titles = _TITLES.search(clean, max(0, match.start() - 500), match.start() + 1)
    return titles.span() if titles is not None else None


def described(case: Case) -> list[Place]:
    """Where the unit is described: before its account, and in sections of their own behind."""
    first = min(
        (each.start for each in case.sections if each.type in _ACCOUNT), default=len(case.clean)
    )
    return [(0, first)] + [
        (each.start, each.body_end)
        for each in case.sections
        if each.type in _DESCRIBED and each.start > first
    ]


def of_names(names: str, count: int | None, code: str, *, rest: bool = False) -> int | None:
    """How many *names* there are, where the *count* cannot be right.

    ``rest`` tells that the list goes on (等).
    """
    if not count:
        return None
    beside = 0
    if code == "FA424":
        found = _Range(names.count("《"), names.count("《"))
    else:
        closed = _CLOSED.search(names)
        if closed and _BESIDE.match(closed.group()):
            beside = names.count("、", closed.end()) + 1
        names = names[: closed.start()] if closed else names
        if "等" in names:
            rest = True
            names = names.partition("等")[0]
        read = _names(names, strict=code != "FA423")
        if read is None:
            return None
        found = read
    if found.least <= count <= found.most or (rest and found.most <= count):
        return None
    # 另有机关党委、工会 may have been counted too
    if beside and found.least <= count <= found.most + beside:
        return None
    if found.most < 2 or abs(found.most - count) > max(2, count // 3) + 1:
        return None
    return found.most if count > found.most else found.least


def _names(text: str, *, strict: bool) -> _Range | None:
    """How many names *text* lists; None where one does not look like a name."""
    plain = _BRACKETS.sub("", text).strip("，、 ：:")
    if "（" in plain or "）" in plain:
        return None
    # a comma may go on with the list or leave it
    least = _whole(plain.partition("，")[0], strict=strict) if "、" in plain else None
    most = _whole(plain, strict=strict)
    found = [each for each in (least, most) if each is not None]
    if not found or (least is None and "，" in plain):
        return None
    return _Range(min(each.least for each in found), max(each.most for each in found))


def _whole(plain: str, *, strict: bool) -> _Range | None:
    """The same for a text that is a list throughout."""
    names = [each.strip() for each in re.split("[、，,]", plain)]
    if not all(names) or any(len(each) > 30 for each in names):
        return None
    if strict and not all(END.search(each) for each in names):
        return None
    joined = sum(
        1
        for each in names
        for join in _JOINED.finditer(each)
        if not strict or END.search(each[: join.start()])
    )
    return _Range(len(names), len(names) + joined)


def number(printed: str) -> int | None:
    """The number that *printed* says, up to 99.

    >>> number("12"), number("十二"), number("二十"), number("两")
    (12, 12, 20, 2)
    """
    if printed.isdecimal():
        return int(printed)
    if "十" not in printed:
        return _DIGITS.get(printed)
    tens, _, ones = printed.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
