"""Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions.numerals import parse, times

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """*number* in the usual Chinese form."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        if not section:
            continue
        if parts and section < 1000:
            parts.append("零")
        parts.append(_section(section) + unit)
    return "".join(parts)


def _section(number: int) -> str:
    out = ""
    gap = False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return out


@given(st.integers(0, 10**12 - 1))
def test_what_is_written_is_read(number: int) -> None:
    numeral = parse(written(number))
    assert numeral is not None
    assert numeral.value == number


@given(st.integers(0, 9999), st.text(alphabet=DIGITS, min_size=1, max_size=6))
def test_decimals(whole: int, decimals: str) -> None:
    numeral = parse(f"{written(whole)}点{decimals}")
    digits = "".join(str(DIGITS.index(c)) for c in decimals)
    assert numeral is not None
    assert numeral.value == Decimal(f"{whole}.{digits}")
    assert numeral.place == -len(decimals)


@pytest.mark.parametrize("text", ["", "万", "十一十二", "百千", "八点", "点", "两二", "一两三四"])
def test_what_is_no_numeral(text: str) -> None:
    assert parse(text) is None


@given(st.decimals(-(10**9), 10**9, places=3), st.integers(-6, 12))
def test_times_keeps_the_value_and_prints_plainly(number: Decimal, power: int) -> None:
    result = times(number, power)
    assert result == number.scaleb(power)
    assert "E+" not in str(result)
