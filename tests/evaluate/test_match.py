"""The matcher: one-to-one, exact first, and blind to order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate import Doc, Item, evaluate, match
from extractor.evaluate.match import linked
from extractor.evaluate.score import has_interval


def money(start: int, end: int, field: str = "a", value: str = "1", **more: str) -> Item:
    return Item("money", field, start, end, value, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gold", "predicted", "pairs"),
    [
        # half-open: neighbours share nothing
        ([money(0, 5)], [money(5, 9)], []),
        ([money(0, 5)], [money(4, 9)], [(0, 0)]),
        # another kind is another fact
        ([money(0, 5)], [Item("ratio", "a", 0, 5, "1")], []),
        # the exact one wins, whatever the wide one agrees in
        ([money(2, 5)], [money(0, 9), money(2, 5, "b", "2")], [(0, 1)]),
        # one wide prediction over two figures is one hit
        ([money(0, 5), money(6, 9)], [money(0, 9)], [(0, 0)]),
        # two fields in one figure: each to its own
        ([money(0, 5, "a"), money(0, 5, "b")], [money(0, 5, "b"), money(0, 5, "a")],
         [(0, 1), (1, 0)]),
        ([money(0, 5, "a"), money(0, 5, "b")], [money(0, 5, "b")], [(1, 0)]),
        # the same field in two roles
        ([money(0, 5, role="budget"), money(0, 5, role="actual")], [money(0, 5, role="actual")],
         [(1, 0)]),
        # optimal, not greedy: a greedy choice of (1, 0) would leave 0 without a partner
        ([money(0, 3), money(2, 9)], [money(1, 7), money(6, 9)], [(0, 0), (1, 1)]),
        # a prediction without a place pairs with nothing
        ([money(0, 5)], [money(-1, -1)], []),
        ([], [money(0, 5)], []),
    ],
)  # fmt: skip
def test_pairs(gold: list[Item], predicted: list[Item], pairs: list[tuple[int, int]]) -> None:
    assert match(gold, predicted) == pairs


def test_role_and_period_count_only_where_they_are_told() -> None:
    staff = Item("staffing", "s", 0, 1, "3", role=None, period="2023-12-31")
    assert linked(staff, Item("staffing", "s", 0, 1, "3", role="actual", period="2023-12-31"))
    assert not linked(staff, Item("staffing", "s", 0, 1, "3", period="2023"))
    assert linked(money(0, 1, role="actual"), money(0, 1, role="actual", period="2023"))
    assert not linked(money(0, 1, role="actual"), money(0, 1, role="budget"))


items = st.builds(
    lambda kind, field, start, size, value, role, period: Item(
        kind, field, start, start + size, value, role, period
    ),
    st.sampled_from(["money", "ratio", "performance"]),
    st.sampled_from(["a", "b"]),
    st.integers(0, 12),
    st.integers(1, 5),
    st.sampled_from(["1", "2"]),
    st.sampled_from([None, "actual", "budget"]),
    st.sampled_from([None, "2022", "2023"]),
)


def scores(gold: list[Item], predicted: list[Item]) -> object:
    told = (Doc("d", "x", tuple(gold)), Doc("d", "x", tuple(predicted)))
    return {cell: score.count for cell, score in evaluate([told], samples=0).scores.items()}


@given(st.lists(items, max_size=12), st.lists(items, max_size=12), st.randoms())
def test_order_never_changes_a_score(
    gold: list[Item], predicted: list[Item], chance: random.Random
) -> None:
    before = scores(gold, predicted)
    gold, predicted = list(gold), list(predicted)
    chance.shuffle(gold)
    chance.shuffle(predicted)
    assert scores(gold, predicted) == before


@given(st.lists(items, max_size=12), st.lists(items, max_size=12))
def test_pairs_are_one_to_one_and_overlap(gold: list[Item], predicted: list[Item]) -> None:
    pairs = match(gold, predicted)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    for i, j in pairs:
        assert gold[i].kind == predicted[j].kind
        assert max(gold[i].start, predicted[j].start) < min(gold[i].end, predicted[j].end)


@given(st.lists(items, min_size=1, max_size=12), st.randoms())
def test_a_perfect_prediction_scores_one(gold: list[Item], chance: random.Random) -> None:
    predicted = list(gold)
    chance.shuffle(predicted)
    told = (Doc("d", "x", tuple(gold)), Doc("d", "x", tuple(predicted)))
    for (row, metric), score in evaluate([told, told], samples=50).scores.items():
        if metric == "heading" or score.count.gold == 0:
            continue
        assert score.precision == score.recall == score.f1 == 1.0
        assert score.f1_ci == ((1.0, 1.0) if has_interval((row, metric)) else None)
