"""What holds for any text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.mentions import find, find_mentions

ALPHABET = (
    "0123456789０１２９.,．，、-－—~至到%％‰元万亿千百十角分块毛人次名个家辆台套份年月日底度初末"
    "一二两三四五六七八九零〇几半多余近约超不到以上下内含（）()第点又之成折倍率"
    "￥¥$号 \t\n　kwMe〔〕:：/和及"
    "萬億個點壹贰叁拾佰仟整负約\0⽉⻔x"
)
texts = st.text(alphabet=ALPHABET, max_size=60) | st.text(max_size=60)
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
amounts = st.decimals(0, 10**9, places=2, allow_nan=False)
UNITS = {"元": 0, "万元": 4, "亿元": 8, "万人": 4, "人": 0, "%": 0}


@settings(max_examples=400)
@given(texts)
def test_spans_are_in_order_and_say_their_text(text: str) -> None:
    last = 0
    for mention in find_mentions(text):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        last = mention.end


@settings(max_examples=400)
@given(texts)
def test_values_lie_in_their_bounds(text: str) -> None:
    for mention in find(text):
        low, high, value = mention.low, mention.high, mention.value
        assert value is not None or low is not None or high is not None
        if isinstance(value, Decimal):
            assert value.is_finite()
            assert low is None or (isinstance(low, Decimal) and low <= value)
            assert high is None or (isinstance(high, Decimal) and value <= high)
        elif isinstance(value, str):
            assert mention.kind == "date"
            assert low == value == high


@given(amounts, st.sampled_from(sorted(UNITS)))
def test_the_value_is_the_print_times_its_unit(number: Decimal, unit: str) -> None:
    (mention,) = find(f"共计{number:f}{unit}。")
    assert mention.value == number.scaleb(UNITS[unit])
    assert mention.places == UNITS[unit] - 2
    assert mention.text == f"{number:f}{unit}"


@given(amounts, st.sampled_from(sorted(UNITS)), st.sampled_from(["", " ", "  ", "\t", "\n", "　"]))
def test_width_and_blanks_change_nothing(number: Decimal, unit: str, blank: str) -> None:
    plain = f"支出{number:f}{unit}，"
    (expected,) = find_mentions(plain)
    spaced = f"支出{number:f}{blank}{unit}，"
    for text in (plain.translate(WIDE), spaced, spaced.translate(WIDE)):
        (mention,) = find_mentions(text)
        assert (mention.kind, mention.value, mention.unit) == (
            expected.kind,
            expected.value,
            expected.unit,
        )
        assert text[mention.start : mention.end] == mention.text


@given(st.integers(1000, 10**12))
def test_thousands_separators_change_nothing(number: int) -> None:
    (mention,) = find(f"合计{number:,}元")
    assert mention.value == number
    (wide,) = find_mentions(f"合计{number:,}元".replace(",", "，"))
    assert wide.value == number


@given(amounts)
def test_a_bare_figure_is_never_money(number: Decimal) -> None:
    assert all(m.kind != "money" for m in find(f"预算{number:f}"))


def test_long_runs_are_no_numbers() -> None:
    assert find("1" * 500) == ()
    assert find("一" * 500) == ()
    assert len(find("（" * 500 + "5元")) == 1


@pytest.mark.parametrize("figure", ["1" * 24 + "." + "1" * 20, "15e60", "5E99", "5e-60", "9" * 24])
@pytest.mark.parametrize(
    "word", ["多", "余元", "万多元", "元多", "%", "-", "个半", "成", "折", "/7"]
)
def test_no_figure_is_too_long(figure: str, word: str) -> None:
    for mention in find(f"共{figure}{word}{figure}，"):
        assert mention.low is not None or mention.high is not None
