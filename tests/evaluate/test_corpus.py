"""A corpus is extracted anew; the gold itself, as records, scores one."""

from __future__ import annotations

from pathlib import Path

import pytest

import extractor
from extractor import Text
from extractor.annotate import compile_document, write
from extractor.errors import ExtractorError
from extractor.evaluate import errors, evaluate, extract_corpus, load_gold, pair
from extractor.record import Record, SourceInfo

MARKED = """+++
id = "a"
province = "甘肃"
unit_kind = "水务局"
year = 2021
noise = ["spaces", "wrap:6", "crlf", "bom"]
+++
收入总计、支出总计均为{{360.44万元|revenue.total ; expenditure.total}}。
{{全年培训{{近300人次|quantity name=培训}}，成效明显。|performance achievement}}
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "a.mark").write_text(MARKED, encoding="utf-8")
    write(tmp_path)
    return tmp_path


def test_gold_as_records_is_perfect(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = compile_document(corpus / "a.mark").facts
    seen: list[Text] = []

    def extract(text: Text) -> Record:
        seen.append(text)
        source = SourceInfo(text.name, "0", "text/plain", None, len(text.text), "text")
        return Record(source, (), facts)

    monkeypatch.setitem(vars(extractor), "extract", extract)
    gold = load_gold(corpus)
    pairs, warnings = pair(gold, extract_corpus(gold, corpus))
    report = evaluate(pairs)
    assert warnings == []
    assert seen[0].name == "a.txt"
    assert "\r\n" in seen[0].text
    assert not seen[0].text.startswith("\ufeff")
    assert report.scores["findings", "false_errors"].f1 == 0.0
    rest = {score.f1 for (_, metric), score in report.scores.items() if metric != "false_errors"}
    assert rest == {1.0}
    assert report.scores["province:甘肃", "grounded"].count == (4, 4, 4, 4)
    assert errors(report) == []


def test_a_corpus_without_texts_is_refused(corpus: Path) -> None:
    (corpus / "a.txt").unlink()
    with pytest.raises(ExtractorError, match="EX301"):
        extract_corpus(load_gold(corpus), corpus)
