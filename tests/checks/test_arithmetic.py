"""Frames of arithmetic: nothing is found in consistent ones, every slip where it stands."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import extractor
from extractor.annotate.markup import Front, compile_text
from extractor.finding import Finding

FRAMES = tomllib.loads((Path(__file__).parent / "cases" / "arithmetic.toml").read_text("utf-8"))[
    "frame"
]
GOOD = [(each["name"], each["good"]) for each in FRAMES]
BAD = [(each["name"], text) for each in FRAMES for text in each.get("bad", ())]
FAMILIES = {"sum", "percentage", "change", "completion", "direction", "repeat"}


def found(text: str) -> list[Finding]:
    record = extractor.extract(extractor.Text(text))
    return [f for f in record.findings if f.family in FAMILIES and f.severity != "info"]


@pytest.mark.parametrize(("name", "text"), GOOD, ids=[name for name, _ in GOOD])
def test_consistent_figures_are_left_alone(name: str, text: str) -> None:
    assert [each.message for each in found(text)] == []


@pytest.mark.parametrize(("name", "text"), BAD, ids=[f"{n}-{i}" for i, (n, _) in enumerate(BAD)])
def test_a_slip_is_found_where_it_stands(name: str, text: str) -> None:
    document, problems = compile_text(text, Front("example", "省", "局", 2022))
    assert document is not None
    assert not problems
    (gold,) = document.findings
    place = gold.spans[0]
    told = [
        each
        for each in found(document.text)
        if any(span.start < place.end and place.start < span.end for span in each.spans)
    ]
    assert gold.family in {each.family for each in told}
