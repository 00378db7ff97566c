"""Traditional characters and glosses: read as simplified text, grounded as printed."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.layout import reflow, traditional
from extractor.layout.characters import canonical
from extractor.source import Text, read

FILE = Path(__file__).parent / "cases" / "traditional.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(case: dict[str, Any]) -> None:
    source = read(Text(case["source"]))
    text = reflow(source)
    assert text.clean == case["clean"]
    assert text.traditional == case["traditional"]
    aside = [source.text[a.start : a.end] for a in text.asides if a.kind == "gloss"]
    assert aside == case["glosses"]
    for piece, value, printed in case["values"]:
        start = text.clean.index(piece)
        assert text.original(start, start + len(piece)) == value
        assert text.printed(start, start + len(piece)) == printed
        evidence = text.evidence("value", start, start + len(piece))
        assert evidence.quote == source.text[evidence.start : evidence.end]


@given(st.text("務预個个(（)）wùàge m\u0301\n 万", max_size=60))
def test_any_text(text: str) -> None:
    assert len(canonical(text)) == len(text)
    result = reflow(read(Text(text + "。")))
    assert len(result.map) == len(result.clean)
    assert len(result.printed(0, len(result.clean))) == len(result.clean)
    for aside in result.asides:
        assert 0 <= aside.start < aside.end <= len(text)
        span = result.map.to_clean(aside.start, aside.end)
        assert span.start == span.end


def test_every_witness_has_one_simplified_character() -> None:
    witnesses = traditional._WITNESSES
    assert len(set(witnesses)) == len(witnesses)
    assert not set(witnesses) & set(traditional.simplified(witnesses))
    assert len(traditional.simplified(witnesses)) == len(witnesses)


def test_simplified_text_does_not_load_the_tables() -> None:
    code = (
        "import sys, extractor; extractor.extract(extractor.Text('本年收入总计5万元。'));"
        "sys.exit('opencc' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
