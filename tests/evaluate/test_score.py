"""Scores of a small document, counted by hand."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate import Doc, Heading, Item, bucket_counts, errors, evaluate
from extractor.evaluate.bootstrap import intervals
from extractor.evaluate.buckets import bucket_of
from extractor.evaluate.values import comparable, decimal

#       0123456789012345678901234
TEXT = "收入3万元，支出 2万元。占5%。\n抓好供水。"


def money(start: int, end: int, field: str, value: str, **more: str | None) -> Item:
    told = {"role": "actual", "period": "2023", "quote": TEXT[start:end]} | more
    return Item("money", field, start, end, value, **told)  # type: ignore[arg-type]


GOLD = Doc(
    "d", "x",
    (
        money(2, 5, "revenue.total", "30000"),
        money(9, 12, "expenditure.total", "20000"),
        Item("ratio", "revenue.total", 14, 16, "5", role="share", period="2023"),
        Item("performance", "performance", 18, 23, "抓好供水。", role="achievement"),
    ),
    (Heading(0, "一", 1), Heading(9, "二", 2)),
    TEXT, "甘肃",
)  # fmt: skip
PREDICTED = Doc(
    "d", "x",
    (
        money(2, 5, "revenue.total", "30000"),  # right
        money(8, 12, "expenditure.total", "2"),  # a space too far, and not scaled
        money(14, 16, "training", "5"),  # the wrong kind: spurious, and the ratio is missed
        Item("performance", "performance", 18, 22, "抓好供水", role="target", quote="没有"),
    ),
    (Heading(0, "一", 1), Heading(9, "二", 1), Heading(14, "三", 1)),
)  # fmt: skip


def test_the_document() -> None:
    report = evaluate([(GOLD, PREDICTED)])
    told = {cell: tuple(score.count) for cell, score in report.scores.items() if cell[0] == "total"}
    # right predictions, predictions, right gold, gold
    assert told == {
        # the ratio is told as money, and what is achieved as a target
        ("total", "slots"): (1, 4, 1, 4),
        ("total", "found"): (3, 4, 3, 4),
        ("total", "bounded"): (1, 4, 1, 4),
        ("total", "valued"): (1, 4, 1, 4),
        ("total", "linked"): (1, 4, 1, 4),
        ("total", "grounded"): (3, 4, 2, 4),
        # the ratio's place is found, its kind is not; two spans only overlap
        ("total", "strict"): (1, 4, 1, 4),
        ("total", "exact"): (2, 4, 2, 4),
        ("total", "partial"): (3, 4, 3, 4),
        ("total", "type"): (3, 4, 3, 4),
        ("total", "value_given_span"): (1, 1, 1, 1),
        ("total", "field_given_value"): (1, 1, 1, 1),
        ("total", "complete"): (0, 1, 0, 1),
        ("total", "exact_record"): (0, 1, 0, 1),
    }
    found = report.scores["total", "found"]
    assert (found.precision, found.recall, found.f1) == (0.75, 0.75, 0.75)
    assert found.f1_ci is None  # one document says nothing of others
    assert report.scores["kind:money", "found"].count == (2, 3, 2, 2)
    missed = report.scores["kind:ratio", "found"]
    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)
    spurious = report.scores["field:training", "found"]
    assert (spurious.precision, spurious.recall) == (0.0, None)
    assert report.scores["field:%revenue.total", "found"].count == (0, 0, 0, 1)
    assert report.scores["province:甘肃", "found"].count == (3, 4, 3, 4)


def test_narratives_by_character() -> None:
    report = evaluate([(GOLD, PREDICTED)])
    assert report.scores["role:achievement", "characters"].count == (0, 0, 0, 5)
    assert report.scores["role:target", "characters"].count == (0, 4, 0, 0)
    assert report.scores["kind:performance", "characters"].count == (0, 4, 0, 5)
    spaced = Doc("d", "x", (Item("duty", "duty", 5, 12, None),), None, TEXT)
    short = Doc("d", "x", (Item("duty", "duty", 6, 12, None), Item("duty", "duty", 6, 9, None)))
    # seven characters with one space; the overlap of the predictions counts once
    count = evaluate([(spaced, short)]).scores["kind:duty", "characters"].count
    assert count == (5, 5, 5, 6)


def test_headings_and_their_levels() -> None:
    report = evaluate([(GOLD, PREDICTED)])
    assert report.scores["headings", "heading"].count == (2, 3, 2, 2)
    assert report.scores["headings", "level"].count == (1, 3, 1, 2)


def test_errors_are_in_buckets_with_their_context() -> None:
    found = errors(evaluate([(GOLD, PREDICTED)]))
    assert bucket_counts(found) == {"missed": 1, "spurious": 1, "unit": 1, "boundary": 1}
    unit = next(each for each in found if each.bucket == "unit")
    assert "支出 [2万元]。占" in unit.context
    assert unit.gold == "expenditure.total actual 2023"


@pytest.mark.parametrize(
    ("change", "bucket"),
    [
        ({}, None),
        ({"value": "3"}, "unit"),
        ({"value": "300000000"}, "unit"),
        ({"value": "-30000"}, "value"),
        ({"value": "30001"}, "value"),
        ({"start": 1}, "boundary"),
        ({"value": "7", "start": 1}, "boundary"),
        ({"field": "training"}, "wrong field"),
        ({"role": "budget"}, "budget for actual"),
        ({"role": "change"}, "role"),
        ({"period": "2022"}, "wrong year"),
        ({"period": "2023-12-31"}, "wrong year"),
        ({"direction": "increase"}, "direction"),
    ],
)
def test_buckets(change: dict[str, object], bucket: str | None) -> None:
    place = {"start": 2, "end": 5, "field": "revenue.total", "value": "30000"} | change
    assert bucket_of(GOLD.items[0], money(**place)) == bucket  # type: ignore[arg-type]


def test_undefined_is_not_zero() -> None:
    nothing = Doc("d", "x", ())
    assert evaluate([(nothing, nothing)]).scores == {}


def test_intervals_are_of_documents() -> None:
    right, wrong = (1, 1, 1, 1), (0, 1, 0, 1)
    coins = [[right]] * 5 + [[wrong]] * 5
    told = intervals(coins, samples=2000, seed=0)
    assert told is not None
    low, high = told[0][0][2] or (math.nan, math.nan)
    # ten coins: the 2.5th and 97.5th percentile of a binomial are 2 and 8 of 10
    assert (round(low, 6), round(high, 6)) == (0.2, 0.8)
    assert told == intervals(coins, samples=2000, seed=0)
    assert intervals([[right]], samples=2000, seed=0) is None
    empty = intervals([[(0, 0, 0, 0)]] * 3, samples=20, seed=0, groups=[[], [0]])
    assert empty == ([(None, None, None)], [(None, None, None)] * 2)


def test_intervals_are_percentiles_of_the_draws() -> None:
    counts = np.random.default_rng(3).integers(0, 9, (7, 3, 4))
    counts[:, :, 0] = np.minimum(counts[:, :, 0], counts[:, :, 1])
    counts[:, :, 2] = np.minimum(counts[:, :, 2], counts[:, :, 3])
    counts[:6, 2] = 0  # undefined in some of the draws
    told = intervals(counts, samples=500, seed=1, groups=[[0, 1]])
    assert told is not None
    weights = np.random.default_rng(1).multinomial(7, np.full(7, 1 / 7), size=500)
    precision, recall = [], []
    with np.errstate(invalid="ignore"):
        drawn = np.einsum("sd,dck->sck", weights, counts).astype(float)
        precision, recall = drawn[:, :, 0] / drawn[:, :, 1], drawn[:, :, 2] / drawn[:, :, 3]
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall))
    for cell in range(3):
        for at, values in enumerate((precision, recall)):
            expected = np.nanpercentile(values[:, cell], (2.5, 97.5))
            assert told[0][cell][at] == pytest.approx(tuple(expected), abs=1e-6)
    expected = np.percentile(f1[:, :2].mean(axis=1), (2.5, 97.5))
    assert told[1][0][2] == pytest.approx(tuple(expected), abs=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"kind": "money", "value": "1E+2"}, {"kind": "money", "value": "100.00"}, True),
        ({"kind": "money", "value": 100}, {"kind": "money", "value": "100"}, True),
        ({"kind": "money", "value": "0.1"}, {"kind": "money", "value": "0.10000000001"}, False),
        ({"kind": "ratio", "value": "-0"}, {"kind": "ratio", "value": "0"}, True),
        ({"kind": "money", "low": "1", "high": "2"}, {"kind": "money", "low": "1.0", "high": 2},
         True),
        ({"kind": "money", "low": "1"}, {"kind": "money", "high": "1"}, False),
        ({"kind": "duty", "value": "甲 乙\n丙"}, {"kind": "duty", "value": "甲乙丙"}, True),
        ({"kind": "organisation", "value": ["甲", "乙"]},
         {"kind": "organisation", "value": ["甲乙"]}, False),
        ({"kind": "indicator", "name": "甲", "score": "9 "}, {"kind": "indicator", "name": "甲",
         "score": "9"}, True),
        ({"kind": "indicator", "name": "甲"}, {"kind": "indicator", "name": "乙"}, False),
    ],
)  # fmt: skip
def test_values(one: dict[str, object], other: dict[str, object], same: bool) -> None:
    assert (comparable(one) == comparable(other)) is same


@given(st.decimals(-(10**12), 10**12, places=4))
def test_decimals_are_canonical(number: Decimal) -> None:
    assert decimal(str(number)) == decimal(f"{number:E}") == decimal(f"{number:.6f}")
    assert Decimal(decimal(str(number))) == number


@pytest.mark.parametrize("value", ["", "3万元", "NaN", "1E+999999", True, [1]])
def test_what_is_no_number(value: object) -> None:
    with pytest.raises(ValueError, match="number"):
        decimal(value)
