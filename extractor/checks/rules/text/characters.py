"""Characters that are an exception in their document: half-width stops, spaces inside words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case, Place
from extractor.checks.rules.text.ordinals import in_table
from extractor.finding import Finding

#: a per cent sign with no other one beside it, which is told elsewhere
_ALONE = {sign: re.compile(f"{sign}(?<![%％]{sign})(?![%％])") for sign in "%％"}
_HALF = (re.compile(","), re.compile(";"))
_OPENING, _CLOSING = re.compile(r"\("), re.compile(r"\)")
_SPACED = re.compile(" (?=[，。；：、])")
_GAP = re.compile(r" (?<=[一-龥] )(?=[一-龥])")
#: what begins a cell of a row: 合计 分值100 得分95
_CELLS = ("分值", "得分", "权重", "满分")
#: what is at most so many, and at most a tenth of all, is no habit
_FEW = 20
_SHARE = 10
_SHOWN = 40
#: one space inside words in fewer characters comes of the layout
_RARE = 400


def characters(case: Case) -> Iterator[Finding]:
    """Each kind once, with all its places, where most of the document has it otherwise."""
    source = case.text.source.text
    yield from _odd(case, "FA860", source.count("，"), _half_width(source))
    full = source.count("（") // 2
    if full and ("(" in source or ")" in source):
        yield from _odd(case, "FA861", full, _narrow(source))
    half, full = source.count("%"), source.count("％")
    if half and full:
        sign, most = ("％", half) if full < half else ("%", full)
        signs = [match.span() for match in _ALONE[sign].finditer(source)]
        yield from _odd(case, "FA862", most, signs, sign)
    spaced = [match.end() for match in _SPACED.finditer(source)]
    places = [
        (at, at + 1) for at in spaced if _is_han(source[max(0, at - 9) : at].rstrip(" ")[-1:])
    ]
    yield from _odd(case, "FA863", source.count("。"), places)
    yield from _inside_words(case, source)


def _inside_words(case: Case, source: str) -> Iterator[Finding]:
    """Spaces inside the sentences of a text that has next to none of them."""
    found = [match.start() for match in _GAP.finditer(source)]
    if not found or len(found) * _RARE > len(source):
        return
    clean, places = case.clean, []
    for at in found:
        start = case.text.map.to_clean(at - 1, at).start
        index = case.sentence_at(start)
        if index < 0 or in_table(case, start):
            continue
        sentence = case.sentences[index]
        inside = sentence.start <= start < sentence.end - 1 and sentence.form in ("prose", "item")
        if clean.startswith(_CELLS, start + 1):
            continue
        if inside and clean[sentence.end - 1] in "。；！" and clean[start + 1] == source[at + 1]:
            places.append((start, start + 2))
    if places:
        first, *others = places
        count = str(len(places))
        yield case.found("FA864", first, *others[:_SHOWN], count=count, confidence=0.6)


def _half_width(source: str) -> list[Place]:
    """Commas and semicolons beside a Chinese character, and in no number."""
    places = []
    for stop in _HALF:
        for match in stop.finditer(source):
            at = match.start()
            before, after = source[at - 1 : at], source[at + 1 : at + 2]
            if (_is_han(before) and not after.isdecimal()) or _is_han(after):
                places.append((at, at + 1))
    return sorted(places)


def _narrow(source: str) -> list[Place]:
    """Half-width brackets: those that open, and those that close a full-width one."""
    places = [match.span() for match in _OPENING.finditer(source)]
    for match in _CLOSING.finditer(source):
        at = match.start()
        begin = max(0, at - 60)
        opened = source.rfind("（", begin, at)
        if opened > max(source.rfind("(", begin, at), source.rfind("）", begin, at)):
            places.append((at, at + 1))
    return sorted(places)


def _is_han(character: str) -> bool:
    return "一" <= character <= "龥" or character in ("）", "”", "》")


def _odd(
    case: Case, code: str, others: int, places: list[Place], sign: str = ""
) -> Iterator[Finding]:
    """A finding with the *places*, in source offsets, that are few beside *others*."""
    shown: list[Place] = []
    for start, end in places:
        clean = case.text.map.to_clean(start, end)
        if clean.end > clean.start and not in_table(case, clean.start):
            shown.append((clean.start, clean.end))
    if shown and len(shown) <= _FEW and len(shown) * _SHARE <= others:
        yield case.found(code, shown[0], *shown[1:], count=str(len(shown)), sign=sign)
