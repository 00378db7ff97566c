"""The command: formats, the bar, the file of errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli.evaluate import command
from extractor.errors import ExtractorError
from extractor.evaluate.gate import parse_bar

FACT = {
    "text_sha256": "0", "kind": "money", "field": "revenue.total", "role": "actual",
    "period": "2023", "value": "30000", "evidence": [{"role": "value", "start": 2, "end": 5}],
}  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    gold = [{"doc": doc, **FACT} for doc in ("gs_a", "sn_b")]
    predicted = [gold[0], gold[1] | {"value": "3"}]
    for name, lines in (("gold", gold), ("predicted", predicted)):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return [str(tmp_path / "gold.jsonl"), str(tmp_path / "predicted.jsonl")]


def test_table(files: list[str]) -> None:
    result = CliRunner().invoke(command, files)
    assert result.exit_code == 0
    assert "revenue.total" in result.output
    assert "0.500 0.500 0.500" in result.output
    assert "unit 1" in result.output
    assert "–" in result.output  # nothing to ground in: undefined, not 0


def test_markdown_by_province(files: list[str]) -> None:
    result = CliRunner().invoke(command, [*files, "--format", "markdown", "--by", "province"])
    assert "| gs | 1 | 1 |" in result.output
    assert "revenue.total" not in result.output


def test_json(files: list[str], tmp_path: Path) -> None:
    out, told = tmp_path / "scores.json", tmp_path / "errors.jsonl"
    more = ["--format", "json", "-o", str(out), "--errors", str(told), "--bootstrap", "100"]
    assert CliRunner().invoke(command, [*files, *more]).exit_code == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    linked = report["scores"]["total"]["linked"]
    assert (linked["precision"], linked["recall"], linked["f1"]) == (0.5, 0.5, 0.5)
    assert linked["f1_ci"] == [0.0, 1.0]
    assert report["documents"][1]["counts"]["total"]["valued"] == [0, 1, 0, 1]
    (error,) = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    assert (error["bucket"], error["doc"]) == ("unit", "sn_b")


@pytest.mark.parametrize(
    ("bar", "code"),
    [
        ("linked.f1=0.5", 0),
        ("linked=0.51", 1),
        ("bounded.precision=1", 0),
        ("money.valued.recall=0.6", 1),
        ("revenue.total.found.f1=1", 0),
        ("revenue.*.valued.p=0.6", 1),
        ("total.found.f1=1", 0),
        ("province:gs.linked=1", 0),
    ],
)
def test_fail_under(files: list[str], bar: str, code: int) -> None:
    assert CliRunner().invoke(command, [*files, "--fail-under", bar]).exit_code == code


@pytest.mark.parametrize(
    "bar", ["linked", "linked=high", "beauty=1", "f1=0.5", "=1", "nil.linked=0"]
)
def test_bad_bars(files: list[str], bar: str) -> None:
    result = CliRunner().invoke(command, [*files, "--fail-under", bar])
    assert isinstance(result.exception, ExtractorError)
    assert result.exception.code == "EX501"


def test_a_bar_names_a_row_with_dots() -> None:
    bar = parse_bar("staffing.actual.linked=0.9")
    assert (bar.rows, bar.metric, bar.stat) == ("staffing.actual", "linked", "f1")
