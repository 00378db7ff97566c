"""``corpus export``, ``corpus import`` and ``corpus suspects``, as they are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli import main

MARKED = Path(__file__).parents[2] / "corpus/dev/gd_town_2021.mark"


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(each) for each in arguments])
    return int(str(stopped.value.code))


@pytest.mark.parametrize("name", ["label-studio", "prodigy", "brat"])
def test_out_and_in(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, back = tmp_path / "out", tmp_path / "back"
    assert run("corpus", "export", MARKED, "--format", name, "-o", out) == 0
    assert run("corpus", "import", out, "--format", name, "-o", back) == 0
    assert "1 documents" in capsys.readouterr().err
    gold = back / "gd_town_2021.gold.jsonl"
    assert gold.read_bytes() == MARKED.with_suffix(".gold.jsonl").read_bytes()
    assert (
        gold.with_name("gd_town_2021.txt").read_bytes() == MARKED.with_suffix(".txt").read_bytes()
    )


def test_losses_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("corpus", "export", MARKED, "--format", "csv") == 0
    told = capsys.readouterr()
    assert told.out.startswith("\ufeffdoc,kind,field")
    assert [line for line in told.err.splitlines() if line.startswith("dropped: ")]


def test_offsets_in_utf_16(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "😀培训费支出3万元。"
    data = {"text": text, "entities": [], "spans": [
        {"start": 7, "end": 10, "label": "training", "text": "3万元"}]}  # fmt: skip
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(data), encoding="utf-8")
    back = tmp_path / "back"
    assert run("corpus", "import", file, "--format", "prodigy", "-o", back) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "EX301" in told
    assert "expected '3万元', found '万元。'" in told
    assert not back.exists()
    options = ("--format", "prodigy", "-o", back, "--repair-offsets")
    assert run("corpus", "import", file, *options) == 0
    assert "offsets mended: utf-16" in capsys.readouterr().err
    line = json.loads((back / "document1.gold.jsonl").read_text("utf-8"))
    assert (line["value"], line["evidence"][0]["start"]) == ("30000", 6)


def test_records_are_suggestions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record, out = tmp_path / "r.json", tmp_path / "tasks.json"
    document = MARKED.with_suffix(".txt")
    assert run("extract", document, "--with-text", "-o", record) == 0
    options = ("--format", "label-studio", "--as", "predictions", "-o", out)
    assert run("corpus", "export", record, *options) == 0
    (task,) = json.loads(out.read_text("utf-8"))
    assert "annotations" not in task
    assert 0 < task["predictions"][0]["score"] <= 1
    assert run("extract", document, "-o", record) == 0
    assert run("corpus", "export", record, *options) == 2
    assert "--with-text" in capsys.readouterr().err


def test_the_configuration_needs_no_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    from xml.etree import ElementTree

    from extractor.schema import fields

    assert run("corpus", "export", "--format", "label-studio-config") == 0
    tree = ElementTree.fromstring(capsys.readouterr().out)
    choices = {each.get("value") for each in tree.iter("Choice")}
    assert set(fields()) <= choices
    assert run("corpus", "export", "--format", "prodigy") == 2


def test_mark_up_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / MARKED.name).write_bytes(MARKED.read_bytes())
    assert run("corpus", "export", MARKED, "--format", "doccano", "-o", out) == 0
    assert run("corpus", "import", out, "--format", "doccano", "-o", tmp_path) == 2
    assert "as mark-up" in capsys.readouterr().err
    assert not (tmp_path / "gd_town_2021.txt").exists()


def test_suspects(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("corpus", "suspects", MARKED, "-n", "3", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) == 3
    assert [each["score"] for each in told] == sorted((e["score"] for e in told), reverse=True)
    assert run("corpus", "suspects", MARKED, "-n", "3") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert run("corpus", "suspects", MARKED, "--folds", "1") == 2


def test_every_format_can_be_named() -> None:
    from extractor.annotate.formats import FORMATS
    from extractor.annotate.formats.registry import OUT_ONLY
    from extractor.cli import corpus_export, corpus_import

    assert set(corpus_export._NAMES) == set(FORMATS)
    assert set(corpus_import._NAMES) == set(FORMATS) - set(OUT_ONLY)
