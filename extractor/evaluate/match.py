"""One-to-one pairs of gold and predicted facts, whatever the order they come in.

Facts of the same kind are paired: first those on exactly the same span, then the rest by
overlap, each by an optimal assignment that prefers pairs which agree in more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from extractor.evaluate.types import WITH_ROLES, Item
from extractor.evaluate.values import digest

#: Index into the gold, index into the predicted.
Pair = tuple[int, int]


def same_role(gold: Item, predicted: Item) -> bool:
    """Whether roles agree; of kinds without roles they always do."""
    return gold.kind not in WITH_ROLES or gold.role == predicted.role


def same_period(gold: Item, predicted: Item) -> bool:
    """Whether periods agree; compared only where gold has one."""
    return gold.period is None or gold.period == predicted.period


def valued(gold: Item, predicted: Item) -> bool:
    """Whether the normalised values are equal; by their hashes where one tells only that."""
    if gold.value_sha256 is None and predicted.value_sha256 is None:
        return gold.value == predicted.value
    return _hashed(gold) == _hashed(predicted)


def _hashed(item: Item) -> str | None:
    return item.value_sha256 or (None if item.value is None else digest(item.value))


def linked(gold: Item, predicted: Item) -> bool:
    """Whether value, field, role and period are all right."""
    return (
        valued(gold, predicted)
        and gold.field == predicted.field
        and same_role(gold, predicted)
        and same_period(gold, predicted)
    )


def _agreement(gold: Item, predicted: Item) -> float:
    """How well two facts fit beside their places: 0 to 37."""
    return (
        16.0 * linked(gold, predicted)
        + 8.0 * (gold.field == predicted.field)
        + 6.0 * valued(gold, predicted)
        + 3.0 * same_role(gold, predicted)
        + 2.0 * same_period(gold, predicted)
        + 1.0 * (gold.direction == predicted.direction)
        + 1.0 * (gold.category == predicted.category)
    )


def _overlap(gold: Item, predicted: Item) -> float:
    """As agreement, after the shared part of both spans; 0 where they share nothing."""
    shared = min(gold.end, predicted.end) - max(gold.start, predicted.start)
    if shared <= 0:
        return 0.0
    union = max(gold.end, predicted.end) - min(gold.start, predicted.start)
    return 100.0 + 50.0 * shared / union + _agreement(gold, predicted)


def match(gold: Sequence[Item], predicted: Sequence[Item]) -> list[Pair]:
    """Pair *gold* and *predicted* facts of one document.

    A pair has one kind and overlapping spans; each fact is in one pair at most. Spans are
    half-open: ``[0, 5)`` and ``[5, 9)`` share nothing.

    >>> one, two = Item("money", "a", 0, 5, "1"), Item("money", "b", 0, 5, "1")
    >>> match([one, two], [two])
    [(1, 0)]
    """
    # a canonical order makes equal assignments come out the same for any input order
    golds = _by_kind(gold)
    found: list[Pair] = []
    for kind, there in _by_kind(predicted).items():
        here = golds.get(kind, [])
        exact = _exact(gold, predicted, here, there)
        found += exact
        used_gold = {pair[0] for pair in exact}
        used_predicted = {pair[1] for pair in exact}
        rest = [i for i in here if i not in used_gold]
        other = [j for j in there if j not in used_predicted]
        for left, right in _clusters(gold, predicted, rest, other):
            found += _assign(gold, predicted, left, right, _overlap)
    return sorted(found)


def _canonical(item: Item) -> tuple[object, ...]:
    texts = (
        item.field, item.role, item.period, item.value, item.direction, item.category,
        item.quote, item.shown, item.value_sha256,
    )  # fmt: skip
    return (item.start, item.end, *("" if each is None else each for each in texts))


def _by_kind(items: Sequence[Item]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(items)), key=lambda i: _canonical(items[i])):
        if items[index].start < items[index].end:
            groups[items[index].kind].append(index)
    return groups


def _exact(
    gold: Sequence[Item], predicted: Sequence[Item], here: list[int], there: list[int]
) -> list[Pair]:
    spans: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in here:
        spans[gold[i].start, gold[i].end][0].append(i)
    for j in there:
        spans[predicted[j].start, predicted[j].end][1].append(j)
    found: list[Pair] = []
    for left, right in spans.values():
        if left and right:
            found += _assign(gold, predicted, left, right, lambda g, p: 100.0 + _agreement(g, p))
    return found


def _clusters(
    gold: Sequence[Item], predicted: Sequence[Item], here: list[int], there: list[int]
) -> list[tuple[list[int], list[int]]]:
    """Runs of facts whose spans touch one another, so that assignments stay small."""
    # ranks, not indices, break ties: both lists are in canonical order, the input is not
    events = [(gold[i].start, gold[i].end, 0, rank, i) for rank, i in enumerate(here)]
    events += [(predicted[j].start, predicted[j].end, 1, rank, j) for rank, j in enumerate(there)]
    clusters: list[tuple[list[int], list[int]]] = []
    reach = -1
    for start, end, side, _, index in sorted(events):
        if start >= reach:
            clusters.append(([], []))
        clusters[-1][side].append(index)
        reach = max(reach, end)
    return [cluster for cluster in clusters if cluster[0] and cluster[1]]


def _assign(
    gold: Sequence[Item],
    predicted: Sequence[Item],
    left: list[int],
    right: list[int],
    weight: Callable[[Item, Item], float],
) -> list[Pair]:
    weights = [[weight(gold[i], predicted[j]) for j in right] for i in left]
    if len(left) == len(right) == 1:
        return [(left[0], right[0])] if weights[0][0] > 0 else []
    from scipy.optimize import linear_sum_assignment  # slow to import: only where there is a choice

    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(left[i], right[j]) for i, j in zip(rows, columns, strict=True) if weights[i][j] > 0]
