from __future__ import annotations

import importlib.util
import pickle

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from extractor.errors import ExtractorError
from extractor.spacy import WordsTokenizer

ENGINES = [name for name in ("rjieba", "jieba") if importlib.util.find_spec(name)]
TEXTS = [
    "",
    " ",
    "  两个空格  在前后 ",
    "收入\r\n支出\r\r\n\n合计",
    "全角\u3000空格\u3000\u3000与\u00a0不间断\u2003空白",
    "奖牌🏅家庭👨‍👩‍👧‍👦国旗🇨🇳肤色👍🏽",
    "ABC def, 12.5% GDP-2023 a_b",
    "零宽\u200b字符\ufeff与\x00控制\x1f字符",
    "⻔户 務(wù)  𠮷野家 １２．５％",
    "\t制表\v垂直\f换页\u2028行\u2029段",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_character_is_kept(engine: str, text: str) -> None:
    doc = WordsTokenizer(Vocab(), engine)(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60) | st.text(" \r\n\u3000公经费支出12.5%👍🏽\u200d", max_size=60))
def test_any_text_is_kept(engine: str, text: str) -> None:
    assert WordsTokenizer(Vocab(), engine)(text).text == text


def test_a_lone_surrogate_keeps_its_place() -> None:
    assert WordsTokenizer(Vocab())("收\ud800入1元").text == "收\ufffd入1元"


def test_own_words_are_tokens() -> None:
    doc = WordsTokenizer(Vocab())("一般公共预算财政拨款支出决算")
    assert [token.text for token in doc] == ["一般公共预算财政拨款", "支出决算"]


@pytest.mark.parametrize("engine", [None, *ENGINES])
def test_pickle(engine: str | None) -> None:
    made = pickle.loads(pickle.dumps(WordsTokenizer(Vocab(), engine)))
    assert made.engine == engine
    assert made("公用经费 3万元\r\n").text == "公用经费 3万元\r\n"


def test_pipe() -> None:
    texts = ["收入1元", "", "支出2元"]
    assert [doc.text for doc in WordsTokenizer(Vocab()).pipe(iter(texts), batch_size=2)] == texts


def test_an_unknown_engine_is_told() -> None:
    with pytest.raises(ExtractorError, match="EX501"):
        WordsTokenizer(Vocab(), "other")("收入")


def test_by_name_from_the_registry() -> None:
    config = {"nlp": {"tokenizer": {"@tokenizers": "extractor.words.v1"}}}
    nlp = spacy.blank("zh", config=config)
    assert isinstance(nlp.tokenizer, WordsTokenizer)
    assert nlp("收入\r\n").text == "收入\r\n"
