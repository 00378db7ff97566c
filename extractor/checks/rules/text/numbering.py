"""Lists that do not count: gaps, numbers used twice, first ones missing, levels used again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractor.checks.case import Case
from extractor.checks.rules.text.ordinals import (
    Entry,
    Run,
    chinese,
    form,
    read,
    renumbered,
    runs,
)
from extractor.finding import Finding

#: numbers of annexes, articles and chapters come from elsewhere
_FOREIGN = frozenset({"附件N", "第N条", "第N章", "1.1", "一，"})
#: what is missing further is a list that was not read whole
_GAP = 3
#: an excerpt begins where it begins
_OPENING = 300
#: so many items and two levels of one style are hard to tell apart
_LIST = 3
#: more odd ones of a list are told together
_FEW = 2


def numbering(case: Case) -> Iterator[Finding]:
    """Everything wrong with the numbers of one list after another."""
    last: dict[str, int] = {}
    for run in runs(case):
        if run.style in _FOREIGN:
            continue
        yield from _first(case, run, last)
        yield from _sequence(case, run)
        yield from _mixed(case, run)
        yield from _reused(case, run)
        last[run.style] = run.entries[-1].number


def _first(case: Case, run: Run, last: dict[str, int]) -> Iterator[Finding]:
    """A list that does not begin with one."""
    first = run.entries[0]
    if first.number == 1 or first.number > _GAP + 1:
        return
    if first.start and case.clean[first.start - 1] != "\n":
        return  # inside a line, what comes before may be marked otherwise
    begin = case.sections[run.parent].start if run.parent >= 0 else 0
    nameless = run.nameless
    if nameless is not None and begin <= nameless.start < first.start and first.number == 2:
        yield case.found(
            "FA806", (nameless.start, nameless.end), (first.start, first.end),
            expected=renumbered(first.ordinal, 1), next=first.ordinal,
        )  # fmt: skip
        return
    if last.get(run.style, 0) == first.number - 1:
        return  # counted through the whole document
    if run.parent < 0 and first.start < _OPENING:
        return
    before = _goes_on(case, run)
    if before is not None:
        yield case.found(
            "FA805", (first.start, first.end), (before.start, before.end),
            expected=renumbered(before.ordinal, first.number), before=before.ordinal,
        )  # fmt: skip
        return
    if _stands(case, first, 1, begin, first.start):
        return
    yield case.found("FA803", (first.start, first.end), expected=renumbered(first.ordinal, 1))


def _goes_on(case: Case, run: Run) -> Entry | None:
    """The entry of another style from which the list goes on: （1）（2）③."""
    first = run.entries[0]
    before = [
        entry
        for other in runs(case)
        if other.parent == run.parent and other is not run and other.style not in _FOREIGN
        for entry in other.entries
        if entry.start < first.start
    ]
    last = max(before, key=lambda each: each.start, default=None)
    return last if last is not None and last.number == first.number - 1 else None


def _sequence(case: Case, run: Run) -> Iterator[Finding]:
    """Numbers that do not follow from the one before. A list may begin again at one, and what
    stood around it may go on behind it."""
    entries = run.entries
    previous, count, length = entries[0], entries[0].number, 1
    around: list[int] = []
    heading = count if previous.heading else 0
    for i, entry in enumerate(entries[1:], 1):
        number, due = entry.number, count + 1
        resumed, heading = heading + 1, number if entry.heading else heading
        if number == due:
            previous, count, length = entry, number, length + 1
            continue
        after = entries[i + 1].number if i + 1 < len(entries) else 0
        goes_on = after == due + 1  # only this one is wrong: 1 2 2 4, 1 2 9 4
        alone = length == 1 and after == 2 and _together(case, previous, entry)
        if number == 1 and not goes_on and not alone:
            around.append(count)
            previous, count, length = entry, 1, 1
            continue
        while around and around[-1] != number - 1:
            around.pop()
        below = entry.heading and not previous.heading and number == resumed
        if around or below or _inner(case, previous, entry):
            previous, count, length = entry, number, length + 1
            continue
        code = "FA802" if number == previous.number else "FA804"
        if number > due and not goes_on:
            code = "FA801"
        yield from _wrong(case, code, previous, entry, due)
        previous, count, length = entry, due if goes_on else number, length + 1


def _wrong(case: Case, code: str, previous: Entry, entry: Entry, due: int) -> Iterator[Finding]:
    """The finding, if the document is to blame, and not a list that was not read whole."""
    expected = renumbered(entry.ordinal, due)
    place, before = (entry.start, entry.end), (previous.start, previous.end)
    if code == "FA802" and _same_title(case, previous, entry):
        return
    if code == "FA801":
        missing = range(due, entry.number)
        if len(missing) > _GAP or any(
            _stands(case, entry, each, previous.start, entry.start) for each in missing
        ):
            return
        nameless = [
            each
            for each in case.sections
            if not each.ordinal and previous.start < each.start < entry.start
        ]
        tables = entry.style == "第N部分" and nameless and nameless[0].type == "tables"
        if len(missing) == 1 and previous.heading and (len(nameless) == 1 or tables):
            heading = nameless[0]
            yield case.found(
                "FA806", (heading.start, heading.end), place,
                expected=expected, next=entry.ordinal,
            )  # fmt: skip
            return
    yield case.found(code, place, before, expected=expected, before=previous.ordinal)


def _inner(case: Case, previous: Entry, entry: Entry) -> bool:
    """Whether the number before stands behind *previous*: a list inside that was read apart."""
    if entry.number > previous.number:
        return False
    before = renumbered(entry.ordinal, entry.number - 1)
    return case.clean.find(before, previous.end, entry.start) >= 0


def _together(case: Case, first: Entry, second: Entry) -> bool:
    """Whether two headings, or two items with nothing between them, are of one list."""
    if first.heading and second.heading:
        return True
    return "\n" not in case.clean[first.start : second.start - 1]


def _same_title(case: Case, first: Entry, second: Entry) -> bool:
    """A heading that stands twice: as a title page and again above its text."""
    if first.section < 0 or second.section < 0 or first.number != second.number:
        return False
    return case.sections[first.section].title == case.sections[second.section].title


def _mixed(case: Case, run: Run) -> Iterator[Finding]:
    """Markers that differ from the others of their list: 1. 2. 3、"""
    if len({_bare(each.ordinal) for each in run.entries}) < 2:
        return
    for piece in _pieces(run.entries):
        forms = [_bare(each.ordinal) for each in piece]
        kinds = set(forms)
        if len(kinds) < 2:
            continue
        usual = max(kinds, key=lambda each: (forms.count(each), -forms.index(each)))
        odd = [each for each, kind in zip(piece, forms, strict=True) if kind != usual]
        pattern = next(each for each, kind in zip(piece, forms, strict=True) if kind == usual)
        if not {each.heading for each in odd} & {each.heading for each in set(piece) - set(odd)}:
            continue  # items that were read into a list of headings
        groups = [[each] for each in odd] if len(odd) <= _FEW else [odd]
        severity = "warning" if run.style == "目标N" else None
        for first, *others in groups:
            yield case.found(
                "FA805", (first.start, first.end),
                *((each.start, each.end) for each in others or [pattern]),
                expected=renumbered(pattern.ordinal, first.number), before=pattern.ordinal,
                severity=severity,
            )  # fmt: skip


def _pieces(entries: list[Entry]) -> Iterator[list[Entry]]:
    """A run cut where it begins again."""
    start = 0
    for i in range(1, len(entries)):
        if entries[i].number <= entries[i - 1].number and entries[i].number == 1:
            yield entries[start:i]
            start = i
    yield entries[start:]


@lru_cache(maxsize=1024)
def _bare(ordinal: str) -> str:
    """The form of a marker; a stop behind brackets is another matter."""
    found = form(ordinal)
    return found.rstrip("、.") if found.startswith("（") else found


def _reused(case: Case, run: Run) -> Iterator[Finding]:
    """A list in the style of the heading above it, which goes on behind it in that style."""
    first = run.entries[0]
    if run.parent < 0 or first.number != 1 or len(run.entries) < _LIST:
        return
    above = case.sections[run.parent]
    if not above.ordinal or read(above.ordinal)[0] != run.style:
        return
    following = (each for each in case.sections[above.index + 1 :] if each.parent == above.parent)
    if any(read(each.ordinal)[0] == run.style for each in following if each.ordinal):
        yield case.found(
            "FA807",
            (first.start, first.end),
            (above.start, above.end),
            above=above.ordinal,
            confidence=0.7,
        )


#: style -> where its number may stand: inside a line, or marked a little otherwise
_FORMS = {
    "第N部分": "第{word}部[分份]",
    "一、": "(?<![一-龥\\d]){word}[、.，]",
    "（一）": "（{word}）|(?<=\n){word}、",
    "第一、": "第{word}[、，：:]",
    "1.": "(?<![\\d.]){digit}(?:、|[.](?!\\d))|(?<=[\n。；]){digit}(?=[一-龥]{{4}})",
    "1）": "(?<![\\d（]){digit}）",
    "（1）": "（{digit}）|{circle}|(?<!\\d){digit}）",
    "①": "{circle}|（{digit}）",
    "目标N": "目标(?:{digit}|{word})",
}


def _stands(case: Case, entry: Entry, number: int, start: int, end: int) -> bool:
    """Whether a number of the same list stands between, where it was not read as an item."""
    return _pattern(entry.style, number).search(case.clean, start, end) is not None


@lru_cache(maxsize=256)
def _pattern(style: str, number: int) -> re.Pattern[str]:
    circle = chr(0x245F + number) if number <= 20 else "⑳"
    return re.compile(_FORMS[style].format(word=chinese(number), digit=number, circle=circle))
