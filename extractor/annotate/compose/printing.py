"""How a document prints its figures: unit, decimal places, percent style."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import msgspec

HAN = "零一二三四五六七八九十"


class Style(msgspec.Struct, frozen=True):
    """The printing habits of one document.

    ``places`` are those of ratios; ``short`` leaves out idle zeros (``100%``, ``0万元``);
    ``commas`` parts thousands.
    """

    unit: str = "万元"
    places: int = 2
    short: bool = False
    commas: bool = False

    def number(self, value: int) -> str:
        """A number of units of 0.01 万元, without its unit.

        >>> Style().number(123450), Style("元", commas=True).number(123450)
        ('1234.50', '12,345,000.00')
        """
        exact = Decimal(value) / 100 if self.unit == "万元" else Decimal(value) * 100
        if self.short and not value:
            return "0"
        return f"{exact:,.2f}" if self.commas else f"{exact:.2f}"

    def money(self, value: int) -> str:
        """An amount with its unit."""
        return self.number(value) + self.unit

    def ratio(self, part: int, whole: int) -> str:
        """*part* of *whole* in percent, rounded half up.

        >>> Style().ratio(1, 3), Style(short=True).ratio(3, 3), Style(places=1).ratio(1, 8)
        ('33.33%', '100%', '12.5%')
        """
        exact = Fraction(100 * part, whole)
        unit = Decimal(1).scaleb(-self.places)
        number = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
            unit, ROUND_HALF_UP
        )
        text = f"{number:.{self.places}f}"
        if self.short and "." in text and number == number.to_integral_value():
            text = text.partition(".")[0]
        return text + "%"


def han(number: int) -> str:
    """A small number in Chinese.

    >>> han(3), han(12), han(20)
    ('三', '十二', '二十')
    """
    ten, one = divmod(number, 10)
    if not ten:
        return HAN[one]
    return ("" if ten == 1 else HAN[ten]) + "十" + (HAN[one] if one else "")
