"""What kind of slip makes one number another, where it can be told."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from extractor.checks.equations import Equation, Growth, Quotient
from extractor.checks.figures import Figure
from extractor.quantity import Interval

#: Name of a slip -> how it is told.
NAMES: Final = {
    "fraction": ("把小数印作百分数", "a fraction printed as a percentage"),
    "truncated": ("未四舍五入", "cut off instead of rounded"),
    "complement": ("与100%互补", "what is missing to 100 %"),
    "base": ("基数用错", "divided by the wrong amount"),
    "shifted": ("小数点或单位错位", "the decimal point or the unit is off"),
    "digits": ("数字错位", "two digits swapped, or one wrong"),
    "sibling": ("与相邻一项的数相同", "the figure of its neighbour"),
    "subtotal": ("与合计数相同", "the total printed as an item"),
}  # fmt: skip
_SHIFTS: Final = tuple(Decimal(1).scaleb(each) for each in (1, -1, 2, -2, 3, -3, 4, -4))
_PERCENT: Final = Decimal(100)
_PRINTED: Final = 3  #: the fewest digits of a figure in which a slip tells something
#: Of more numbers one is a slip away by chance: of many digits, of the fewest.
_CANDIDATES: Final = (30, 4)


def name_mistake(figure: Figure, expected: Interval, equations: Iterable[Equation]) -> str | None:
    """The slip by which *figure* is printed where *expected* was due; None where nobody knows."""
    low, high = expected
    if low is None or high is None:
        return None
    is_rate = figure.fact.kind == "ratio"
    if is_rate:
        if figure.value < 1 and _meets(figure, expected, _PERCENT):
            return "fraction"
        if figure.step and _cut(low, figure.step) <= figure.value <= _cut(high, figure.step):
            return "truncated"
        if figure.interval.overlaps(-expected.shifted(-100)) and figure.value:
            return "complement"
        for each in equations:
            if _other_base(each, figure):
                return "base"
    if figure.value and _is_shifted(figure, low, high):
        return "shifted"
    if any(digits_slipped(figure, end) for end in {low, high, (low + high) / 2}):
        return "digits"
    for each in equations:
        for other in each.figures:
            if other is figure or other.value != figure.value or other.fact.kind == "ratio":
                continue
            return "subtotal" if other is each.stated else "sibling"
    return None


def _meets(figure: Figure, expected: Interval, factor: Decimal) -> bool:
    return figure.interval.scaled(factor).overlaps(expected)


def _is_shifted(figure: Figure, low: Decimal, high: Decimal) -> bool:
    """Whether *figure* times a power of ten can be in ``[low, high]``."""
    least, most = figure.interval
    if least is None or most is None:
        return any(_meets(figure, Interval(low, high), factor) for factor in _SHIFTS)
    return any(least * factor <= high and most * factor >= low for factor in _SHIFTS)


def _cut(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).to_integral_value(rounding=ROUND_FLOOR) * step


def _other_base(equation: Equation, figure: Figure) -> bool:
    """Whether a rate is right over another of its operands."""
    if equation.stated is not figure:
        return False
    if isinstance(equation, Growth):
        rate = (equation.change.interval / equation.now.interval).scaled(100)
    elif isinstance(equation, Quotient):
        rate = (equation.whole.interval / equation.part.interval).scaled(100)
    else:
        return False
    return rate.overlaps(figure.interval)


def digits_slipped(figure: Figure, due: Decimal) -> bool:
    """Whether two numbers of as many digits differ in one, or in two that changed places."""
    if not figure.step:
        return False
    printed = f"{abs(figure.value / figure.step).to_integral_value():f}"
    other = f"{abs(due / figure.step).to_integral_value():f}"
    if len(printed) != len(other) or len(printed) < 3:
        return False
    apart = [(a, b) for a, b in zip(printed, other, strict=True) if a != b]
    return len(apart) == 1 or (len(apart) == 2 and apart[0] == apart[1][::-1])


def one_digit_off(figure: Figure, due: Interval) -> bool:
    """Whether *figure* is what *due* says but for one digit, or two that changed places, and
    that cannot be chance: it has enough digits, and *due* is narrow."""
    low, high = due
    if low is None or high is None or not figure.step:
        return False
    digits = len(str(abs(int(figure.value / figure.step))))
    if digits < _PRINTED or high - low > figure.step * _CANDIDATES[digits == _PRINTED]:
        return False
    first = (low / figure.step).to_integral_value(ROUND_CEILING)
    last = (high / figure.step).to_integral_value(ROUND_FLOOR)
    if last < first:
        first = last = ((low + high) / 2 / figure.step).to_integral_value()
    return any(
        digits_slipped(figure, Decimal(number) * figure.step)
        for number in range(int(first), int(last) + 1)
    )


def has_one_slip(equation: Equation) -> bool:
    """Whether one slip of the digits of any one figure explains why *equation* is broken."""
    return any(one_digit_off(each, equation.solve(each)) for each in equation.figures)
