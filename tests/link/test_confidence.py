"""The confidence of figures: what it looks at, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import extractor
from extractor.fact import Evidence, Fact
from extractor.layout import reflow
from extractor.link import confidence
from extractor.link.context import Context
from extractor.link.model import agree, load
from extractor.outline import outline
from extractor.source import Text, read


def context(text: str) -> Context:
    reflowed = reflow(read(Text(text)))
    return Context(reflowed, outline(reflowed), [], [], 2023)


def fact(at: int, value: str, role: str = "actual", **given: object) -> Fact:
    fields: dict[str, object] = {
        "field": "revenue.total", "kind": "money", "value": value, "role": role,
        "period": "2023", "evidence": (Evidence("value", at, at + 1, "x"),), "made_by": "rule:walk",
        "confidence": 0.9,
    }  # fmt: skip
    return Fact(**(fields | given))  # type: ignore[arg-type]


def column(name: str, facts: list[Fact]) -> list[float]:
    table, _ = confidence.features(context("2023年度收入总计五十元。"), facts)
    return table[:, confidence.DENSE.index(name)].astype(float).round(3).tolist()  # type: ignore[no-any-return]


def test_the_shipped_model_agrees_with_the_features() -> None:
    model = agree(load(confidence.MODEL), confidence.SPECIFICATION)
    assert model.labels == ("wrong", "right")


def test_repeats_and_other_values_are_counted() -> None:
    facts = [fact(0, "5"), fact(1, "5"), fact(2, "6"), fact(3, "5", role="budget")]
    assert column("same", facts) == [0.333, 0.333, 0.0, 0.0]
    assert column("other", facts) == [0.333, 0.333, 0.667, 0.0]


@pytest.mark.parametrize(
    ("value", "role", "given", "fits"),
    [
        ("80", "completion", {}, True),
        ("81", "completion", {}, False),
        ("40", "share", {"extra": {"of": "revenue.current"}}, True),
        ("25", "change", {"direction": "increase"}, True),
        ("25", "change", {"direction": "decrease"}, False),
        ("7", "execution_rate", {}, None),
    ],
)
def test_percentages_are_held_against_their_amounts(
    value: str, role: str, given: dict[str, object], fits: bool | None
) -> None:
    amounts = [
        fact(0, "8000000"),
        fact(1, "10000000", role="budget"),
        fact(2, "1600000", role="change"),
        fact(3, "20000000", field="revenue.current"),
    ]
    facts = [*amounts, fact(4, value, role=role, kind="ratio", **given)]
    assert column("fits", facts)[-1] == (fits is True)
    assert column("differs", facts)[-1] == (fits is False)


@pytest.mark.parametrize("value", [None, "", "many", ("a", "b")])
def test_values_that_are_no_numbers_do_no_harm(value: object) -> None:
    facts = [fact(0, "5"), fact(1, "9"), fact(2, value, role="change")]  # type: ignore[arg-type]
    assert column("fits", facts) == [0.0, 0.0, 0.0]


def test_only_figures_are_rated_and_by_more_than_a_constant() -> None:
    record = extractor.extract(Path(__file__).parents[2] / "corpus/train/sn_education_2022.txt")
    rated = [each.confidence for each in record.facts if each.kind in confidence.RATED]
    assert len(set(rated)) > 20
    assert all(0 <= each <= 1 for each in rated)
    assert {each.confidence for each in record.facts if each.kind == "term"} <= {0.97}


def test_an_empty_document_is_rated_too() -> None:
    confidence.rate(context("无。"), [])
    table, (buckets, begins, scale) = confidence.features(context("无。"), [])
    assert table.shape == (0, len(confidence.DENSE))
    assert (len(buckets), begins.tolist(), len(scale)) == (0, [0], 0)
    assert np.isfinite(table).all()
