"""What is left of the form: placeholders, empty slots, alternatives, instructions, dots."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case, Place
from extractor.checks.rules.text.folded import folded
from extractor.checks.rules.text.ordinals import in_table
from extractor.checks.scan import Signs, first_come
from extractor.finding import Finding

_COUNTED = r"(?:年|月|日|万元|亿元|元|个|人|名|辆|台|项|次|批|%|局|市|县|区|省|厅|委|部门|单位)"
_N = "一二三四五六七八九零〇"
#: sign -> what it stands for something with; 二○○九年 and 138**** are none
_PLACEHOLDERS = {
    "X": re.compile(rf"X(?<![A-Za-z]X)(?:X+(?![A-Za-z\d案])|(?={_COUNTED}))"),
    "x": re.compile(r"xx(?<![A-Za-z]xx)x*(?![A-Za-z\d案])"),
    "×": re.compile(rf"×(?:×+(?!案)|(?={_COUNTED}))"),
    "○": re.compile(rf"(?<![{_N}])○○+(?![{_N}○])"),
    "*": re.compile(rf"(?<![\d*])\*+(?={_COUNTED})"),
    "_": re.compile(r"__+"),
    "△": re.compile(r"△△+"),
    "名称": re.compile(r"名称(?<=[\[【<〈](?:单位|部门|项目)名称)[\]】>〉]"),
}
_WAITING = frozenset("占的少加降长为约达是计共入出算额")
#: 金额单位均为万元 waits for none
_UNIT = re.compile(r"(?:金额|计量|货币|数据)单位|单位[一-龥：]{0,2}$|换算|折算|转换|元[转改]?为$")
_FIRM = frozenset("占少加降长约达")
_LOOSE_END = frozenset("，。；、）,;比占\n")

_UP = "增加|增长|上升|提高|大于|高于|多于|超过"
_DOWN = "减少|下降|降低|小于|低于|少于|不足"
_BRACKETED = re.compile(rf"（(?:(?:{_UP}|{_DOWN})(?:[/或、](?:{_UP}|{_DOWN}|持平))*|是/否|有/无)）")
_SLASHED = re.compile(rf"/(?:{_UP}|{_DOWN})")
_BEFORE = re.compile(rf"(?:{_UP}|{_DOWN})$")
_TWICE = re.compile(r"（(部门|单位|本部门|本单位)）")

_NOTE = re.compile(
    r"（(?:主要|具体|简要|详细|逐项|逐条|分项|需|请)(?:填写|填列|说明|描述|阐述|概述|列示)[^（）\n]{0,60}）"
    r"|（(?:填写|填报|填列|插入|列明)[^（）\n]{1,30}）"
    r"|（说明(?!书|见|如下|：)[^（）\n]{2,30}）"
    r"|（(?:请(?!假|示|款|求|辞|调|见|详见|参)|此处)[^（）\n]{2,60}）"
    r"|（(?:按|据实|根据|参照|结合)[^（）\n]{0,40}(?:填写|填列|填报|说明|撰写|表述)[^（）\n]{0,10}）"
    r"|（(?:如|若|没有|不涉及|未|无)[^（）\n]{0,30}"
    r"(?:说明|表述|删除|不列|不填|不写|填“无”|填无|注明)[^（）\n]{0,16}）"
    r"|（[^（）\n]{2,40}(?:请说明|需说明|应说明|说明原因|可删除|不列示|为基础，结合实际|结合实际(?:填写|说明))）"
)
#: words of a sentence that tells how to fill in the form, and how it begins or what it says
_LINES = {
    "填写。": re.compile(r"(?:由|请|根据|按照?|参照|此处)[^，]{1,40}$"),
    "填列。": re.compile(r"(?:由|请|根据|按照?|参照|此处)[^，]{1,40}$"),
    "填报。": re.compile(r"(?:请|根据|按照?|参照|此处)[^，]{1,40}$"),
    "述格式": re.compile(r"(?:按|参照)[^，]{1,20}$"),
    "保留该表": re.compile(""),
    "请删除": re.compile(""),
    "请注明": re.compile(""),
    "请说明": re.compile(""),
}
_CUES = Signs(_LINES)
_LONG = 80
#: a reason or a use that is announced and not told
_UNSAID = (
    re.compile(r"原因(?:主要)?(?:是|为|：)[。；]"),
    re.compile(r"主要(?:用于|包括|是)[。；]"),
)
#: the same of yuan and counts: 合同金额元, 保有量为辆; and of blanks that were left for them
_ENDS = re.compile("[元个辆](?=[，。；])")
_WANTING = {
    "元": ("金额", "支出", "收入", "总额", "合计", "共计", "减少", "增加", "决算为", "预算为"),
    "个": ("团组", "共计", "增加", "减少"),
    "辆": ("有车辆", "购置", "保有量", "保有量为", "减少", "增加"),
}
_BLANK = re.compile(r"[ \u3000]{3,40}(?:万元|元|个|辆|人次|批次|台（套）|%)(?=[，。；、）])")
_NUMBER = re.compile(r"（\d）$|\d[、.]$|[①-⑩]$")
_DATE = re.compile(r"年月日(?<=[至于在]年月日)")
_DOTS = {"…": re.compile("……*"), "。。。": re.compile("。。。+"), "...": re.compile(r"\.\.\.+")}
#: （1）……；（2）…… are one
_BETWEEN = re.compile(r"[；，、。]?(?:（\d）|\d[、.]|[①-⑩])")
_OPEN = frozenset("是为于：有括因占由在对达")


def leftovers(case: Case) -> Iterator[Finding]:
    """Everything that whoever filled in the form should have replaced or taken out."""
    clean = case.clean
    yield from folded(
        case,
        {
            "FA821": _placeholders(clean),
            "FA822": list({end: (start, end) for start, end in _slots(case)}.values()),
            "FA823": list(_alternatives(case)),
            "FA824": list(_doubled(clean)),
            "FA825": _instructions(clean),
            "FA826": list(_dots(case)),
            "FA832": [match.span() for match in first_come(clean, _UNSAID)],
        },
    )


def _placeholders(clean: str) -> list[Place]:
    places = [
        match.span()
        for sign, pattern in _PLACEHOLDERS.items()
        if sign in clean
        for match in pattern.finditer(clean)
    ]
    return sorted(places)


def _slots(case: Case) -> Iterator[Place]:
    """A verb that waits for its figure: 占%, 减少万元."""
    clean = case.clean
    for unit in ("%", "万元"):
        at = -len(unit)
        for piece in clean.split(unit)[:-1]:
            at += len(piece) + len(unit)
            if piece[-1:] in _WAITING and _is_slot(clean, at, unit) and not in_table(case, at):
                yield at - 1 - (piece[-1] in "少加降长"), at + len(unit)

    for match in _DATE.finditer(clean):
        yield match.start() - 1, match.end()
    for match in _ENDS.finditer(clean):
        at = match.start()
        if clean.endswith(_WANTING[match[0]], 0, at) and not in_table(case, at):
            yield at - 2, match.end()
    source = case.text.source.text
    for match in _BLANK.finditer(source):
        if not "一" <= source[match.start() - 1] <= "龥":
            continue
        place = case.text.map.to_clean(match.start() - 1, match.end())
        if place.end > place.start and not in_table(case, place.start):
            yield place.start, place.end


def _is_slot(clean: str, at: int, unit: str) -> bool:
    """Whether the unit at *at* lacks its figure; 金额单位均为万元 does not."""
    after = clean[at + len(unit) : at + len(unit) + 1]
    if unit == "%":
        return True
    if _UNIT.search(clean, max(0, at - 16), at) or after in ("级", "时", "以"):
        return False
    return clean[at - 1] in _FIRM or after in _LOOSE_END


def _alternatives(case: Case) -> Iterator[Place]:
    """增加（减少）, （增长/下降）, 增加/减少: nobody has chosen."""
    clean = case.clean
    for match in _BRACKETED.finditer(clean):
        start, end = match.span()
        before = _BEFORE.search(clean, max(0, start - 2), start)
        if before is not None:
            start = before.start()
        elif "/" not in match.group() and "或" not in match.group():
            continue
        if not in_table(case, start):
            yield start, end
    if "/" in clean:
        for match in _SLASHED.finditer(clean):
            before = _BEFORE.search(clean, max(0, match.start() - 2), match.start())
            if before is None or in_table(case, before.start()):
                continue
            if clean[before.start() - 1 : before.start()] != "（":
                yield before.start(), match.end()


def _doubled(clean: str) -> Iterator[Place]:
    """部门（部门）: chosen twice."""
    for match in _TWICE.finditer(clean):
        word, start = match[1], match.start()
        for said in (word, word.removeprefix("本")):
            if clean.endswith(said, 0, start):
                begin = start - len(said)
                begin -= clean[begin - 1 : begin] == "本"
                yield begin, match.end()
                break


def _instructions(clean: str) -> list[Place]:
    """Notes in brackets, and whole sentences: 由主管部门根据职能填写。"""
    places = [match.span() for match in _NOTE.finditer(clean)]
    cues = _CUES.places(clean)
    for cue, begins in _LINES.items():
        for at in cues.get(cue, ()):
            start = max(clean.rfind(stop, max(0, at - _LONG), at) for stop in "。\n") + 1
            start = max(start, at - _LONG)
            stops = [clean.find(stop, at, at + _LONG) for stop in "。\n"]
            end = min((each for each in stops if each >= 0), default=-1)
            told = any(begin <= at < stop for begin, stop in places)
            if not told and end >= 0 and begins.match(clean[start:at] + cue[:2]):
                places.append((start, end + (clean[end] == "。")))
    return sorted(set(places))


def _dots(case: Case) -> Iterator[Place]:
    """Dots in the place of a statement: 主要是……"""
    clean = case.clean
    for sign, pattern in _DOTS.items():
        if sign not in clean:
            continue
        last: Place | None = None
        for match in pattern.finditer(clean):
            start, end = match.span()
            stops = clean[start] == "。"
            waits = stops or clean[start - 1 : start] in _OPEN
            if not waits:  # （1）……
                waits = _NUMBER.search(clean[max(0, start - 4) : start]) is not None
            if not waits or in_table(case, start):
                continue
            if last is not None and _BETWEEN.fullmatch(clean, last[1], start):
                last = last[0], end
                continue
            if last is not None:
                yield last
            last = start, end
        if last is not None:
            yield last
