"""FA701 to FA704: the year of headings, statements, dates and scopes is the reporting year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from extractor.checks.case import Case
from extractor.finding import Finding, FindingSpan

_YEAR: Final = re.compile(r"((?:19|20)\d\d)年(度|末|底|12月31日)?")
_NO_YEAR: Final = re.compile(r"(?:20\d{3,4}|20\d|2[1-9]\d\d)年度")
_DIGITS: Final = frozenset("0123456789.,")
#: Sections that report figures of the one year.
_ACCOUNT: Final = frozenset(
    ("totals", "revenue", "expenditure", "fiscal_totals", "general", "basic", "fund", "capital",
     "three_public", "three_public_abroad", "three_public_vehicles", "three_public_reception",
     "operating_cost", "procurement", "assets", "training", "meeting", "purchased_services",
     "staffing")
)  # fmt: skip
#: Sections that tell what there is at the end of the year.
_STOCK: Final = frozenset(("staffing", "assets", "organisation", "units", "internal_departments"))
#: What another year is compared, carried over or reached by.
_COMPARED: Final = re.compile(r"(?:比|较|与|同|跟|和|及|从|由|自|到|至|对|起|（|《|“|如|因|用|将)$")
_SINCE: Final = re.compile(r"(?:截至|截止|截止到)$")
_BEHIND: Final = re.compile(
    r"(?:相比|对比|同期|以来|以前|起|至|开始|间|初|及|与|和|、|—|-|~|～|）|的|结转|结余|跨|追加|下达|欠|尾|质保|考核|表彰)"
)
#: What a head of a statement in the account speaks of.
_SUBJECT: Final = re.compile(
    r"[^。；\n]{0,24}?(?:总计|合计|收入|支出|财政拨款|决算|一般公共预算|政府性基金|国有资本|三公|"
    r"机关运行|采购|车辆|会议费|培训费|接待|出国|因公|公务用车|资产|收支|经费)"
)
_PLANNED: Final = re.compile(r"计划|打算|思路|展望|要点|任务|目标|预算|安排|将|拟|力争|重点|规划")
_TITLE: Final = re.compile(
    r"[^\n]{0,40}?(?:决算|收入|支出|经费|采购|资产|绩效|自评|预算|收支|工作|概况|说明)"
)
_SCOPE: Final = re.compile(
    r"[^。；，、\n“”《》]{0,6}?(?:部门|单位|汇总|本级)*决算(?!数|批|审|结)"
    r"|[^。；，、\n“”《》]{0,24}?(?:绩效自评|自评|绩效评价)"
)
_INTO: Final = re.compile(r"(?:纳入|编制|编报|包括|公开|对|组织|开展|实施)[^。；，\n《]{0,24}$")
_CLAUSE: Final = re.compile(r"[，。；：\n（）]")
_QUIET: Final = frozenset(("duties", "glossary", "tables"))
#: A month without a year at the beginning of a sentence, and what is done in it.
_MONTH: Final = re.compile(r"\d{1,2}月份?(?!\d)")
_EVENT: Final = re.compile(r"[^，。；\n\d]{2,24}?(?:活动|竞赛|比赛|培训班?|宣讲|大会|演出)")
_OPENING: Final = re.compile(r"结转|结余|余额|年初|期初|财政|未|欠")
_STATES: Final = re.compile(
    r"[，、]?[^。；\n]{0,24}?(?:车|设备|资产|编制|实有|职工|人员|人数|机构|单位共有|共有|单价|房屋|在编|在职)"
)
#: The same where the section may tell of anything.
_OWNS: Final = re.compile(
    r"[，、]?[^。；，\n\d]{0,12}?(?:有|占用)(?:公务用?车|车辆|用车|各类车辆|设备|固定资产|资产)"
)
#: A line of the contents page: its title, and the year in it.
_LISTED: Final = re.compile(
    r"^[^\n]{0,16}?(?P<year>20\d\d)年度?(?P<title>[^\n\d…·.]{2,40}?)(?=[\s…·.\d\-—]*$)", re.M
)


class _Other(NamedTuple):
    """A year that is not the document's, where it stands, and the text round it."""

    year: int
    start: int
    end: int
    kind: str  #: what follows 年: 度, 末, 底, 12月31日 or nothing
    before: str  #: of its clause
    after: str


