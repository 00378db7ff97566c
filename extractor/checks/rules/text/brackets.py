"""Brackets, quotation marks and book title marks that are opened and not closed, or closed only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.finding import Finding

_KINDS = ("（）", "“”", "《》")
#: one pattern finds an opening one that is not closed at once, the other a closing one not opened
_SUSPECT = {
    kind: (
        re.compile(rf"{kind[0]}[^{kind}\n]*+(?!{kind[1]})"),
        re.compile(rf"{kind[1]}[^{kind}\n]*+{kind[1]}"),
        re.compile(rf"\n[^{kind}\n]*+{kind[1]}"),
    )
    for kind in _KINDS
}
_LIST_MARK = re.compile(r"(?:^|(?<=[\n。；：，、 ]))(?:\d{1,2}|[A-Za-z])$")
#: more of a kind are a habit, told once
_FEW = 5


def brackets(case: Case) -> Iterator[Finding]:
    """What has no partner in its paragraph, nor in the next one, where a page may break it."""
    for kind in _KINDS:
        lonely = [each for each in _lonely(case, kind) if not _in_table(case, each)]
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
    if kind[0] not in clean and kind[1] not in clean:
        return []
    paragraphs = {
        clean.rfind("\n", 0, match.start() + 1)
        for pattern in _SUSPECT[kind]
        for match in pattern.finditer(clean)
    }
    if clean.startswith(kind[1], clean.find(kind[1]), clean.find("\n") + 1 or None):
        paragraphs.add(-1)
    found: list[int] = []
    for before in sorted(paragraphs):
        start = before + 1
        end = clean.find("\n", start)
        opened, closed = _unpaired(clean, start, end if end >= 0 else len(clean), kind)
        if closed and found and clean[found[-1]] == kind[0] and clean.count("\n", found[-1], start) == 1:
            found.pop()  # broken between two paragraphs
            closed = closed[1:]
        found += sorted([*closed, *opened])
    return found


def _unpaired(clean: str, start: int, end: int, kind: str) -> tuple[list[int], list[int]]:
    """Offsets of the opening and of the closing ones without a partner in ``[start, end)``."""
    opened: list[int] = []
    closed: list[int] = []
    for match in re.compile(f"[{kind}]").finditer(clean, start, end):
        at = match.start()
        if match.group() == kind[0]:
            opened.append(at)
        elif opened:
            opened.pop()
        elif kind != "（）" or not _LIST_MARK.search(clean, max(start - 1, 0), at):
            closed.append(at)
    return opened, closed


def _in_table(case: Case, at: int) -> bool:
    return any(region.start <= at < region.end for region in case.text.regions)
