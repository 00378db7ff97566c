"""Drawn tables and places in the layout: ranges of lines, wraps inside cells, right edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.layout import reflow
from extractor.layout.characters import NOTHING
from extractor.layout.grids import flat_grids, with_grids
from extractor.layout.lines import physical_lines
from extractor.source import Source
from extractor.source.boxes import Boxes, PageSize
from extractor.source.linear import CellText, Linear


def linear(*parts: str | list[list[str]]) -> Linear:
    """A text of lines and tables."""
    made = Linear()
    for part in parts:
        if isinstance(part, str):
            made.line(part)
        else:
            made.table([[CellText(text) for text in row] for row in part])
    return made


@pytest.mark.parametrize(
    ("cell", "flat"),
    [
        ("行政\n运行", "行政运行"), ("行政 \n 运行", "行政运行"), ("合 计", "合计"),
        ("项  目", "项目"), ("（一） 收入", "（一）收入"), ("1 234.50", "1 234.50"),
        ("2023 年", "2023 年"), ("附属单位\n上缴\n收入", "附属单位上缴收入"), ("", ""),
    ],
)  # fmt: skip
def test_a_cell_is_one_line(cell: str, flat: str) -> None:
    made = linear("上文", [["项目", cell], ["收入", "1.20"]], "下文")
    found = flat_grids(made.text, made.grids)
    assert found.replace(NOTHING, "") == f"上文\n项目 {flat}\n收入 1.20\n下文\n"
    assert len(found) == len(made.text)


cells = st.lists(
    st.lists(st.text("收入支出 \n1.2（）", max_size=6), min_size=1, max_size=4), max_size=4
)


@given(st.lists(st.one_of(st.sampled_from(["第一段。", "1.20"]), cells), max_size=5))
def test_law_offsets_stay(parts: list[str | list[list[str]]]) -> None:
    """Characters that are not white space stay where they are."""
    made = linear(*parts)
    flat = flat_grids(made.text, made.grids)
    assert len(flat) == len(made.text)
    for one, two in zip(made.text, flat, strict=True):
        assert one == two or one.isspace()


def ranges(guessed: list[tuple[int, int]], drawn: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of lines of four characters each."""
    lines = physical_lines("收入表\n" * 30)
    return with_grids(lines, guessed, [(4 * a, 4 * b) for a, b in drawn])


@pytest.mark.parametrize(
    ("guessed", "drawn", "expected"),
    [
        ([(2, 5)], [], [(2, 5)]),
        ([], [(2, 5)], [(2, 5)]),
        ([(1, 4)], [(3, 9)], [(1, 9)]),  # its title lines are above it
        ([(4, 6)], [(3, 9)], [(3, 9)]),
        ([(12, 14)], [(3, 9)], [(3, 9), (12, 14)]),
        ([(0, 2)], [(3, 9)], [(0, 2), (3, 9)]),
        ([(2, 12)], [(3, 6), (8, 11)], [(2, 6), (8, 11)]),
        ([(0, 20)], [(12, 20)], [(12, 20)]),  # so many lines are no title
    ],
)  # fmt: skip
def test_drawn_tables_come_before_guessed_ones(
    guessed: list[tuple[int, int]],
    drawn: list[tuple[int, int]],
    expected: list[tuple[int, int]],
) -> None:
    assert ranges(guessed, drawn) == expected


LINES = (
    (72, "二、收入决算情况说明"),
    (96, "本年收入合计234.50万元，其中：财政拨款收入200.00万元，事业收入为"),
    (72, "34.50万元，与上年相比没有变化，各项收入都已经按照规定及时上缴。"),
    (72, "三、支出决算情况说明"),
    (96, "本年支出合计234.50万元，其中：基本支出200.00万元，项目支出为"),
    (72, "34.50万元。"),
)


def placed(way: str) -> Source:
    """Lines of a page that stands upright, lies on a side or stands on its head."""
    places: list[tuple[float, float, float, float]] = []
    text = ""
    for k, (x, line) in enumerate(LINES):
        for character in line:
            step = 12 if character > "\u2e7f" else 6
            places.append((x, 100 + 20 * k, x + step, 112 + 20 * k))
            x += step
        text += line + "\n"
        places.append((np.nan,) * 4)
    boxes = np.array(places, np.float32)
    x0, top, x1, bottom = boxes.T
    wide, high = 500.0, 800.0
    turned = {
        "upright": (x0, top, x1, bottom),
        "head": (wide - x1, high - bottom, wide - x0, high - top),
        "left": (top, wide - x1, bottom, wide - x0),
        "right": (high - bottom, x0, high - top, x1),
    }[way]
    size = PageSize(wide, high) if way in ("upright", "head") else PageSize(high, wide)
    return Source(
        "a.pdf", text, "", "application/pdf", "", pages=(0,),
        boxes=Boxes(np.column_stack(turned), (size,)),
    )  # fmt: skip


@pytest.mark.parametrize("way", ["upright", "head", "left", "right"])
def test_wraps_are_told_by_places_on_turned_pages(way: str) -> None:
    assert reflow(placed(way)).clean.split("\n") == [
        LINES[0][1], LINES[1][1] + LINES[2][1], LINES[3][1], LINES[4][1] + LINES[5][1],
    ]  # fmt: skip
