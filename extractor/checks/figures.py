"""The figures of a document as its checks see them: intervals with a place and a key."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

import msgspec

from extractor.fact import Fact
from extractor.quantity import Interval

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_WIDTH: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_SCALES: Final = (("百万", 6), ("千万", 7), ("亿", 8), ("万", 4), ("千", 3), ("百", 2))
_HALF: Final = Decimal("0.5")
_COUNTED: Final = frozenset(("staffing", "asset", "quantity"))
#: Kinds of facts that state one number.
NUMERIC: Final = frozenset(("money", "ratio", "staffing", "asset", "quantity"))


class Key(NamedTuple):
    """What a figure is of, whatever its role and year."""

    field: str
    path: tuple[str, ...] | None = None
    category: str | None = None
    name: str | None = None


class Figure(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A numeric fact with what its print can mean, and its place in the clean text.

    ``step`` is the unit of its last printed place in the base unit (1.25万元: 100), 0 where it is
    exact. ``sentence``, ``paragraph``, ``section`` and ``part`` (the section that
    opens its part of the document) are indices; -1 where there is none.
    """

    fact: Fact
    key: Key
    value: Decimal
    step: Decimal
    interval: Interval
    start: int
    end: int
    sentence: int
    paragraph: int
    section: int
    part: int

    @property
    def id(self) -> str:
        return self.fact.id

    @property
    def role(self) -> str | None:
        return self.fact.role

    @property
    def year(self) -> str | None:
        """The year it belongs to, of a day too."""
        return self.fact.period[:4] if self.fact.period else None

    @property
    def base(self) -> str | None:
        """What a change compares with: ``prior_year`` or ``budget``."""
        return self.fact.extra.get("base")  # type: ignore[return-value]

    @property
    def bare(self) -> bool:
        """Whether nothing but digits is printed: no unit, no word."""
        return (self.fact.raw or "").strip().replace(".", "").replace(",", "").isdigit()

    @property
    def sign(self) -> int:
        """1 for an increase, -1 for a decrease, 0 for neither."""
        return {"increase": 1, "decrease": -1}.get(self.fact.direction or "", 0)


def step_of(raw: str, value: Decimal, counted: bool) -> Decimal:
    """How far a print resolves its number, in the base unit; 0 for counts and exact ones.

    >>> step_of("360.44 万元", Decimal(3604400), False), step_of("12人", Decimal(12), True)
    (Decimal('1E+2'), Decimal('0'))
    >>> step_of("5.4%", Decimal("5.4"), False)
    Decimal('0.1')
    """
    if counted:
        return Decimal(0)
    match = _NUMBER.search(raw.translate(_WIDTH))
    if match is None:
        return Decimal(0)
    places = -len(match[1] or "")
    if not value and not places:  # 0万元 is nothing at all, 0% may be a little
        return Decimal(raw.rstrip().endswith(("%", "％")))
    digits = Decimal(match[0].replace(",", ""))
    if digits:
        scale = value / digits
        exponent = scale.adjusted() if scale == Decimal(1).scaleb(scale.adjusted()) else 0
    else:
        exponent = next((power for word, power in _SCALES if word in raw), 0)
    return Decimal(1).scaleb(exponent + places)


@lru_cache(maxsize=4096)
def printed(raw: str, value: str, counted: bool) -> tuple[Decimal, Decimal, Interval]:
    """A number, how far its print resolves it, and what it can mean: what rounds to it.

    >>> printed("360.44万元", "3604400", False)[2]
    Interval(low=Decimal('3604350'), high=Decimal('3604450'))
    """
    number = Decimal(value)
    step = step_of(raw, number, counted)
    exact = Interval(number, number)
    return number, step, exact.widened(step * _HALF) if step else exact


def hedged(fact: Fact, value: Decimal, step: Decimal) -> Interval:
    """What a number with a hedge can mean: the bounds that it gives, or more than print does."""
    if fact.low is not None or fact.high is not None:
        return Interval(
            None if fact.low is None else Decimal(fact.low),
            None if fact.high is None else Decimal(fact.high),
        )
    return Interval(value, value).widened(step or abs(value) / 10)


_MANY: Final = 100  #: what is told more often has no one value
_start = attrgetter("start")


class Ledger:
    """All figures of a document, to be looked up by what they are of and where they stand."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures: Sequence[Figure] = sorted(figures, key=lambda each: each.start)
        self._by: dict[tuple[str, Key, str | None], list[Figure]] = defaultdict(list)
        self._of_year: dict[tuple[str, Key, str | None, str | None], list[Figure]] = defaultdict(
            list
        )
        for figure in self.figures:
            what = figure.fact.kind, figure.key, figure.role
            self._by[what].append(figure)
            self._of_year[(*what, figure.year)].append(figure)

    def alike(self, figure: Figure) -> list[Figure]:
        """The other figures of the same thing, role and year."""
        return [
            each
            for each in self._by[figure.fact.kind, figure.key, figure.role]
            if each is not figure and each.year == figure.year
        ]

    @cached_property
    def by_field(self) -> dict[tuple[str, str | None], list[Figure]]:
        """Figures but ratios by field and role, in reading order."""
        found: dict[tuple[str, str | None], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if figure.fact.kind != "ratio":
                found[figure.key.field, figure.role].append(figure)
        return found

    @cached_property
    def ratios(self) -> list[Figure]:
        """The percentages, in reading order."""
        return [each for each in self.figures if each.fact.kind == "ratio"]

    @cached_property
    def amounts(self) -> list[Figure]:
        """The amounts that were had or spent this year, in reading order."""
        return [f for f in self.figures if f.fact.kind == "money" and f.role == "actual"]

    @cached_property
    def changes(self) -> list[Figure]:
        """The amounts of change, in reading order."""
        return [f for f in self.figures if f.fact.kind == "money" and f.role == "change"]

    @cached_property
    def _by_sentence(self) -> dict[int, list[Figure]]:
        found: dict[int, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.sentence].append(figure)
        return found

    def in_sentence(self, sentence: int) -> list[Figure]:
        """The figures of a sentence, in reading order."""
        return self._by_sentence.get(sentence, [])

    def of(self, field: str, role: str | None = "actual") -> list[Figure]:
        """The figures but ratios of a field and role, in reading order."""
        return self.by_field.get((field, role), [])

    def near(
        self,
        figure: Figure,
        key: Key,
        role: str | None,
        *,
        year: str | None = "",
        kind: str = "money",
    ) -> Figure | None:
        """The figure of *key* and *role* that a reader takes *figure* to speak of.

        That of its sentence, the nearest before it first; else of its paragraph, then of its
        section; else the one of its part or of the document, where all there say the same. ``year``
        is that of *figure* unless another is given; None takes any.
        """
        wanted = figure.year if year == "" else year
        found = self._by.get((kind, key, role), []) if wanted is None else (
            self._of_year.get((kind, key, role, wanted), [])
        )  # fmt: skip
        if not found:
            return None
        at = bisect_left(found, figure.start, key=_start)
        before = found[at - 1] if at else None
        while at < len(found) and found[at] is figure:
            at += 1
        after = found[at] if at < len(found) else None
        for level in ("sentence", "paragraph", "section"):
            here = getattr(figure, level)
            if here >= 0:
                for each in (before, after):
                    if each is not None and getattr(each, level) == here:
                        return each
        if len(found) > _MANY:
            return None
        found = [each for each in found if each is not figure]
        within = [each for each in found if each.part == figure.part] or found
        return within[0] if within and len({each.value for each in within}) == 1 else None
