"""Texts and the facts that they state, as data: one file for each kind of fact."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import extractor
from extractor.fact import Fact

CASES = Path(__file__).parent / "cases"
KINDS = (
    "assets", "document", "duties", "money", "organisation", "ratio", "reasons", "staffing",
    "terms",
)  # fmt: skip


def written(fact: Fact) -> str:
    """A fact on one line: field, role, direction, period, category or name, value."""
    value = fact.value
    if isinstance(value, tuple):
        value = "、".join(value) or "none"
        if fact.extra["value_count"] is not None:
            value = f"{value} ={fact.extra['value_count']}"
    parts = (
        fact.field, fact.role, fact.direction, fact.period, fact.category or fact.name,
        fact.extra.get("ordinal"), fact.extra.get("list"),
        "purchased" if fact.extra.get("purchased") else None,
        "implied" if fact.implied else None, value,
    )  # fmt: skip
    return " ".join(str(part) for part in parts if part is not None)


def cases() -> list[Any]:
    found = []
    for kind in KINDS:
        content = tomllib.loads((CASES / f"{kind}.toml").read_text(encoding="utf-8"))
        for number, case in enumerate(content["case"], 1):
            mark = f"{kind}-{number}"
            found.append(pytest.param(content["of"], case["text"], case["facts"], id=mark))
    return found


@pytest.mark.parametrize(("kind", "text", "expected"), cases())
def test_facts_of_a_text(kind: str, text: str, expected: list[str]) -> None:
    record = extractor.extract(extractor.Text(text))
    assert [written(fact) for fact in record.facts if fact.kind == kind] == expected


@pytest.mark.parametrize(
    "piece",
    ["编", "、", "内设", "（一）", "办公室、", "编制5人，", "车辆1辆，", "由", "指：", "一是"],
)
@pytest.mark.timeout_at(60)
def test_endless_repetition_ends(piece: str) -> None:
    head = "2023年青林县水务局部门决算\n第一部分 部门概况\n一、主要职责\n二、机构设置\n"
    extractor.extract(extractor.Text(head + piece * (40_000 // len(piece))))
