"""Texts and the mentions that they hold, as data."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.mentions import Mention, find, find_mentions
from extractor.mentions.canonical import clean_map

FOLDER = Path(__file__).parent / "cases"
CASES = [
    (path.stem, case["text"], case["is"])
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["cases"]
]


def told(mention: Mention) -> str:
    """A mention as the tables write it."""
    parts = [mention.text, mention.kind]
    if mention.value is not None:
        parts.append(str(mention.value))
    if not mention.low == mention.value == mention.high:
        low, high = ("" if end is None else str(end) for end in (mention.low, mention.high))
        parts.append(f"{low}..{high}")
    parts += [part for part in (mention.unit, mention.currency) if part]
    if mention.places is not None:
        parts.append(f"place {mention.places}")
    return " | ".join(parts + ["approx"] * mention.approx)


def test_there_are_enough_cases() -> None:
    assert len(CASES) > 400


@pytest.mark.parametrize(("table", "text", "expected"), CASES)
def test_case(table: str, text: str, expected: list[str]) -> None:
    mentions = find_mentions(text)
    assert [told(mention) for mention in mentions] == expected
    assert all(text[m.start : m.end] == m.text for m in mentions)


@pytest.mark.parametrize(("table", "text", "expected"), CASES)
def test_in_a_sentence(table: str, text: str, expected: list[str]) -> None:
    """Punctuation round a text changes nothing but the places."""
    if table == "number" or "://" in text:  # a bare numeral counts where nothing is round it
        return
    framed = f"，{text}。"
    assert [told(mention) for mention in find_mentions(framed)] == expected


@pytest.mark.parametrize(("table", "text", "expected"), CASES)
def test_find_reads_the_canonical_text(table: str, text: str, expected: list[str]) -> None:
    """The fast path gives the same numbers on the canonical form of the text."""
    clean, _ = clean_map(text)
    values: list[Any] = [(m.kind, m.value, m.low, m.high, m.unit) for m in find(clean)]
    assert values == [(m.kind, m.value, m.low, m.high, m.unit) for m in find_mentions(text)]


def test_the_printed_unit_and_the_rule_are_kept() -> None:
    (mention,) = find("支出1.25万元")
    assert (mention.scale, mention.places, mention.rule) == ("万元", 2, "figure")
    assert mention.value == Decimal(12500)


def test_a_shared_unit_lies_in_the_last_span() -> None:
    mentions = find("分别为3、5和8万元")
    assert [m.text for m in mentions] == ["3", "5", "8万元"]
    assert {m.scale for m in mentions} == {"万元"}
