"""A made-up account whose figures add up to the last printed place.

Money is whole units of 0.01 万元 (an ``int``), so sums are exact; nothing is ever rounded
but the ratios, when they are printed.
"""

from __future__ import annotations

from random import Random

import msgspec

from extractor.annotate.compose.vocabulary import Kind

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


class _Maker:
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

    def three_public(self) -> None:
        """The three public expenses: parts first, sums of each column after."""
        rng = self.rng
        scale = max(self.amounts["general.basic.public"].actual // 60, 60)
        has = {
            "three_public.abroad": 0.08,
            "three_public.vehicle_purchase": 0.1,
            "three_public.vehicle_operation": 0.72 if self.kind.administrative else 0.45,
            "three_public.reception": 0.68 if self.kind.administrative else 0.4,
        }
        for key, share in has.items():
            actual = self.near(scale, 0.3, 2.5) if rng.random() < share else 0
            style = rng.random()
            budget = actual if style < 0.25 else self.near(actual, 1.03, 1.6)
            prior = actual if style > 0.85 else self.prior(actual)
            if not actual and self.chance(0.15):
                budget, prior = scale, scale // 2
            self.set(key, actual, prior, budget)
        self.sum_of("three_public.vehicles", list(has)[1:3])
        self.sum_of(
            "three_public.total",
            ["three_public.abroad", "three_public.vehicles", "three_public.reception"],
        )
        reception = self.amounts["three_public.reception"].actual
        foreign = self.share(reception, 0.1, 0.3) if reception > 200 and self.chance(0.08) else 0
        self.set("three_public.reception_foreign", foreign)
        self.set("three_public.reception_domestic", reception - foreign)
        abroad = bool(self.amounts["three_public.abroad"].actual)
        self.counts["groups"] = rng.randint(1, 3) * abroad
        self.counts["abroad"] = self.counts["groups"] * rng.randint(1, 4)
        batches = max((reception - foreign) // rng.randint(18, 45), 1) if reception else 0
        self.counts["batches"] = batches
        self.counts["visitors"] = batches * rng.randint(6, 11) + (batches and rng.randint(1, 5))
        self.counts["foreign_batches"] = rng.randint(1, 3) * bool(foreign)
        self.counts["foreign_visitors"] = self.counts["foreign_batches"] * rng.randint(3, 9)
        for key in ("meeting", "training"):
            actual = self.near(scale, 0.2, 1.8) if self.chance(0.75) else 0
            self.set(key, actual, self.prior(actual), self.near(actual, 1.02, 1.4))

    def sum_of(self, key: str, parts: list[str]) -> None:
        told = [self.amounts[each] for each in parts]
        self.set(
            key,
            sum(each.actual for each in told),
            sum(each.prior or 0 for each in told),
            sum(each.budget or 0 for each in told),
        )

    def procurement(self) -> None:
        """Procurement by kind, and what of it went to small firms."""
        whole = self.share(self.amounts["expenditure.project"].actual + 500, 0.08, 0.7)
        if self.chance(0.1):
            whole = 0
        goods = self.share(whole, 0.2, 0.9)
        works = self.share(whole - goods, 0.2, 0.8) if self.chance(0.4) else 0
        total = self.set("procurement.total", whole, self.prior(whole))
        self.set("procurement.goods", goods)
        self.set("procurement.works", works)
        self.set("procurement.services", whole - goods - works)
        small = total if self.chance(0.3) else self.share(total, 0.4, 0.98)
        self.set("procurement.sme", small)
        self.set("procurement.micro", self.share(small, 0.3, 0.95))

    def people(self) -> None:
        """Staff, vehicles and equipment, in numbers that go with the scale."""
        rng, count = self.rng, self.counts
        posts = max(self.amounts["general.basic"].actual // 1800, 6)
        worker = rng.randint(1, 4) if posts > 12 and self.chance(0.5) else 0
        mixed = self.chance(0.6)
        split = round((posts - worker) * rng.uniform(0.25, 0.75)) if mixed else 0
        split = split if self.kind.administrative else 0
        names = ("administrative", "public_institution")
        parts = dict(zip(names, (split, posts - worker - split), strict=True))
        if self.kind.administrative and not mixed:
            parts = {"administrative": posts - worker, "public_institution": 0}
        parts["worker"] = worker
        for name, value in parts.items():
            count[f"staffing.establishment:{name}"] = value
            gone = min(value, rng.randint(0, 1 + value // 8))
            count[f"staffing.actual:{name}"] = value - gone
        for field in ("staffing.establishment", "staffing.actual"):
            count[f"{field}:total"] = sum(count[f"{field}:{name}"] for name in parts)
        cadre = rng.randint(1, 2) if self.chance(0.2) else 0
        count["staffing.retired:retired_cadre"] = cadre
        count["staffing.retired:retiree"] = rng.randint(0, 1 + posts // 2)
        count["staffing.retired:total"] = cadre + count["staffing.retired:retiree"]
        count["staffing.other"] = rng.randint(2, 4 + posts // 5) if self.chance(0.5) else 0
        uses = dict.fromkeys(USES, 0)
        for use in self.kind.vehicles:
            uses[use] = rng.randint(0, 2 + posts // 30)
        operation = self.amounts["three_public.vehicle_operation"].actual
        if operation and not sum(uses.values()):
            uses["其他用车"] = 1
        for use, value in uses.items():
            count[f"asset.vehicle:{use}"] = value
        count["asset.vehicle:total"] = sum(uses.values())
        count["kept"] = min(count["asset.vehicle:total"], max(1, operation // 300))
        count["kept"] = count["kept"] if operation else 0
        count["bought"] = rng.randint(1, 2) * bool(
            self.amounts["three_public.vehicle_purchase"].actual
        )
        count["kept"] = max(count["kept"], count["bought"])
        count["asset.vehicle:total"] = max(count["asset.vehicle:total"], count["kept"])
        short = count["asset.vehicle:total"] - sum(uses.values())
        count["asset.vehicle:其他用车"] += short
        count["equipment"] = rng.choice((0, 0, 1, 2, 5))

    def projects(self) -> tuple[Project, ...]:
        """Evaluated projects; their funds are part of the project expenditure."""
        rng = self.rng
        whole = self.amounts["expenditure.project"].actual
        names = rng.sample(self.kind.projects, min(3, len(self.kind.projects)))
        found = []
        for name in names:
            executed = max(self.share(whole, 0.08, 0.28), 1)
            budget = executed if self.chance(0.4) else self.near(executed, 1.01, 1.25)
            found.append(Project(name, budget, executed, rng.randint(835, 995)))
        self.counts["projects"] = len(found) + rng.randint(0, 8)
        scope = max(self.share(whole, 0.86, 0.99), 1)
        self.set("performance.project_funds:绩效自评项目", scope)
        self.counts["score"] = rng.randint(812, 988)
        return tuple(found)


def make_account(kind: Kind, year: int, rng: Random) -> Account:
    """Draw the account of a unit of *kind*; every sum holds exactly."""
    maker = _Maker(kind, year, rng)
    items = maker.items()
    maker.economic()
    maker.funds()
    maker.totals()
    maker.three_public()
    maker.procurement()
    maker.people()
    projects = maker.projects()
    for project in projects:
        key = f"performance.project_funds:{project.name}"
        maker.set(key, project.executed, None, project.budget)
    return Account(year, maker.amounts, tuple(items), maker.counts, projects)
