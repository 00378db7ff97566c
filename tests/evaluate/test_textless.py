"""Gold without its text: nothing of it is left to read, and it scores all the same."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from extractor.annotate import Document, compile_document, write
from extractor.cli.evaluate import command
from extractor.errors import ExtractorError
from extractor.evaluate import evaluate, load_gold, load_predictions, pair, with_texts, without_text
from extractor.evaluate.values import digest, squeeze

MARKED = """+++
id = "a"
province = "甘肃"
unit_kind = "水务局"
year = 2021
noise = ["wrap:9"]
+++
{{第一部分 概况|section 1}}
（一）{{负责全县水资源的统一调度和河道管理，组织防汛。|duty list=main}}
事业编制{{12人|staffing.establishment category=public_institution}}；收入总计{{360.44万元|revenue.total}}。
农业支出{{3万元|general.functional path=农林水支出/水利/水利工程运行与维护等其他支出}}。
{{1.{{疏浚渠道。|performance achievement}}|section 2}}{{全年疏浚{{近30公里|quantity name=疏浚}}，沿线群众都说方便。|performance evaluation_result}}
{{灌溉面积 ≥2万亩 2.1万亩 10 10|indicator table=indicator name=灌溉面积 target=≥2万亩 actual=2.1万亩 weight=10 score=10}}
{{沿线群众对渠道疏浚工程的满意程度 10 9|indicator table=indicator name=沿线群众对渠道疏浚工程的满意程度 weight=10 score=9}}
"""  # noqa: E501 - a mark stands on one line


def test_findings_keep_places_and_figures_alone() -> None:
    span = {"role": "primary", "start": 0, "end": 2, "quote": "下降"}
    line = {"doc": "a", "kind": "finding", "family": "direction", "spans": [span],
            "message": "…", "stated": "下降", "expected": "5"}  # fmt: skip
    scope = {"doc": "a", "kind": "scope", "marks": ["findings"]}
    found, told = without_text([line, scope])
    assert found["spans"] == [{"role": "primary", "start": 0, "end": 2}]
    assert sorted(found) == ["doc", "expected", "family", "kind", "spans"]
    assert told == scope


@dataclass
class Corpus:
    document: Document
    full: Path
    bare: Path


def save(path: Path, lines: object) -> Path:
    assert isinstance(lines, list)
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "a.mark").write_text(MARKED, encoding="utf-8")
    write(tmp_path)
    document = compile_document(tmp_path / "a.mark")
    bare = tmp_path / "bare"
    bare.mkdir()
    lines = list(without_text(document.gold()))
    return Corpus(document, tmp_path / "a.gold.jsonl", save(bare / "a.gold.jsonl", lines))


def test_scores_are_those_of_the_whole_gold(corpus: Corpus) -> None:
    (doc,) = load_gold(corpus.bare)
    assert doc.text is None
    pairs, _ = pair([doc], load_predictions(corpus.full))
    report = evaluate(pairs)
    rates = {score.f1 for (_, name), score in report.scores.items() if name != "grounded"}
    assert rates == {1.0}
    assert ("total", "grounded") not in report.scores  # needs the text
    assert report.scores["headings", "level"].count == (2, 2, 2, 2)
    # gold against itself, as two annotators are compared
    pairs, _ = pair([doc], load_predictions(corpus.bare))
    assert evaluate(pairs).scores["total", "linked"].f1 == 1.0


@pytest.mark.parametrize(("kind", "right"), [("duty", 0), ("performance", 1), ("indicator", 1)])
def test_another_text_is_another_value(corpus: Corpus, kind: str, right: int) -> None:
    lines = corpus.document.gold()
    changed = next(line for line in lines if line["kind"] == kind)
    changed["name" if kind == "indicator" else "value"] = "别的话"
    predicted = save(corpus.full.with_name("p.jsonl"), lines)
    pairs, _ = pair(load_gold(corpus.bare), load_predictions(predicted))
    counts = evaluate(pairs).scores[f"kind:{kind}", "valued"].count
    assert counts == (right, right + 1, right, right + 1)


def test_nothing_long_is_left_to_read(corpus: Corpus) -> None:
    written = corpus.bare.read_text(encoding="utf-8")
    for told in ("疏浚渠道", "沿线群众", "水资源", "360.44万元", "水利工程", "quote", "raw"):
        assert told not in written
    for told in ("public_institution", "evaluation_result", "3604400", "灌溉面积", "概况"):
        assert told in written


def test_a_hash_must_be_one(corpus: Corpus) -> None:
    lines = list(without_text(corpus.document.gold()))
    lines[0]["value_sha256"] = "abc"
    with pytest.raises(ExtractorError, match=r"EX301.*:1: value_sha256"):
        load_gold(save(corpus.bare, lines))


def test_documents_without_text_are_left_out_of_a_corpus(corpus: Corpus) -> None:
    gold = load_gold(corpus.full.parent / "bare")
    with pytest.raises(ExtractorError, match="EX301"):
        with_texts(gold, corpus.bare.parent)
    whole = load_gold(corpus.full)
    kept, warnings = with_texts([*whole, *gold], corpus.full.parent)
    assert kept == whole
    assert "left out" in warnings[0]


def test_the_command_takes_it(corpus: Corpus) -> None:
    ran = CliRunner().invoke(
        command, [str(corpus.bare), str(corpus.full), "--fail-under", "linked.f1=1"]
    )
    assert ran.exit_code == 0, ran.output


REAL = Path(__file__).parents[2] / "corpus" / "real"
DOCS = os.environ.get("EXTRACTOR_REAL_DOCS")


@pytest.mark.skipif(not DOCS, reason="EXTRACTOR_REAL_DOCS names no folder of real documents")
@pytest.mark.parametrize("path", sorted(REAL.glob("*.gold.jsonl")), ids=lambda path: path.name)
def test_real_gold_is_of_its_text(path: Path) -> None:
    (doc,) = load_gold(path)
    file = Path(DOCS or "") / f"{doc.name}.txt"
    if not file.exists():
        pytest.skip(f"{file.name} is not there")
    text = file.read_bytes().decode("utf-8-sig")
    assert digest(text) == doc.sha256
    sentences = [item for item in doc.items if item.value_sha256 and item.kind != "indicator"]
    told = [digest(squeeze(text[item.start : item.end])) for item in sentences]
    other = sum(a != b.value_sha256 for a, b in zip(told, sentences, strict=True))
    # page furniture stands inside a sentence now and then
    assert other <= 0.02 * len(sentences)
