"""``verify``, ``view`` and the summary by their commands: exit codes and what is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.cli import main
from extractor.cli.summary import summary
from extractor.fact import Evidence, Fact
from extractor.record import Record, SourceInfo
from extractor.source import read

TEXT = (
    "某县水利局2023年度部门决算\n收入总计1,360.44万元，比上年减少0.5元，下降1%。\n"
    "机关运行经费预算6万元，支出5.125万元。\n固定资产249285。本年度无会议费支出。\n人员编制9人。\n"
)


def fact(field: str, kind: str, value: str, quote: str, **more: Any) -> Fact:
    start = TEXT.index(quote)
    place = Evidence("value", start, start + len(quote), quote)
    return Fact(field=field, kind=kind, value=value, evidence=(place,), **more)


CNY = {"unit": "CNY", "period": "2023"}
FACTS = (
    fact("document.org_name", "document", "某县水利局", "某县水利局"),
    fact("document.fiscal_year", "document", "2023", "2023"),
    fact("document.doc_type", "document", "部门决算", "部门决算"),
    fact("revenue.total", "money", "13604400", "1,360.44万元", role="actual", **CNY),
    fact(
        "revenue.total", "money", "0.5", "0.5元", role="change", direction="decrease",
        extra={"base": "prior_year"}, **CNY,
    ),
    fact("revenue.total", "ratio", "1", "1%", role="change", direction="decrease"),
    fact("operating_cost", "money", "60000", "6万元", role="budget", **CNY),
    fact("operating_cost", "money", "51250", "5.125万元", role="actual", **CNY),
    fact("training", "money", "249285", "249285", role="actual", period="2023"),
    fact("meeting", "money", "0", "无会议费支出", role="actual", implied=True, **CNY),
    fact("staffing.establishment", "staffing", "9", "9人", unit="person", category="total"),
)  # fmt: skip


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def record_of(source: Path, *facts: Fact, text: str | None = None) -> Record:
    own = read(source)
    info = SourceInfo(own.name, own.sha256, own.media_type, None, len(own.text), own.reader)
    return Record(info, facts=facts, text=text)


def save(path: Path, *records: Record) -> Path:
    path.write_text("".join(each.to_json() + "\n" for each in records), encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(each) for each in arguments])
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_verify_tells_what_reproduces(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = save(source.with_suffix(".json"), record_of(source, *FACTS))
    assert run("verify", result, source) == 0
    assert capsys.readouterr().out == "11 facts, 11 quotes, all reproduce\n"


def test_verify_stops_at_the_first(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = fact("revenue.total", "money", "1", "1,360.44万元", id="f2", unit="CNY")
    result = save(source.with_suffix(".json"), record_of(source, FACTS[0], wrong, wrong))
    assert run("verify", result, source) == 1
    out, err = capsys.readouterr()
    assert out == "f2 revenue.total value: expected 1, found 13604400 at 2:5\n"
    assert err == ""


def test_verify_takes_the_record_of_the_source(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_text("别的", encoding="utf-8")
    records = (record_of(other), record_of(source, *FACTS))
    assert run("verify", save(tmp_path / "r.jsonl", *records), source) == 0
    array = tmp_path / "r.json"
    array.write_text("[" + ",".join(each.to_json(indent=2) for each in records) + "]", "utf-8")
    assert run("verify", array, source) == 0
    third = tmp_path / "c.txt"
    third.write_text("没有记录", encoding="utf-8")
    assert run("verify", array, third) == 2


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "[1]", "nonsense", '{"source": 1}', "\x00\x01", "[" * 100_000, '{"a":' * 9999],
)
def test_what_is_no_record_is_told_in_one_line(
    content: str, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(content, encoding="utf-8")
    for arguments in (("verify", bad, source), ("view", bad)):
        assert run(*arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("error: EX")
        assert err.count("\n") == 1


def test_missing_files(source: Path, tmp_path: Path) -> None:
    result = save(tmp_path / "r.json", record_of(source))
    assert run("verify", tmp_path / "none", source) == 2
    assert run("verify", result, tmp_path / "none") == 2
    assert run("verify", tmp_path, source) == 2


def test_a_source_that_changed(source: Path, tmp_path: Path) -> None:
    result = save(tmp_path / "r.json", record_of(source, *FACTS))
    source.write_text(TEXT + "。", encoding="utf-8")
    assert run("verify", result, source) == 2
    assert run("view", result, "--source", source) == 2


def test_view_writes_a_page(source: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    bare = save(tmp_path / "bare.json", record_of(source, *FACTS))
    assert run("view", bare, "-o", page) == 2
    assert not page.exists()
    assert run("view", bare, "--source", source, "-o", page) == 0
    with_text = save(tmp_path / "text.json", record_of(source, *FACTS, text=TEXT))
    other = tmp_path / "other.html"
    assert run("view", with_text, "-o", other) == 0
    assert page.read_text("utf-8") == other.read_text("utf-8")


def test_view_of_several_needs_a_choice(source: Path, tmp_path: Path) -> None:
    record = record_of(source, *FACTS, text=TEXT)
    several = save(tmp_path / "r.jsonl", record, record_of(source))
    assert run("view", several, "-o", tmp_path / "p.html") == 2
    assert run("view", several, "--name", "b.txt", "-o", tmp_path / "p.html") == 2
    assert run("view", several, "--source", source, "-o", tmp_path / "p.html") == 0


def test_start_up_is_light(source: Path, tmp_path: Path) -> None:
    """verify and view load none of the heavy libraries."""
    result = save(tmp_path / "r.json", record_of(source, *FACTS, text=TEXT))
    code = (
        "import sys, json\nfrom extractor.cli import main\n"
        "for call in json.loads(sys.argv[1]):\n"
        "    try:\n        main(call)\n"
        "    except SystemExit as stop:\n        assert stop.code == 0\n"
        "print(sorted({'spacy', 'jieba', 'sklearn', 'scipy', 'pandas'} & set(sys.modules)))"
    )
    page = tmp_path / "p.html"
    calls = [["verify", str(result), str(source)], ["view", str(result), "-o", str(page)]]
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(calls)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


# -- the summary ---------------------------------------------------------------------------


def test_summary_tells_the_account(source: Path) -> None:
    told = summary(record_of(source, *FACTS), width=80, colour=False)
    lines = told.splitlines()
    assert lines[0] == "某县水利局 · 2023 年度 · 部门决算   a.txt"
    row = next(line for line in lines if line.startswith("收入总计"))
    assert "1,360.44" in row
    assert row.endswith("↓ 0.00005（1%）")
    cost = next(line for line in lines if line.startswith("机关运行经费"))
    assert cost.split() == ["机关运行经费", "6.00", "5.125"]
    assert any(line.split() == ["会议费", "无"] for line in lines)
    assert any(line.split() == ["人员编制", "9人"] for line in lines)
    assert "11 条字段 / 11 处引文" in told


def test_summary_does_not_scale_what_has_no_unit(source: Path) -> None:
    told = summary(record_of(source, *FACTS), width=80, colour=False)
    row = next(line for line in told.splitlines() if line.startswith("培训费"))
    assert row.split() == ["培训费", "249285（未写单位）"]


def test_summary_keeps_figures_whole_and_in_column(source: Path) -> None:
    from rich.cells import cell_len

    for width in (30, 48, 60, 200):
        lines = summary(record_of(source, *FACTS), width=width, colour=False).splitlines()
        points = {
            cell_len(line[: line.index(figure) + figure.index(".")])
            for line in lines
            for figure in ("1,360.44", "5.125")
            if figure in line
        }
        assert len(points) == 1, lines
        assert max(map(cell_len, lines)) <= max(width, 48)


def test_summary_is_plain_unless_asked(source: Path) -> None:
    record = record_of(source, *FACTS)
    assert "\x1b" not in summary(record)
    assert "\x1b[" in summary(record, colour=True)


def test_summary_of_nothing_and_of_control_characters(source: Path) -> None:
    assert "没有找到字段" in summary(record_of(source))
    evil = fact("document.org_name", "document", "\x1b[31m[bold]红\n\x07", "某县水利局")
    told = summary(record_of(source, evil), colour=False)
    assert "\x1b" not in told
    assert "[31m[bold]红" in told
