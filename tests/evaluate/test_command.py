"""The command: formats, the bar, the file of errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main
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


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nil.jsonl"], "EX301 nil.jsonl: No such file"),
        (["GOLD", "broken.jsonl"], "broken.jsonl:2: not JSON"),
        (["GOLD", "other.jsonl"], "EX303 gs_a: gold and prediction are of different texts"),
        (["empty.jsonl"], "EX301 empty.jsonl: no gold facts in it"),
        (["GOLD", "empty.jsonl"], "EX301 empty.jsonl: the file is empty"),
        (["GOLD", "GOLD", "--fail-under", "beauty=1"], "EX501 --fail-under beauty=1"),
        (["GOLD", "GOLD", "--max-drop", "beauty=1"], "EX501 --max-drop beauty=1"),
        (["GOLD", "GOLD", "--baseline", "broken.jsonl"], "EX301 broken.jsonl: not a run"),
        (["GOLD", "GOLD", "-o", "nil/out"], "EX501 cannot write nil/out"),
        (["GOLD", "GOLD", "--only", "most"], "EX501"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    files: list[str], tmp_path: Path, arguments: list[str], told: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    good = json.dumps({"doc": "gs_a", **FACT})
    Path("broken.jsonl").write_text(good + "\n{broken\n", encoding="utf-8")
    Path("other.jsonl").write_text(good.replace('"0"', '"1"', 1) + "\n", encoding="utf-8")
    Path("empty.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["evaluate", *(files[0] if each == "GOLD" else each for each in arguments)])
    assert caught.value.code == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


def test_every_format_and_group(files: list[str], tmp_path: Path) -> None:
    for form in ("table", "json", "markdown", "junit", "github"):
        summary = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
        result = CliRunner().invoke(command, [*files, "--format", form, "--by", "doc"], env=summary)
        assert result.exit_code == 0, result.output
        assert result.output
    assert "| sn_b |" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    bar = ["--fail-under", "doc:*.linked=0.5"]
    result = CliRunner().invoke(command, [*files, *bar])
    assert (result.exit_code, "doc:sn_b" in result.output) == (1, True)
