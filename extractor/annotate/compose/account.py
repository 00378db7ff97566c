"""The figures of one unit and year, as a document tells them.

Money is whole units of 0.01 万元 (an ``int``), so sums are exact; nothing is ever rounded
but the ratios, when they are printed.
"""

from __future__ import annotations

import msgspec

INCOME = (
    "revenue.fiscal.general", "fund.revenue", "capital.revenue", "revenue.superior_subsidy",
    "revenue.business", "revenue.operating", "revenue.affiliate_remittance", "revenue.other",
)  # fmt: skip
SPENDING = (
    "expenditure.basic", "expenditure.project", "expenditure.superior_remittance",
    "expenditure.operating", "expenditure.affiliate_subsidy",
)  # fmt: skip
USES = (
    "主要领导干部用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车",
    "离退休干部用车", "其他用车",
)  # fmt: skip


class Amount(msgspec.Struct, frozen=True):
    """A figure of this year, with the year before's and the budget's where there are any."""

    actual: int
    prior: int | None = None
    budget: int | None = None


class Project(msgspec.Struct, frozen=True):
    """A project that was evaluated; ``score`` is in tenths of a point."""

    name: str
    budget: int
    executed: int
    score: int


class Account(msgspec.Struct, frozen=True):
    """All figures of one unit and year: amounts by key, and counts by key."""

    year: int
    amounts: dict[str, Amount]
    items: tuple[tuple[str, str], ...]  #: path and code of each functional item
    counts: dict[str, int]
    projects: tuple[Project, ...]

    def parts(self) -> tuple[str, ...]:
        """The keys of the classes (类) of the functional items, in order."""
        return tuple(dict.fromkeys(functional(path.split("/")[0]) for path, _ in self.items))


def functional(path: str) -> str:
    """The key of an amount by function."""
    return f"general.functional:{path}"
