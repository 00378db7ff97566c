"""A fixture: which identities the gold facts of a composed document break; figures are exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import pytest

from extractor.annotate.compose.account import INCOME, SPENDING
from extractor.annotate.compose.miscount import SUMS
from extractor.annotate.compose.narrative import grade
from extractor.fact import Fact

CLOSED = (
    ("revenue.current", (INCOME, ("revenue.fiscal", *INCOME[3:]))),
    ("expenditure.current", (SPENDING,)),
)


@pytest.fixture
def broken() -> Callable[[Sequence[Fact]], set[str]]:
    """Gives the families of the identities that do not hold."""
    return lambda facts: set(_Checks(facts).families())


class _Checks:
    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.actual: dict[str, list[Decimal]] = defaultdict(list)
        for fact in facts:
            if fact.kind == "money" and fact.role == "actual":
                self.actual[_key(fact)].append(_value(fact))

    def families(self) -> Iterator[str]:
        told = [key for key in self.actual if not key.startswith("activity.funds")]
        if any(len(set(self.actual[key])) > 1 for key in told):
            yield "repeat"
        if not all(self._sums()):
            yield "sum"
        for fact in self.facts:
            yield from self._ratio(fact)
            yield from self._difference(fact)
        yield from self._counts()

    def first(self, key: str) -> Decimal | None:
        return self.actual[key][0] if self.actual.get(key) else None

    def _sums(self) -> Iterator[bool]:
        for whole, parts in SUMS:
            values = [self.first(part) for part in parts]
            if self.first(whole) is not None and None not in values:
                yield self.first(whole) == sum(each or 0 for each in values)
        for whole, choices in CLOSED:
            sums = [sum(self.first(part) or 0 for part in parts) for parts in choices]
            if self.first(whole) is not None and any(sums):
                yield self.first(whole) in sums
        three = ["three_public.abroad", "three_public.vehicles", "three_public.reception"]
        if all(self.actual.get(part) for part in ("three_public.total", *three)):
            yield self.first("three_public.total") == sum(self.first(part) or 0 for part in three)
        classes: dict[str, Decimal] = {}
        items: dict[str, Decimal] = {}
        for fact in self.facts:
            if (
                fact.field == "general.functional"
                and fact.kind == "money"
                and fact.role == "actual"
            ):
                # an item may be told by its code and last name alone
                single = len(fact.path or ()) == 1 and "code" not in fact.extra
                (classes if single else items)[_key(fact)] = _value(fact)
        for told in (classes, items):
            named = list(told.values())
            if named and self.first("general.expenditure") is not None:
                yield sum(named) == self.first("general.expenditure")

    def _ratio(self, fact: Fact) -> Iterator[str]:
        part = self.first(_key(fact))
        if fact.kind != "ratio" or part is None:
            return
        if fact.role == "share" and "of" in fact.extra:
            whole = self.first(str(fact.extra["of"]))
            if whole and not _near(fact, part, whole):
                yield "percentage"
        elif fact.role in ("completion", "execution_rate"):
            budgets = self._others(fact, "budget", None)
            if budgets and not any(_near(fact, part, budget) for budget in budgets):
                yield "completion"
        elif fact.role == "change":
            changes = self._others(fact, "change", str(fact.extra["base"]))
            for change, direction in zip(*_split(changes, self.facts, fact), strict=True):
                if direction != fact.direction:
                    yield "direction"
                before = part - change if direction == "increase" else part + change
                if not _near(fact, change, before):
                    yield "change"

    def _difference(self, fact: Fact) -> Iterator[str]:
        if fact.kind != "money" or fact.role != "change":
            return
        part = self.first(_key(fact))
        role = "prior_actual" if fact.extra["base"] == "prior_year" else "budget"
        others = self._others(fact, role, None)
        if part is None or not others:
            return
        value = _value(fact) if fact.direction == "increase" else -_value(fact)
        if part - others[0] != value:
            yield "change"

    def _others(self, fact: Fact, role: str, base: str | None) -> list[Decimal]:
        return [_value(each) for each in _same(self.facts, fact, role, base)]

    def _counts(self) -> Iterator[str]:
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        for fact in self.facts:
            if fact.kind in ("staffing", "asset") and not fact.extra.get("purchased"):
                counts[fact.field][str(fact.category)] = int(_value(fact))
            if fact.field.endswith(("_batches", "_persons")):
                counts[f"three_public.{fact.name}"][fact.field[-7:]] = int(_value(fact))
        for field in ("staffing.establishment", "staffing.actual"):
            told = dict(counts[field])
            whole = told.pop("total", None)
            if "other:在职" in told:
                told |= counts["staffing.retired"]
            if whole is not None and told and whole != sum(told.values()):
                yield "staffing"
        uses = dict(counts["asset.vehicle"])
        uses.pop("公务用车", None)
        whole = uses.pop("total", None)
        if whole is not None and uses and whole != sum(uses.values()):
            yield "vehicles"
        for name in ("three_public.domestic", "three_public.foreign"):
            visits = counts[name]
            if visits and visits["persons"] < visits["batches"]:
                yield "sanity"
        scores = [_value(each) for each in self.facts if each.field == "performance.score"]
        grades = [each.value for each in self.facts if each.field == "document.performance_grade"]
        own = [
            _value(each)
            for each in self.facts
            if each.field == "performance.score" and each.name is None
        ]
        if scores and grades and any(each != grade(int(own[0] * 10)) for each in grades):
            yield "score"


def _key(fact: Fact) -> str:
    inner = "/".join(fact.path) if fact.path else fact.name
    return f"{fact.field}:{inner}" if inner else fact.field


def _value(fact: Fact) -> Decimal:
    return Decimal(str(fact.value))


def _same(facts: Sequence[Fact], fact: Fact, role: str, base: str | None) -> list[Fact]:
    return [
        each
        for each in facts
        if each.kind == "money"
        and each.role == role
        and _key(each) == _key(fact)
        and (base is None or each.extra.get("base") == base)
    ]


def _split(
    changes: list[Decimal], facts: Sequence[Fact], fact: Fact
) -> tuple[list[Decimal], list[str | None]]:
    told = _same(facts, fact, "change", str(fact.extra["base"]))
    return changes, [each.direction for each in told]


def _near(fact: Fact, part: Decimal, whole: Decimal) -> bool:
    """Whether a percentage is what its amounts give, rounded to the place it is printed in."""
    digits = str(fact.raw).rstrip("%％").partition(".")[2]
    half = Decimal(5).scaleb(-len(digits) - 1)
    return abs(100 * part / whole - _value(fact)) <= half
