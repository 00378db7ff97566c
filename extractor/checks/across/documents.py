"""One of several documents: whose it is, of which year, and its figures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from extractor.checks.across import names
from extractor.checks.case import Case
from extractor.checks.figures import Figure, Key
from extractor.checks.saved import must_fit
from extractor.checks.units import wrong_units
from extractor.errors import fail
from extractor.fact import Fact
from extractor.layout import reflow
from extractor.outline import outline
from extractor.quantity import Interval
from extractor.record import Record
from extractor.segment import segment
from extractor.source import Text, read

#: How sure a figure must be read to be held against that of another document.
READ: Final = 0.9
_MOST: Final = 200  #: amounts of a section that are looked at for one figure
_ROOM: Final = re.compile(r"^.{0,8}(?:办公室|[科股室])$")  #: never a unit with an account
_AFTER: Final = re.compile(
    r"\s{0,3}(?:[（(](?:[局委办厅部院会])?(?:机关)?(?:本级|机关|本部)[）)]|本级|机关(?=\s*20))"
)


class Document:
    """A record with its text beside others; ``name`` tells it apart from them.

    Raises:
        ExtractorError: EX501 where the record is without its text, EX302 where it does not fit.
    """

    def __init__(self, record: Record, name: str) -> None:
        if record.text is None:
            raise fail("EX501", f"{name}: a record without its text; save it with --with-text")
        must_fit(record)
        self.record, self.name, self.text = record, name, record.text

    @cached_property
    def case(self) -> Case:
        """The document before its checks."""
        clean = reflow(read(Text(self.text, self.name)))
        sections = outline(clean)
        return Case(self.record.facts, clean, sections, segment(clean, sections), self.year)

    # whose it is

    def first(self, field: str) -> Fact | None:
        """The first fact of a field."""
        return next(iter(self.record.all(field)), None)

    @cached_property
    def org(self) -> str:
        """The bare name of the unit, "" where none is told."""
        fact = self.first("document.org_name")
        return names.bare(str(fact.value)) if fact is not None else ""

    @cached_property
    def year(self) -> int | None:
        """The year of the account."""
        year = self.record.year
        return int(year) if year else None

    @cached_property
    def kind(self) -> str:
        """部门决算 or 单位决算, "" where it is not told."""
        fact = self.first("document.doc_type")
        return str(fact.value) if fact is not None else ""

    @cached_property
    def listed(self) -> Fact | None:
        """The longest list of the units that its account is made of, those of rooms left out."""
        found = self.record.all("organisation.budget_units")
        lists = [each for each in found if not any(map(_ROOM.search, _names(each)))]
        return max(lists, key=lambda each: len(_names(each)), default=None)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The names of the units that its account is made of."""
        return _names(self.listed) if self.listed is not None else ()

    @cached_property
    def count(self) -> int | None:
        """How many units its account is made of; None where nothing is told."""
        if self.listed is None:
            return None
        printed = self.listed.extra.get("value_count")
        return max(len(self.units), printed if isinstance(printed, int) else 0)

    @cached_property
    def is_office(self) -> bool:
        """Whether it is of the office of a department alone."""
        fact = self.first("document.org_name")
        if fact is None:
            return False
        at = fact.evidence[0]
        return names.is_office(str(fact.value)) or _AFTER.match(self.text, at.end) is not None

    @cached_property
    def scope(self) -> str:
        """``unit`` of one unit, ``department`` of several, "" where nobody knows."""
        if self.count is not None and self.count > 1:
            return "department"
        if self.is_office or self.count is not None or self.kind == "单位决算":
            return "unit"
        return ""

    @property
    def title(self) -> str:
        """What it is of, for people."""
        office = "（本级）" if self.is_office else ""
        return f"{self.org or '?'}{office} {self.year or '?'} {self.kind}".rstrip()

    # figures

    def actual(self, figure: Figure, year: int) -> list[Figure]:
        """The figures of what *figure* is of as they were in *year*, hedged ones left out."""
        kind = figure.fact.kind
        role = "actual" if kind == "money" else None
        wanted = (None, str(year))
        return [
            each
            for each in self.by_key.get((kind, figure.key, role), ())
            if each.year in wanted and certain(each)
        ]

    @cached_property
    def by_key(self) -> dict[tuple[str, Key, str | None], list[Figure]]:
        """Figures by kind, what they are of, and role."""
        found: dict[tuple[str, Key, str | None], list[Figure]] = {}
        for each in self.case.ledger.figures:
            found.setdefault((each.fact.kind, each.key, each.role), []).append(each)
        return found

    @cached_property
    def _amounts(self) -> dict[int, list[Figure]]:
        found: dict[int, list[Figure]] = {}
        for each in self.case.ledger.amounts:
            found.setdefault(each.section, []).append(each)
        return found

    def amounts_near(self, figure: Figure) -> list[Figure]:
        """The amounts of the section of a figure, of very many those about it."""
        found = self._amounts.get(figure.section, [])
        if len(found) <= _MOST:
            return found
        at = bisect_left(found, figure.start, key=lambda each: each.start)
        start = max(0, at - _MOST // 2)
        return found[start : start + _MOST]

    def interval(self, figure: Figure) -> Interval:
        """What a figure can mean; one that is printed in a wrong unit is taken as it was meant."""
        return wrong_units(self.case).get(figure, figure.interval)


def certain(figure: Figure) -> bool:
    """Whether a figure is neither hedged nor read with doubt."""
    fact = figure.fact
    hedged = fact.approx or fact.low is not None or fact.high is not None
    return not hedged and fact.confidence >= READ


def tell_apart(given: Sequence[str]) -> list[str]:
    """The names, those that are there twice with a number behind them.

    >>> tell_apart(["a.txt", "b.txt", "a.txt"])
    ['a.txt', 'b.txt', 'a.txt#2']
    """
    seen: Counter[str] = Counter()
    found = []
    for name in given:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return found


def _names(fact: Fact) -> tuple[str, ...]:
    return fact.value if isinstance(fact.value, tuple) else ()
