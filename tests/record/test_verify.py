"""A record reproduces from its source, and a change anywhere is told."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.fact import Evidence, Fact
from extractor.finding import Finding, FindingSpan
from extractor.record import Heading, Record, SourceInfo, fact_from_dict
from extractor.source import Source, Text, read
from extractor.verify import Mismatch, verify
from extractor.verify.plain import Furniture, reads, squeeze

CASES = tomllib.loads((Path(__file__).parent / "verify_cases.toml").read_text("utf-8"))["case"]


def evidence(text: str, role: str, quote: str, status: str = "exact") -> Evidence:
    start = text.index(quote)
    return Evidence(role, start, start + len(quote), quote, status)


def record_of(text: str, /, *facts: Fact, **more: Any) -> tuple[Record, Source]:
    source = read(Text(text, "a.txt"))
    info = SourceInfo("a.txt", source.sha256, "text/plain", None, len(text), "text")
    return Record(info, facts=facts, **more), source


def fact_of(case: dict[str, Any]) -> Fact:
    text, quote = case["text"], case["quote"]
    fact = fact_from_dict({"field": "f", "id": "f1", **case["fact"], "evidence": []})
    places = [evidence(text, "value", quote, case.get("status", "exact"))]
    if "unit_quote" in case:
        places.append(evidence(text, "unit", case["unit_quote"], "inherited"))
    return msgspec.structs.replace(fact, evidence=tuple(places))


def told(record: Record, source: Source) -> Mismatch:
    mismatch = verify(record, source).mismatch
    assert mismatch is not None
    return mismatch


@pytest.mark.parametrize("case", CASES, ids=[each["what"] for each in CASES])
def test_values_are_derived_again(case: dict[str, Any]) -> None:
    outcome = verify(*record_of(case["text"], fact_of(case)))
    assert (outcome.mismatch.what if outcome.mismatch else "") == case["tells"], outcome.mismatch
    if not case["tells"]:
        assert (outcome.facts, outcome.quotes) == (1, 1 + ("unit_quote" in case))


TEXT = "第一部分 概况\r\n某县局\r\n收入总计12万元。"
GOOD = Fact(
    id="f7", field="revenue.total", kind="money", value="120000", unit="CNY",
    evidence=(evidence(TEXT, "value", "12万元"), evidence(TEXT, "label", "收入总计")),
)  # fmt: skip
HEADING = Heading("s1", 1, "第一部分", "概况", 0, 7, len(TEXT))


def changed(**more: Any) -> Fact:
    first = msgspec.structs.replace(GOOD.evidence[0], **more)
    return msgspec.structs.replace(GOOD, evidence=(first, GOOD.evidence[1]))


@pytest.mark.parametrize(
    ("fact", "what"),
    [
        (changed(quote="13万元"), "value evidence"),
        (changed(start=GOOD.evidence[0].start + 1), "value evidence"),
        (changed(end=10_000), "value evidence"),
        (changed(start=-3), "value evidence"),
        (changed(status="ungrounded"), "value evidence"),
        (changed(page=2), "value evidence page"),
        (changed(role="label"), "value"),
        (msgspec.structs.replace(GOOD, value=None), "value"),
        (msgspec.structs.replace(GOOD, value="12 0000"), "value"),
        (msgspec.structs.replace(GOOD, value="NaN"), "value"),
    ],
)
def test_a_change_is_told(fact: Fact, what: str) -> None:
    record, source = record_of(TEXT, fact)
    mismatch = told(record, source)
    assert (mismatch.id, mismatch.field, mismatch.what) == ("f7", "revenue.total", what)


def test_the_place_and_the_line() -> None:
    mismatch = told(*record_of(TEXT, msgspec.structs.replace(GOOD, value="1200")))
    assert str(mismatch) == "f7 revenue.total value: expected 1200, found 120000 at 3:5"
    long = msgspec.structs.replace(GOOD, kind="duty", value="甲\n" * 500)
    assert "\n" not in str(told(*record_of(TEXT, long)))


def test_sections_tables_findings_and_text() -> None:
    assert verify(*record_of(TEXT, GOOD, sections=(HEADING,), text=TEXT)).sections == 1
    for wrong in (
        msgspec.structs.replace(HEADING, title="情况"),
        msgspec.structs.replace(HEADING, ordinal="第二部分"),
        msgspec.structs.replace(HEADING, body_end=10_000),
        msgspec.structs.replace(HEADING, parent="s9"),
    ):
        assert told(*record_of(TEXT, sections=(wrong,))).field == "section"
    at = TEXT.index("12")
    cell = {"row": "收入", "raw": "12", "value": "120000", "start": at, "end": at + 2}
    table = {"id": "t1", "unit": "万元", "cells": [cell]}
    assert verify(*record_of(TEXT, tables=(table,))).mismatch is None
    worse = {"id": "t1", "unit": "万元", "cells": [{**cell, "value": "13"}]}
    assert told(*record_of(TEXT, tables=(worse,))).id == "t1"
    finding = Finding(
        code="FA201",
        family="change",
        severity="error",
        message="",
        spans=(FindingSpan("primary", at, at + 2, "13"),),
    )
    assert told(*record_of(TEXT, findings=(finding,))).id == "finding"
    assert told(*record_of(TEXT, text="别的")).what == "text"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({}, None),
        ({"code": "X1"}, None),  # a check that a user declared
        ({"facts": ()}, None),
        ({"facts": ("f1", "f2")}, "facts"),
        ({"code": "FA000"}, "code"),
        ({"code": "EX101"}, "code"),
        ({"code": ""}, "code"),
        ({"spans": ()}, "spans"),
        ({"spans": (FindingSpan("primary", -2, 3, "局"),)}, "quote"),
        ({"spans": (FindingSpan("primary", 0, 2, "别的", source="b.txt"),)}, None),
    ],
)
def test_findings_are_of_rules_facts_and_places(change: dict[str, Any], what: str | None) -> None:
    at = TEXT.index("12")
    finding = Finding(
        code="FA201", family="change", severity="error", message="", facts=("f1",),
        spans=(FindingSpan("primary", at, at + 2, "12"),),
    )  # fmt: skip
    changed = msgspec.structs.replace(finding, **change)
    good = msgspec.structs.replace(GOOD, id="f1")
    mismatch = verify(*record_of(TEXT, good, findings=(changed,))).mismatch
    assert (mismatch.what if mismatch else None) == what


def test_headings_are_told_in_canonical_characters() -> None:
    heading = Heading("s1", 1, "第一部分：", "概况（一）", 0, 11, 13)
    assert verify(*record_of("第一部分:概\n况(一)。甲", sections=(heading,))).mismatch is None


def test_another_source() -> None:
    record, _ = record_of(TEXT, GOOD)
    with pytest.raises(ExtractorError, match="EX302"):
        verify(record, read(Text(TEXT + "。")))


def test_pages() -> None:
    text = "第一页\f收入总计12万元"
    value = msgspec.structs.replace(evidence(text, "value", "12万元"), page=2)
    fact = msgspec.structs.replace(GOOD, evidence=(value,))
    assert verify(*record_of(text, fact)).mismatch is None


@given(st.text(alphabet="负责档案12 \n\r（一）。-", max_size=40), st.data())
def test_wraps_and_blanks_never_matter(value: str, data: st.DataObject) -> None:
    wraps = st.lists(st.integers(0, len(value)), max_size=4)
    quote = value
    for at in sorted(data.draw(wraps), reverse=True):
        quote = quote[:at] + "\n \u3000" + quote[at:]
    assert reads(value, quote, None)


@given(st.text(alphabet="负责档案工作", min_size=2, max_size=20), st.data())
def test_a_page_number_is_left_out_and_nothing_else(value: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(value) - 1))
    other = value[:at] + "\n水利\n" + value[at:]
    furniture = Furniture("")
    assert reads(value, f"{value[:at]}\n- 3 -\n{value[at:]}", furniture)
    assert not reads(value, f"{value[:at]}\n- 3 -\n{value[at:]}", None)
    assert not reads(value, other, furniture)


def test_long_texts_are_quick() -> None:
    value = "甲" * 50_000
    assert reads(value, "\n".join(value), Furniture("12\n" * 1000))
    assert squeeze(" " * 100_000) == ""
    column = "甲\n" * 50_000
    assert reads("甲" * 50_000, column, Furniture(column))
