"""A corpus evaluated: what is trained on, composed, or annotated twice is told apart."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from extractor.annotate import write
from extractor.cli.evaluate import command
from extractor.errors import ExtractorError
from extractor.evaluate import load_gold
from extractor.evaluate.baseline import Run
from extractor.evaluate.report.page import page
from extractor.evaluate.run import Wanted, run
from extractor.evaluate.seen import Cards, Learning, read_cards

MARKED = """+++
id = "{name}"
province = "甘肃"
unit_kind = "水务局"
year = 2021
by_hand = {by_hand}
+++
2021年度收入总计{{{{360.44万元|revenue.total}}}}，支出总计{{{{{value}万元|expenditure.total}}}}。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    for name, by_hand, value in (("a", "true", "1"), ("b", "true", "2"), ("c", "false", "3")):
        path = folder / "dev" / f"{name}.mark"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = MARKED.format(name=name, by_hand=by_hand, value=value)
        path.write_text(text, encoding="utf-8")
    write(folder)
    return folder


def models(folder: Path, *documents: str, curve: object = None) -> Path:
    folder.mkdir(exist_ok=True)
    card = {"name": "roles", "documents": documents, "scores": {"learning_curve": curve}}
    (folder / "roles.json").write_text(json.dumps(card), encoding="utf-8")
    (folder / "notes.json").write_text("[]", encoding="utf-8")  # no card, passed over
    return folder


@pytest.mark.parametrize(
    ("only", "headline", "apart"),
    [(None, "ab", "c"), ("hand", "ab", ""), ("composed", "c", ""), ("all", "abc", "")],
)
def test_composed_documents_are_apart(
    corpus: Path, tmp_path: Path, only: str | None, headline: str, apart: str
) -> None:
    outcome, _ = run(Wanted(corpus, only=only, models=(models(tmp_path / "m"),)))
    assert [each.gold.name for each in outcome.report.documents] == list(headline)
    composed = outcome.composed.documents if outcome.composed else ()
    assert [each.gold.name for each in composed] == list(apart)


def test_a_file_is_one_set(corpus: Path, tmp_path: Path) -> None:
    lines = [path.read_text(encoding="utf-8") for path in (corpus / "dev").glob("*.gold.jsonl")]
    gold = tmp_path / "all.jsonl"
    gold.write_text("".join(lines), encoding="utf-8")
    outcome, _ = run(Wanted(gold, gold, models=(tmp_path,)))
    assert len(outcome.report.documents) == 3
    assert outcome.report.scores["total", "slots"].f1 == 1.0
    with pytest.raises(ExtractorError, match="no document of --only composed"):
        run(Wanted(gold, gold, only="composed", models=(tmp_path,)))


def test_what_the_models_have_seen_is_refused(corpus: Path, tmp_path: Path) -> None:
    first = load_gold(corpus)[0]
    cards = models(tmp_path / "m", first.sha256 or "", "0" * 64)
    with pytest.raises(ExtractorError, match=r"trained on 1 of 3 documents \(a") as caught:
        run(Wanted(corpus, models=(cards,)))
    assert "--seen" in caught.value.message
    outcome, _ = run(Wanted(corpus, allow_seen=True, models=(cards,)))
    assert "trained on 1 of 3 documents" in outcome.notes[0]
    assert outcome.trained_on == 2
    # what is left out by --only need not be unseen
    run(Wanted(corpus, only="composed", models=(cards,)))


def test_second_annotations_are_told_beside_the_scores(corpus: Path, tmp_path: Path) -> None:
    second = corpus / "second"
    second.mkdir()
    text = MARKED.format(name="b", by_hand="true", value="2")
    (second / "b.mark").write_text(text, encoding="utf-8")
    for gold in (corpus, corpus / "dev"):
        outcome, warnings = run(Wanted(gold, models=(tmp_path,)))
        assert outcome.agreement is not None
        assert outcome.agreement.documents == 1
        assert outcome.agreement.rows[0].linked == 1.0
        assert warnings == []
    (second / "b.mark").write_text(text + "甲", encoding="utf-8")
    outcome, warnings = run(Wanted(corpus, models=(tmp_path,)))
    assert outcome.agreement is None
    assert "different texts" in warnings[0]


def test_gates_on_a_baseline_need_one(corpus: Path) -> None:
    for option in (["--fail-on-regression"], ["--max-drop", "linked=0.1"]):
        result = CliRunner().invoke(command, [str(corpus), *option])
        assert isinstance(result.exception, ExtractorError)
        assert "--baseline" in result.exception.message


def test_a_baseline_from_end_to_end(corpus: Path, tmp_path: Path) -> None:
    stored = tmp_path / "run.json"
    common = [str(corpus / "dev"), "--bootstrap", "50"]
    result = CliRunner().invoke(command, [*common, "--format", "json", "-o", str(stored)])
    assert result.exit_code == 0, result.output
    gates = ["--baseline", str(stored), "--max-drop", "*.linked=0", "--fail-on-regression"]
    out = tmp_path / "page.html"
    result = CliRunner().invoke(command, [*common, *gates, "--html", str(out), "--by", "doc"])
    assert result.exit_code == 0, result.output
    assert "pass --max-drop" in result.output
    assert "composed documents (1), apart" in result.output
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_learning_curve_is_of_runs_or_cards_or_absent(corpus: Path, tmp_path: Path) -> None:
    outcome, _ = run(Wanted(corpus, models=(tmp_path,)))
    assert "cards hold no curve" in page(outcome, (), Cards(frozenset(), {}))
    earlier = msgspec.convert(
        {"documents": [{"doc": "a", "counts": {}}], "schema_version": "1", "trained_on": 7,
         "scores": {"total": {"linked": {"f1": 0.25}}}},
        Run,
    )  # fmt: skip
    assert "7 documents, 0.250" in page(outcome, [earlier], Cards(frozenset(), {}))
    points = [{"documents": 5, "value": 0.5}, {"documents": 9, "value": 0.7, "low": 0.6,
              "high": 0.8}]  # fmt: skip
    cards = read_cards([tmp_path / "nil", models(tmp_path / "m", curve=points)])
    assert cards.curves["roles"][1] == Learning(9, 0.7, 0.6, 0.8)
    assert "9 documents, 0.700" in page(outcome, (), cards)
    assert read_cards([models(tmp_path / "m", curve="spoilt")]).curves == {}
