"""Which project, or which set of projects, the money of an evaluation belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from extractor.schema.sections import own_type

if TYPE_CHECKING:
    from extractor.link.context import Context

_BACK = 160  #: characters before an amount in which its project is named
#: so many projects that were evaluated, filed or watched: the whole set, by what was done
_SETS = (
    ("编报", "编报绩效目标项目"),
    ("绩效目标", "编报绩效目标项目"),
    ("跟踪", "绩效跟踪评价项目"),
    ("监控", "绩效监控项目"),
    ("重点评价", "重点评价项目"),
    ("自评", "绩效自评项目"),
    ("评价", "绩效评价项目"),
)
_COUNTED = re.compile(r"\d+个|全部[^，。；]{0,6}项目|项目\d+个|所有[^，。；]{0,6}项目|全覆盖")
_NAMED = re.compile(
    r"(?:(?<=[，。；：、\n）.．])|^)(?P<name>(?:[^，。；：、\n\d]{0,16}“[^”\n]{2,30}”|[^，。；：、\n\d]{2,24}?)"
    r"(?:项目|专项|工程|经费)?)(?=[：，（。]|绩效自评|自评|全年预算|预算|年初)"
)
_NUMBER = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])?"
_OPENS = re.compile(rf"{_NUMBER}(?P<name>[^，。；：、\n\d]{{3,24}})[：。]")
_ALONE = re.compile(rf"{_NUMBER}(?P<name>[^，。；：\n\d]{{3,24}})[：。]?")
_IS_PROJECT = re.compile(r"(?:项目|专项|工程|经费)$|”")
_RUN_ON = re.compile(r"(?:支出)?(?:绩效)?(?:自评|评价)?(?:综述|结果|情况|报告|表)+$|[。：（）]+$")
_ORDINAL = re.compile(
    r"^(?:项目[一二三四五六七八九十\d]{1,2}[：:、]?|第[一二三四五六七八九十\d]{1,2}个)"
)
_GENERIC = re.compile(
    r"^(?:其中|该|本|此|全年|各|上述|以上|部门|单位)?(?:项目|经费|专项|工程)?$"
    r"|自评|评价|等级|等次|评为|主要项目|怎样|情况|问题|措施|原因"
)


def project_name(ctx: Context, start: int) -> str | None:
    """The project that the amount at *start* is of, as written; a set of projects by what
    was done with it (绩效自评项目); None where the text names none."""
    clean = ctx.clean
    sentence = max(clean.rfind(stop, max(0, start - _BACK), start) for stop in "。\n") + 1
    told = clean[sentence:start]
    if "整体支出" in told:
        return "整体支出"
    if _COUNTED.search(told):
        after = clean[start : start + 40].split("。")[0]
        return next((name for word, name in _SETS if word in told + after), None)
    low = max(0, start - _BACK)
    line = max(low, clean.rfind("\n", low, start) + 1)
    best = _opening(clean, line, start)
    for match in _NAMED.finditer(clean, line, start):
        name = _ORDINAL.sub("", match["name"])
        if _IS_PROJECT.search(name) and not _GENERIC.search(name):
            best = name
    return best or _heading(ctx, start)


def _opening(clean: str, line: int, start: int) -> str | None:
    """The name that a paragraph opens with, or that stands on the line above it."""
    opens = _OPENS.match(clean, line, start)
    if opens is not None and not _GENERIC.search(opens["name"]) and not own_type(opens["name"]):
        return _ORDINAL.sub("", opens["name"])
    above = clean[clean.rfind("\n", 0, max(0, line - 1)) + 1 : max(0, line - 1)]
    alone = _ALONE.fullmatch(above)
    if alone is None or _GENERIC.search(alone["name"]) or own_type(alone["name"]):
        return None
    return alone["name"]


def _heading(ctx: Context, start: int) -> str | None:
    """The project in the nearest heading that is no heading of the form."""
    sections = ctx.outline.sections
    at = bisect_right(sections, start, key=lambda each: each.start) - 1
    index: int | None = at if at >= 0 else None
    while index is not None:
        section = sections[index]
        title = _ORDINAL.sub("", _RUN_ON.sub("", section.title))
        if section.body_end > start and 3 <= len(title) <= 30 and not _GENERIC.search(title):
            if _IS_PROJECT.search(title) or not own_type(title):
                return title
            return None
        index = section.parent
    return None
