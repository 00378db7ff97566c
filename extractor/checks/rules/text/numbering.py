"""Lists that do not count: gaps, numbers used twice, first ones missing, levels used again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractor.checks.case import Case
from extractor.checks.rules.text.ordinals import Entry, Run, chinese, read, renumbered, runs
from extractor.finding import Finding

#: numbers of annexes, articles and chapters come from elsewhere
_FOREIGN = frozenset({"附件N", "第N条", "第N章", "1.1", "一，"})
#: what is missing further is a list that was not read whole
_GAP = 3
#: an excerpt begins where it begins
_OPENING = 300


def numbering(case: Case) -> Iterator[Finding]:
    """Everything wrong with the numbers of one list after another."""
    last: dict[str, int] = {}
    for run in runs(case):
        if run.style in _FOREIGN:
            continue
        yield from _first(case, run, last)
        yield from _sequence(case, run)
        yield from _reused(case, run)
        last[run.style] = run.entries[-1].number


def _first(case: Case, run: Run, last: dict[str, int]) -> Iterator[Finding]:
    """A list that does not begin with one."""
    first = run.entries[0]
    if first.number == 1 or first.number > _GAP + 1:
        return
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
    if _stands(case, 1, begin, first.start) or _goes_on(case, run):
        return
    yield case.found(
        "FA803", (first.start, first.end), expected=renumbered(first.ordinal, 1)
    )


def _goes_on(case: Case, run: Run) -> bool:
    """Whether the list goes on from one in another style: （1）（2）③ (told by another rule)."""
    first = run.entries[0]
    return any(
        other.parent == run.parent
        and other is not run
        and any(e.number == first.number - 1 and e.start < first.start for e in other.entries)
        for other in runs(case)
    )


def _sequence(case: Case, run: Run) -> Iterator[Finding]:
    """Numbers that do not follow from the one before; a list may begin again at one."""
    entries = run.entries
    previous, count, length = entries[0], entries[0].number, 1
    for i, entry in enumerate(entries[1:], 1):
        number, due = entry.number, count + 1
        if number == due:
            previous, count, length = entry, number, length + 1
            continue
        after = entries[i + 1].number if i + 1 < len(entries) else 0
        goes_on = after == due + 1  # only this one is wrong: 1 2 2 4, 1 2 9 4
        alone = length == 1 and after == 2 and _together(case, previous, entry)
        if number == 1 and not goes_on and not alone:
            previous, count, length = entry, 1, 1
            continue
        code = "FA802" if number == previous.number else "FA804"
        if number > due and not goes_on:
            code = "FA801"
        if _wrong(case, code, previous, entry, count):
            yield case.found(
                code, (entry.start, entry.end), (previous.start, previous.end),
                expected=renumbered(entry.ordinal, due), before=previous.ordinal,
            )  # fmt: skip
        previous, count, length = entry, due if goes_on else number, length + 1


def _wrong(case: Case, code: str, previous: Entry, entry: Entry, count: int) -> bool:
    """Whether the document is to blame, and not a list that was not read whole."""
    if code == "FA802":
        return not _same_title(case, previous, entry)
    if code == "FA801":
        return entry.number - count <= _GAP and not any(
            _stands(case, each, previous.start, entry.start)
            for each in range(count + 1, entry.number)
        )
    before = entry.number - 1
    return before == count or not _stands(case, before, previous.end, entry.start)


def _together(case: Case, first: Entry, second: Entry) -> bool:
    """Whether two headings, or two items with nothing between them, are of one list."""
    if first.heading and second.heading:
        return True
    return "\n" not in case.clean[first.start : second.start - 1]


def _same_title(case: Case, first: Entry, second: Entry) -> bool:
    """A heading that stands twice: as a title page and again above its text."""
    if first.index < 0 or second.index < 0 or first.number != second.number:
        return False
    one, two = case.sections[first.index].title, case.sections[second.index].title
    return bool(one) and (one in two or two in one)


def _reused(case: Case, run: Run) -> Iterator[Finding]:
    """A list in the style of the heading above it: （一）主要职责, below it （一）, （二）."""
    first = run.entries[0]
    if run.parent < 0 or first.number != 1:
        return
    above = case.sections[run.parent]
    if above.ordinal and read(above.ordinal)[0] == run.style:
        yield case.found(
            "FA807", (first.start, first.end), (above.start, above.end), above=above.ordinal
        )


def _stands(case: Case, number: int, start: int, end: int) -> bool:
    """Whether a number stands somewhere between, inside a line or in another style."""
    return _pattern(number).search(case.clean, start, end) is not None


@lru_cache(maxsize=128)
def _pattern(number: int) -> re.Pattern[str]:
    word, circle = chinese(number), chr(0x245F + number)
    return re.compile(
        rf"(?<![一-龥\d]){word}、|（{word}）|（{number}）|(?<![\d.]){number}(?:[、）]|\.(?!\d))"
        + (rf"|{circle}" if number <= 20 else "")
    )
