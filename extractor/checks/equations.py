"""Identities as equations between figures that can be tested, and solved for each of them.

All arithmetic is on intervals: a printed figure stands for every number that rounds to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec.structs import force_setattr

from extractor.checks.figures import Figure
from extractor.quantity import Interval, total

_OPEN: Final = Interval(None, None)
_HUNDRED: Final = Decimal(100)
_SHOWN: Final = 12  #: longer numbers are cut to six places
_SMALLEST: Final = Decimal("0.000001")
_WIDE: Final = Context(prec=60)
#: Figures that are taken to be something else than printed.
Instead = Mapping[Figure, Interval]
_AS_PRINTED: Final[Instead] = MappingProxyType({})


class Equation(msgspec.Struct, frozen=True, eq=False):
    """Something that figures must keep; ``stated`` is the one that the others derive."""

    code: str
    stated: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures that take part, the stated one first."""
        raise NotImplementedError

    def solve(self, figure: Figure) -> Interval:
        """What *figure* must be where all others are right; open where they do not tell."""
        raise NotImplementedError

    def holds(self, instead: Instead = _AS_PRINTED) -> bool:
        """Whether the figures can all be right, of which some are taken to be *instead*."""
        raise NotImplementedError

    def written(self) -> str:
        """The arithmetic written out with the figures as printed, where it does not hold."""
        raise NotImplementedError


class Linear(Equation, frozen=True, eq=False):
    """``stated`` = the sum of ``parts``, each times its sign; ``bound`` only asks for ``<=``.

    ``loose`` tells that a part may exist that nobody names, so that the sum may fall short.
    One ``by_place`` rests on where the figures stand and not on what they were read as.
    ``whole``, the sum of the parts as printed, and ``members``, all figures, are filled in.
    """

    parts: tuple[tuple[int, Figure], ...]
    bound: bool = False
    loose: bool = False
    by_place: bool = False
    whole: Interval = _OPEN
    members: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        summed = total([part.interval.scaled(sign) for sign, part in self.parts])
        force_setattr(self, "whole", summed)
        force_setattr(self, "members", (self.stated, *[part for _, part in self.parts]))

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.members

    def _but(self, figure: Figure, whole: Interval) -> tuple[int, Interval]:
        """The sign of a part, and what is left of a sum without it."""
        sign = next(sign for sign, part in self.parts if part is figure)
        low, high = figure.interval.scaled(sign)
        return sign, Interval(
            None if whole.low is None or low is None else whole.low - low,
            None if whole.high is None or high is None else whole.high - high,
        )

    def solve(self, figure: Figure) -> Interval:
        if self.bound:
            if figure is self.stated:
                return Interval(None, self.whole.high)
            return Interval(self.stated.interval.low, None)
        if figure is self.stated:
            return self.whole
        sign, others = self._but(figure, self.whole)
        return (self.stated.interval - others).scaled(sign)

    def holds(self, instead: Instead = _AS_PRINTED) -> bool:
        stated, whole = self.stated.interval, self.whole
        for figure, value in instead.items():
            if figure is self.stated:
                stated = value
            else:
                sign, others = self._but(figure, whole)
                whole = others + value.scaled(sign)
        if self.bound:
            return whole.high is None or stated.low is None or stated.low <= whole.high
        return stated.overlaps(whole)

    def written(self) -> str:
        sums = " ".join(
            f"{'+' if sign > 0 else '-'} {shown(part)}" for sign, part in self.parts
        ).removeprefix("+ ")
        return f"{shown(self.stated)} {'>' if self.bound else '≠'} {sums}"