def years(case: Case) -> Iterator[Finding]:
    """FA701 (headings), FA702 (statements), FA703 (ends of the year, scopes), FA704 (no year)."""
    if case.year is None:
        case.missing("FA702", "决算年度")
        return
    found = [each for each in _YEAR.finditer(case.clean) if _begins(case.clean, each)]
    own = str(case.year)
    if not _is_sure(found, own):
        case.missing("FA702", "决算年度")
        return
    for match in found:
        if match[1] == own or abs(int(match[1]) - case.year) > 6:
            continue
        finding = _judge(case, match)
        if finding is not None:
            yield finding
    yield from _listed(case)
    for match in _NO_YEAR.finditer(case.clean):
        if _begins(case.clean, match):
            yield _told(case, "FA704", match.start(), match.end(), f"{own}年度")


def _is_sure(found: list[re.Match[str]], own: str) -> bool:
    """Whether the document speaks of the year *own* more than of any other."""
    for years in (
        Counter(each[1] for each in found if each[2] == "度"),
        Counter(each[1] for each in found),
    ):
        most = max((times for year, times in years.items() if year != own), default=0)
        if years[own] > most:
            return True
    return False


def _begins(clean: str, match: re.Match[str]) -> bool:
    """Whether a number begins where *match* does."""
    return not match.start() or clean[match.start() - 1] not in _DIGITS


def _judge(case: Case, match: re.Match[str]) -> Finding | None:
    clean, (start, end) = case.clean, match.span()
    stops = list(_CLAUSE.finditer(clean, max(0, start - 60), start))
    begin = stops[-1].end() if stops else max(0, start - 60)
    other = _Other(
        int(match[1]), start, end, match[2] or "", clean[begin:start], clean[end : end + 60]
    )
    section = case.section_at(start)
    if section >= 0 and case.sections[section].start <= start < case.sections[section].end:
        code = "FA701" if _heads(case, other, section) else ""
    elif other.kind in ("末", "底", "12月31日"):
        code = "FA703" if _dates(case, other) else ""
    elif _states(case, other):
        code = "FA702"
    elif _scopes(case, other):
        code = "FA703"
    else:
        code = "FA706" if _in_a_month(case, other) else ""
    if not code:
        return None
    return _told(case, code, start, end, f"{case.year}年{other.kind}")


def _told(case: Case, code: str, start: int, end: int, expected: str) -> Finding:
    stated = case.clean[start:end]
    return case.found(
        code, (start, end), stated=stated, expected=expected, mistake="year", confidence=0.9
    )


def _listed(case: Case) -> Iterator[Finding]:
    """Lines of the contents page whose heading names the reporting year."""
    source, own = case.text.source.text, str(case.year)
    for page in case.text.asides:
        if page.kind != "contents":
            continue
        for match in _LISTED.finditer(source, page.start, page.end):
            if match["year"] == own:
                continue
            title = "".join(match["title"].split())
            if not any(own in each.title and title in each.title for each in case.sections):
                continue
            start, end = match.start("year"), match.end("year") + 1
            finding = case.found(
                "FA701", (0, 1), stated=source[start:end], expected=f"{own}年", mistake="year",
                confidence=0.9, quote=source[start:end],
            )  # fmt: skip
            span = FindingSpan("primary", start, end, source[start:end])
            yield msgspec.structs.replace(finding, spans=(span,))


def _heads(case: Case, other: _Other, section: int) -> bool:
    """A heading over this year's account or work that names another year."""
    heading = case.sections[section]
    title = case.clean[heading.start : heading.end]
    own = str(case.year)
    if own in title or _COMPARED.search(other.before) or _BEHIND.match(other.after):
        return False
    if "《" in title or "结转" in title or len(title) > 60 or case.year is None:
        return False
    if other.year > case.year and _PLANNED.search(title):
        return False
    if other.year < case.year - 3 or not _TITLE.match(other.after):
        return False
    # years side by side, each with a heading of its own
    twin = heading.title.replace(str(other.year), own)
    return all(each.title != twin for each in case.sections)


