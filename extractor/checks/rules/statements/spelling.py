"""FA721, FA722: the own name with one slip, and other names at the head of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.checks.case import Case
from extractor.checks.own_name import OwnName, apart, is_short_for, own_name, slip_at
from extractor.checks.rules.statements.names import above, below, is_other
from extractor.finding import Finding

_SHORTEST: Final = 6  #: of names that are looked for with a slip
_LONG_BODY: Final = 6  #: of bodies that no other body is so like
#: Signs that tell one unit from another, or that short forms leave out or put in.
_TELLING: Final = frozenset(
    "一二三四五六七八九十东南西北中上下前后省市县区乡镇旗州盟大小新老男女分支副"
)
_LOOSE: Final = frozenset("和与及界第总、")
#: What stands before the name of another unit, or a former one.
_ELSEWHERE: Final = frozenset("原赴到与和同向、")
_RENAMED: Final = re.compile("合并|更名|改称|划转|划入|整合|组建|撤销|前身")

#: A unit whose account follows.
_SPEAKS: Final = re.compile(
    "[局院校学园馆站所会室处队部心府联办](?:（本级）|（机关）|本级|机关)?的?"
    r"(?:20\d\d年度?|本年度?|全年)?的?(?:财政拨款|一般公共预算|政府性基金|国有资本经营|“三公|机关运行|政府采购|"
    "部门决算|单位决算|整体支出|基本支出|项目支出|收入支出|收入总|支出总|收支总|本年收入|本年支出|共有车辆|"
    "公务用车|公务接待|会议费|培训费|人员经费)"
)
_EVALUATES: Final = re.compile("[局院校学园馆站所会室处队部心府联办]对[^。；\\n]{1,40}?自评")
_HEAD: Final = re.compile(
    r"\s?(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s?)?(?:20\d\d年度?，?|按[^，。；\n]{2,14}，|根据[^，。；\n]{2,14}，)?"
    r"(?P<name>(?!纳入|包括|由|对|按|经|为|因|与|将)[一-龥]{4,28})$"
)
_LONGEST: Final = 60
_BUREAUS: Final = ("局", "会", "办公室", "部", "联", "委", "办")
_QUIET: Final = frozenset(("duties", "glossary", "units", "organisation", "internal_departments"))
_OUTSIDE: Final = frozenset(("duties", "glossary"))
_MANY: Final = 2  #: mentions of a unit that has to do with the own one


def spelling(case: Case) -> Iterator[Finding]:
    """The own name with a slip, and the names of others in its place."""
    own = own_name(case)
    if own is None or len(own.full) < _SHORTEST - 1:
        return
    told: set[int] = set()
    known = below(case)
    for start, end in sorted(_slips(case.clean, own)):
        name = case.clean[start:end]
        if start in told or name in known or case.clean.count(name) > case.clean.count(own.full):
            continue
        told.add(start)
        yield case.found(
            "FA721", (start, end), stated=name, expected=own.full, mistake="misspelt",
            confidence=0.85,
        )  # fmt: skip
    for start, end in _heads(case, own, known):
        if start not in told:
            told.add(start)
            yield case.found(
                "FA722", (start, end), stated=case.clean[start:end], expected=own.full,
                mistake="other unit", severity="warning", confidence=0.85,
            )  # fmt: skip


def _slips(clean: str, own: OwnName) -> set[tuple[int, int]]:
    """Where the full name stands but for one character: one half of it is there whole."""
    full, half = own.full, len(own.full) // 2
    found: set[tuple[int, int]] = set()
    if len(full) < _SHORTEST:
        return found
    first, second = full[:half], full[half:]
    at = clean.find(first)
    while at >= 0:
        end = at + half
        if not clean.startswith(second, end):
            behind = clean[end : end + len(second) + 1]
            slip = slip_at(second, behind, last=True)
            if slip is not None and _is_slip(own, half + slip.at, slip.kind, slip.signs):
                found.add((at, end + slip.length))
        at = clean.find(first, at + 1)
    at = clean.find(second)
    while at >= 0:
        if not clean.startswith(first, at - half) or at < half:
            before = clean[max(0, at - half - 1) : at]
            slip = slip_at(first[::-1], before[::-1], last=False)
            where = half - 1 - slip.at if slip is not None else 0
            if slip is not None and _is_slip(own, where, slip.kind, slip.signs):
                found.add((at - slip.length, at + len(second)))
        at = clean.find(second, at + 1)
    return {place for place in found if not _of_another(clean, *place)}


def _of_another(clean: str, start: int, end: int) -> bool:
    """Whether a former name or another unit is spoken of."""
    near = clean[max(0, start - 12) : start] + clean[end : end + 12]
    return clean[start - 1 : start] in _ELSEWHERE or _RENAMED.search(near) is not None


def _is_slip(own: OwnName, at: int, kind: str, signs: str) -> bool:
    """Whether one sign more, less or other is no unit of its own and no short form."""
    if set(signs) & _TELLING or not all("一" <= sign <= "龥" for sign in signs):
        return False
    if kind in ("more", "less"):
        return not set(signs) & _LOOSE
    in_body = at >= len(own.full) - len(own.body)
    return kind == "swapped" or not in_body or len(own.body) >= _LONG_BODY


def _heads(case: Case, own: OwnName, known: set[str]) -> Iterator[tuple[int, int]]:
    """Where another unit begins a sentence of the account, or evaluates itself."""
    clean = case.clean
    for frame in (_SPEAKS, _EVALUATES):
        for match in frame.finditer(clean):
            end = match.start() + 1
            begin = max(0, end - _LONGEST)
            start = max(clean.rfind(stop, begin, end) for stop in "。；：\n") + 1
            head = _HEAD.match(clean, max(start, begin), end)
            if head is None or (start == 0 and begin > 0):
                continue
            name = head["name"]
            quiet = _OUTSIDE if match.group().endswith("决算") else _QUIET
            if case.type_at(end) in quiet or not _in_place(name, own, known):
                continue
            if clean.count(name) <= _MANY:
                yield head.span("name")


def _in_place(name: str, own: OwnName, known: set[str]) -> bool:
    """Whether *name* is that of a unit of the own rank, here or of the own kind elsewhere."""
    if not is_other(name, own, known) or above(name, own) or is_short_for(own.full, name):
        return False
    if own.body.endswith(("政府", "街道办事处", "管理委员会", "管委会")):
        return False
    other = apart(name)
    if name.endswith(own.body):
        return bool(other.place) and other.level != "" and other.full == other.place + own.body
    here = bool(own.place) and name.startswith(own.full[: len(own.full) - len(own.body)])
    short = bool(own.level) and name[0] == own.level and name.endswith(("局", "联合会"))
    if not here and not short:
        return False
    if own.body.endswith(_BUREAUS) != name.endswith(_BUREAUS):
        return False
    return own.body.endswith(_BUREAUS) or len(name) > len(own.place) + 2
