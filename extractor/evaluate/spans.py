"""Spans and their kinds, whatever the values: strict, exact, partial and by type.

Pairs may be of two kinds here: a place that was found and told to be something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.evaluate.match import Pair, assign, clusters
from extractor.evaluate.types import Item

#: strict: span and kind are right; exact: the span; partial: as exact, and half of what only
#: overlaps; type: overlap and the right kind.
SPAN_METRICS = ("strict", "exact", "partial", "type")


def pair_spans(
    gold: Sequence[Item],
    predicted: Sequence[Item],
    here: Sequence[int] | None = None,
    there: Sequence[int] | None = None,
) -> list[Pair]:
    """One-to-one pairs by place: the same span first, by the same kind where there is one,
    then the most overlap; of *here* and *there* alone where they are given.

    >>> pair_spans([Item("money", "a", 0, 5, "1")], [Item("ratio", "a", 0, 5, "1")])
    [(0, 0)]
    """
    rest = range(len(gold)) if here is None else here
    other = range(len(predicted)) if there is None else there
    pairs, left, right = _equal(gold, predicted, rest, other, True)
    if left and right:
        more, left, right = _equal(gold, predicted, left, right, False)
        pairs += more
    if left and right:
        order = _in_order(gold, left), _in_order(predicted, right)
        for one, two in clusters(gold, predicted, *order):
            pairs += assign(gold, predicted, one, two, _shared)
    return sorted(pairs)


def _equal(
    gold: Sequence[Item],
    predicted: Sequence[Item],
    here: Sequence[int],
    there: Sequence[int],
    typed: bool,
) -> tuple[list[Pair], list[int], list[int]]:
    places: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for j in there if typed else _in_order(predicted, there):
        item = predicted[j]
        if item.start < item.end:
            places[item.start, item.end, item.kind if typed else ""].append(j)
    pairs: list[Pair] = []
    left: list[int] = []
    for i in here if typed else _in_order(gold, here):
        item = gold[i]
        found = places.get((item.start, item.end, item.kind if typed else ""))
        if found:
            pairs.append((i, found.pop()))
        elif item.start < item.end:
            left.append(i)
    return pairs, left, [j for found in places.values() for j in found]


def _in_order(items: Sequence[Item], indices: Sequence[int]) -> list[int]:
    # only place and kind count here: facts alike in these are as good as one another
    return sorted(indices, key=lambda i: (items[i].start, items[i].end, items[i].kind))


def _shared(gold: Item, predicted: Item) -> float:
    shared = min(gold.end, predicted.end) - max(gold.start, predicted.start)
    if shared <= 0:
        return 0.0
    union = max(gold.end, predicted.end) - min(gold.start, predicted.start)
    # as many pairs as can be, of one kind if they can be, by how much is shared
    return 4.0 + 2.0 * (gold.kind == predicted.kind) + shared / union
