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
    """How well two facts fit beside their places: 0 to 38."""
    return (
        16.0 * linked(gold, predicted)
        + 8.0 * (gold.field == predicted.field)
        + 6.0 * valued(gold, predicted)
        + 3.0 * same_role(gold, predicted)
        + 2.0 * same_period(gold, predicted)
        + 1.0 * (gold.direction == predicted.direction)
        + 1.0 * (gold.category == predicted.category)
        + 1.0 * (gold.path == predicted.path)
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
    found, here, there = twins(gold, predicted)
    return sorted([*found, *match_rest(gold, predicted, here, there)])


def match_rest(
    gold: Sequence[Item], predicted: Sequence[Item], here: Sequence[int], there: Sequence[int]
) -> list[Pair]:
    """Pair what :func:`twins` left of both sides, *here* of the gold and *there* of the other."""
    if not here or not there:
        return []
    found: list[Pair] = []
    # a canonical order makes equal assignments come out the same for any input order
    golds = _by_kind(gold, here)
    for kind, offered in _by_kind(predicted, there).items():
        wanted = golds.get(kind, [])
        exact = _exact(gold, predicted, wanted, offered)
        found += exact
        used_gold = {pair[0] for pair in exact}
        used_predicted = {pair[1] for pair in exact}
        rest = [i for i in wanted if i not in used_gold]
        other = [j for j in offered if j not in used_predicted]
        for left, right in clusters(gold, predicted, rest, other):
            found += assign(gold, predicted, left, right, _overlap)
    return found


def twins(
    gold: Sequence[Item], predicted: Sequence[Item]
) -> tuple[list[Pair], list[int], list[int]]:
    """Pairs that agree in everything a score asks for, and what is left of both sides.

    Some optimal assignment holds each of them: whatever else one of the two could be paired
    with agrees with the other as well.
    """
    offered: dict[tuple[object, ...], list[int]] = {}
    for j, p in enumerate(predicted):
        if p.start < p.end:
            key = (p.start, p.end, p.field, p.value, p.kind, p.role, p.period, p.direction,
                   p.category, p.path, p.value_sha256)  # fmt: skip
            offered.setdefault(key, []).append(j)
    if len(offered) < len(predicted):
        for places in offered.values():  # equal predictions may differ in their confidence
            places.sort(key=lambda j: (predicted[j].confidence or 0.0, predicted[j].quote or ""))
    found: list[Pair] = []
    here: list[int] = []
    for i, g in enumerate(gold):
        key = (g.start, g.end, g.field, g.value, g.kind, g.role, g.period, g.direction,
               g.category, g.path, g.value_sha256)  # fmt: skip
        left = offered.get(key)
        if left:
            found.append((i, left.pop()))
        else:
            here.append(i)
    taken = {j for _, j in found}
    return found, here, [j for j in range(len(predicted)) if j not in taken]


def _canonical(item: Item) -> tuple[object, ...]:
    texts = (
        item.field, item.role, item.period, item.value, item.direction, item.category,
        item.path, item.quote, item.shown, item.value_sha256,
    )  # fmt: skip
    return (item.start, item.end, *("" if each is None else each for each in texts))


def _by_kind(items: Sequence[Item], taken: Sequence[int]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index in sorted(taken, key=lambda i: _canonical(items[i])):
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
            found += assign(gold, predicted, left, right, lambda g, p: 100.0 + _agreement(g, p))
    return found


def clusters(
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


def assign(
    gold: Sequence[Item],
    predicted: Sequence[Item],
    left: list[int],
    right: list[int],
    weight: Callable[[Item, Item], float],
) -> list[Pair]:
    """The one-to-one pairs of *left* and *right* with the most weight in all; none of 0."""
    weights = [[weight(gold[i], predicted[j]) for j in right] for i in left]
    if len(left) == 1:
        best = max(range(len(right)), key=weights[0].__getitem__)
        chosen = [(0, best)]
    elif len(right) == 1:
        best = max(range(len(left)), key=lambda row: weights[row][0])
        chosen = [(best, 0)]
    elif len(left) == len(right) == 2:
        straight = weights[0][0] + weights[1][1] >= weights[0][1] + weights[1][0]
        chosen = [(0, 0), (1, 1)] if straight else [(0, 1), (1, 0)]
    else:
        from scipy.optimize import linear_sum_assignment  # slow to import: only for a choice

        chosen = [
            (int(row), int(column))
            for row, column in zip(*linear_sum_assignment(weights, maximize=True), strict=True)
        ]
    return [(left[row], right[column]) for row, column in chosen if weights[row][column] > 0]
