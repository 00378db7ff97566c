"""Lists of names of departments and units, as one line or over several."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from extractor.schema.organisation import organisation_words

_LONGEST = 60  #: characters of one name, brackets and all
_MOST = 4000  #: characters of a list
_PARTS = re.compile(r"[、，；。：\n（）]")
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_TAIL = re.compile(
    rf"(?:等|共计|共有|共|合计|总共|以及其他)*(?P<count>{_NUMBER})(?:个|家|所|间)|等|共{_NUMBER}|{_NUMBER}(?:个|家)"
)
_ORDINAL = re.compile(
    r"\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|\d{1,2}(?:[.．、](?!\d)| )"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
#: The number of a line of a table run together: 1青林县水务局.
_ROW = re.compile(r"(?<=\n)\d{1,2}(?![年月个家名人类项所])(?=[一-鿿])")
#: What a table says of a unit behind its name.
_REMARK = re.compile(
    r"(?<=.{4})(?:行政|事业|参公(?:管理)?|公益[一二]类(?:事业)?|[一二三]级(?:预算)?|基层(?:预算)?|其他)单位"
    r"(?:财政|全额|差额|定额|拨款|补助|补贴|自收自支|保障|预算|经费|公益|[一二]类|[一二三]级|基层|单位)*$"
)
_JOIN = re.compile(r"以及|和|及")
#: 法制科和 parts two names, 财务和 none.
_JOINABLE = re.compile(r"(?:[科处股室部办所队站局馆校院级关委]|中心|）)$")
_NOT_A_NAME = re.compile(
    r"^(?:职能部门|分别|叫作|称为|隶属|的|另|只有|仅|其中|具体|主要|负责|根据|按照|本单位|我单位|无|没有|共(?!青)|以上|上述|下列|以下"
    r"|前者|后者|属|均|纳入|编制|人员|\d|等)"
    r"|(?:负责|职责是|承担|编制|下列|汇总|编入|纳入|包括|包含|是|为)"
)


class Listing(msgspec.Struct, frozen=True):
    """Names in their order; ``start``/``end`` span them, ``closed`` where the list said to end."""

    start: int
    end: int
    names: tuple[tuple[int, int], ...]
    tail: str = ""  #: what is printed behind the last name, such as 等4个机构

    def __len__(self) -> int:
        return len(self.names)


@cache
def name_end() -> re.Pattern[str]:
    """A name, from its start: words up to an ending, perhaps with an aside in brackets."""
    endings = "|".join(sorted(organisation_words().endings, key=len, reverse=True))
    return re.compile(
        rf"(?P<name>[一-鿿A-Za-z“”·0-9]{{0,40}}(?:{endings})”?)(?P<aside>（[^（）]{{1,40}}）)?"
    )


def read_names(clean: str, start: int, end: int) -> Listing | None:
    """The list of names that begins at *start*, None if there is none.

    Names are parted by 、 or ，, by lines, or by 和 before the last; numbers before them
    (1. （一）) are left out of the names but not of the span where they begin lines.

    >>> text = "办公室、人事科（党委办）和法制科等3个科室，编制9人"
    >>> found = read_names(text, 0, len(text))
    >>> [text[low:high] for low, high in found.names], found.tail
    (['办公室', '人事科（党委办）', '法制科'], '等3个')
    """
    end = min(end, start + _MOST)
    names: list[tuple[int, int]] = []
    at = start
    first = None
    tail = ""
    numbered = False
    while at < end:
        ordinal = _ordinal(clean, at, end)
        low = ordinal.end() if ordinal else at
        while low < end and clean[low] in " \n":
            low += 1
        if clean.startswith("以及", low):
            low += 2
        low, stop = _item(clean, low, end)
        raw = clean[low:stop]
        remark = _REMARK.search(raw)
        raw = raw[: remark.start()] if remark else raw
        joined, tail = _read_item(raw, low)
        if not joined:
            break
        if first is None:
            first = ordinal.start() if ordinal else low
            numbered = ordinal is not None
        names.extend(joined)
        if tail or stop >= end or clean[joined[-1][1] : low + len(raw)].strip():
            break
        mark = clean[stop]
        if mark in "。：；":
            after = clean.find("\n", stop, end)
            if not numbered or after < 0 or not _ordinal(clean, after + 1, end):
                if mark == "；":
                    at = stop + 1
                    continue
                break
            stop = after
        elif mark == "\n" and not _goes_on(clean, stop + 1, end, numbered):
            break
        at = stop + 1
    if first is None or not names:
        return None
    while clean[first : first + 1] in (" ", "\n"):
        first += 1
    return Listing(first, names[-1][1], tuple(names), tail)


def _ordinal(clean: str, at: int, end: int) -> re.Match[str] | None:
    """The number that a list item or a row begins with."""
    return _ORDINAL.match(clean, at, end) or _ROW.match(clean, at, end)


def _item(clean: str, low: int, end: int) -> tuple[int, int]:
    """Where the item that begins at *low* ends: at the next mark outside brackets."""
    depth = 0
    limit = min(end, low + _LONGEST)
    for mark in _PARTS.finditer(clean, low, limit):
        sign = mark.group()
        if sign == "（":
            depth += 1
        elif sign == "）":
            depth = max(0, depth - 1)
        elif depth == 0 or sign in "。\n":
            return low, mark.start()
    return low, limit


def _read_item(raw: str, low: int) -> tuple[list[tuple[int, int]], str]:
    """The names in one item (two where 和 joins them) and what follows the last."""
    for joint in _JOIN.finditer(raw):
        left, right = raw[: joint.start()], _whole(raw[joint.end() :])
        if right and _JOINABLE.search(left) and _is_name(left):
            at = low + joint.end()
            return [(low, low + joint.start()), (at, at + right[0])], right[1]
    whole = _whole(raw)
    return ([(low, low + whole[0])], whole[1]) if whole else ([], "")


def _is_name(text: str) -> bool:
    return not _NOT_A_NAME.search(text.split("（", 1)[0]) and bool(name_end().fullmatch(text))


def _whole(raw: str) -> tuple[int, str] | None:
    """Length of the name that *raw* begins with, and the tail that ends the list after it."""
    before = _before_count(raw)
    match = before or name_end().match(raw)
    if match is None or len(match.group()) < 2 or not _is_name(match.group()):
        return None
    length = match.end()
    if length == len(raw):
        return length, ""
    found = _TAIL.match(raw, length)
    return (length, found.group()) if found else None


def _before_count(raw: str) -> re.Match[str] | None:
    """The name in front of a count that ends the list: 督查科五个科室."""
    for tail in _TAIL.finditer(raw, 2):
        match = name_end().fullmatch(raw, 0, tail.start())
        if match:
            return match
    return None


def _goes_on(clean: str, at: int, end: int, numbered: bool) -> bool:
    """Whether the next line continues a list."""
    while at < end and clean[at] in " \n":
        at += 1
    if numbered:
        return _ordinal(clean, at, end) is not None
    stop = clean.find("\n", at, end)
    line = clean[at : stop if stop >= 0 else end].rstrip("。；，、")
    return len(line) <= _LONGEST and name_end().fullmatch(line) is not None
