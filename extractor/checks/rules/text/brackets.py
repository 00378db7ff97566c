"""Brackets, quotation marks and book title marks that are opened and not closed, or closed only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.rules.text.ordinals import in_table
from extractor.finding import Finding

_KINDS = ("（）", "“”", "《》")
#: an opening one that is not closed at once; a closing one that is not opened on its line
_OPENED = {kind: re.compile(rf"{kind[0]}[^{kind}\n]*+(?!{kind[1]})") for kind in _KINDS}
_CLOSED = {
    kind: tuple(re.compile(rf"{before}[^{kind}\n]*+{kind[1]}") for before in (kind[1], r"\n"))
    for kind in _KINDS
}
_EITHER = {kind: re.compile(f"[{kind}]") for kind in _KINDS}
_LIST_MARK = re.compile(r"(?:^|(?<=[\n。；：，、 ]))(?:\d{1,2}|[A-Za-z])$")
#: more of a kind are a habit, told once
_FEW = 5


def brackets(case: Case) -> Iterator[Finding]:
    """What has no partner in its paragraph, nor in the next one, where a page may break it."""
    for kind in _KINDS:
        lonely = [each for each in _lonely(case, kind) if not in_table(case, each)]
        if not lonely:
            continue
        places = [(at, at + 1) for at in lonely]
        if len(places) > _FEW:
            yield case.found("FA857", places[0], *places[1:20], kind=kind)
        else:
            for place in places:
                yield case.found("FA857", place, kind=kind)


def _lonely(case: Case, kind: str) -> list[int]:
    """Offsets of those without a partner, in order."""
    clean = case.clean
    opened, closed = clean.count(kind[0]), clean.count(kind[1])
    suspects = [match.start() for match in _OPENED[kind].finditer(clean)] if opened else []
    if not suspects and opened == closed:
        return []  # each is closed at once, and none is left over
    found = _check(clean, kind, suspects)
    lonely = sum(clean[at] == kind[0] for at in found)
    if opened - lonely != closed - len(found) + lonely:  # some that close only stand elsewhere
        for pattern in _CLOSED[kind]:
            suspects += [match.end() - 1 for match in pattern.finditer(clean)]
        found = _check(clean, kind, [*suspects, clean.find(kind[1])])
    return found


def _check(clean: str, kind: str, suspects: list[int]) -> list[int]:
    """Offsets of those without a partner in the paragraphs of *suspects*, in order."""
    found: list[int] = []
    end = -1
    for at in sorted(suspects):
        if at < end:
            continue  # of a paragraph that is done
        start = clean.rfind("\n", 0, at) + 1
        end = clean.find("\n", at + (clean[at] == "\n"))
        end = end if end >= 0 else len(clean)
        opened, closed = _unpaired(clean, start, end, kind)
        last = found[-1] if found else -1
        if closed and last >= 0 and clean[last] == kind[0] and clean.count("\n", last, start) == 1:
            found.pop()  # broken between two paragraphs
            closed = closed[1:]
        found += sorted([*closed, *opened])
    return found


def _unpaired(clean: str, start: int, end: int, kind: str) -> tuple[list[int], list[int]]:
    """Offsets of the opening and of the closing ones without a partner in ``[start, end)``."""
    opened: list[int] = []
    closed: list[int] = []
    for match in _EITHER[kind].finditer(clean, start, end):
        at = match.start()
        if match.group() == kind[0]:
            opened.append(at)
        elif opened:
            opened.pop()
        elif kind != "（）" or not _LIST_MARK.search(clean[max(start - 1, at - 4, 0) : at]):
            closed.append(at)
    return opened, closed
