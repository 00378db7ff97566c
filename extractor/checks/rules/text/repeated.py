"""Words and phrases that were written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.rules.text.lexicon import lexicon
from extractor.finding import Finding

_LONGEST = 12
_WORD = re.compile(r"[一-龥]{2,8}|[一-龥“”]{2,12}[：，；、]|[：，；、][一-龥“”]{2,12}")
_STOPS = frozenset("，。、；：）")
#: 做好工会做好基层工会: a verb, what it governs, and the verb again with no stop between
_VERB = re.compile(
    r"((?:做好|抓好|加强|推进|开展|完善))(?!.{0,3}(?:会|率|情况|力度))[一-龥]{2,3}\1(?=[一-龥]{2})"
    r"(?!会|率|情况|力度)"
)


def repeated(case: Case) -> Iterator[Finding]:
    """年度年度, 主要包括：主要包括：, 区委委、, 做好工会做好基层工会."""
    clean = case.clean
    done = -1
    for start, length in sorted(_doubles(clean)):
        if start < done or not _is_slip(clean, start, length):
            continue
        done = start + 2 * length
        yield case.found("FA851", (start, done), expected=clean[start : start + length])
    for match in _VERB.finditer(clean):
        yield case.found("FA852", match.span(), word=match[1])


def _doubles(clean: str) -> Iterator[tuple[int, int]]:
    """Start and length of every stretch that follows itself at once.

    The text is compared with itself, shifted by the length, as one large number: what is the
    same becomes zero. That is linear, and many times faster than a regular expression.
    """
    raw = clean.encode("utf-16-le", "replace")
    if len(raw) != 2 * len(clean):  # one unit for each character
        raw = "".join(c if c <= "\uffff" else "\ufffd" for c in clean).encode("utf-16-le")
    number, size = int.from_bytes(raw, "little"), len(raw)
    for length in range(1, _LONGEST + 1):
        same = (number ^ (number >> (16 * length))).to_bytes(size, "little")
        wanted = bytes(2 * length)
        at = same.find(wanted)
        while 0 <= at:
            start = at + (at & 1)
            if same.startswith(wanted, start):
                if clean[start // 2] >= "一" or length > 1:
                    yield start // 2, length
                at = same.find(wanted, start + 2 * length)
            else:
                at = same.find(wanted, start + 1)


def _is_slip(clean: str, start: int, length: int) -> bool:
    """Whether what stands twice should stand once: not 一步一步, 以服务服务群众."""
    word, words = clean[start : start + length], lexicon()
    if length == 1:
        before, after = clean[start - 1 : start], clean[start + 2 : start + 3]
        if word == "元":
            return before == "万" or before.isdecimal()
        return after in _STOPS and before + word in words.endings
    if not _WORD.fullmatch(word) or len(set(word)) == 1 or word in words.reduplicated:
        return False
    if word in words.noun_and_verb:
        before = clean[max(0, start - 8) : start]
        return not any(sign in before for sign in words.governing)
    return True
