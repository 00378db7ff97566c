"""Cases: a source, its clean text, what is set aside and which stretches are tables."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.layout import Text, reflow
from extractor.source import Text as Given
from extractor.source import read

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("reflow.toml").read_text("utf-8"))


def clean(text: str) -> str:
    return reflow(read(Given(text))).clean


def tables(text: Text) -> list[str]:
    """First and last line of every table."""
    result = []
    for kind, start, end in text.regions:
        assert kind == "table"
        lines = text.clean[start:end].split("\n")
        result.append(f"{lines[0]}…{lines[-1]}")
    return result


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["name"]))
def test_case(case: dict[str, Any]) -> None:
    text = reflow(read(Given(case["source"])))
    assert text.clean == case["clean"]
    if "asides" in case:
        found = [[a.kind, case["source"][a.start : a.end]] for a in text.asides]
        assert [a for a in found if a in case["asides"]] == case["asides"]
    if "tables" in case:
        assert tables(text) == case["tables"]


def test_evidence_stands_in_the_source() -> None:
    text = reflow(read(Given("一、收入\f共 36\n\n0.4 万\n元。")))
    at = text.clean.index("360.4万元")
    evidence = text.evidence("value", at, at + 7)
    assert evidence.quote == "36\n\n0.4 万\n元"
    assert (evidence.page, evidence.status) == (2, "reflowed")
    assert text.original(at, at + 7) == "360.4万元"
