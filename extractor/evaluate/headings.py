"""Headings: right where start and title agree; their level is told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.evaluate.types import Heading
from extractor.evaluate.values import digest

Numbers = tuple[int, int, int, int]


def heading_counts(
    gold: Sequence[Heading], predicted: Sequence[Heading]
) -> tuple[Numbers, Numbers]:
    """Counts of headings found, and of those whose level is right too."""
    levels: dict[tuple[int, str], list[int]] = defaultdict(list)
    for each in gold:
        levels[each.start, _title(each)].append(each.level)
    offered: dict[tuple[int, str], list[int]] = defaultdict(list)
    for each in predicted:
        offered[each.start, _title(each)].append(each.level)
    found = level = 0
    for key, here in levels.items():
        there = offered.get(key, [])
        found += min(len(here), len(there))
        level += sum(min(here.count(n), there.count(n)) for n in set(here))
    counted = (len(predicted), len(gold))
    return (found, counted[0], found, counted[1]), (level, counted[0], level, counted[1])


def _title(heading: Heading) -> str:
    return heading.title_sha256 or digest(heading.title)
