"""The forms that the scan takes in whole are what reading them gives."""

from __future__ import annotations

import importlib
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.mentions import Mention, find
from extractor.mentions.grammar import SEED

module = importlib.import_module("extractor.mentions.find")

FIGURES = """
0 1 5 12 007 380 2023 1998 2080505 123456789 1,234 1,234.50 1，234 0.00 12.5 2.3 3.123
"""
WORDS = """
万 亿 万元 元 亿元 人 人次 名 个 个月 个百分点 % ‰ 成 折 年 年度 年初 年末 年底 月 日 辆 台
台（套） 次 场 本 项 美元 块 角 分 半 多 余 整 左右 以上 以内 内 （含） （ ） ( ) 、 ， 。 .
: ： / - — 至 和 及 与 约 近 超过 不足 上 负 人民币 ￥ $
第 号 〔 〕 表 附件 电话 共 支出 增长 本年 一 二 三 十 十二 百 千 几 之 第三 RMB A x e3
"""
pieces = st.sampled_from(FIGURES.split()) | st.sampled_from([*WORDS.split(), " ", "\n"])
texts = st.lists(pieces, max_size=12).map("".join)


def read_only(text: str) -> tuple[Mention, ...]:
    """The numbers with no plain form taken."""
    with patch.object(module, "SCAN", SEED):
        return find(text)


@settings(max_examples=1500)
@given(texts)
def test_the_scan_changes_nothing(text: str) -> None:
    assert [repr(m) for m in find(text)] == [repr(m) for m in read_only(text)]


@pytest.mark.parametrize(
    "text",
    [
        "表 12 34.50 1,234.00\n",
        "\n1.收入12.30万元\n2、支出5人\n（3）其他",
        "2022、2023年和2024年度",
        "共3个亿元，5个半月，7元5角，8人以上",
        "3、5、8万元；1、2人",
        "电话 120 12345 ",
        "2.3本项目 2.3 项目",
    ],
)
def test_forms_near_the_plain_ones(text: str) -> None:
    assert [repr(m) for m in find(text)] == [repr(m) for m in read_only(text)]


@given(st.lists(st.tuples(texts, st.booleans()), max_size=6))
def test_nothing_is_found_in_skipped_lines(lines: list[tuple[str, bool]]) -> None:
    text, spans = "", []
    for line, skipped in lines:
        start = len(text)
        text += line.replace("\n", " ") + "。\n"
        if skipped:
            spans.append((start, len(text)))
    for mention in find(text, spans):
        assert not any(low <= mention.start < high for low, high in spans)
    assert find(text, [(0, len(text))]) == ()


def test_lines_are_skipped() -> None:
    text = "收入12万元\n3 4 5人\n6 7\n支出8万元\n"
    table = (text.index("3 4"), text.index("支出"))
    assert [m.text for m in find(text)] == ["12万元", "3", "4", "5人", "6", "7", "8万元"]
    assert [m.text for m in find(text, [table])] == ["12万元", "8万元"]
    assert [m.start for m in find(text, [table])] == [2, text.index("8万元")]
