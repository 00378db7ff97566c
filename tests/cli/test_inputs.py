"""Folders, patterns and archives on the command line: shapes, exit codes, what is told where."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.commands import run

WRONG = "一、收支\n2022年度收入总计120.00万元，与上年相比增加20.00万元，增长0.20%。\n"
RIGHT = "一、收支\n2022年度收入总计120.00万元，与上年相比增加20.00万元，增长20.00%。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in/deep").mkdir(parents=True)
    Path("in/wrong.txt").write_text(WRONG, "utf-8")
    Path("in/deep/right.txt").write_text(RIGHT, "utf-8")
    with zipfile.ZipFile("some.zip", "w") as archive:
        archive.writestr("附件/right.txt", RIGHT)
        archive.writestr("empty.txt", "")
        archive.writestr("wrong.txt", WRONG)


def names(out: str) -> list[str]:
    return [json.loads(line)["source"]["name"] for line in out.splitlines()]


def test_a_folder_gives_json_lines() -> None:
    code, out, _ = run("extract", "in")
    assert code == 0
    assert names(out) == ["right.txt", "wrong.txt"]


def test_one_document_of_a_folder_gives_a_line_too() -> None:
    assert run("extract", "in/deep", "--indent", 2)[1].count("\n") == 1
    assert run("extract", "in/wrong.txt", "--indent", 2)[1].count("\n") > 1
    assert run("extract", "in/*.txt", "--indent", 2)[1].count("\n") == 1


def test_members_of_archives_are_named_with_them() -> None:
    code, out, err = run("extract", "some.zip")
    assert code == 2
    assert names(out) == ["some.zip/附件/right.txt", "some.zip/wrong.txt"]
    assert [line for line in err.splitlines() if line.startswith("error")] == [
        "error: EX102 some.zip/empty.txt: the file is empty"
    ]


def test_errors_tell_the_whole_name() -> None:
    Path("in/deep/wrong.txt").write_bytes(b"")
    assert "error: EX102 in/deep/wrong.txt: " in run("extract", "in")[2]
    assert "error: EX102 in/deep/wrong.txt: " in run("check", "in")[2]


@pytest.mark.parametrize("pattern", ["nothing/*.pdf", "in/**/*.docx"])
def test_a_pattern_without_a_file(pattern: str) -> None:
    for command in ("extract", "check"):
        code, out, err = run(command, pattern)
        assert (code, out) == (2, "")
        assert err == f"error: EX101 {pattern}: matches no file"


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "text"])
def test_every_shape_takes_several(form: str) -> None:
    code, out, _ = run("extract", "in", "--format", form, "-o", "out")
    assert (code, out) == (0, "")
    written = Path("out").read_text("utf-8")
    assert "right.txt" in written
    assert "wrong.txt" in written
    if form == "json":
        assert len(json.loads(written)) == 2
    assert [each.name for each in Path().iterdir() if each.name.startswith(".")] == []


def test_an_array_of_one_is_none() -> None:
    assert json.loads(run("extract", "in/deep", "--format", "json")[1])["schema_version"]


def test_records_are_written_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.cli.output import Output

    pieces: list[str] = []
    monkeypatch.setattr(Output, "write", lambda _, content: pieces.append(content))
    run("extract", "in")
    assert len(pieces) == 2


def test_nothing_is_written_where_nothing_was_read() -> None:
    code, _, _ = run("extract", "nothing/*", "-o", "out.json")
    assert code == 2
    assert not Path("out.json").exists()


def test_check_takes_folders_and_archives() -> None:
    code, out, _ = run("check", "in", "--format", "json")
    assert code == 1
    assert "in/deep/right.txt" in out
    code, out, _ = run("check", "some.zip", "--lang", "en")
    assert code == 2
    assert "some.zip/wrong.txt:2" in out


def test_check_finds_saved_records_in_a_folder() -> None:
    run("extract", "in/wrong.txt", "--with-text", "-o", "saved/wrong.json")
    Path("saved").mkdir()
    assert run("extract", "in/wrong.txt", "--with-text", "-o", "saved/wrong.json")[0] == 0
    assert run("check", "saved")[0] == 1
    assert run("extract", "saved")[0] == 2


def test_limits_hold_for_archives() -> None:
    for command in ("extract", "check"):
        code, out, err = run(command, "some.zip", "--limit", "documents=1", "--format", "json")
        assert code == 2
        assert "附件/right.txt" in out
        assert "holds more than 1 documents" in err