def _own_beside(case: Case, at: int) -> bool:
    """Whether the sentence at *at* names the reporting year too."""
    index = case.sentence_at(at)
    if index < 0:
        return False
    sentence = case.sentences[index]
    return case.clean.find(f"{case.year}年", sentence.start, sentence.end) >= 0


def _states(case: Case, other: _Other) -> bool:
    """A sentence of the account that begins with another year, and compares nothing."""
    index = case.sentence_at(other.start)
    if index < 0 or case.type_at(other.start) not in _ACCOUNT or case.year is None:
        return False
    sentence = case.sentences[index]
    if other.start >= sentence.end:
        return False
    # the year before this is often told of in passing, an older one is not
    long_ago = other.kind == "度" and other.year != case.year - 1
    before = other.before if long_ago else case.clean[sentence.start : other.start]
    if len(before) > 24 or _COMPARED.search(before) or any(each in before for each in "，；：、"):
        return False
    if _BEHIND.match(other.after) or not _SUBJECT.match(other.after):
        return False
    if other.year > case.year and _PLANNED.search(other.after[:20]):
        return False
    return not _own_beside(case, other.start) and not _contrasted(case, other, index)


def _contrasted(case: Case, other: _Other, sentence: int) -> bool:
    """Whether the section tells the same of the reporting year: then the other is compared."""
    own, section = str(case.year), case.section_at(other.start)
    figures = [each for each in case.ledger.figures if each.section == section]
    fields = {each.key.field for each in figures if each.sentence == sentence}
    if any(f.sentence == sentence and f.role == "prior_actual" for f in figures) and not any(
        f.sentence == sentence and f.year == str(other.year) and f.role != "prior_actual"
        for f in figures
    ):
        return True
    return any(
        each.sentence != sentence
        and each.key.field in fields
        and each.role == "actual"
        and each.year == own
        and each.fact.kind != "ratio"
        and _names(case, each.sentence, own)
        for each in figures
    )


def _names(case: Case, sentence: int, year: str) -> bool:
    each = case.sentences[sentence]
    return case.clean.find(f"{year}年", each.start, each.end) >= 0


def _dates(case: Case, other: _Other) -> bool:
    """An end of another year that staff, vehicles and assets are told of."""
    if case.type_at(other.start) not in _STOCK and not _SINCE.search(other.before):
        return False
    kind = case.type_at(other.start)
    if case.year is None or kind in _QUIET:
        return False
    if kind not in _ACCOUNT | _STOCK and not _OWNS.match(other.after):
        return False
    if other.before and not _SINCE.search(other.before) and _COMPARED.search(other.before):
        return False
    if _BEHIND.match(other.after) or _OPENING.match(other.after.lstrip("，")):
        return False
    return bool(_STATES.match(other.after)) and not _own_beside(case, other.start)


def _in_a_month(case: Case, other: _Other) -> bool:
    """Something done in a month of the reporting year that bears another year."""
    if case.year is None or not case.year - 3 <= other.year < case.year or other.kind:
        return False
    if not _EVENT.match(other.after) or case.type_at(other.start) in _QUIET:
        return False
    start = max(case.clean.rfind("。", 0, other.start), case.clean.rfind("\n", 0, other.start))
    return bool(_MONTH.match(case.clean, max(start + 1, other.start - 50), other.start))


def _scopes(case: Case, other: _Other) -> bool:
    """The scope of the account, or the evaluation of its projects, with another year."""
    if other.kind != "度" or case.year is None or other.year > case.year:
        return False
    if not _INTO.search(other.before) or not _SCOPE.match(other.after):
        return False
    if _own_beside(case, other.start):
        return False
    section = case.section_at(other.start)
    end = case.sections[section].body_end if section >= 0 else len(case.clean)
    start = case.sections[section].start if section >= 0 else 0
    # the evaluation of the year before, the monitoring of this one
    return not re.search(
        rf"{case.year}年度?[^。；，\n]{{0,24}}(?:监控|目标|编制)", case.clean[start:end]
    )
