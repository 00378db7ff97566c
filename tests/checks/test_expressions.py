"""Expressions: what they read, what they refuse, what they tell (``expressions.toml``)."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.checks.expressions import Operand, evaluate, linear, parse, written
from extractor.quantity import Interval

CASES = tomllib.loads((Path(__file__).parent / "expressions.toml").read_text("utf-8"))


def lookup(operand: Operand) -> Interval | None:
    role = "" if operand.role == "actual" else f"{operand.role}:"
    found = CASES["figures"].get(role + operand.key)
    if found is None:
        return None
    low, high = found if isinstance(found, list) else (found, found)
    return Interval(Decimal(str(low)), Decimal(str(high)))


@pytest.mark.parametrize("case", CASES["reads"], ids=lambda case: case["text"])
def test_holds(case: dict[str, Any]) -> None:
    assert parse(case["text"]).holds(lookup) is case.get("holds")


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]*$") as told:
        parse(case["text"])
    assert case["names"] in str(told.value)


@pytest.mark.parametrize("bracket", ["(", "-", "abs(", "revenue.", "not ", "\x00", "\\", "1or "])
def test_no_nesting_is_too_deep_to_be_told(bracket: str) -> None:
    for count in (45, 120, 10_000):
        with pytest.raises(ValueError, match=r".+"):
            parse("revenue.total == " + bracket * count + "1")


def test_long_sums_are_read_and_longer_ones_refused() -> None:
    assert parse("revenue.total == " + " + ".join(["meeting"] * 30)).holds(lookup) is False
    with pytest.raises(ValueError, match="nested more than"):
        parse("revenue.total == " + " + ".join(["meeting"] * 45))
    side = " + ".join(["meeting"] * 30)
    with pytest.raises(ValueError, match="operands and operations"):
        parse(f"({side}) * ({side}) == 1")


@pytest.mark.parametrize("case", CASES["linear"], ids=lambda case: case["text"])
def test_linear(case: dict[str, Any]) -> None:
    found = linear(case["text"])
    assert found.whole == case["whole"]
    assert [list(each) for each in found.parts] == case["parts"]
    assert found.relation == case.get("relation", "==")


@pytest.mark.parametrize("case", CASES["not_linear"], ids=lambda case: case["text"])
def test_not_linear(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=case["names"]):
        linear(case["text"])


_KEYS = [key for key in CASES["figures"] if ":" not in key and key != "meeting"]
_SIDES = st.recursive(
    st.sampled_from([*_KEYS, "2", "0.5", "prior(revenue.total)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda side: f"-{side}"),
        inner.map(lambda side: f"abs({side})"),
    ),
    max_leaves=6,
)


@given(_SIDES)
def test_a_side_contains_its_exact_value(side: str) -> None:
    """Interval arithmetic never leaves out what the middles of the figures give."""
    comparison = parse(f"{side} == revenue.total")

    def middle(operand: Operand) -> Interval | None:
        found = lookup(operand)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        point = (found.low + found.high) / 2
        return Interval(point, point)

    wide, narrow = evaluate(comparison.left, lookup), evaluate(comparison.left, middle)
    assert wide is not None
    assert narrow is not None
    if narrow.low is None or narrow.high is None:
        return
    assert narrow.overlaps(wide)


@given(_SIDES)
def test_a_side_written_out_reads_the_same(side: str) -> None:
    left = parse(f"{side} == revenue.total").left

    def show(operand: Operand) -> str:
        return f"prior({operand.key})" if operand.role == "prior_actual" else operand.key

    text = written(left, show).replace("×", "*").replace("÷", "/")
    if "|" in text:
        return
    again = parse(f"{text} == revenue.total").left
    one, other = evaluate(again, lookup), evaluate(left, lookup)
    assert one is not None
    assert other is not None
    # a × (b ÷ a) is written a × b ÷ a: the same but for the last of forty digits
    for here, there in zip(one, other, strict=True):
        assert (here is None) == (there is None)
        assert here is None or there is None or abs(here - there) <= abs(there) * Decimal("1e-30")
