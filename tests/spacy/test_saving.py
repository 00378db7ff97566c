from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import extractor

_TEXTS = tomllib.loads((Path(__file__).parent / "cases" / "texts.toml").read_text("utf-8"))
TEXTS = list(_TEXTS.values())
DISCLOSURE = _TEXTS["disclosure"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return extractor.load_spacy()


def seen(doc: Doc) -> dict[str, Any]:
    """All that a doc says, as plain data."""
    groups = {
        key: [
            (span.start_char, span.end_char, span.label_, span.id_, *span._.offsets,
             str(span._.fact), str(span._.mention))
            for span in group
        ]
        for key, group in sorted(doc.spans.items())
    }  # fmt: skip
    return {
        "text": doc.text,
        "tokens": [token.text for token in doc],
        "groups": groups,
        "attrs": {key: dict(group.attrs) for key, group in sorted(doc.spans.items())},
        "record": doc._.record.to_json() if doc._.record else None,
    }


def test_user_data_is_json(nlp: Language) -> None:
    data = nlp(DISCLOSURE).user_data
    assert list(data) == ["extractor"]
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("text", TEXTS)
def test_doc_bytes(nlp: Language, text: str) -> None:
    doc = nlp(text)
    again = Doc(spacy.blank("zh").vocab).from_bytes(doc.to_bytes())
    assert seen(again) == seen(doc)


def test_doc_pickle(nlp: Language) -> None:
    doc = nlp(DISCLOSURE)
    assert seen(pickle.loads(pickle.dumps(doc))) == seen(doc)


def test_doc_bin(nlp: Language, tmp_path: Path) -> None:
    docs = [nlp(text) for text in TEXTS]
    DocBin(docs=docs, store_user_data=True).to_disk(tmp_path / "docs.spacy")
    loaded = DocBin().from_disk(tmp_path / "docs.spacy")
    again = list(loaded.get_docs(spacy.blank("zh").vocab))
    assert [seen(doc) for doc in again] == [seen(doc) for doc in docs]


def test_nlp_disk(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.config == nlp.config
    assert seen(again(DISCLOSURE)) == seen(nlp(DISCLOSURE))
    seen(nlp.from_disk(tmp_path / "model")(DISCLOSURE))


def test_nlp_bytes(nlp: Language) -> None:
    again = extractor.load_spacy().from_bytes(nlp.to_bytes())
    assert seen(again(DISCLOSURE)) == seen(nlp(DISCLOSURE))


def test_nlp_pickle(nlp: Language) -> None:
    assert seen(pickle.loads(pickle.dumps(nlp))(DISCLOSURE)) == seen(nlp(DISCLOSURE))


def test_the_engine_is_saved(tmp_path: Path) -> None:
    extractor.load_spacy("jieba").to_disk(tmp_path / "model")
    assert spacy.load(tmp_path / "model").tokenizer.engine == "jieba"


def test_pipe_is_the_calls_one_by_one(nlp: Language) -> None:
    assert [seen(doc) for doc in nlp.pipe(TEXTS)] == [seen(nlp(text)) for text in TEXTS]


_SPAWN = """
import multiprocessing, sys
sys.path.insert(0, {here!r})

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    import extractor
    from test_saving import TEXTS, seen
    nlp = extractor.load_spacy()
    alone = [seen(nlp(text)) for text in TEXTS]
    for texts in (TEXTS, [nlp.make_doc(text) for text in TEXTS]):
        assert [seen(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=2)] == alone
    print("same", len(alone))
"""


@pytest.mark.slow
def test_processes_that_are_spawned(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(_SPAWN.format(here=str(Path(__file__).parent)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["same", str(len(TEXTS))]


@pytest.mark.slow
def test_a_saved_pipeline_loads_where_nothing_was_imported(tmp_path: Path) -> None:
    extractor.load_spacy().to_disk(tmp_path / "model")
    code = (
        "import spacy, sys; doc = spacy.load(sys.argv[1])('合计12.5万元');"
        "print(doc.spans['mentions'][0].text)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "model")], capture_output=True, text=True
    )
    assert done.stdout.strip() == "12.5万元", done.stderr