class Quotient(Equation, frozen=True, eq=False):
    """``stated`` per cent = 100 × ``part`` / ``whole``."""

    part: Figure
    whole: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.stated, self.part, self.whole)

    def solve(self, figure: Figure) -> Interval:
        if figure is self.stated:
            return (self.part.interval / self.whole.interval).scaled(_HUNDRED)
        if figure is self.part:
            return _times(self.stated.interval, self.whole.interval).scaled(Decimal("0.01"))
        return (self.part.interval / self.stated.interval).scaled(_HUNDRED)

    def holds(self, instead: Instead = _AS_PRINTED) -> bool:
        part = instead.get(self.part, self.part.interval)
        whole = instead.get(self.whole, self.whole.interval)
        rate = (part / whole).scaled(_HUNDRED)
        return rate.overlaps(instead.get(self.stated, self.stated.interval))

    def holds_of(self, whole: Figure) -> bool:
        """Whether it holds of another whole too."""
        return Quotient(self.code, self.stated, self.part, whole).holds()

    def written(self) -> str:
        return f"{shown(self.part)} ÷ {shown(self.whole)} = {told(self.solve(self.stated))}%"


class Growth(Equation, frozen=True, eq=False):
    """``stated`` per cent = 100 × ``change`` / (``now`` ∓ ``change``).

    ``turned`` takes the change to go the other way than its word says, ``by_place`` is as in
    ``Linear``.
    """

    change: Figure
    now: Figure
    turned: bool = False
    by_place: bool = False

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.stated, self.change, self.now)

    @property
    def sign(self) -> int:
        sign = self.change.sign or self.stated.sign
        return -sign if self.turned else sign

    def _rate(self, change: Interval, now: Interval) -> Interval:
        # grows with the change and falls with the amount, so each end is at a corner
        low = _corner(change.low, now.high, self.sign)
        high = _corner(change.high, now.low, self.sign)
        return Interval(low, high)

    def solve(self, figure: Figure) -> Interval:
        change, now, rate = self.change.interval, self.now.interval, self.stated.interval
        if figure is self.stated:
            return self._rate(change, now)
        if figure is self.change:  # now = before (1 + s r), change = before r
            return _times(now, rate / rate.scaled(self.sign).shifted(_HUNDRED))
        return _times(change, rate.scaled(self.sign).shifted(_HUNDRED) / rate)

    def holds(self, instead: Instead = _AS_PRINTED) -> bool:
        rate = self._rate(
            instead.get(self.change, self.change.interval), instead.get(self.now, self.now.interval)
        )
        return rate.overlaps(instead.get(self.stated, self.stated.interval))

    def written(self) -> str:
        sign = "-" if self.sign > 0 else "+"
        before = f"({shown(self.now)} {sign} {shown(self.change)})"
        return f"{shown(self.change)} ÷ {before} = {told(self.solve(self.stated))}%"


class Relative(Equation, frozen=True, eq=False):
    """``stated`` per cent = 100 × |``now`` - ``before``| / ``before``."""

    now: Figure
    before: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.stated, self.now, self.before)

    @property
    def sign(self) -> int:
        return 1 if self.now.value >= self.before.value else -1

    def _rate(self, now: Interval, before: Interval) -> Interval:
        one = Interval(Decimal(-1), Decimal(-1))
        return (now / before + one).scaled(self.sign * _HUNDRED)

    def solve(self, figure: Figure) -> Interval:
        now, before = self.now.interval, self.before.interval
        if figure is self.stated:
            return self._rate(now, before)
        factor = self.stated.interval.scaled(self.sign).shifted(_HUNDRED)
        if figure is self.now:
            return _times(before, factor).scaled(Decimal("0.01"))
        return (now / factor).scaled(_HUNDRED)

    def holds(self, instead: Instead = _AS_PRINTED) -> bool:
        rate = self._rate(
            instead.get(self.now, self.now.interval),
            instead.get(self.before, self.before.interval),
        )
        return rate.overlaps(instead.get(self.stated, self.stated.interval))

    def written(self) -> str:
        one, other = (self.now, self.before) if self.sign > 0 else (self.before, self.now)
        difference = f"({shown(one)} - {shown(other)})"
        return f"{difference} ÷ {shown(self.before)} = {told(self.solve(self.stated))}%"


