"""Draws the budget of a made-up unit: expenditure first, then what paid for it.

Parts are drawn and sums made of them, so that every sum holds exactly.
"""

from __future__ import annotations

from random import Random

from extractor.annotate.compose.account import Amount, functional
from extractor.annotate.compose.vocabulary import Kind

#: Classes that were called otherwise before 2019.
_RENAMED = {
    "卫生健康支出": "医疗卫生与计划生育支出",
    "文化旅游体育与传媒支出": "文化体育与传媒支出",
    "自然资源海洋气象等支出": "国土海洋气象等支出",
}
#: What every unit pays for its staff: path, code, share of the basic expenditure in ‰.
STAFF_ITEMS = (
    ("社会保障和就业支出/行政事业单位养老支出/机关事业单位基本养老保险缴费支出", "2080505", 85),
    ("社会保障和就业支出/行政事业单位养老支出/机关事业单位职业年金缴费支出", "2080506", 42),
    ("社会保障和就业支出/抚恤/死亡抚恤", "2080801", 12),
    ("卫生健康支出/行政事业单位医疗/{}单位医疗", "210110{}", 48),
    ("住房保障支出/住房改革支出/住房公积金", "2210201", 78),
    ("住房保障支出/住房改革支出/购房补贴", "2210203", 21),
)


