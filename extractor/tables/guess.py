"""The kind of a table that has no title, by what its rows and columns are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.tables.kinds import kinds
from extractor.tables.types import Column, Line
from extractor.tables.words import bare

_ENOUGH = 4  #: labels that a kind must know


def guess(lines: Iterable[Line], columns: Sequence[Column]) -> str | None:
    """The kind that knows most of the labels, None where none knows enough or two know as many."""
    words = {bare(each.key)[0] for each in lines if each.key}
    words |= {bare(each.keys[-1])[0] for each in columns if each.keys and each.role == "value"}
    words = {each for each in words if len(each) > 3}
    if len(words) < _ENOUGH:
        return None
    scores = sorted(
        ((len(words & known.keys()), key) for key, known in kinds().labels.items() if known),
        reverse=True,
    )
    declared = kinds().kinds
    (best, key), *others = scores
    # kinds that share their groups of rows know the same
    second = next((n for n, each in others if declared[each].uses != declared[key].uses), 0)
    return key if best >= _ENOUGH and best > second and best * 3 >= len(words) else None
