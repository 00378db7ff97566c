"""Headings with nothing below them, and classifications without their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.checks.case import Case, Place
from extractor.checks.rules.text.folded import folded
from extractor.checks.rules.text.ordinals import in_table, read, runs
from extractor.finding import Finding
from extractor.outline import Section
from extractor.schema.functions import classes, function_names

_UNNAMED = (re.compile("）（款）"), re.compile("）（项）"))
_LEVELS = ("（类）", "（款）", "（项）")
_NOTHING = tuple(re.compile(pair) for pair in ("（）", "〔〕", "【】", "《》", "“”"))
_CLASS = re.compile("（类）")
_NAME = re.compile(r"[一-龥]+$")
_NAMING = re.compile(
    r"(?:情况|说明|结果|概况|职责|职能|解释|构成|设置|综述|结论|问题|措施|事项|分析|建议|安排)(?:及其?[一-龥]{2,6})?$"
)
_TABLES = re.compile(r"表(?:（|$)")
_ATTACHED = re.compile(r"附[件表录]")


def unfilled(case: Case) -> Iterator[Finding]:
    """Empty sections, and 类, 款, 项 that were left without a name or in the wrong place."""
    yield from _empty_sections(case)
    clean = case.clean
    places = [
        (match.start() + 1, match.end())
        for level in _UNNAMED
        for match in level.finditer(clean)
        if clean[match.start() - 1] in "类款" and not clean.startswith(("级", "科目"), match.end())
    ]
    places += [
        (entry.end, entry.end + 3)
        for run in runs(case)
        for entry in run.entries
        if clean.startswith(_LEVELS, entry.end)
    ]
    yield from folded(case, {"FA828": _joined(sorted(places))})
    nothing = [match.span() for pair in _NOTHING for match in pair.finditer(clean)]
    yield from folded(case, {"FA831": [each for each in nothing if not in_table(case, each[0])]})
    for match in _CLASS.finditer(clean):
        name = _NAME.search(clean, max(0, match.start() - 20), match.start())
        if name is not None and name.group() in _lower():
            yield case.found("FA829", (name.start(), match.end()), name=name.group())


def _joined(places: list[Place]) -> list[Place]:
    """Levels that lack their names side by side are one place: （款）（项）."""
    joined: list[Place] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _empty_sections(case: Case) -> Iterator[Finding]:
    """A numbered heading at whose level the next one follows at once."""
    sections, clean = case.sections, case.clean
    for here in sections:
        if not here.ordinal or _filled(clean, here):
            continue
        after = sections[here.index + 1] if here.index + 1 < len(sections) else None
        if _is_empty(case, here, after):
            yield case.found("FA827", (here.start, here.end))


def _filled(clean: str, here: Section) -> bool:
    return len(clean[here.end : here.body_end].strip(" \n：:。")) > 0


def _is_empty(case: Case, here: Section, after: Section | None) -> bool:
    style, _ = read(here.ordinal)
    part = style == "第N部分"
    item = here.title.endswith("（项）")
    runs_on = case.clean[here.end : here.end + 1] not in ("\n", "：", "")
    if (runs_on or case.clean[here.end - 1] in "。；！") and not item:
        return False  # a sentence that was taken for a heading
    if not part and not item and not _names(case, here):
        return False
    if after is None or (_ATTACHED.search(here.title) and not after.ordinal):
        return False  # an excerpt ends anywhere, and annexes may be files of their own
    if after.start != here.body_end or after.title == here.title:
        return False
    if not after.ordinal:
        return False  # a title without a number may well stand below
    following, _ = read(after.ordinal)
    return following == style or after.level < here.level


def _names(case: Case, here: Section) -> bool:
    """Whether a title announces something to be told; those of tables may have been pictures."""
    if _TABLES.search(here.title) or here.type == "tables":
        return False
    above = case.sections[here.parent].type if here.parent is not None else ""
    return _NAMING.search(here.title) is not None or here.type not in ("", above)


@cache
def _lower() -> frozenset[str]:
    """Names of 款 and 项 that are no 类."""
    known = classes()
    return frozenset(
        name for name in function_names() if name not in known and name + "支出" not in known
    )
