"""Noise keeps every offset: a quote with the noise taken out is the quote before."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotate.noise import make_noise
from extractor.layout.traditional import simplified

# in an order in which page numbers stay recognisable for the test
OPERATORS = (
    "traditional:60", "traditional", "glosses:2", "spaces", "word_spaces:3", "fullwidth",
    "fullwidth:percent", "ascii_punctuation", "wrap:4", "blank_lines", "page_numbers:2:dash",
    "crlf", "bom", "one_line",
)  # fmt: skip
_PUNCTUATION = str.maketrans("“”", '""')


def undo(text: str) -> str:
    """White space, page numbers, widths, scripts and glosses taken out."""
    text = re.sub(r"— \d+ —", "", text)
    text = "".join(unicodedata.normalize("NFKC", text).translate(_PUNCTUATION).split())
    return simplified(re.sub(r"\([a-zà-ǜ]{2,6}\)", "", text))


@given(
    st.text("收入支出合计年度务预1234567890.%％，。；：（）“”\n ab", min_size=1, max_size=60),
    st.sets(st.sampled_from(OPERATORS)),
    st.data(),
)
def test_quotes_survive(text: str, chosen: set[str], data: st.DataObject) -> None:
    operators = [each for each in OPERATORS if each in chosen]
    noised = make_noise(text, operators)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before = text[start:end]
    begin, stop = noised.span(start, end)
    assert undo(noised.text[begin:stop]) == undo(before)
    # each character kept its order and its place
    assert all(a < b for a, b in zip(noised.starts, noised.ends, strict=True))
    assert all(b <= a for a, b in zip(noised.starts[1:], noised.ends, strict=False))


@pytest.mark.parametrize(
    ("text", "operators", "result"),
    [
        ("收入12万元", ["spaces"], "收入 12 万元"),
        ("甲乙丙丁", ["wrap:2"], "甲乙\n丙丁"),
        ("甲乙，丙", ["wrap:2"], "甲乙，\n丙"),  # no comma at the start of a line
        ("甲1234.5元", ["wrap:3"], "甲\n1234.5\n元"),  # a figure is not cut
        ("甲\n乙\n", ["blank_lines"], "甲\n\n乙\n"),
        ("甲\n乙\n丙\n", ["page_numbers:2"], "甲\n乙\n1\n丙\n"),
        ("甲\n", ["page_numbers:1:dash", "crlf"], "甲\r\n— 1 —\r\n"),
        ("5.4%", ["fullwidth"], "５.４％"),
        ("5%", ["fullwidth:percent"], "5％"),
        ("甲\n乙\n", ["one_line"], "甲 乙 "),
        ("甲，（乙）", ["ascii_punctuation"], "甲,(乙)"),
        ("公务费5万元", ["traditional"], "公務費5萬元"),
        ("公务费5万元", ["traditional:50"], "公務費5万元"),
        ("公务费5万元", ["traditional", "glosses:2"], "公務(wù)費5萬(wàn)元"),
        ("公务费5万元", ["glosses"], "公务(wù)费(fèi)5万(wàn)元"),
    ],
)
def test_operators(text: str, operators: list[str], result: str) -> None:
    assert make_noise(text, operators).text == result


@pytest.mark.parametrize(
    "operator",
    ["wrp", "wrap:x", "wrap:1:2", "page_numbers:2:gold", "traditional:0", "glosses:0"],
)
def test_bad_operators_are_named(operator: str) -> None:
    with pytest.raises(ValueError, match=operator.split(":")[0]):
        make_noise("甲", [operator])