class Same(Equation, frozen=True, eq=False):
    """``stated`` tells ``first`` again."""

    first: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.stated, self.first)

    def solve(self, figure: Figure) -> Interval:
        return self.first.interval if figure is self.stated else self.stated.interval

    def holds(self, instead: Instead = _AS_PRINTED) -> bool:
        one = instead.get(self.stated, self.stated.interval)
        other = instead.get(self.first, self.first.interval)
        if not one.overlaps(other):
            return False
        # prints of one precision agree only where they are the same
        alike = self.stated.step == self.first.step and not instead
        return not alike or self.stated.value == self.first.value or self._is_hedged()

    def _is_hedged(self) -> bool:
        return any(each.fact.approx or each.fact.low for each in self.figures)

    def written(self) -> str:
        return f"{shown(self.stated)} ≠ {shown(self.first)}"


def _times(one: Interval, other: Interval) -> Interval:
    """Products of members that are not negative; open where an end is."""
    if one.low is None or other.low is None or min(one.low, other.low) < 0:
        return _OPEN
    low = other.scaled(one.low).low
    high = None if one.high is None or other.high is None else other.scaled(one.high).high
    return Interval(low, high)


def _corner(change: Decimal | None, now: Decimal | None, sign: int) -> Decimal | None:
    if change is None or now is None:
        return None
    before = now - sign * change
    return _HUNDRED * change / before if before > 0 else None


def shown(figure: Figure) -> str:
    """A figure as it is printed, without spaces and wraps; 0 where a statement denies it."""
    if figure.fact.implied:
        return "0"
    return "".join((figure.fact.raw or str(figure.value)).split())


def told(interval: Interval) -> str:
    """An interval as one number, to as many places as both its ends agree on, and one more.

    >>> told(Interval(Decimal("5.4301"), Decimal("5.4328")))
    '5.431'
    """
    low, high = interval
    if low is None or high is None:
        end = low if high is None else high
        return "?" if end is None else f"{'≥' if high is None else '≤'}{plain(end)}"
    middle, width = (low + high) / 2, high - low
    if not width:
        return plain(middle)
    place = Decimal(1).scaleb(min(width.adjusted(), 0))
    return plain(middle.quantize(place))


_UNIT: Final = re.compile(r"[\d.,．，０-９]+\s*((?:[百千]?[万萬]|[亿億千百])?元?|[^\d%％]{0,4})$")
_POWERS: Final = {"百万": 6, "千万": 7, "亿": 8, "億": 8, "万": 4, "萬": 4, "千": 3, "百": 2}


def as_printed(figure: Figure, interval: Interval) -> str:
    """An interval in the unit in which *figure* is printed; of a rate, the number alone."""
    match = _UNIT.search(figure.fact.raw or "")
    if figure.fact.kind == "ratio" or match is None:
        return told(interval)
    unit = match[1].strip()
    power = next((power for word, power in _POWERS.items() if unit.startswith(word)), 0)
    if not power and figure.fact.kind == "money" and not unit:
        return told(interval if figure.fact.origin == "text" else _in_table(figure, interval))
    return told(interval.scaled(Decimal(1).scaleb(-power))) + unit


def _in_table(figure: Figure, interval: Interval) -> Interval:
    """An interval in the unit of the table that *figure* stands in."""
    places = len((figure.fact.raw or "").partition(".")[2])
    unit = figure.step.scaleb(places)
    return interval.scaled(1 / unit) if unit else interval


def plain(number: Decimal) -> str:
    """A number without exponent and trailing zeros, at most six places.

    >>> plain(Decimal("3604400.00")), plain(Decimal(10) / 3)
    ('3604400', '3.333333')
    """
    if len(number.as_tuple().digits) > _SHOWN:
        number = number.quantize(_SMALLEST, context=_WIDE)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
