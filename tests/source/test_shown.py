"""Cells are shown as a person sees them: values by their number formats."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.source.sheets.codes import BUILT_IN
from extractor.source.sheets.shown import general, show

ACCOUNT = BUILT_IN[43]

SHOWN: list[tuple[float | str | bool, str, str]] = [
    (0.1 + 0.2, "0.00", "0.30"),
    (1.005, "0.00", "1.01"),
    (2.5, "0", "3"),
    (-2.5, "0", "-3"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (0, "#,##0.00", "0.00"),
    (0, "#,###.##", "."),
    (12, "#,##0.##", "12."),
    (1234.5, "#,##0.00_);(#,##0.00)", "1,234.50"),
    (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
    (-1234.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "(1,234.50)"),
    (-1234.5, "0.00_ ;[Red]-0.00 ", "-1234.50"),
    (1234.5, ACCOUNT, "1,234.50"),
    (0, ACCOUNT, "-"),
    (-7, ACCOUNT, "-7.00"),
    ("合计", ACCOUNT, "合计"),
    (0, "#,##0.00;-#,##0.00;", ""),
    (5, ";;;", ""),
    ("字", ";;;", ""),
    (0.125, "0.0%", "12.5%"),
    (0.125, "0%", "13%"),
    (0.05, "0.00\\%", "0.05%"),
    (1234567, "0,", "1235"),
    (1234567, '#,##0.0,"千"', "1,234.6千"),
    (201, "0000000", "0000201"),
    (2010301, "000-00-00", "201-03-01"),
    (3, '"第"0"项"', "第3项"),
    (3, "!第0", "第3"),
    (12.5, "[$¥-804]#,##0.00", "¥12.50"),
    (12.5, "[$-804]#,##0.00", "12.50"),
    (12.5, "[Red][>100]0.0;[Blue]0.00", "12.50"),
    (120, "[>=100]0;0.00", "120"),
    (-3, "[<0]0.0;0", "3.0"),
    (45291, "yyyy/m/d", "2023/12/31"),
    (45291, "yyyy-mm-dd", "2023-12-31"),
    (45291, 'yyyy"年"m"月"d"日"', "2023年12月31日"),
    (45291, "[$-F800]yyyy年m月d日 aaaa", "2023年12月31日 星期日"),
    (45291, '[DBNum1][$-804]yyyy"年"m"月"', "二〇二三年十二月"),
    (45291.75, "yyyy/m/d h:mm", "2023/12/31 18:00"),
    (0.75, "h:mm AM/PM", "6:00 PM"),
    (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (1.5, "[h]:mm:ss", "36:00:00"),
    (45291, "d-mmm-yy", "31-Dec-23"),
    (1, "yyyy-mm-dd", "1900-01-01"),
    (61, "yyyy-mm-dd", "1900-03-01"),
    (-1, "yyyy-mm-dd", "-1"),
    (1e12, "yyyy-mm-dd", "1000000000000"),
    (12345, "0.00E+00", "1.23E+04"),
    (0.00012, "0.0E+0", "1.2E-4"),
    (1.5, "# ?/?", "1 1/2"),
    (0.25, "?/?", "1/4"),
    (12.5, "General", "12.5"),
    (12.5, "G/通用格式", "12.5"),
    (12, 'General"万元"', "12万元"),
    (12, "@", "12"),
    ("2080505", "@", "2080505"),
    ("a", '"第"@', "第a"),
    ("文字", "0.00", "文字"),
    (15, "[DBNum1]General", "十五"),
    (10203, "[DBNum2]0", "壹万零贰佰零叁"),
    (True, "0.00", "TRUE"),
    (False, "General", "FALSE"),
    (1e300, "0.00", "1" + "0" * 300 + ".00"),
    (math.inf, "0.00", "#NUM!"),
    (3, "", "3"),
    (3, '"', ""),
    (3, "0" * 5000, "3"),
    (1.5, 'yyyy"', "1900"),
]


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_values_by_formats(value: float | str | bool, code: str, shown: str) -> None:
    assert show(value, code) == shown


def test_the_epoch_of_1904() -> None:
    assert show(43829, "yyyy-mm-dd", epoch_1904=True) == "2023-12-31"


@given(st.decimals(-(10**11), 10**11, places=3, allow_nan=False))
def test_two_decimals_are_rounded_half_away_from_zero(value: Decimal) -> None:
    expected = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(show(float(value), "0.00")) == expected
    assert Decimal(show(float(value), "#,##0.00").replace(",", "")) == expected


@given(st.floats(-1e300, 1e300))
def test_general_tells_15_digits(value: float) -> None:
    assert math.isclose(float(general(value)), value, rel_tol=1e-14, abs_tol=0)


@given(
    st.floats() | st.text(max_size=5) | st.booleans(),
    st.text(alphabet='0#?.,%;@"\\[]_*ymdhsaeE+-/ Gral>=1$年DBNum', max_size=20),
)
def test_no_format_fails(value: float | str | bool, code: str) -> None:
    assert isinstance(show(value, code), str)
