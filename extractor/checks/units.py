"""Amounts whose printed unit cannot be right, and what they must have been meant to be.

One wrong unit breaks every share, sum and rate that the amount takes part in: the judge takes
these figures to be repaired, so that the unit alone is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final
from weakref import WeakKeyDictionary

import msgspec

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Growth, Quotient, Relative
from extractor.checks.figures import Figure, Key
from extractor.quantity import Interval, total

_WORDS: Final = {0: "元", 4: "万元", 8: "亿元"}
_WIDTH: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
#: An amount beside its budget or the year before: as printed it is farther than this, repaired
#: it is as near as that.
_FAR, _NEAR = Decimal(1000), Decimal(30)
_SIMILAR: Final = Decimal(3)  #: balances of two years
#: Sections whose amounts are the unit's own: elsewhere a county's income from tourism is told.
_OWN: Final = frozenset(
    ("totals", "revenue", "expenditure", "fiscal_totals", "general", "basic", "fund", "capital",
     "three_public", "operating_cost", "procurement")
)  # fmt: skip
_ABOVE: Final = Decimal(100)  #: times the whole account that no amount of it is
#: Totals that no account has below this many yuan, where it is told in 万元.
_TOTALS: Final = frozenset(
    ("revenue.total", "expenditure.total", "revenue.current", "expenditure.current",
     "revenue.fiscal", "fiscal.revenue_total", "fiscal.expenditure_total", "general.expenditure",
     "expenditure.basic", "general.basic", "general.basic.personnel", "general.basic.public",
     "operating_cost", "assets.total", "assets.fixed")
)  # fmt: skip
#: The totals that no part of the account is above.
_WHOLE: Final = ("revenue.total", "expenditure.total", "revenue.current", "expenditure.current",
                 "revenue.fiscal", "general.expenditure")  # fmt: skip
_LEAST: Final = Decimal(10000)
#: No other amount of the account is below this, but what has no key, and interest.
_TINY: Final = Decimal(100)
_SMALL: Final = frozenset(("activity.funds", "performance.project_funds", "revenue.other"))
#: Roles that tell one amount of several years or states.
_TOLD: Final = ("actual", "budget", "prior_actual")
#: Fields whose amounts have nothing in common but a name.
_NAMED: Final = frozenset(("activity.funds", "performance.project_funds"))
#: Prices above which equipment is listed, as they are printed before 万元.
_LIMITS: Final = frozenset(Decimal(each) for each in (20, 30, 50, 100, 200))


class Misprint(msgspec.Struct, frozen=True, eq=False):
    """An amount with a unit that cannot be right (None: with none), and the one that can."""

    figure: Figure
    printed: int | None  #: the power of ten of the printed unit
    meant: int
    against: tuple[Figure, ...] = ()

    @property
    def repaired(self) -> Interval:
        """What the amount must have been meant to be."""
        return self.figure.interval.scaled(self.factor)

    @property
    def factor(self) -> Decimal:
        return Decimal(1).scaleb(self.meant - (self.printed or 0))

    @property
    def expected(self) -> str:
        """The amount with the unit that was meant."""
        return f"{_digits(self.figure)}{_WORDS[self.meant]}"


_KNOWN: WeakKeyDictionary[Case, tuple[Misprint, ...]] = WeakKeyDictionary()


def wrong_units(case: Case) -> dict[Figure, Interval]:
    """The figures of *case* whose unit is wrong or missing, and what each can mean repaired."""
    return {each.figure: each.repaired for each in misprints(case)}


def misprints(case: Case) -> tuple[Misprint, ...]:
    """Every amount whose printed unit cannot be right, in reading order."""
    known = _KNOWN.get(case)
    if known is None:
        known = _KNOWN[case] = tuple(_misprints(case))
    return known


def _misprints(case: Case) -> Iterator[Misprint]:
    amounts = [
        (each, scale_of(each))
        for each in case.ledger.figures
        if each.fact.kind == "money" and not each.fact.implied
    ]
    usual = Counter(scale for _, scale in amounts if scale is not None)
    usual.update(_meant(each) for each, scale in amounts if scale is None and each.fact.unit)
    if not usual:
        return
    sections: dict[int, Counter[int]] = defaultdict(Counter)
    for figure, scale in amounts:
        if figure.value and (scale is not None or figure.fact.unit):
            sections[figure.section][_meant(figure) if scale is None else scale] += 1
    whole = usual.most_common(1)[0][0]
    largest = max((each.value for each, _ in amounts if each.key.field in _WHOLE), default=None)
    limit = (largest or Decimal(0)) * _ABOVE
    most = {section: _most(scales, whole) for section, scales in sections.items()}
    for figure, scale in amounts:
        meant = most.get(figure.section, whole)
        if not figure.value:
            continue
        if scale == whole == meant:
            # the digits of yuan before 万元
            if scale and figure.value > limit > 0:
                against = _evidence(case, figure, scale, 0)
                if against is not None:
                    yield Misprint(figure, scale, 0, against)
            continue
        if scale is None:
            # a unit that stands in a heading is known to the fact
            if figure.fact.unit is None and figure.fact.origin == "text":
                yield Misprint(figure, None, _bare(case, figure, meant))
            continue
        for other in dict.fromkeys((meant, whole)):
            against = None if other == scale else _evidence(case, figure, scale, other)
            if against is None:
                continue
            twin = against[0] if len(against) == 1 else None
            if twin is not None and _dwarfs(case, twin, figure):
                yield Misprint(twin, other, scale, (figure,))
            else:
                yield Misprint(figure, scale, other, against)
            break


def scale_of(figure: Figure) -> int | None:
    """The power of ten of the unit that an amount is printed with, None where it has none."""
    raw = figure.fact.raw or ""
    if "亿" in raw or "億" in raw:
        return 8
    if "万" in raw or "萬" in raw:
        return 4
    return 0 if "元" in raw else None


def _meant(figure: Figure) -> int:
    """The power of ten that a unit told above gives an amount without one."""
    digits = _digits(figure).translate(_WIDTH).replace(",", "").lstrip("-")
    if not digits.replace(".", "", 1).isdecimal() or not figure.value or not Decimal(digits):
        return 0
    return (abs(figure.value) / Decimal(digits)).adjusted()


def _most(scales: Counter[int], whole: int) -> int:
    """The unit of a section: the most frequent one, that of the document where there are few."""
    if scales.total() < 3:
        return whole
    scale, times = scales.most_common(1)[0]
    return scale if times * 3 >= scales.total() * 2 else whole


def _digits(figure: Figure) -> str:
    raw = "".join((figure.fact.raw or "").split())
    return raw.rstrip("元万亿萬億人民币幣")


def _evidence(case: Case, figure: Figure, scale: int, meant: int) -> tuple[Figure, ...] | None:
    """What shows that *figure* was meant in the unit *meant*; None where nothing does."""
    if figure.fact.approx and scale == 8:
        return None  # 约0.43亿元 is in nobody's usual unit
    factor = Decimal(1).scaleb(meant - scale)
    if figure.role == "threshold":
        limit = scale == 0 and meant == 4 and figure.value in _LIMITS
        return () if limit and case.type_at(figure.start) == "assets" else None
    repaired = {figure: figure.interval.scaled(factor)}
    if figure.key.field in _NAMED and scale == 8:
        return None
    if figure.key.field in _NAMED:
        return _same_digits(case, figure, meant) or _in_ratio(case, figure, repaired)
    return (
        _same_digits(case, figure, meant)
        or _repeated(case, figure, repaired[figure])
        or _in_ratio(case, figure, repaired)
        or _in_sum(case, figure, repaired)
        or _in_balance(case, figure, repaired[figure])
        or _in_size(case, figure, factor)
    )


def _same_digits(case: Case, figure: Figure, meant: int) -> tuple[Figure, ...] | None:
    """The same digits with the other unit near by, or for the same field."""
    digits = _digits(figure).translate(_WIDTH)
    if len(digits.replace(",", "").replace(".", "").strip("0")) < 3:
        return None
    for other in case.ledger.figures:
        near = other.section == figure.section or other.key.field == figure.key.field
        if not near or other.fact.kind != "money" or other.start == figure.start:
            continue
        if scale_of(other) == meant and _digits(other).translate(_WIDTH) == digits:
            return (other,)
    return None


def _repeated(case: Case, figure: Figure, repaired: Interval) -> tuple[Figure, ...] | None:
    """The same fact told elsewhere, as this one would be with the other unit."""
    if figure.key.field in _NAMED:
        return None
    for other in case.ledger.of(figure.key.field, figure.role):
        if other.start == figure.start or other.key != figure.key or other.year != figure.year:
            continue
        if other.interval.overlaps(repaired) and other.value:
            return (other,)
    return None


def _in_ratio(
    case: Case, figure: Figure, repaired: dict[Figure, Interval]
) -> tuple[Figure, ...] | None:
    """A share, completion or rate of change that only the other unit gives."""
    for rate in case.ledger.ratios:
        if rate.sentence != figure.sentence and rate.paragraph != figure.paragraph:
            continue
        if not rate.value or (rate.key.field != figure.key.field and rate.role != "share"):
            continue
        for each in _equations(case, rate, figure):
            if not each.holds() and each.holds(repaired):
                return tuple(other for other in each.figures if other is not figure)
    return None


def _equations(case: Case, rate: Figure, figure: Figure) -> Iterator[Equation]:
    """What *rate* demands of *figure*."""
    ledger = case.ledger
    if rate.role == "share":
        of = rate.fact.extra.get("of")
        part = ledger.near(rate, rate.key, "actual")
        whole = ledger.near(rate, Key(of), "actual") if isinstance(of, str) else None
        if part is not None and whole is not None and figure in (part, whole):
            yield Quotient("", rate, part, whole)
        return
    now = ledger.near(rate, rate.key, "actual")
    if rate.role in ("completion", "execution_rate"):
        before = ledger.near(rate, rate.key, "budget")
        if now is not None and before is not None and figure in (now, before):
            yield Quotient("", rate, now, before)
    elif rate.role == "change":
        change = ledger.near(rate, rate.key, "change")
        if now is not None and change is not None and figure in (now, change) and change.sign:
            yield Growth("", rate, change, now)
        before = ledger.near(rate, rate.key, "prior_actual", year=None)
        if now is not None and before is not None and figure in (now, before):
            yield Relative("", rate, now, before)


def _in_sum(
    case: Case, figure: Figure, repaired: dict[Figure, Interval]
) -> tuple[Figure, ...] | None:
    """A total and the parts behind it in one paragraph that add up with the other unit alone."""
    near = [
        each
        for each in case.ledger.figures
        if each.paragraph == figure.paragraph
        and each.fact.kind == "money"
        and each.role == figure.role
        and each.year == figure.year
    ]
    places: dict[int, Figure] = {}
    for each in near:
        places.setdefault(each.start, figure if each.start == figure.start else each)
    row = [places[start] for start in sorted(places)]
    at = row.index(figure)
    for first in range(at + 1):
        whole = repaired.get(row[first], row[first].interval)
        parts = Interval(Decimal(0), Decimal(0))
        for count, part in enumerate(row[first + 1 :], 1):
            parts = total([parts, repaired.get(part, part.interval)])
            if count > 1 and first + count >= at and parts.overlaps(whole):
                return tuple(each for each in row[first : first + count + 1] if each is not figure)
    return None


def _in_size(case: Case, figure: Figure, factor: Decimal) -> tuple[Figure, ...] | None:
    """Its own budget or the year before, or the whole account, that only the other unit fits."""
    value, told = figure.value, figure.role in _TOLD
    if told and figure.key.field not in _NAMED:
        for role in _TOLD:
            other = case.ledger.near(figure, figure.key, role, year=None)
            if other is None or role == figure.role or other.section != figure.section:
                continue
            near = other.value > 0 and not _apart(value * factor, other.value, _NEAR)
            if near and _apart(value, other.value, _FAR):
                return (other,)
    least = _LEAST if figure.key.field in _TOTALS else _TINY
    if told and factor > 1 and value < least and figure.key.field not in _SMALL:
        return ()
    ours = figure.key.field.startswith("assets.") or case.type_at(figure.start) in _OWN
    if factor > 1 or not ours:
        return None
    greatest = _greatest(case, figure)
    if greatest is None or value <= greatest.value * _ABOVE:
        return None
    return (greatest,) if value * factor < greatest.value * _NEAR else None


def _in_balance(case: Case, figure: Figure, repaired: Interval) -> tuple[Figure, ...] | None:
    """What is left at the end: of the totals, or beside what there was at the beginning."""
    if figure.key.field != "expenditure.closing_balance" or figure.role != "actual":
        return None
    for spent in case.ledger.of("expenditure.current"):
        for whole in (*case.ledger.of("expenditure.total"), *case.ledger.of("revenue.total")):
            if total([spent.interval, repaired]).overlaps(whole.interval):
                return (whole, spent)
    for opening in case.ledger.of("revenue.opening_balance"):
        beside = opening.sentence == figure.sentence and opening.year == figure.year
        meant = repaired.high or Decimal(0)
        near = opening.value > 0 and not _apart(meant, opening.value, _SIMILAR)
        if beside and near and _apart(figure.value, opening.value, _FAR):
            return (opening,)
    return None


def _greatest(case: Case, but: Figure) -> Figure | None:
    """The greatest total of the account, 0 and what stands where *but* stands left out."""
    totals = [each for field in _WHOLE for each in case.ledger.of(field)]
    known = [each for each in totals if each.start != but.start and each.value > 0]
    return max(known, key=lambda each: each.value, default=None)


def _dwarfs(case: Case, twin: Figure, figure: Figure) -> bool:
    """Whether the same digits with the usual unit are more than the whole account has."""
    if twin.key.field != figure.key.field or twin.key.field.startswith("assets"):
        return False
    greatest = _greatest(case, twin)
    return greatest is not None and figure.value < greatest.value < twin.value


def _bare(case: Case, figure: Figure, usual: int) -> int:
    """The unit that an amount without one was meant in: not one that dwarfs the account."""
    greatest = _greatest(case, figure)
    dwarfs = greatest is not None and figure.value * 10**usual > greatest.value * _NEAR
    return 0 if dwarfs else usual


def _apart(one: Decimal, other: Decimal, by: Decimal) -> bool:
    return one > other * by or other > one * by
