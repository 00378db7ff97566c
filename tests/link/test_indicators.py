"""Evaluation tables run together in text: rows, columns, wrapped cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.fact import Fact
from extractor.link.cells import Cell, shared_out
from extractor.link.context import Context
from extractor.link.indicators import link_indicators

KEYS = ("target", "actual", "budget", "executed", "completion", "weight", "score")


def cases() -> list[tuple[str, list[str]]]:
    text = (Path(__file__).parent / "cases/indicators.txt").read_text("utf-8")
    found = []
    for stanza in text.split("\n\n"):
        lines = [line for line in stanza.splitlines() if not line.startswith("#")]
        at = lines.index("---")
        found.append(("\n".join(lines[:at]), lines[at + 1 :]))
    return found


def shown(fact: Fact) -> str:
    cells = [str(fact.extra["table"]), fact.name, *(fact.extra.get(key) for key in KEYS)]
    return " | ".join(str(each or "") for each in cells)


@pytest.mark.parametrize(("table", "rows"), cases(), ids=lambda each: each[0][:12])
def test_rows(table: str, rows: list[str], context_of: Callable[[str], Context]) -> None:
    ctx = context_of(f"第五部分 附件\n{table}\n")
    found = [shown(each) for each in link_indicators(ctx)]
    assert [" ".join(each.split()) for each in found] == [" ".join(each.split()) for each in rows]


def test_levels_are_carried(context_of: Callable[[str], Context]) -> None:
    ctx = context_of(f"第五部分 附件\n{cases()[0][0]}\n")
    levels = [(each.extra.get("level1"), each.extra.get("level2")) for each in link_indicators(ctx)]
    assert levels == [
        ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"),
    ]  # fmt: skip


def test_levels_set_upright_are_read(context_of: Callable[[str], Context]) -> None:
    ctx = context_of(f"第五部分 附件\n{cases()[-1][0]}\n")
    rows = [each for each in link_indicators(ctx) if each.extra["table"] == "indicator"]
    assert [(each.extra.get("level1"), each.extra.get("level2")) for each in rows] == [
        ("产出指标", "数量指标"), ("满意度", "服务对象"),
    ]  # fmt: skip


def test_a_row_is_its_text_from_name_to_score(context_of: Callable[[str], Context]) -> None:
    ctx = context_of(f"第五部分 附件\n{cases()[0][0]}\n")
    quotes = [each.evidence[0].quote for each in link_indicators(ctx)]
    assert quotes[1] == "听众满意\n比例 ≥90% 93.1% 10 9.5"


pieces_of_rows = st.sampled_from(["路灯", "≥90%", "已完成", "情况；", "12", "提升", "的"])
texts = st.lists(pieces_of_rows, min_size=1)


@given(texts, st.integers(1, 4), st.booleans())
def test_cells_share_out_every_piece_in_order(found: list[str], columns: int, plain: bool) -> None:
    pieces = [Cell(i, i + 1, text, i // 2, i % 2 == 0) for i, text in enumerate(found)]
    parts = shared_out(pieces, columns, plain=plain)
    assert len(parts) == columns
    assert [each for part in parts for each in part] == pieces


def test_long_tables_are_read_in_linear_time(context_of: Callable[[str], Context]) -> None:
    head = "自评表\n一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n"
    rows = "".join(f"指标{n}号 ≥9 9 1 1\n" for n in range(3000))
    dashes = "— " * 20_000 + "\n" + "9 " * 20_000
    ctx = context_of(f"第五部分 附件\n{head}{rows}总分 100 98\n")
    assert len(list(link_indicators(ctx))) == 3000
    list(link_indicators(context_of(f"第五部分 附件\n{head}甲 1 1\n{dashes}\n总分 1 1\n")))
