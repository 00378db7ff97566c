"""FA982 to FA986: the account of a department against those of its units."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from extractor.checks.across import names
from extractor.checks.across.documents import Document, certain
from extractor.checks.across.prior import LOOSE
from extractor.checks.across.relate import Department, is_office_of
from extractor.checks.across.telling import finding, label, printed, stated, sureness
from extractor.checks.equations import plain, told
from extractor.checks.figures import Figure, Key
from extractor.checks.mistakes import name_mistake
from extractor.finding import Finding
from extractor.quantity import total

_NEAR: Final = 24  #: characters between the name of a unit and a figure of it
_APART: Final = re.compile(r"[。；;：\n]|等(?!级)|安排|拨付|拨给|补助|委托|向|由")
#: Words between a unit and the label of its figure that make another figure of it.
_OF_OTHERS: Final = re.compile(
    r"上年|去年|预算(?!财政拨款)|比|较|增加|减少|其中|项目(?!支出)|用于|购买|建设|改造|维修|新增"
)


class Additive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``data/across.toml``: fields by how those of units make that of their department."""

    transferred: frozenset[str]
    added: frozenset[str]
    partial: frozenset[str]


@cache
def additive() -> Additive:
    """The declared fields.

    >>> "three_public.total" in additive().added
    True
    """
    raw = (resources.files("extractor.checks") / "data" / "across.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(raw), Additive)


def departments(given: Department) -> tuple[list[Finding], bool]:
    """What the account of a department tells otherwise than its units, and whether anything
    could be compared."""
    comparison = _Comparison(given)
    found = [*comparison.sums(), *comparison.singles(), *_members(given)]
    return found, comparison.compared


class _Comparison:
    def __init__(self, given: Department) -> None:
        self.given, self.whole = given, given.whole
        self.year = given.whole.year or 0
        self.owners = _Owners(given)
        self.compared = False

    def sums(self) -> Iterator[Finding]:
        """FA982, FA983: totals against those of the units."""
        kinds = additive()
        seen: set[int] = set()
        for (_, key, role), figures in self.whole.by_key.items():
            field = key.field
            if role not in (None, "actual") or field not in (
                kinds.transferred | kinds.added | kinds.partial
            ):
                continue
            if len(key.path or ()) > 1 or key.name is not None:
                continue
            own = [each for each in figures if self._is_own(each)]
            parts = {unit: unit.actual(figures[0], self.year) for unit in self.given.units}
            if own and own[0].start not in seen and any(parts.values()):
                found = self._total(key, own, parts)
                if found is not None:
                    seen.add(own[0].start)
                    yield found

    def _is_own(self, figure: Figure) -> bool:
        year = (None, str(self.year))
        return figure.year in year and certain(figure) and not self.owners.names_one(figure)

    def _total(
        self, key: Key, own: list[Figure], parts: dict[Document, list[Figure]]
    ) -> Finding | None:
        """The finding of one total: below one of its parts, above their sum, or not that sum."""
        kinds, first = additive(), own[0]
        self.compared = True
        doubt = "warning" if first.fact.implied or key.field in kinds.partial else None
        for unit, figures in parts.items():
            part = min(figures, key=lambda each: each.value, default=None)
            if part is None or part.value <= 0 or part.fact.implied:
                continue
            low = unit.interval(part).low
            if low is not None and all(_below(self.whole, each, low) for each in own):
                return self._tell("FA982", first, {unit: [part]}, f"< {stated(part)}", doubt)
        if not self.given.complete or not all(parts.values()):
            return None
        sums = total([unit.interval(figures[0]) for unit, figures in parts.items()])
        if any(self.whole.interval(each).overlaps(sums) for each in own):
            return None
        if any(len({each.value for each in figures}) > 1 for figures in parts.values()):
            return None  # nobody knows which is meant
        if sums.high is not None and first.value > sums.high:
            return self._tell("FA982", first, parts, f"> {_written(parts)}", doubt)
        severity = "warning" if key.field in kinds.added else None
        return self._tell("FA983", first, parts, f"≠ {_written(parts)}", severity)

    def _tell(
        self, code: str, first: Figure, parts: dict[Document, list[Figure]], bound: str,
        severity: str | None,
    ) -> Finding:  # fmt: skip
        sums = total([unit.interval(figures[0]) for unit, figures in parts.items()])
        return finding(
            code, self.whole, [first.fact],
            [(unit, figures[0].fact) for unit, figures in parts.items()],
            stated=plain(first.value), expected=told(sums), severity=severity,
            sum=f"{stated(first)} {bound}", mistake=name_mistake(first, sums, ()),
            confidence=sureness(first, *(figures[0] for figures in parts.values())),
            label=label(first), key=first.key.field,
            units="、".join(each.title.split(" ")[0] for each in parts),
            printed=printed(sums, first),
        )  # fmt: skip

    def singles(self) -> Iterator[Finding]:
        """FA984: figures of a single unit that the department tells."""
        for figure in self.whole.case.ledger.figures:
            if figure.role not in (None, "actual") or figure.key.field in LOOSE:
                continue
            unit = self.owners.of(figure)
            if unit is None or not certain(figure) or figure.year not in (None, str(self.year)):
                continue
            own = unit.actual(figure, self.year)
            if not own:
                continue
            self.compared = True
            interval = self.whole.interval(figure)
            if any(unit.interval(each).overlaps(interval) for each in own):
                continue
            yield finding(
                "FA984", self.whole, [figure.fact], [(unit, own[0].fact)],
                stated=plain(figure.value), expected=plain(own[0].value),
                mistake=name_mistake(figure, own[0].interval, ()),
                confidence=sureness(figure, own[0]), label=label(figure), key=figure.key.field,
                unit=unit.title.split(" ")[0], printed=stated(own[0]),
            )  # fmt: skip


def _written(parts: dict[Document, list[Figure]]) -> str:
    return " + ".join(stated(figures[0]) for figures in parts.values())


def _below(document: Document, figure: Figure, low: Decimal) -> bool:
    high = document.interval(figure).high
    return high is not None and high < low


def _members(given: Department) -> Iterator[Finding]:
    """FA985, FA986: listed units that nobody gave, and units that are not listed."""
    whole, fact = given.whole, given.whole.listed
    if fact is None or not given.whole.units:
        return
    if given.missing:
        yield finding(
            "FA985", whole, [fact], stated="、".join(given.missing),
            missing="、".join(given.missing), listed=str(len(whole.units)),
        )  # fmt: skip
    for unit in given.surplus:
        named = unit.first("document.org_name")
        yield finding(
            "FA986", whole, [fact], [(unit, named)] if named else [], stated=unit.org,
            unit=unit.org, source=unit.name,
        )  # fmt: skip


class _Owners:
    """Which unit a figure in the account of the department is of."""

    def __init__(self, given: Department) -> None:
        self.case = given.whole.case
        self.office = next((each for each in given.units if is_office_of(each, given.whole)), None)
        self._units: dict[str, Document | None] = {}
        for name in given.missing:  # a unit that nobody gave has figures of its own, too
            if not names.is_office(name):
                self._units |= dict.fromkeys(names.short_forms(names.bare(name)))
        for unit in given.units:
            if unit is not self.office:
                self._units |= dict.fromkeys(names.short_forms(unit.org), unit)
        longest = sorted(self._units, key=len, reverse=True)
        pattern = "|".join([*map(re.escape, longest), rf"(?P<office>{names.OFFICE.pattern})"])
        self._named = list(re.finditer(pattern, self.case.clean))
        self._starts = [each.start() for each in self._named]

    def _before(self, figure: Figure) -> re.Match[str] | None:
        """The unit that is named last before a figure in its sentence."""
        start = figure.start
        if figure.sentence >= 0:
            start = self.case.sentences[figure.sentence].start
        index = bisect_left(self._starts, figure.start) - 1
        return self._named[index] if index >= 0 and self._starts[index] >= start else None

    def names_one(self, figure: Figure) -> bool:
        """Whether a sentence names a unit before a figure, so that it may be that unit's."""
        return self._before(figure) is not None

    def of(self, figure: Figure) -> Document | None:
        """The unit whose figure this surely is; None where it is another's, or was not given."""
        match = self._before(figure)
        if match is None or figure.start - match.end() > _NEAR:
            return None
        between = self.case.clean[match.end() : figure.start]
        if _APART.search(between) or _OF_OTHERS.search(between):
            return None
        return self.office if match["office"] else self._units.get(match[0])
