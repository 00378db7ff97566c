"""A mention while it is being made, before ranges and lists are put together."""

from __future__ import annotations

from decimal import Decimal

from extractor.mentions.types import Mention


class Raw:
    """One number with its unit.

    ``number`` is None where only bounds are known; ``low``/``high`` are what the numeral
    itself allows (3000多: 3000 and 4000). ``role`` is what a hedge or bound word says.
    ``tail`` is the power of ten of the scale at the end, which a range may share, ``big`` that
    of its 万 and 亿. ``weak`` marks what is no number unless a list or range takes it.
    """

    __slots__ = (
        "approx", "big", "core", "currency", "end", "high", "iso", "kind", "low", "number",
        "places", "role", "rule", "scale", "scaled", "start", "tail", "to", "unit", "weak",
    )  # fmt: skip

    def __init__(self, start: int, core: int, end: int, number: Decimal | None) -> None:
        self.start = start
        self.core = core
        self.end = end
        self.number = number
        self.low = number
        self.high = number
        self.kind = "number"
        self.unit: str | None = None
        self.currency: str | None = None
        self.approx = False
        self.places: int | None = 0
        self.scale: str | None = None
        self.scaled = False
        self.tail = 0
        self.big = 0
        self.role = ""
        self.rule = ""
        self.weak = False
        self.iso: str | None = None
        self.to: str | None = None

    def negate(self) -> None:
        """Turn the sign."""
        self.number = -self.number if self.number is not None else None
        if self.low is not None and self.high is not None:
            self.low, self.high = -self.high, -self.low

    def mention(self, text: str) -> Mention:
        """The finished mention."""
        value: Decimal | str | None = self.number
        low: Decimal | str | None = self.low
        high: Decimal | str | None = self.high
        if self.iso is not None:
            value, low, high = (None if self.to else self.iso), self.iso, self.to or self.iso
        elif self.role == "low":
            high = None
        elif self.role == "high":
            high = self.number if self.number is not None else self.high
            low = None
        return Mention(
            self.kind,
            text[self.start : self.end],
            self.start,
            self.end,
            value,
            low,
            high,
            self.unit,
            self.currency,
            self.approx,
            self.places,
            self.scale,
            self.rule,
        )
