"""The kind of a table that has no title, by what its rows and columns are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.tables.kinds import kinds, without_role
from extractor.tables.types import Column, Line
from extractor.tables.words import bare

_ENOUGH = 4  #: labels and columns that a kind must know
_COMMON = frozenset(("total", "part", "of"))  #: meanings that say little


def guess(lines: Iterable[Line], columns: Sequence[Column]) -> str | None:
    """The kind that knows most of the labels, None where none knows enough or two know as many."""
    words = {bare(each.key)[0] for each in lines if each.key}
    words = {each for each in words if len(each) > 3}
    named = [
        "/".join(left for key in each.keys if (left := without_role(bare(key)[0])))
        for each in columns
        if each.role == "value"
    ]
    scores = sorted(
        (
            (len(words & known.keys()) + _meant(key, named), key)
            for key, known in kinds().labels.items()
            if known
        ),
        reverse=True,
    )
    declared = kinds().kinds
    (best, key), *others = scores
    # kinds that share their groups of rows know the same
    second = next((n for n, each in others if declared[each].uses != declared[key].uses), 0)
    shown = best * 3 >= len(words) or _meant(key, named) * 2 >= max(len(named), _ENOUGH)
    return key if best >= _ENOUGH and best > second and shown else None


def _meant(kind: str, named: Sequence[str]) -> int:
    """How many columns mean different things in a kind, totals left out."""
    found: set[str] = set()
    for path in named:
        for pattern, rule in kinds().columns[kind]:
            if pattern.search(path):
                found.add(rule.field or rule.means)
                break
    return len(found - _COMMON)
