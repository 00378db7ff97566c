"""Words and phrases that were written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.rules.text.lexicon import lexicon
from extractor.finding import Finding

_LONGEST = 8
#: more of them are no slips: lines of a pattern, or a test
_MANY = 50
_WORD = re.compile(r"[一-龥]{2,8}|[一-龥“”]{2,7}[：，；、]|[：，；、][一-龥“”]{2,7}")
#: what follows a noun, and no verb
_AFTER_NOUN = ("，", "。", "、", "；", "：", "）", "\n", "中心", "制度", "情况", "经费", "工作")
#: function words, and behind what they stand twice by a slip only: 二是与与财政部门, not 参与与
_PARTICLES = dict.fromkeys("与及将由从被把对在向", frozenset("，。；：、是\n"))
#: a text of nothing but repetitions is not read to its end
_HITS = 5000
_OWN = frozenset("本我各该其")
_ACCOUNTS = ("决算", "预算", "整体", "收支")
_STOPS = frozenset("，。、；：）")
_VERBS = re.compile(
    r"(?P<verb>做好|抓好|加强|推进|开展|完善)[一-龥]{2,3}(?P=verb)(?=[一-龥]{2})(?!会|率|情况|力度)"
)


def repeated(case: Case) -> Iterator[Finding]:
    """年度年度, 其中：其中：, 县委委、, 抓好防汛抓好堤防."""
    clean = case.clean
    done, places = -1, []
    for start, length in sorted(_doubles(clean)):
        if start < done or not _is_slip(clean, start, length) or _is_row(case, start, length):
            continue
        done = start + 2 * length
        places.append((start, done))
    for place in places[:_MANY]:
        yield case.found("FA851", place, expected=clean[place[0] : sum(place) // 2])
    for match in _VERBS.finditer(clean):
        yield case.found("FA852", match.span(), word=match["verb"], confidence=0.7)


def _is_row(case: Case, start: int, length: int) -> bool:
    """Whether both are set alike with spaces inside or around: cells of a table."""
    source = case.text.source.text
    begin, middle = case.text.map.bounds(start, start + length)
    again, end = case.text.map.bounds(start + length, start + 2 * length)
    one, two = source[begin:middle], source[again:end]
    return (one == two and " " in one) or (middle < again and source[begin - 1 : begin] == " ")


def _doubles(clean: str) -> Iterator[tuple[int, int]]:
    """Start and length of every stretch that follows itself at once.

    The text, one byte a character, is compared with itself shifted by the length, as one large
    number: what is the same becomes zero. That is linear, and many times faster than a regular
    expression; what it finds is verified.
    """
    raw = clean.encode("utf-16-le", "replace")
    if len(raw) != 2 * len(clean):  # one unit for each character
        raw = "".join(c if c <= "\uffff" else "\ufffd" for c in clean).encode("utf-16-le")
    low = raw[::2]
    number, size = int.from_bytes(low, "little"), len(low)
    for length in range(1, _LONGEST + 1):
        same = (number ^ (number >> (8 * length))).to_bytes(size, "little")
        wanted = bytes(length)
        at, hits = same.find(wanted), 0
        while at >= 0 and hits < _HITS:
            hits += 1
            if clean[at : at + length] == clean[at + length : at + 2 * length]:
                yield at, length
                at = same.find(wanted, at + length)
            else:
                at = same.find(wanted, at + 1)


def _is_slip(clean: str, start: int, length: int) -> bool:
    """Whether what stands twice should stand once: not 一步一步, 以服务服务群众."""
    word, words = clean[start : start + length], lexicon()
    if length == 1:
        before, after = clean[start - 1 : start], clean[start + 2 : start + 3]
        if word < "一":
            return False
        if word == "元":
            return before == "万" or before.isdecimal()
        not_behind, not_before = words.doubled.get(word, ("", ""))
        if after in not_before and after:
            return False
        if word in _PARTICLES and before in _PARTICLES[word]:
            return True
        if word in words.doubled:
            return word not in (before, after) and bool(before) and before not in not_behind
        return after in _STOPS and before + word in words.endings
    if not _WORD.fullmatch(word) or len(set(word)) == 1 or word in words.reduplicated:
        return False
    # 本部门部门决算: the account of departments, of the own one
    if word in ("部门", "单位") and clean[start - 1 : start] in _OWN:
        return not clean.startswith(_ACCOUNTS, start + 2 * length)
    if word in words.noun_and_verb:
        before = clean[max(0, start - 6) : start].replace("用于", "")
        alone = clean.startswith(_AFTER_NOUN, start + 2 * length)
        return alone and not any(sign in before for sign in words.governing)
    return True
