"""Laws of the layout room: what holds for any text, and that wrapping changes nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout import reflow
from extractor.source import Text, read

from .wrapping import wrap

_ALPHABET = (
    "一二三、（）()。，；：:;,. \n\r\t\f\u3000\u200b\ud800\x00\x010123456789aZ"
    "年表目录第部分总分％⻔⼈—-"
)
_CLAUSES = (
    "组织河道清淤", "巡查山塘水库二十余座", "更新气象设备 12 台", "落实安全责任", "接待群众来访",
    "走访农户 1350 户", "举办培训班 6 期", "修订应急预案", "完成档案数字化", "整治排水管网",
    "投入资金 86.35 万元", "新建步道 4.2 公里", "编制三年规划", "购置图书 5600 册",
    "开展《安全条例》宣讲",
)  # fmt: skip
_HEADINGS = ("主要职责", "机构设置", "人员情况", "收入支出决算总体情况说明", "政府采购支出情况说明")


def document(seed: int) -> str:
    """A made-up document, a line a paragraph, without needless spaces."""
    draw = random.Random(seed)
    lines: list[str] = []
    for part, name in enumerate(("单位概况", "决算情况说明"), 1):
        lines.append(f"第{'一二'[part - 1]}部分{name}")
        for number in range(3):
            lines.append(f"{'一二三'[number]}、{draw.choice(_HEADINGS)}")
            if draw.random() < 0.5:
                lines += [
                    f"（{'一二三四'[item]}）{_sentence(draw)}" for item in range(draw.randint(2, 4))
                ]
            else:
                starts = ("截至2022年底，", "本单位", "2022年度，")
                lines += [
                    draw.choice(starts)
                    + "".join(_sentence(draw) for _ in range(draw.randint(1, 4)))
                    for _ in range(draw.randint(1, 2))
                ]
    return "\n".join(line.replace(" ", "") for line in lines)


def _sentence(draw: random.Random) -> str:
    return "，".join(draw.sample(_CLAUSES, draw.randint(2, 5))) + "。"


@pytest.mark.parametrize("seed", range(4))
def test_unwrapped_document_is_kept(seed: int) -> None:
    text = document(seed)
    assert reflow(read(Text(text))).clean == text


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    width=st.integers(15, 80),
    blank_lines=st.booleans(),
    page_length=st.sampled_from([0, 9, 23]),
    crlf=st.booleans(),
    columns=st.booleans(),
)
def test_wrapping_anew_changes_nothing(
    seed: int, width: int, blank_lines: bool, page_length: int, crlf: bool, columns: bool
) -> None:
    text = document(seed)
    wrapped = wrap(
        text, width, blank_lines=blank_lines, page_length=page_length, crlf=crlf, columns=columns
    )
    clean = reflow(read(Text(wrapped))).clean
    assert clean.replace("\n", "") == text.replace("\n", "")
    # A paragraph that ends exactly at the margin cannot be told from a sentence that does.
    assert len(set(text.split("\n")) - set(clean.split("\n"))) <= 4


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(_ALPHABET), max_size=200).filter(str.strip))
def test_any_text(text: str) -> None:
    source = read(Text(text))
    result = reflow(source)
    assert len(result.map) == len(result.clean)
    assert "\0" not in result.clean
    assert result.original(0, len(result.clean)) == "".join(
        text[result.map.point(i)] for i in range(len(result.clean))
    )
    for i, character in enumerate(result.clean):
        if character == "\n":
            # a space parts headings in a page printed on one line
            assert text[result.map.point(i)] in " \u3000\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
    for aside in result.asides:
        assert 0 <= aside.start < aside.end <= len(text)
        span = result.map.to_clean(aside.start, aside.end)
        assert span.start == span.end
    for region in result.regions:
        assert 0 <= region.start < region.end <= len(result.clean)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_clean_text_stays_as_it_is(seed: int) -> None:
    once = reflow(read(Text(wrap(document(seed), 31)))).clean
    assert reflow(read(Text(once))).clean == once