class BudgetMaker:
    """Draws an account; each method fills in one part of it."""

    def __init__(self, kind: Kind, year: int, rng: Random) -> None:
        self.kind, self.year, self.rng = kind, year, rng
        self.amounts: dict[str, Amount] = {}
        self.counts: dict[str, int] = {}
        self.trend = rng.choice((0.86, 0.93, 1.04, 1.08, 1.15)) * rng.uniform(0.97, 1.03)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def near(self, value: int, low: float = 0.9, high: float = 1.1) -> int:
        return round(value * self.rng.uniform(low, high))

    def prior(self, value: int) -> int:
        """A figure of the year before: never so near that the change rounds to 0 %."""
        before = self.near(round(value / self.trend), 0.97, 1.03)
        if abs(before - value) * 100 < max(before, 1):
            before = round(value * 0.95)
        return before

    def share(self, value: int, low: float, high: float) -> int:
        return round(value * self.rng.uniform(low, high))

    def set(
        self, key: str, actual: int, prior: int | None = None, budget: int | None = None
    ) -> int:
        self.amounts[key] = Amount(actual, prior, budget)
        return actual

    def items(self) -> list[tuple[str, str]]:
        """Expenditure by function: items with budgets; sums by class; basic expenditure."""
        rng, kind = self.rng, self.kind
        low, high = kind.scale
        running = round(100 * low * (high / low) ** rng.random())
        rows: list[tuple[str, str, int, bool]] = [(*kind.running, running, True)]
        rows += [
            (path, code, self.share(running, 0.03, 0.45), False)
            for path, code in kind.draw_projects(rng)
        ]
        word, digit = ("行政", "1") if kind.administrative else ("事业", "2")
        for path, code, share in STAFF_ITEMS:
            if share > 40 or self.chance(0.35):
                value = self.near(running * share // 1000, 0.7, 1.3)
                rows.append((path.format(word), code.format(digit), max(value, 150), True))
        basic = 0
        sums: dict[str, list[int]] = {}
        rows = [(self.named(path), *rest) for path, *rest in rows]  # type: ignore[misc]
        for path, _, actual, is_basic in sorted(rows, key=lambda row: row[1]):
            style = rng.random()
            budget = actual if style < 0.3 else self.near(actual, 0.8, 1.2)
            if style > 0.93 and not is_basic:
                budget = 0  # came in during the year
            if budget and abs(budget - actual) * 100 < budget:
                budget = actual
            prior = self.prior(actual)
            basic += actual if is_basic else 0
            self.set(functional(path), actual, prior, budget)
            whole = sums.setdefault(path.split("/")[0], [0, 0, 0])
            for index, value in enumerate((actual, prior, budget)):
                whole[index] += value
        for name, whole in sums.items():
            self.set(functional(name), *whole)
        total = [sum(column) for column in zip(*sums.values(), strict=True)]
        self.set("general.expenditure", *total)
        self.set("general.basic", basic)
        self.set("general.project", total[0] - basic)
        return [(path, code) for path, code, _, _ in sorted(rows, key=lambda row: row[1])]

    def named(self, path: str) -> str:
        """*path* as its class was called in the year."""
        for new, old in _RENAMED.items():
            if self.year < 2019 and path.startswith(new):
                return old + path.removeprefix(new)
        return path

    def economic(self) -> None:
        """Basic expenditure: personnel and public, with their economic classes."""
        basic = self.amounts["general.basic"].actual
        personnel = self.share(basic, 0.78, 0.95)
        public = basic - personnel
        wages = self.share(personnel, 0.85, 0.98)
        goods = public if self.chance(0.4) else self.share(public, 0.85, 0.98)
        self.set("general.basic.personnel", personnel)
        self.set("general.basic.public", public)
        for name, value in (
            ("工资福利支出", wages), ("对个人和家庭的补助", personnel - wages),
            ("商品和服务支出", goods), ("资本性支出", public - goods),
        ):  # fmt: skip
            self.set(f"general.basic.economic:{name}", value)
        self.set("operating_cost", public, self.prior(public), self.near(public))

    def funds(self) -> None:
        """The other two budgets, and what was left of the first."""
        general = self.amounts["general.expenditure"]
        opening = self.share(general.actual, 0.005, 0.06) if self.chance(0.6) else 0
        closing = self.share(general.actual, 0.004, 0.05) if opening or self.chance(0.2) else 0
        received = general.actual + closing - opening
        self.set("revenue.fiscal.general", received, self.prior(received))
        left = (opening, closing)
        fund = self.share(general.actual, 0.03, 0.3) if self.chance(0.25) else 0
        start = self.share(fund, 0.02, 0.1) if fund and self.chance(0.4) else 0
        end = self.share(fund, 0.02, 0.1) if fund and self.chance(0.4) else 0
        self.set("fund.expenditure", fund, self.prior(fund))
        self.set("fund.revenue", fund + end - start, self.prior(fund + end - start))
        self.set("fund.opening_balance", start)
        self.set("fund.closing_balance", end)
        capital = self.share(general.actual, 0.005, 0.02) if self.chance(0.06) else 0
        self.set("capital.revenue", capital, self.prior(capital))
        self.set("capital.expenditure", capital, self.prior(capital))
        fiscal = received + fund + end - start + capital
        self.set("revenue.fiscal", fiscal, self.prior(fiscal))
        self.set("fiscal.opening_balance", left[0] + start)
        self.set("fiscal.closing_balance", left[1] + end)
        whole = fiscal + left[0] + start
        for key in ("fiscal.revenue_total", "fiscal.expenditure_total"):
            self.set(key, whole)

    def totals(self) -> None:
        """All income and all expenditure, from whatever source."""
        rng, general = self.rng, self.amounts["general.expenditure"].actual
        chances = {
            "revenue.superior_subsidy": (0.12, 0.01, 0.08),
            "revenue.business": (0.05 if self.kind.administrative else 0.55, 0.05, 0.6),
            "revenue.operating": (0.0 if self.kind.administrative else 0.15, 0.01, 0.05),
            "revenue.affiliate_remittance": (0.04, 0.01, 0.03),
            "revenue.other": (0.5, 0.003, 0.06),
        }
        own = 0
        for key, (share, low, high) in chances.items():
            value = self.share(general, low, high) if rng.random() < share else 0
            own += self.set(key, value, self.prior(value))
        reserve = self.share(general, 0.002, 0.02) if self.chance(0.15) else 0
        opening = self.share(own or general, 0.01, 0.2) if own and self.chance(0.5) else 0
        business = self.amounts["revenue.business"].actual
        surplus = self.share(business, 0.01, 0.03) if business and self.chance(0.3) else 0
        closing = self.share(opening + own // 10, 0.2, 0.9) if opening or own else 0
        spent = own + reserve + opening - surplus - closing
        run = min(self.amounts["revenue.operating"].actual, spent)
        remitted = self.share(spent - run, 0.01, 0.1) if business and self.chance(0.05) else 0
        affiliate = self.share(spent - run, 0.01, 0.1) if own and self.chance(0.05) else 0
        rest = spent - run - remitted - affiliate
        basic = self.share(rest, 0.3, 0.9) if rest else 0
        get = self.amounts
        public = get["fund.expenditure"].actual + get["capital.expenditure"].actual
        self.set("expenditure.operating", run)
        self.set("expenditure.superior_remittance", remitted)
        self.set("expenditure.affiliate_subsidy", affiliate)
        self.both("expenditure.basic", get["general.basic"].actual + basic)
        self.both("expenditure.project", get["general.project"].actual + public + rest - basic)
        current = get["revenue.fiscal"].actual + own
        used = general + public + spent
        start = get["fiscal.opening_balance"].actual + opening
        end = get["fiscal.closing_balance"].actual + closing
        whole = current + reserve + start
        assert whole == used + surplus + end
        before = self.prior(whole)
        for key in ("revenue.total", "expenditure.total"):
            self.set(key, whole, before, self.near(whole, 0.85, 1.05))
        self.set("revenue.current", current, min(before, self.prior(current)))
        self.set("expenditure.current", used, min(before, self.prior(used)))
        fiscal = get["fiscal.revenue_total"].actual
        earlier = min(before, self.prior(fiscal))
        for key in ("fiscal.revenue_total", "fiscal.expenditure_total"):
            self.set(key, fiscal, earlier)
        self.set("revenue.reserve_used", reserve)
        self.set("revenue.opening_balance", start)
        self.set("expenditure.surplus_distribution", surplus)
        self.set("expenditure.closing_balance", end)

    def both(self, key: str, value: int) -> None:
        self.set(key, value, self.prior(value) if value else 0)
