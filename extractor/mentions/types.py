"""What the mentions room hands on."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A typed number in a text.

    ``kind`` is money, count, percent, date or number. ``start``/``end`` are half-open into
    the given string; sign, hedge, currency and unit words are inside. ``value`` is the
    number printed, brought to its base unit (1.2万元 is 12000 with unit 元, 三成 is 30 with
    unit %), an ISO string for dates, None for a range and for 几十. ``low``/``high`` bound it.
    ``places`` is how far the print resolves it: the power of ten of the last printed place
    in the base unit (1.25万元 -> 2, that is 100 yuan). ``scale`` is the printed unit as
    written (万元), ``rule`` names the rule that made the mention.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Decimal | str | None = None
    low: Decimal | str | None = None
    high: Decimal | str | None = None
    unit: str | None = None
    currency: str | None = None
    approx: bool = False
    places: int | None = None
    scale: str | None = None
    rule: str = ""
