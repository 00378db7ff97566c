"""Laws of intervals and quantities."""

from __future__ import annotations

from decimal import Context, Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.quantity import Interval, Quantity, total

EXACT = Context(prec=200)
numbers = st.decimals(-(10**12), 10**12, places=4, allow_nan=False)


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval and one of its members; a side may be open."""
    low, inside, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    side = draw(st.sampled_from(["both", "low", "high", "none"]))
    return (
        Interval(low if side in "both low" else None, high if side in "both high" else None),
        inside,
    )


@given(members(), members())
def test_sums_and_differences_hold_the_exact_ones(
    a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]
) -> None:
    assert EXACT.add(a[1], b[1]) in a[0] + b[0]
    assert EXACT.subtract(a[1], b[1]) in a[0] - b[0]


@given(members(), members())
def test_quotients_hold_the_exact_ones(
    a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]
) -> None:
    assume(b[1] != 0)
    assert EXACT.divide(a[1], b[1]) in a[0] / b[0]


@given(members(), members())
def test_addition_commutes(a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]) -> None:
    assert a[0] + b[0] == b[0] + a[0]


@given(members(), members(), st.decimals(0, 10**6, places=2))
def test_addition_is_monotone(
    a: tuple[Interval, Decimal], b: tuple[Interval, Decimal], by: Decimal
) -> None:
    narrow, wide = a[0] + b[0], a[0].widened(by) + b[0]
    assert wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
    assert wide.high is None or (narrow.high is not None and wide.high >= narrow.high)


@given(members(), numbers)
def test_scaling_holds_the_exact_product(a: tuple[Interval, Decimal], factor: Decimal) -> None:
    assert EXACT.multiply(a[1], factor) in a[0].scaled(factor)


@given(st.lists(members(), max_size=6))
def test_totals_hold_the_exact_total(parts: list[tuple[Interval, Decimal]]) -> None:
    assert sum((inside for _, inside in parts), Decimal(0)) in total([i for i, _ in parts])


@given(members(), members())
def test_overlap_is_symmetric(a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]) -> None:
    assert a[0].overlaps(b[0]) == b[0].overlaps(a[0])
    assert a[0].overlaps(a[0])


@given(numbers, st.integers(-4, 8))
def test_a_print_means_what_rounds_to_it(number: Decimal, places: int) -> None:
    printed = number.quantize(Decimal(1).scaleb(places), context=EXACT)
    quantity = Quantity(printed, printed, printed, "元", places)
    if places:
        assert number in quantity.interval()
    assert printed in quantity.interval()
    assert quantity.agrees(quantity)


def test_whole_units_are_exact() -> None:
    twelve = Decimal(12)
    assert Quantity(twelve, twelve, twelve, "人").interval() == Interval(twelve, twelve)
    percent = Quantity(twelve, twelve, twelve, "%").interval()
    assert percent == Interval(Decimal("11.5"), Decimal("12.5"))


def test_bounds_are_kept() -> None:
    assert Quantity(Decimal(300), None, Decimal(300), "人", 0, approx=True).interval() == Interval(
        None, Decimal(300)
    )
    assert Quantity(None, Decimal(3), Decimal(5), "人").interval() == Interval(
        Decimal(3), Decimal(5)
    )


def test_different_units_never_agree() -> None:
    one = Decimal(1)
    assert not Quantity(one, one, one, "元").agrees(Quantity(one, one, one, "人"))
