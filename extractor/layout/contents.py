"""Contents pages: from 目录 to where its first entry occurs again, which is the body."""

from __future__ import annotations

import re

from extractor.layout.lines import Lines
from extractor.layout.ordinals import ORDINAL, PART

_TITLE = re.compile(r"[（【〔]?目[录次錄][）】〕]?[：:]?")
_LEADER = re.compile(r"(?:[.．·•…‥─_-]{3,}|…)[（(]?\d{0,4}[）)]?$")
_LEADER_ENDS = "0123456789）.．·•…‥─_-"
_HEADS = re.compile("[目（【〔]")
_TAILS = re.compile(f"[录錄{re.escape(_LEADER_ENDS)}]")
_PAGE = re.compile(r"[（]?\d{1,3}[）]?$")
_PUNCTUATION = re.compile(r"[\s：:、.，,（）]")
_FURTHEST = 400  #: lines a contents page may have


def contents(lines: Lines) -> list[tuple[int, int]]:
    """Half-open ranges of the lines that are contents pages."""
    result = []
    bare = lines.bare
    at = 0
    likely = {m.start() for m in _HEADS.finditer(lines.heads)}
    likely.update(m.start() for m in _TAILS.finditer(lines.tails))
    for i in sorted(likely):
        if i < at:
            continue
        line = bare[i]
        start = -1
        if line[0] in "目（【〔" and len(line) <= 5:
            if _TITLE.fullmatch(line):
                start = i + 1
            elif line == "目" and i + 1 < len(bare) and bare[i + 1] in ("录", "次", "錄"):
                start = i + 2
        elif line[-1] in "录錄" and len(line) <= 45 and _TITLE.fullmatch(line[-2:]):
            # The title of the document and of its contents on one line.
            if i + 1 < len(bare) and ORDINAL.match(bare[i + 1]):
                start = i + 1
        elif line[-1] in _LEADER_ENDS and _LEADER.search(line[-12:]) and _leaders(bare, i):
            start = i
        if start >= 0:
            at = _end(bare, start)
            if at > start:
                result.append((i, at))
    return result


def inline_contents(line: str) -> tuple[int, int] | None:
    """The contents at the head of a document that is all on one line.

    >>> inline_contents("某局 目 录 第一部分 概况 第二部分 说明 第一部分 概况 一、职责")
    (3, 23)
    """
    found = _INLINE.search(line, 0, 600)
    if found is None:
        return None
    first = found.start("first")
    again = line.find(found["first"], found.end(), found.end() + 3000)
    if again < 0 or "。" in line[first:again]:
        return None
    return found.start(), again


_INLINE = re.compile(
    r"[（【]?目 ?[录次][）】]?[：:]? ?(?P<first>第 ?一 ?部分|一、[^ 、。，；：\d]{2,20}(?= ))"
)


def _leaders(bare: list[str], i: int) -> bool:
    """Whether three of the next four lines end in dot leaders."""
    tails = [line[-12:] for line in bare[i : i + 4]]
    return sum(_LEADER.search(tail) is not None for tail in tails) >= 3


def _key(line: str) -> str:
    line = _LEADER.sub("", line[:80])
    return _PUNCTUATION.sub("", _PAGE.sub("", line))


def _end(bare: list[str], start: int) -> int:
    """Index of the body's first line, or *start* where there is no telling."""
    stop = min(len(bare), start + _FURTHEST)
    first = start
    while first < min(stop, start + 6) and not ORDINAL.match(bare[first]):
        first += 1
    if first >= stop or not ORDINAL.match(bare[first]):
        first = start
    if first >= stop:
        return start
    part = PART.match(bare[first])
    key = part[0] if part else _key(bare[first])[:5]
    second = _key(bare[first + 1])[:7] if first + 1 < stop else ""
    numbered = start  # after the last line that bears a page number
    again = 0  # where the second entry is met again, should the first never be
    for i in range(first + 1, stop):
        line = bare[i]
        if i > first + 1 and key and (line if part else _key(line)).startswith(key):
            return i
        if len(line) > 120 or (line[-1] in "。；" and (len(line) > 45 or "，" in line)):
            break
        if not again and i > first + 3 and len(second) > 4 and _key(line).startswith(second):
            again = i
        if _LEADER.search(line[-12:]) or (_PAGE.search(line[-6:]) and ORDINAL.match(line)):
            numbered = i + 1
    return numbered if numbered > start else again or start
