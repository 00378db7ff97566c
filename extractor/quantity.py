"""Numbers as what their print can mean: exact decimals, intervals, bounds and hedges."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final, NamedTuple

import msgspec

_DIGITS: Final = 40  # far above any printed figure; what is cut is cut outwards
_DOWN: Final = Context(prec=_DIGITS, rounding=ROUND_FLOOR)
_UP: Final = Context(prec=_DIGITS, rounding=ROUND_CEILING)
_HALF: Final = Decimal("0.5")
_PERCENT: Final = frozenset(("%", "个百分点"))


class Interval(NamedTuple):
    """Every number between two ends, both included; an end that is None is open.

    Arithmetic contains the exact result of every pair of members: ends are rounded
    outwards.

    >>> Interval(Decimal(1), Decimal(2)) + Interval(Decimal(3), None)
    Interval(low=Decimal('4'), high=None)
    """

    low: Decimal | None
    high: Decimal | None

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, Decimal | int):
            return False
        return (self.low is None or self.low <= number) and (
            self.high is None or number <= self.high
        )

    def __add__(self, other: object) -> Interval:
        if not isinstance(other, Interval):
            return NotImplemented
        low = None if self.low is None or other.low is None else _DOWN.add(self.low, other.low)
        high = None if self.high is None or other.high is None else _UP.add(self.high, other.high)
        return Interval(low, high)

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else self.high.copy_negate(),
            None if self.low is None else self.low.copy_negate(),
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def scaled(self, factor: Decimal | int) -> Interval:
        """Every member times *factor*.

        >>> Interval(Decimal(1), Decimal(2)).scaled(-100)
        Interval(low=Decimal('-200'), high=Decimal('-100'))
        """
        if factor == 1:
            return self
        if not factor:
            return Interval(Decimal(0), Decimal(0))
        low, high = self if factor > 0 else (self.high, self.low)
        return Interval(
            None if low is None else _DOWN.multiply(low, factor),
            None if high is None else _UP.multiply(high, factor),
        )

    def __truediv__(self, other: Interval) -> Interval:
        """Quotients; open on both sides where the divisor may be 0 or has an open side."""
        if other.low is None or other.high is None or other.low <= 0 <= other.high:
            return Interval(None, None)
        if other.high < 0:
            return -self / -other
        # a positive divisor: the sign of each end says which end of the divisor it meets
        low = high = None
        if self.low is not None:
            low = _DOWN.divide(self.low, other.high if self.low >= 0 else other.low)
        if self.high is not None:
            high = _UP.divide(self.high, other.low if self.high >= 0 else other.high)
        return Interval(low, high)

    def shifted(self, by: Decimal | int) -> Interval:
        """Every member plus *by*."""
        return Interval(
            None if self.low is None else _DOWN.add(self.low, Decimal(by)),
            None if self.high is None else _UP.add(self.high, Decimal(by)),
        )

    def overlaps(self, other: Interval) -> bool:
        """Whether some number is in both."""
        return not (
            (self.low is not None and other.high is not None and other.high < self.low)
            or (other.low is not None and self.high is not None and self.high < other.low)
        )

    def widened(self, by: Decimal) -> Interval:
        """The interval with *by* more on each side."""
        return Interval(
            None if self.low is None else _DOWN.subtract(self.low, by),
            None if self.high is None else _UP.add(self.high, by),
        )


def total(intervals: list[Interval]) -> Interval:
    """The sum of *intervals*; of none, exactly 0.

    >>> total([Interval(Decimal(1), Decimal(2))] * 3)
    Interval(low=Decimal('3'), high=Decimal('6'))
    """
    result = Interval(Decimal(0), Decimal(0))
    for interval in intervals:
        result += interval
    return result


class Quantity(msgspec.Struct, frozen=True):
    """A printed number in its base unit.

    ``value`` is the number printed, None for a range; ``low`` and ``high`` bound it, an
    open side is None. ``places`` is the power of ten of the last printed place in the base
    unit (1.25万元: 2), None where the number is not a print (a fraction). ``approx`` is set
    by any hedge.
    """

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    places: int | None = 0
    approx: bool = False

    def interval(self) -> Interval:
        """What the print can mean.

        A printed number stands for what rounds to it, half of its last place to both
        sides; a whole number of whole units (12人, 3000元) for itself. A hedge that gives
        bounds is these bounds; 约 alone allows half a place more than print does.

        >>> Quantity(Decimal("12500"), Decimal("12500"), Decimal("12500"), "元", 2).interval()
        Interval(low=Decimal('12450'), high=Decimal('12550'))
        >>> Quantity(Decimal(12), Decimal(12), Decimal(12), "人").interval()
        Interval(low=Decimal('12'), high=Decimal('12'))
        """
        if self.value is None or self.low != self.value or self.high != self.value:
            return Interval(self.low, self.high)
        exact = Interval(self.value, self.value)
        if self.places is None:
            return exact
        if self.places == 0 and self.unit not in _PERCENT and not self.approx:
            return exact
        place = Decimal(1).scaleb(self.places)
        return exact.widened(place if self.approx else place * _HALF)

    def agrees(self, other: Quantity) -> bool:
        """Whether both can state the same number: same unit, and the intervals meet.

        >>> a = Quantity(Decimal("12500"), Decimal("12500"), Decimal("12500"), "元", 2)
        >>> b = Quantity(Decimal("12460"), Decimal("12460"), Decimal("12460"), "元", 1)
        >>> a.agrees(b), b.agrees(Quantity(Decimal(3), Decimal(3), Decimal(3), "人"))
        (True, False)
        """
        return self.unit == other.unit and self.interval().overlaps(other.interval())
