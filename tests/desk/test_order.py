"""Orders: what teaches most first, some at random always, test splits at random only."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractor
from extractor.desk.documents import Listed
from extractor.desk.order import MEASURES, ORDERS, in_order
from tests.desk.conftest import PLAIN

WORTHS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=4), st.floats(0, 1), min_size=1, max_size=30
)


def listed(names: list[str], tests: set[str] | None = None) -> list[Listed]:
    return [Listed(name, Path(name), name in (tests or set())) for name in names]


@given(WORTHS, st.floats(0, 1), st.integers(0, 5))
def test_every_document_comes_once(worth: dict[str, float], share: float, seed: int) -> None:
    given = listed(list(worth))
    found = in_order(given, worth, seed, share)
    assert sorted(each.name for each in found) == sorted(worth)
    assert found == in_order(given[::-1], worth, seed, share)


@given(WORTHS, st.integers(0, 5))
def test_without_a_random_share_the_worthiest_come_first(
    worth: dict[str, float], seed: int
) -> None:
    found = [worth[each.name] for each in in_order(listed(list(worth)), worth, seed, 0)]
    assert found == sorted(found, reverse=True)


@given(WORTHS, st.integers(0, 5))
def test_a_share_of_one_is_random_order(worth: dict[str, float], seed: int) -> None:
    assert in_order(listed(list(worth)), worth, seed, 1) == in_order(
        listed(list(worth)), None, seed
    )


@given(WORTHS, WORTHS, st.integers(0, 5), st.floats(0, 1))
def test_tests_are_never_chosen_by_worth(
    one: dict[str, float], other: dict[str, float], seed: int, share: float
) -> None:
    """Whatever a model makes of them, the documents of a test split keep their order."""
    names = sorted({*one, *other})
    tests = set(names[::2])

    def drawn(worth: dict[str, float]) -> list[str]:
        found = in_order(listed(names, tests), worth, seed, share)
        return [each.name for each in found if each.is_test]

    chance = [each.name for each in in_order(listed(names, tests), None, seed) if each.is_test]
    assert drawn(one) == drawn(other) == chance


def test_a_share_is_random_among_the_first() -> None:
    names = [f"d{number:02}" for number in range(50)]
    worth = {name: 1 - number / 50 for number, name in enumerate(names)}
    found = [each.name for each in in_order(listed(names), worth, share=0.2)]
    best = set(names[:10])
    assert 7 <= len(best & set(found[:10])) <= 9
    assert len(set(found[:10]) - best) >= 1


@pytest.mark.parametrize("order", MEASURES)
def test_measures_are_shares(order: str) -> None:
    record = extractor.extract(extractor.Text(PLAIN), with_text=True)
    assert 0 <= MEASURES[order](record) <= 1
    empty = extractor.extract(extractor.Text("甲"), with_text=True)
    assert MEASURES[order](empty) >= 0


def test_a_contradiction_is_suspicious() -> None:
    fine = "2023年度收入总计120.00万元，比上年增加20.00万元，增长20.00%。"
    wrong = fine.replace("增加20.00万元", "减少20.00万元")
    one, other = (extractor.extract(extractor.Text(each), with_text=True) for each in (fine, wrong))
    assert MEASURES["suspicious"](one) < MEASURES["suspicious"](other)


def test_the_command_knows_every_order() -> None:
    from extractor.cli.annotate import ORDERS as TOLD

    assert TOLD == ORDERS
