"""Accounts add up, whatever is drawn."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from extractor.annotate.compose.account import INCOME, SPENDING, USES, functional
from extractor.annotate.compose.make import make_account
from extractor.annotate.compose.miscount import SUMS
from extractor.annotate.compose.printing import Style
from extractor.annotate.compose.vocabulary import kinds


@given(st.integers(0, 2**32), st.sampled_from(kinds()), st.integers(2015, 2024))
def test_accounts_add_up(seed: int, kind_of_unit: object, year: int) -> None:
    account = make_account(kind_of_unit, year, Random(seed))  # type: ignore[arg-type]
    money = {key: amount.actual for key, amount in account.amounts.items()}
    assert all(value >= 0 for value in money.values())
    for whole, parts in (*SUMS, ("revenue.current", INCOME), ("expenditure.current", SPENDING)):
        assert money[whole] == sum(money[part] for part in parts), whole
    assert money["revenue.total"] == money["expenditure.total"]
    general = account.amounts["general.expenditure"]
    items = [account.amounts[functional(path)] for path, _ in account.items]
    classes = [account.amounts[key] for key in account.parts()]
    for told in (items, classes):
        assert general.actual == sum(each.actual for each in told)
        assert general.budget == sum(each.budget or 0 for each in told)
        assert general.prior == sum(each.prior or 0 for each in told)
    assert money["general.basic"] + money["general.project"] == general.actual
    assert money["general.basic"] <= money["expenditure.basic"]
    assert money["procurement.micro"] <= money["procurement.sme"] <= money["procurement.total"]
    count = account.counts
    assert count["asset.vehicle:total"] == sum(count[f"asset.vehicle:{use}"] for use in USES)
    assert count["staffing.actual:total"] <= count["staffing.establishment:total"]
    assert bool(count["batches"]) == bool(money["three_public.reception"])
    assert count["batches"] <= count["visitors"]


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from((0, 1, 2)))
def test_ratios_are_rounded_half_up(part: int, whole: int, places: int) -> None:
    from decimal import Decimal
    from fractions import Fraction

    text = Style(places=places).ratio(part, whole)
    error = Fraction(Decimal(text[:-1])) - Fraction(100 * part, whole)
    assert -Fraction(1, 2 * 10**places) < error <= Fraction(1, 2 * 10**places)
