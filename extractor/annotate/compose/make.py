"""Draws what goes with a budget: three public expenses, procurement, staff, projects."""

from __future__ import annotations

from random import Random

from extractor.annotate.compose.account import USES, Account, Project
from extractor.annotate.compose.budget import BudgetMaker
from extractor.annotate.compose.vocabulary import Kind


class AccountMaker(BudgetMaker):
    """A budget with its details."""

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
    maker = AccountMaker(kind, year, rng)
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
