"""Looking for frames in a whole text: what begins with a literal is found many times faster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence


def heads(*literals: str, then: str) -> tuple[re.Pattern[str], ...]:
    """A frame that begins with one of *literals*, as a pattern for each.

    >>> [each.pattern for each in heads("无", "没有", then="车辆")]
    ['无车辆', '没有车辆']
    """
    return tuple(re.compile(re.escape(each) + then) for each in literals)


def first_come(clean: str, frames: Sequence[re.Pattern[str]]) -> list[re.Match[str]]:
    """All that *frames* find, in order; of what overlaps, what begins first.

    >>> [each[0] for each in first_come("没有车辆、无车辆", heads("无", "没有", then="车辆"))]
    ['没有车辆', '无车辆']
    """
    found = sorted(
        [match for frame in frames for match in frame.finditer(clean)], key=re.Match.start
    )
    kept: list[re.Match[str]] = []
    for match in found:
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept


def around(
    clean: str, frame: re.Pattern[str], sign: re.Pattern[str], before: int, start: int = 0
) -> Iterator[re.Match[str]]:
    """Where *frame* is found from *start* on, which holds a *sign* that is rarer, or begins with
    a literal; it begins at most *before* characters before the sign.

    >>> frame, sign = re.compile("[没无]有?车辆"), re.compile("车辆")
    >>> [each[0] for each in around("没有车辆、无车辆", frame, sign, 2)]
    ['没有车辆', '无车辆']
    """
    done = start
    for found in sign.finditer(clean, start):
        at = found.start()
        for begin in range(max(done, at - before), at + 1):
            match = frame.match(clean, begin)
            if match is not None and match.end() > at:
                done = match.end()
                yield match
                break


class Signs:
    """Literals that are looked for all at once.

    >>> Signs(("党史", "史学", "党")).places("学党史学")
    {'党史': [1], '党': [1], '史学': [2]}
    """

    def __init__(self, literals: Iterable[str]) -> None:
        # the longest first: what begins it, it stands for too
        ordered = sorted(dict.fromkeys(literals), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered)))
        self._begun = {
            each: [other for other in ordered if each.startswith(other)] for each in ordered
        }

    def places(self, clean: str) -> dict[str, list[int]]:
        """Where each literal that is there stands."""
        found: dict[str, list[int]] = {}
        search, match = self._pattern.search, self._pattern.search(clean)
        while match is not None:
            at = match.start()
            for each in self._begun[match[0]]:
                found.setdefault(each, []).append(at)
            match = search(clean, at + 1)
        return found
