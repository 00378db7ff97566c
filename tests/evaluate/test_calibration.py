"""Confidences: worked examples."""

from __future__ import annotations

import pytest

from extractor.evaluate import Doc, Item, evaluate
from extractor.evaluate.calibration import calibration, calibrations


def test_twenty_facts_counted_by_hand() -> None:
    # ten bins of two: 0.9 sure and all right; 0.5 sure and half right
    fit = calibration([0.9] * 10 + [0.5] * 10, [True] * 10 + [True, False] * 5)
    assert fit.ece == pytest.approx((10 * 0.1 + 10 * 0.0) / 20)
    assert fit.brier == pytest.approx((10 * 0.01 + 10 * 0.25) / 20)
    assert fit.right == 0.75
    assert fit.coverage == 0.5  # the surer half is right throughout
    assert fit.precision == 0.75  # 95 % cannot be had without the lot
    # of 15 x 5 pairs of right and wrong, 50 are told apart and 25 are ties
    assert fit.auroc == pytest.approx((10 * 5 + 0.5 * 5 * 5) / (15 * 5))
    assert [each.size for each in fit.bins] == [2] * 10
    assert fit.curve[0] == (0.5, 0.0)
    assert fit.curve[-1] == (1.0, 0.25)


def test_a_constant_is_no_confidence() -> None:
    fit = calibration([0.75] * 4, [True, True, True, False])
    assert fit.ece == 0.0
    assert fit.auroc == 0.5
    assert fit.coverage == 0.0


def test_groups_and_what_is_right() -> None:
    def fact(kind: str, at: int, value: str, sure: float | None) -> Item:
        return Item(kind, "a", at, at + 2, value, confidence=sure)

    gold = Doc("d", "x", (fact("money", 0, "1", None), fact("duty", 4, "甲", None)))
    predicted = Doc(
        "d",
        "x",
        (fact("money", 0, "1", 0.9), fact("duty", 4, "乙", 0.8), fact("term", 9, "", None)),
    )
    told = calibrations(evaluate([(gold, predicted)]).documents)
    assert list(told) == ["all", "numeric", "duty", "money"]  # terms bear no confidence
    assert [told[name].right for name in told] == [0.5, 1.0, 0.0, 1.0]
    assert told["all"].auroc == 1.0
    assert calibrations(evaluate([(gold, gold)]).documents) == {}
