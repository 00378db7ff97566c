"""Slots: values by field, whatever their places; and whole records."""

from __future__ import annotations

import pytest

from extractor.evaluate import Doc, Item, evaluate
from extractor.evaluate.slots import compare_slots
from extractor.evaluate.values import digest


def money(value: str, at: int = 0, **more: str | None) -> Item:
    told = {"role": "actual", "period": "2023"} | more
    return Item("money", "training", at, at + 3, value, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gold", "predicted", "right", "complete", "exact"),
    [
        ([money("5")], [money("5", 90)], 1, True, True),  # the place does not count
        ([money("5")], [money("6")], 0, True, False),
        ([money("5")], [], 0, False, False),
        ([money("5")], [money("5"), money("5", 9)], 1, True, False),  # told once too often
        ([money("5"), money("5", 9)], [money("5")], 1, True, False),
        ([money("5"), money("5", 9)], [money("5", 9), money("5")], 2, True, True),
        ([money("5")], [money("5", role="budget")], 0, False, False),
        ([money("5")], [money("5", period="2022")], 0, False, False),
        ([money("5")], [money("5", direction="increase")], 0, False, False),
        ([money("5")], [money("5", category="total")], 0, False, False),
        ([money("5", path="教育支出")], [money("5", path="教育支出/普通教育")], 0, False, False),
        # gold that gives no period takes any
        ([money("5", period=None)], [money("5")], 1, True, True),
        ([money("5", period=None)], [money("6")], 0, True, False),
        ([money("5", period=None), money("5")], [money("5")], 1, True, False),
        # a prediction without a period has not told it
        ([money("5")], [money("5", period=None)], 0, False, False),
        # a value may be told by its hash alone, and its class left out
        ([money("", value_sha256=digest("5"))], [money("5", path="甲")], 1, True, True),
    ],
)
def test_slots(
    gold: list[Item], predicted: list[Item], right: int, complete: bool, exact: bool
) -> None:
    told = compare_slots(gold, predicted)
    assert sum(told.right.values()) == right
    assert told.complete == {"money": complete}
    assert told.exact == {"money": exact}
    pair = (Doc("d", "x", tuple(gold)), Doc("d", "x", tuple(predicted)))
    scores = evaluate([pair]).scores
    assert scores["total", "slots"].count == (right, len(predicted), right, len(gold))
    assert scores["total", "complete"].f1 == float(complete)
    assert scores["total", "exact_record"].f1 == float(exact)


def test_records_are_shares_of_documents() -> None:
    good = (Doc("a", "x", (money("5"),)), Doc("a", "x", (money("5", 9),)))
    bad = (Doc("b", "y", (money("5"),)), Doc("b", "y", (money("6"),)))
    scores = evaluate([good, good, bad]).scores
    assert scores["total", "complete"].f1 == 1.0
    assert scores["total", "exact_record"].f1 == pytest.approx(2 / 3)
    assert scores["kind:money", "exact_record"].f1_ci is not None


def test_micro_and_macro() -> None:
    gold = [money("5", 10 * at) for at in range(3)] + [Item("duty", "duty", 50, 53, "甲")]
    report = evaluate([(Doc("a", "x", tuple(gold)), Doc("a", "x", tuple(gold[:3])))])
    assert report.scores["total", "slots"].recall == 0.75
    macro = report.scores["macro", "slots"]
    assert (macro.precision, macro.recall, macro.f1) == (1.0, 0.5, 0.5)
    assert (macro.count.predicted, macro.count.gold) == (1, 2)  # fields with a precision, a recall
