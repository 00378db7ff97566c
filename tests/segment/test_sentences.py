from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout import OffsetMap, Text
from extractor.layout.types import Region
from extractor.outline import outline
from extractor.segment import clauses, segment, semicolon_parts
from extractor.source import Source


def as_text(marked: str) -> Text:
    """A text as if it had been laid out so; lines that begin with | stand in a table."""
    clean, regions = "", []
    for line in marked.split("\n"):
        start = len(clean)
        clean += line.removeprefix("|") + "\n"
        if line.startswith("|"):
            regions.append(Region("table", start, len(clean)))
    clean = clean[:-1]
    source = Source("case", clean, "", "text/plain", "test")
    return Text(source, clean, OffsetMap([(0, len(clean))]), (), tuple(regions))


def _cases() -> list[tuple[str, str, list[str]]]:
    raw = (Path(__file__).parent / "cases" / "sentences.txt").read_text(encoding="utf-8")
    found = []
    for block in raw.split("=== ")[1:]:
        name, body = block.split("\n", 1)
        text, wanted = body.rstrip("\n").split("\n--\n")
        found.append((name, text, wanted.split("\n")))
    return found


@pytest.mark.parametrize(("name", "text", "wanted"), _cases(), ids=lambda v: str(v)[:20])
def test_sentences(name: str, text: str, wanted: list[str]) -> None:
    laid = as_text(text)
    found = segment(laid, outline(laid))
    assert [f"{s.form}|{s.ordinal}|{laid.clean[s.start : s.end]}" for s in found] == wanted


def test_paragraph_section_and_item_are_told() -> None:
    laid = as_text("一、主要职责\n1.甲。乙。\n2.丙。\n二、机构设置\n设1个科。")
    found = segment(laid, outline(laid))
    assert [(s.paragraph, s.section, s.item) for s in found] == [
        (1, 0, 0),
        (1, 0, 0),
        (2, 0, 1),
        (4, 1, None),
    ]


_TEXT = st.text("一二、（）1.。；：“”《》\n 甲乙丙，万元是首先3", max_size=120)


@settings(max_examples=150, deadline=None)
@given(_TEXT)
def test_laws(text: str) -> None:
    laid = as_text(text)
    clean = laid.clean
    found = outline(laid)
    last = 0
    for s in segment(laid, found):
        assert last <= s.start < s.end <= len(clean)
        assert "\n" not in clean[s.start : s.end]
        last = s.end
        parts = clauses(clean, s.start, s.end)
        assert "".join(clean[a:b] for a, b in parts).replace(" ", "") == clean[
            s.start : s.end
        ].replace(" ", "")
        wide = semicolon_parts(clean, s.start, s.end)
        assert "".join(clean[a:b] for a, b in wide).replace(" ", "") == clean[
            s.start : s.end
        ].replace(" ", "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("收入1,234.50万元，其中拨款（含专户，不含其他）1,200万元。",
         ["收入1,234.50万元，", "其中拨款（含专户，不含其他）1,200万元。"]),
        ("坚持完善，一是细化内容。", ["坚持完善，", "一是细化内容。"]),
        ("首先抓预算，其次抓决算", ["首先抓预算，", "其次抓决算"]),
        ("原因：压减开支；节约用电", ["原因：", "压减开支；", "节约用电"]),
        ("统一是前提", ["统一是前提"]),
        ("（未闭合，下降1%", ["（未闭合，", "下降1%"]),
    ],
)  # fmt: skip
def test_clauses(text: str, wanted: list[str]) -> None:
    assert [text[a:b] for a, b in clauses(text, 0, len(text))] == wanted


def test_semicolons() -> None:
    text = "拟订规划；监督（一；二）实施；承办其他事项。"
    parts = semicolon_parts(text, 0, len(text))
    assert [text[a:b] for a, b in parts] == ["拟订规划；", "监督（一；二）实施；", "承办其他事项。"]


@pytest.mark.parametrize(
    "text", ["（" * 20_000, "（）" * 20_000 + "。", "“" * 50_000, "甲。" * 50_000, "甲" * 1_000_000,
             "（甲（乙" * 10_000, "；（一）甲" * 10_000],
    ids=range(7),
)  # fmt: skip
def test_any_input_is_split(text: str) -> None:
    laid = as_text(text)
    segment(laid, outline(laid))
    clauses(text, 0, len(text))
    semicolon_parts(text, 0, len(text))
