from __future__ import annotations

import importlib.util
import logging
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.segment.words import Words, engine_name, own_words, words


@pytest.fixture(params=["rjieba", "jieba"])
def cutter(request: pytest.FixtureRequest) -> Words:
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return words(request.param)


def test_every_own_word_is_one_word(cutter: Words) -> None:
    assert [each.word for each in own_words() if cutter.cut(each.word) != [each.word]] == []


def test_own_words_are_told_once() -> None:
    found = [each.word for each in own_words()]
    assert len(found) == len(set(found)) > 500


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一般公共预算财政拨款支出决算", "一般公共预算财政拨款/支出决算"),
        ("完成年初预算的95.5%", "完成/年初预算/的/95.5%"),
        ("机关事业单位职业年金缴费支出增加", "机关事业单位职业年金缴费支出/增加"),
        ("“三公”经费支出", "“/三公/”/经费支出"),
        ("某总工会实有人员12人", "某/总工会/实有人员/12/人"),
    ],
)
def test_cut(cutter: Words, text: str, wanted: str) -> None:
    assert "/".join(cutter.cut(text)) == wanted


def test_tag(cutter: Words) -> None:
    tagged = cutter.tag("绩效自评得分为95分")
    assert "".join(word for word, _ in tagged) == "绩效自评得分为95分"
    assert dict(tagged)["绩效自评"] == "n"


@settings(max_examples=60, deadline=None)
@given(st.text("一般公共预算三公经费，。（）12.5%abc \n县总工会", max_size=40))
def test_words_joined_are_the_text(text: str) -> None:
    for name in ("rjieba", "jieba"):
        if importlib.util.find_spec(name) is not None:
            assert "".join(words(name).cut(text)) == text


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_WORDS", "jieba")
    assert engine_name() == "jieba"
    monkeypatch.setenv("EXTRACTOR_WORDS", "other")
    with pytest.raises(ExtractorError, match="EX501"):
        engine_name()
    monkeypatch.setenv("EXTRACTOR_WORDS", "rjieba")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ExtractorError, match="EX502"):
        engine_name()


def test_nothing_global_changes() -> None:
    import jieba

    level = logging.getLogger("jieba").level
    words("jieba").cut("三公经费")
    assert not jieba.dt.initialized
    assert logging.getLogger("jieba").level == level
    assert not jieba.default_logger.disabled


def test_import_loads_no_segmenter() -> None:
    code = (
        "import sys, extractor.segment.words as w; w.words();"
        "print([n for n in ('jieba', 'rjieba') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_loading_is_silent() -> None:
    code = "from extractor.segment.words import words; words('jieba').tag('三公经费')"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


def test_both_segmenters_tag_alike() -> None:
    pytest.importorskip("rjieba", reason="rjieba is not installed")
    text = "为困难职工发放取暖补贴，更换门锁120套，预决算公开后整改问题3个"
    assert words("rjieba").tag(text) == words("jieba").tag(text)
