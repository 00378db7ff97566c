"""The strict reader of printed figures, case by case."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotate.printed import UnreadableError, plain, read_figure

CASES = tomllib.loads((Path(__file__).parent / "figures.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']} {case['text']!r}")
def test_figures(case: dict[str, str]) -> None:
    if "error" in case:
        with pytest.raises(UnreadableError, match=case["error"]):
            read_figure(case["text"], case["kind"], case.get("given"))
        return
    figure = read_figure(case["text"], case["kind"], case.get("given"))
    told = {
        name: plain(number)
        for name in ("value", "low", "high")
        if (number := getattr(figure, name)) is not None
    }
    assert told == {name: case[name] for name in ("value", "low", "high") if name in case}
    assert figure.unit == case.get("unit")
    assert figure.approx == ("low" in case or "high" in case)


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["元", "万元", "亿元"]), st.booleans())
def test_any_amount_reads_as_printed(number: Decimal, unit: str, grouped: bool) -> None:
    factor = {"元": 1, "万元": 10**4, "亿元": 10**8}[unit]
    text = f"{number:,}{unit}" if grouped else f"{number}{unit}"
    assert read_figure(text, "money").value == number * factor


@given(st.text("0123456789.,万亿元人%％余近约至-十二两几点", max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    for kind in ("money", "percent", "count"):
        try:
            read_figure(text, kind)
        except UnreadableError:
            continue
