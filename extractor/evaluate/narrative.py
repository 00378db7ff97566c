"""Narratives by character: how much of each role's text is told right.

White space does not count where the text is at hand, so wraps cost nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from extractor.evaluate.types import Item

#: Kinds scored by character.
NARRATIVE = ("duty", "performance", "reason", "term")
Spans = list[tuple[int, int]]
_BLANK = re.compile(r"\s")


def narrative_counts(
    gold: Sequence[Item], predicted: Sequence[Item], text: str | None
) -> dict[str, tuple[int, int, int, int]]:
    """Counts of characters by row: ``kind:duty``, ``kind:performance``, ``role:target`` …

    A character of ``kind:performance`` is right where its role is right too.
    """
    here, there = _spans(gold), _spans(predicted)
    blanks = [] if text is None else [each.start() for each in _BLANK.finditer(text)]
    counts: dict[str, tuple[int, int, int, int]] = {}
    for row in sorted({*here, *there}):
        left, right = _union(here.get(row, [])), _union(there.get(row, []))
        size = _size(left, blanks)
        if left == right:
            counts[row] = (size, size, size, size)
            continue
        both = _size(_shared(left, right), blanks)
        counts[row] = (both, _size(right, blanks), both, size)
    roles = [counts[row] for row in counts if row.startswith("role:")]
    if roles:
        both, right_size, _, left_size = (sum(each) for each in zip(*roles, strict=True))
        counts["kind:performance"] = (both, right_size, both, left_size)
    return counts


def _spans(items: Sequence[Item]) -> dict[str, Spans]:
    found: dict[str, Spans] = defaultdict(list)
    for item in items:
        if item.kind in NARRATIVE and 0 <= item.start < item.end:
            row = f"role:{item.role}" if item.kind == "performance" else f"kind:{item.kind}"
            found[row].append((item.start, item.end))
    return found


def _union(spans: Spans) -> Spans:
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _shared(left: Spans, right: Spans) -> Spans:
    found: Spans = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            found.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return found


def _size(spans: Spans, blanks: list[int]) -> int:
    """How many characters *spans* hold that are not at one of the places *blanks*."""
    return sum(
        end - start - bisect_left(blanks, end) + bisect_left(blanks, start) for start, end in spans
    )
