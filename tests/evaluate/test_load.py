"""Files in, documents out; a bad file is told in one line with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.evaluate import load_gold, load_predictions, pair
from extractor.evaluate.load import text_hash

TEXT = "收入3万元。"
HASH = text_hash(TEXT)
FACT = {
    "doc": "a", "text_sha256": HASH, "kind": "money", "field": "revenue.total", "role": "actual",
    "period": "2023", "value": "30000",
    "evidence": [{"role": "label", "start": 0, "end": 2}, {"role": "value", "start": 2, "end": 5}],
}  # fmt: skip
SECTION = {
    "doc": "a",
    "text_sha256": HASH,
    "kind": "section",
    "level": 1,
    "title": "一",
    "start": 0,
}


def save(path: Path, *lines: object) -> Path:
    told = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return path


def record(**source: object) -> dict[str, object]:
    told = {key: value for key, value in FACT.items() if key not in ("doc", "text_sha256")}
    head = {"name": "a.txt", "sha256": HASH, "media_type": "text/plain"} | source
    return {"schema_version": "1", "source": head, "sections": [], "facts": [told]}


def test_gold_with_its_text_beside(tmp_path: Path) -> None:
    path = save(tmp_path / "a.gold.jsonl", FACT, SECTION, {**FACT, "kind": "finding"})
    (doc,) = load_gold(path)
    assert doc.text is None
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (doc,) = load_gold(tmp_path)
    assert doc.text == TEXT
    (item,) = doc.items
    assert (item.start, item.end, item.value) == (2, 5, "30000")  # the value, not the label
    assert doc.headings is not None
    (tmp_path / "a.txt").write_text(TEXT + "甲", encoding="utf-8")
    with pytest.raises(ExtractorError, match="EX303"):
        load_gold(tmp_path)


@pytest.mark.parametrize(
    "lines",
    [
        (FACT,),
        (record(),),
        (json.dumps(record(), indent=1),),  # one record over many lines
        (record(), record(name="b.txt", sha256="0")),
        (record(media_type="application/pdf", sha256="0", name="a.pdf"),),
        ("[" + json.dumps(FACT) + "]",),
    ],
)
def test_forms_of_predictions(tmp_path: Path, lines: tuple[object, ...]) -> None:
    gold = load_gold(save(tmp_path / "gold.jsonl", FACT))
    predicted = load_predictions(save(tmp_path / "predicted.jsonl", *lines))
    pairs, _ = pair(gold, predicted)
    assert [doc.items[0].value for doc in pairs[0]] == ["30000", "30000"]


@pytest.mark.parametrize(
    ("lines", "place", "cause"),
    [
        ((), "", "no gold facts"),
        ((SECTION,), "", "no gold facts"),
        ((FACT, "{broken"), ":2", "not JSON"),
        ((FACT, "", "3"), ":3", "not a JSON object"),
        (({**FACT, "field": "revenue.nil"},), ":1", "unknown field 'revenue.nil'"),
        (({**FACT, "kind": "monee"},), ":1", "unknown kind 'monee'"),
        (({**FACT, "value": "3万"},), ":1", "not a number"),
        (({**FACT, "evidence": []},), ":1", "no evidence"),
        (({**FACT, "evidence": [{"start": 5, "end": 5}]},), ":1", "bad span 5 to 5"),
        (({**FACT, "doc": None},), ":1", "no doc"),
        ((FACT, {**FACT, "text_sha256": "0"}), ":2", "two text_sha256"),
        (({**FACT, "text_sha256": None},), "", "no text_sha256"),
        (({**SECTION, "level": None},), ":1", "needs start and level"),
    ],
)
def test_bad_gold(tmp_path: Path, lines: tuple[object, ...], place: str, cause: str) -> None:
    path = save(tmp_path / "gold.jsonl", *lines)
    with pytest.raises(ExtractorError) as caught:
        load_gold(path)
    assert caught.value.code == "EX301"
    assert f"gold.jsonl{place}: " in caught.value.message
    assert cause in caught.value.message
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "lines", [(), (record(), FACT), (record(), record()), ({**record(), "facts": [3]},)]
)
def test_bad_predictions(tmp_path: Path, lines: tuple[object, ...]) -> None:
    with pytest.raises(ExtractorError, match="EX301"):
        load_predictions(save(tmp_path / "p.jsonl", *lines))


@pytest.mark.parametrize(
    "lines",
    [
        ({**FACT, "text_sha256": "0"},),
        (record(sha256="0"),),
        ({**record(media_type="application/pdf", sha256="0"), "text": "别的"},),
        ({**FACT, "doc": "b", "text_sha256": "0"}, {**FACT, "doc": "c", "text_sha256": "1"}),
    ],
)
def test_other_texts_are_refused(tmp_path: Path, lines: tuple[object, ...]) -> None:
    gold = load_gold(save(tmp_path / "gold.jsonl", FACT))
    with pytest.raises(ExtractorError, match="EX303"):
        pair(gold, load_predictions(save(tmp_path / "p.jsonl", *lines)))


def test_a_document_without_prediction_counts_as_missed(tmp_path: Path) -> None:
    gold = load_gold(save(tmp_path / "gold.jsonl", FACT, {**FACT, "doc": "b", "text_sha256": "1"}))
    pairs, warnings = pair(gold, load_predictions(save(tmp_path / "p.jsonl", FACT)))
    assert [len(predicted.items) for _, predicted in pairs] == [1, 0]
    assert "b: no prediction" in warnings[0]
