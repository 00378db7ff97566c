"""Counted results, scores, numbers of projects and problems, grades."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.link.context import Context
from extractor.link.quantities import link_quantities

CASES = tomllib.loads((Path(__file__).parent / "cases/quantities.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_counts(case: dict[str, object], report_of: Callable[..., Context]) -> None:
    found = [[each.raw, each.field, each.name or ""] for each in link_quantities(
        report_of(str(case["text"]), "绩效自评结果")
    )]  # fmt: skip
    wanted = case["facts"]
    assert isinstance(wanted, list)
    assert sorted(found) == sorted(wanted)


def test_values_units_and_bounds(report_of: Callable[..., Context]) -> None:
    fact = next(link_quantities(report_of("发放资料6000余份。")))
    assert (fact.value, fact.unit, fact.low, fact.high, fact.approx, fact.period) == (
        "6000", "份", "6000", "7000", True, "2023",
    )  # fmt: skip
    assert fact.evidence[0].quote == "6000余份"


def test_what_a_count_came_from_is_of_the_year_before(report_of: Callable[..., Context]) -> None:
    found = link_quantities(report_of("办税窗口由11个并为7个，等候时间从30分钟缩到9分钟。"))
    assert [(each.value, each.role, each.period) for each in found] == [
        ("11", "prior_actual", "2022"), ("7", None, "2023"),
        ("30", "prior_actual", "2022"), ("9", None, "2023"),
    ]  # fmt: skip


def test_claimed_counts_are_left_alone(report_of: Callable[..., Context]) -> None:
    ctx = report_of("发放资料6000余份。")
    ctx.claimed.update(range(len(ctx.mentions)))
    assert list(link_quantities(ctx)) == []
