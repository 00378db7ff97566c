"""``extractor check`` and ``explain`` by their commands: exit codes, what is told where."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.pipeline import recheck
from extractor.record import from_json
from tests.commands import run

WRONG = "一、收支\n2022年度收入总计120.00万元，与上年相比增加20.00万元，增长0.20%。\n"
RIGHT = "一、收支\n2022年度收入总计120.00万元，与上年相比增加20.00万元，增长20.00%。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a document that errs, and one that does not."""
    monkeypatch.chdir(tmp_path)
    Path("wrong.txt").write_text(WRONG, "utf-8")
    Path("right.txt").write_text(RIGHT, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "found"),
    [
        (["wrong.txt"], 1, True),
        (["right.txt"], 0, False),
        (["wrong.txt", "--select", "FA301"], 0, False),
        (["wrong.txt", "--select", "FA2,sum"], 1, True),
        (["wrong.txt", "--ignore", "change"], 0, False),
        (["wrong.txt", "--select", "fa2"], 1, True),
        (["wrong.txt", "--select", "增减", "--ignore", "fa201"], 0, False),
        (["wrong.txt", "--select", "sum", "--select", "FA201"], 1, True),
        (["wrong.txt", "--severity", "error"], 1, True),
        (["wrong.txt", "--config", "light.toml"], 0, True),
        (["wrong.txt", "--config", "light.toml", "--severity", "warning"], 0, False),
        (["wrong.txt", "right.txt"], 1, True),
        (["no.txt", "right.txt"], 2, False),
        (["no.txt", "wrong.txt"], 2, True),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_exit_codes_in_every_format(
    arguments: list[str], code: int, found: bool, form: str
) -> None:
    Path("light.toml").write_text("[check.severity]\nFA201 = 'info'\n", "utf-8")
    status, out, err = run("check", *arguments, "--format", form)
    assert status == code
    if form == "sarif":
        out = json.dumps(json.loads(out)["runs"][0]["results"])
    assert ("FA201" in out) is found
    assert err.count("\n") == 0
    assert err.startswith("error: EX101 no.txt") is ("no.txt" in arguments)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["wrong.txt", "--select", "FA999"], "EX501 --select FA999"),
        (["wrong.txt", "--format", "xml"], "EX501"),
        (["wrong.txt", "--config", "no.toml"], "EX503 no.toml"),
        (["wrong.txt", "--lang", "fr"], "EX501"),
        ([], "EX501"),
        (["broken.json"], "EX301 broken.json"),
        (["wrong.txt", "-o", "no/such/folder"], "EX501"),
    ],
)
def test_bad_usage_is_told_in_one_line(arguments: list[str], names: str) -> None:
    Path("broken.json").write_text('{"source": 3}', "utf-8")
    status, out, err = run("check", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: {names}")
    assert "\n" not in err


def test_settings_of_the_folder_count() -> None:
    Path("extractor.toml").write_text("[check]\nignore = ['FA201']\n", "utf-8")
    assert run("check", "wrong.txt")[0] == 0
    assert run("check", "wrong.txt", "--ignore", "FA301")[0] == 1
    Path("extractor.toml").write_text("[check]\nignored = ['FA201']\n", "utf-8")
    status, out, err = run("check", "wrong.txt")
    assert (status, out) == (2, "")
    assert "extractor.toml" in err
    assert "ignored" in err


def test_checks_of_users_are_shown_like_others() -> None:
    Path("own.toml").write_text(
        "[[check.custom]]\ncode = 'X1'\ntitle = '收入不过百万'\n"
        "expression = 'revenue.total <= 1000000'\nseverity = 'warning'\n",
        "utf-8",
    )
    status, out, _ = run("check", "right.txt", "--config", "own.toml")
    assert status == 0
    assert "警告 X1 收入不过百万" in out
    told = json.loads(run("check", "right.txt", "--config", "own.toml", "--format", "sarif")[1])
    assert told["runs"][0]["tool"]["driver"]["rules"][-1]["id"] == "X1"
    assert "收入不过百万" in run("explain", "X1", "--config", "own.toml")[1]


@pytest.mark.parametrize("with_text", [True, False])
@pytest.mark.parametrize("name", ["records.json", "records.jsonl"])
def test_saved_records(with_text: bool, name: str) -> None:
    form = name.rpartition(".")[2]
    more = ["--with-text"] if with_text else []
    run("extract", "wrong.txt", "right.txt", "-o", name, "--format", form, *more)
    status, out, _ = run("check", name, "--format", "json")
    assert status == 1
    first, second = json.loads(out)
    assert (first["file"], first["record"], second["file"]) == ("wrong.txt", name, "right.txt")
    direct = json.loads(run("check", "wrong.txt", "--format", "json")[1])
    assert first["findings"] == direct[0]["findings"]
    assert second["findings"] == []
    assert run("check", name, "--ignore", "FA201")[0] == 0
    assert ("2:37" in run("check", name)[1]) is with_text
    # a check of the user's own needs the text
    Path("own.toml").write_text(
        "[[check.custom]]\ncode = 'X1'\nexpression = 'revenue.total <= 1000000'\n", "utf-8"
    )
    told = run("check", name, "--config", "own.toml", "--unchecked", "--lang", "en")[1]
    assert ("error X1" in told) is with_text
    assert ("missing: the text" in told) is not with_text


def test_a_text_changed_behind_its_record_is_told() -> None:
    run("extract", "wrong.txt", "-o", "one.json", "--with-text")
    record = json.loads(Path("one.json").read_text("utf-8"))
    record["text"] = "改过" + record["text"]
    Path("one.json").write_text(json.dumps(record), "utf-8")
    status, out, err = run("check", "one.json", "right.txt")
    assert status == 2
    assert err.startswith("error: EX302")
    assert "right.txt" in out


def test_records_without_text_are_not_compared() -> None:
    run("extract", "wrong.txt", "-o", "one.json")
    run("extract", "right.txt", "-o", "two.json", "--with-text")
    status, out, err = run("check", "--across", "two.json", "one.json")
    assert (status, out) == (2, "")
    assert err.startswith("error: EX501 one.json (wrong.txt): a record without its text")
    record = from_json(Path("one.json").read_bytes())
    with pytest.raises(ExtractorError, match=r"EX501 wrong\.txt: the record holds no text"):
        recheck(record)


@pytest.mark.parametrize("words", [["check", "right.txt"], ["extract", "right.txt"], ["explain"]])
@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
def test_output_that_cannot_be_written(words: list[str], where: str) -> None:
    if "full" in where and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    line = shlex.join([sys.executable, "-m", "extractor", *words])
    done = subprocess.run(f"{line} {where}", shell=True, capture_output=True, text=True)
    assert done.returncode == 2
    told = [each for each in done.stderr.splitlines() if not each.startswith("warning: ")]
    assert len(told) == 1
    assert told[0].startswith("error: EX501 cannot write standard output: ")


def test_older_records_are_read_and_broken_ones_refused() -> None:
    run("extract", "wrong.txt", "-o", "one.json")
    record = json.loads(Path("one.json").read_text("utf-8"))
    old = {"message": "增幅有误", "severity": "error", "expected": 20, "new_key": 1}
    record["findings"] = [old]
    Path("one.json").write_text(json.dumps(record), "utf-8")
    status, out, _ = run("check", "one.json")
    assert status == 1
    assert "增幅有误" in out
    for broken in ({}, {"message": "甲", "severity": "bad"}, {"message": "甲", "spans": [{}]}, 3):
        record["findings"] = [broken]
        Path("one.json").write_text(json.dumps(record), "utf-8")
        status, out, err = run("check", "one.json")
        assert (status, out) == (2, "")
        assert err.startswith("error: EX301 one.json")
        assert "\n" not in err


def test_results_go_to_a_file() -> None:
    status, out, _ = run("check", "wrong.txt", "-o", "found.txt")
    assert (status, out) == (1, "")
    assert "FA201" in Path("found.txt").read_text("utf-8")


def test_the_summary_tells_the_gravest_findings_in_a_line_each() -> None:
    _, out, _ = run("extract", "wrong.txt", "--format", "text")
    assert "! 核对发现 1 条：错误 1" in out
    assert "  错误  FA201  收入总计变动幅度印作0.20%" in out
    assert "not checkable" not in out
    assert "未能核对" in out
    assert "核对发现" not in run("extract", "right.txt", "--format", "text")[1]


def test_extract_tells_unchecked_rules_in_one_line() -> None:
    _, out, err = run("extract", "wrong.txt")
    warnings = json.loads(out)["warnings"]
    assert sum(each.startswith("not checkable: ") for each in warnings) > 1
    assert err.count("wrong.txt") == 1
    assert "not checkable" not in err


@pytest.mark.parametrize("with_text", [True, False])
def test_saved_records_load_nothing_heavy(with_text: bool) -> None:
    run("extract", "wrong.txt", "-o", "one.json", *(["--with-text"] if with_text else []))
    script = (
        "import sys\nfrom extractor.cli import main\n"
        "try: main(['check', 'one.json', '-o', 'found.txt'])\nexcept SystemExit: pass\n"
        "print(*{'spacy', 'jieba', 'rjieba', 'sklearn', 'scipy', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
    assert "FA201" in Path("found.txt").read_text("utf-8")


# -- explain -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["FA201", "fa201", "rate-of-change"])
def test_explain_a_rule(name: str) -> None:
    status, out, _ = run("explain", name)
    assert status == 0
    assert out.startswith("FA201  变动幅度与金额不符\n")
    assert "^^^^" in out
    assert run("explain", name, "--lang", "en")[1].startswith("FA201  A rate of change")


def test_explain_lists_rules_by_family() -> None:
    _, out, _ = run("explain", "--lang", "en")
    assert out.index("change change") < out.index("  FA201  error")
    _, only, _ = run("explain", "change", "--lang", "en")
    assert only in out
    assert only == run("explain", "FA20", "--lang", "en")[1]


def test_explain_an_unknown_rule() -> None:
    status, out, err = run("explain", "FA2001")
    assert (status, out) == (2, "")
    assert err.startswith("error: EX501 no check FA2001; near it: FA201")
    assert run("explain", "XYZ")[2] == "error: EX501 no check XYZ; see: extractor explain"
    assert run("explain", "FA201", "--markdown")[0] == 2


def test_the_page_of_the_catalogue() -> None:
    _, out, _ = run("explain", "--markdown")
    assert out.startswith("# Checks\n")
