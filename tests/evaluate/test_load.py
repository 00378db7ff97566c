"""Files in, documents out; a bad file is told in one line with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.evaluate import Finding, load_gold, load_predictions, pair
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


FINDING = {
    "doc": "a", "text_sha256": HASH, "kind": "finding", "family": "sum", "severity": "error",
    "spans": [{"role": "secondary", "start": 0, "end": 2}, {"role": "primary", "start": 2,
              "end": 5}],
}  # fmt: skip


def save(path: Path, *lines: object) -> Path:
    told = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return path


def record(**source: object) -> dict[str, object]:
    told = {key: value for key, value in FACT.items() if key not in ("doc", "text_sha256")}
    head = {"name": "a.txt", "sha256": HASH, "media_type": "text/plain"} | source
    return {"schema_version": "1", "source": head, "sections": [], "facts": [told]}


def test_gold_with_its_text_beside(tmp_path: Path) -> None:
    path = save(tmp_path / "a.gold.jsonl", FACT, SECTION, FINDING)
    (doc,) = load_gold(path)
    assert doc.text is None
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (doc,) = load_gold(tmp_path)
    assert doc.text == TEXT
    (item,) = doc.items
    assert (item.start, item.end, item.value) == (2, 5, "30000")  # the value, not the label
    assert doc.headings is not None
    assert doc.findings == (Finding("sum", "error", ((2, 5), (0, 2))),)  # the primary first
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
        (({**FACT, "catgory": "total"},), ":1", "unknown key `catgory`"),
        (({**FACT, "role": 3},), ":1", "got `int` - at `$.role`"),
        (({**FACT, "id": "f1"}, {**FACT, "id": "f1"}), ":2", "id 'f1' is there twice"),
        (({**FINDING, "family": "sums"},), ":1", "unknown family 'sums'"),
        (({**FINDING, "severity": "bad"},), ":1", "unknown severity 'bad'"),
        (({**FINDING, "spans": []},), ":1", "a finding needs spans"),
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
    ("lines", "cause"),
    [
        ((), "p.jsonl: the file is empty"),
        (("{broken",), "p.jsonl:1: not JSON"),
        (("", record(), "{broken"), "p.jsonl:3: not JSON"),
        ((record(), FACT), "p.jsonl:2: Object missing required field `facts`"),
        ((FACT, record()), "p.jsonl:2: no doc"),
        ((record(), record()), "p.jsonl:2: document a is there twice"),
        (({**record(), "facts": [3]},), "p.jsonl:1: not a JSON object"),
        ((3,), "p.jsonl:1: not a JSON object"),
        (({**record(), "facts": [{**FACT, "field": "nil"}]},), "p.jsonl:1: fact 1: unknown field"),
        (({**record(), "facts": [{**FACT, "id": "f1"}] * 2},), "p.jsonl:1: fact 2: id 'f1'"),
        (({**record(), "findings": [{**FINDING, "family": ""}]},), "p.jsonl:1: unknown family"),
    ],
)
def test_bad_predictions(tmp_path: Path, lines: tuple[object, ...], cause: str) -> None:
    with pytest.raises(ExtractorError, match="EX301") as caught:
        load_predictions(save(tmp_path / "p.jsonl", *lines))
    assert cause in caught.value.message


@pytest.mark.parametrize("place", [{"start": 2, "end": 99}, {"start": 2, "end": 5, "quote": "三"}])
def test_gold_that_is_not_in_its_text(tmp_path: Path, place: dict[str, object]) -> None:
    path = save(tmp_path / "a.gold.jsonl", SECTION, {**FACT, "evidence": [place]})
    load_gold(path)  # without the text nobody can tell
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(ExtractorError, match=r"a\.gold\.jsonl:2: revenue.total: its quote"):
        load_gold(path)


def test_one_document_in_two_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / f"{name}.gold.jsonl", FACT)
    with pytest.raises(ExtractorError, match=r"b\.gold\.jsonl: document a is in another file"):
        load_gold(tmp_path)
    (tmp_path / "second").mkdir()
    (tmp_path / "b.gold.jsonl").rename(tmp_path / "second" / "a.gold.jsonl")
    assert len(load_gold(tmp_path)) == 1  # a second annotation is no document of its own


def test_no_file_at_all(tmp_path: Path) -> None:
    for load in (load_gold, load_predictions):
        with pytest.raises(ExtractorError, match="EX301"):
            load(tmp_path / "nil.jsonl")
    with pytest.raises(ExtractorError, match=r"no \.gold\.jsonl file here"):
        load_gold(tmp_path)


def test_what_the_mark_up_says_of_a_document(tmp_path: Path) -> None:
    save(tmp_path / "a.gold.jsonl", FACT)
    assert [(d.province, d.by_hand) for d in load_gold(tmp_path)] == [("a", None)]
    front = '+++\nid = "a"\nprovince = "甘肃"\nby_hand = true # "yes"\n+++\n收入'
    (tmp_path / "a.mark").write_text(front, encoding="utf-8")
    assert [(d.province, d.by_hand) for d in load_gold(tmp_path)] == [("甘肃", True)]
    (tmp_path / "a.mark").write_text("no front matter", encoding="utf-8")
    assert [(d.province, d.by_hand) for d in load_gold(tmp_path)] == [("a", None)]


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
