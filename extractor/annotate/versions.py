"""Two versions of a text: what they share, and where a place of the old one is in the new."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher


def same_parts(one: str, other: str) -> list[tuple[int, int, int]]:
    """Parts that two texts share, in order: start in *one*, start in *other*, length.

    Lines are compared first and characters only within what differs, so that long texts take
    no longer than their differences.

    >>> same_parts("甲乙\\n丙丁戊", "甲乙\\n丙戊")
    [(0, 0, 4), (5, 4, 1)]
    """
    lines, others = one.splitlines(keepends=True), other.splitlines(keepends=True)
    starts, there = _starts(lines), _starts(others)
    found: list[tuple[int, int, int]] = []
    for tag, i, j, k, m in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((starts[i], there[k], starts[j] - starts[i]))
        elif tag == "replace":
            old, new = one[starts[i] : starts[j]], other[there[k] : there[m]]
            if len(old) * len(new) > 4_000_000:  # another text, not a version of it
                continue
            inner = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
            found += [(starts[i] + a, there[k] + b, size) for a, b, size in inner if size]
    merged: list[tuple[int, int, int]] = []
    for a, b, size in found:
        if merged and (merged[-1][0] + merged[-1][2], merged[-1][1] + merged[-1][2]) == (a, b):
            merged[-1] = (*merged[-1][:2], merged[-1][2] + size)
        else:
            merged.append((a, b, size))
    return merged


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def carrier(blocks: Sequence[tuple[int, int, int]]) -> Callable[[int], int]:
    """Carries an offset of the old text over to the new; within a change, to its end.

    >>> carry = carrier(same_parts("收入12万元", "收入为12万元"))
    >>> carry(0), carry(2), carry(6)
    (0, 3, 7)
    """
    starts = [block[0] for block in blocks]

    def carry(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return 0
        start, there, size = blocks[index]
        return there + min(offset - start, size)

    return carry
