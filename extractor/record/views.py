"""Typed views on the facts of a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import overload

from extractor.fact import Fact


class View(Sequence[Fact]):
    """The facts of some kinds, in reading order."""

    kinds: tuple[str, ...] = ()

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = tuple(fact for fact in facts if fact.kind in self.kinds)

    @overload
    def __getitem__(self, index: int) -> Fact: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Fact, ...]: ...
    def __getitem__(self, index: int | slice) -> Fact | tuple[Fact, ...]:
        return self._facts[index]

    def __len__(self) -> int:
        return len(self._facts)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} facts>"


class Duties(View):
    """``record.duties``: one fact per duty."""

    kinds = ("duty",)

    @property
    def main(self) -> tuple[str, ...]:
        """The texts of the main list, without ordinals."""
        return tuple(str(f.value) for f in self if f.extra.get("list") == "main")


class Staffing(View):
    """``record.staffing``: every count of people by category and date."""

    kinds = ("staffing",)

    def get(self, field: str, category: str = "total") -> int | None:
        """The first count of ``staffing.<field>`` in a category, or None."""
        for fact in self:
            if fact.field == f"staffing.{field}" and fact.category == category:
                return int(Decimal(str(fact.value)))
        return None


class Amounts(View):
    """``record.amounts``: every amount of money."""

    kinds = ("money",)

    def where(
        self, field: str | None = None, role: str | None = None, period: str | None = None
    ) -> tuple[Fact, ...]:
        """The amounts that match what is given."""
        return tuple(
            f
            for f in self
            if (field is None or f.field == field)
            and (role is None or f.role == role)
            and (period is None or f.period == period)
        )


class Performance(View):
    """``record.performance``: narrative sentences."""

    kinds = ("performance",)

    def by_role(self, role: str) -> tuple[Fact, ...]:
        """The sentences with a role, such as ``problem``."""
        return tuple(f for f in self if f.role == role)
