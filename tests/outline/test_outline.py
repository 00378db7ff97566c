from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.outline import outline

_HERE = Path(__file__).parent
_SPEC = importlib.util.spec_from_file_location("outline_marked", _HERE / "marked.py")
assert _SPEC is not None
assert _SPEC.loader is not None
marked = importlib.util.module_from_spec(_SPEC)
sys.modules["outline_marked"] = marked
_SPEC.loader.exec_module(marked)

CASES = sorted((_HERE / "cases").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = marked.read_case(path)
    clean = case.text.clean
    found = outline(case.text)

    def told(spans: list[tuple[int, int, int]]) -> list[str]:
        return [f"{level} {clean[start:end]!r}" for start, end, level in spans]

    assert told([(s.start, s.end, s.level) for s in found.sections]) == told(case.headings)
    types = {s.start: s.type for s in found.sections}
    assert {start: types[start] for start in case.types} == case.types
    assert [clean[i.start : i.body] for i in found.items] == [
        clean[start:body] for start, body in case.items
    ]


def test_there_are_enough_layouts() -> None:
    assert len(CASES) >= 25


_WORDS = """
第一部分 部门概况 一、 二、 （一） （三） 1. 2、 （1） ① 主要职责 ： 。 ； “ （ ） 附件 自评报告
收入决算情况说明 2023年度收入总计5万元 下一步改进措施： 一是抓好落实。 第二条 目标1：
绩效自评表 3.5万元 统一、
"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\n", " "])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_laws(clean: str) -> None:
    found = outline(marked.as_text(clean))
    starts = [s.start for s in found.sections]
    assert starts == sorted(starts)
    for index, section in enumerate(found.sections):
        assert section.index == index
        assert 0 <= section.start < section.end <= section.body_end <= len(clean)
        assert section.ordinal == "" or clean.startswith(section.ordinal, section.start)
        if section.parent is None:
            assert section.level == 1
        else:
            parent = found.sections[section.parent]
            assert parent.index < index
            assert parent.level == section.level - 1
            assert parent.start < section.start
            assert section.body_end <= parent.body_end
    for item in found.items:
        assert item.start < item.body <= item.end <= len(clean)
        assert item.ordinal
        if item.section is not None:
            section = found.sections[item.section]
            assert section.start < item.start
            assert item.end <= section.body_end


@pytest.mark.parametrize(
    "clean",
    [
        "（" * 10_000 + "）" * 10_000,
        "一、" * 50_000,
        "（一）\n" * 20_000,
        "1." * 50_000,
        "\n".join(f"{n}.第{n}项" for n in range(20_000)),
        "9" * 200_000,
        "（一）主要职责" + "甲乙丙，" * 300_000,
        "甲" * 1_000_000,
        "；（一）" * 30_000,
        "“" * 50_000,
        "\n".join("（一）甲\n1.乙\n一、丙" for _ in range(5_000)),
    ],
    ids=lambda clean: re.sub(r"\s", " ", clean[:12]),
)
def test_any_input_is_read(clean: str) -> None:
    outline(marked.as_text(clean))
