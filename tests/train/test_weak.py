"""Weak supervision: votes and their weights by worked examples, labels on documents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from extractor.annotate.diff import load
from extractor.cli.corpus import command
from extractor.link.passages import Passage
from extractor.train.weak import combine, describe, learn, learn_alone
from extractor.train.weak.sentences import FUNCTIONS
from extractor.train.weak.votes import ABSTAIN, gather, relabel, voters

GOLD = ["x", "y"] * 40


def made(right: float, seed: int) -> list[str | None]:
    """Votes that are right as often as told."""
    draw = np.random.default_rng(seed).random(len(GOLD))
    other = {"x": "y", "y": "x"}
    return [
        each if chance < right else other[each] for each, chance in zip(GOLD, draw, strict=True)
    ]


def test_table_of_votes() -> None:
    votes = gather(["a", "b", "c"], [["x", "x", None, "y"], ["x", "y", None, None], [None] * 4])
    rows = {row.name: row for row in describe(votes, ["x", "x", "y", "x"])}
    assert rows["a"][1:] == (0.75, 0.5, 0.25, 2 / 3)
    assert rows["b"][1:] == (0.5, 0.5, 0.25, 0.5)
    assert rows["c"][1:] == (0.0, 0.0, 0.0, None)
    assert describe(votes)[0].accuracy is None
    assert voters(votes, 0, "x") == ("a", "b")


def test_a_good_function_outvotes_two_poor_ones() -> None:
    columns = [made(0.95, 1), made(0.55, 2), made(0.55, 3)]
    votes = gather(["good", "poor", "worse"], columns)
    trust = learn(votes, GOLD)
    labels, sure = combine(votes, trust)
    assert labels == columns[0]
    assert all(0.5 <= each <= 1.0 for each in sure)


def test_a_copy_adds_little() -> None:
    """A function that repeats another does not make the vote surer than the one is."""
    first = made(0.8, 4)
    votes = gather(["one", "copy", "other"], [first, first, made(0.7, 5)])
    _, sure = combine(votes, learn(votes, GOLD))
    assert max(sure) < 0.95


def test_votes_are_trusted_as_they_agree_where_nothing_is_known() -> None:
    columns = [made(0.9, 6), made(0.85, 7), made(0.8, 8), made(0.5, 9)]
    votes = gather(list("abcd"), columns)
    trust = learn_alone(votes)
    mean = trust.precision.mean(axis=1)
    assert mean[3] < min(mean[:3])
    labels, _ = combine(votes, trust)
    right = np.mean([a == b for a, b in zip(labels, GOLD, strict=True)])
    assert right >= 0.9


def test_silence_and_unknown_labels() -> None:
    votes = gather(["a"], [["x", None, "z"]])
    moved = relabel(votes, ["x", "y"])
    assert moved.table.tolist() == [[0], [ABSTAIN], [ABSTAIN]]
    labels, sure = combine(moved, learn(moved, ["x", "x", "x"]))
    assert labels == ["x", None, None]
    assert sure[1:] == [0.0, 0.0]
    assert combine(gather(["a"], [[]]), learn_alone(gather(["a"], [[]]))) == ([], [])


#: function, what a sentence is like -> role
SENTENCES = [
    ("section", {"types": ("problems", "performance")}, "problem"),
    ("section", {"types": ("totals",)}, None),
    ("heading", {"title": "下一步改进措施"}, "measure"),
    ("heading", {}, None),
    ("label", {"label": "存在的问题"}, "problem"),
    ("form", {"text": "由于施工队伍迟到。"}, "cause"),
    ("form", {"text": "自评得分93分，等级为“优”。"}, "evaluation_result"),
    ("opening", {"text": "下一步，我们再看。"}, "measure"),
    ("words", {"text": "无。"}, None),
]


@pytest.mark.parametrize(("name", "told", "role"), SENTENCES)
def test_functions_of_sentences(name: str, told: dict[str, object], role: str | None) -> None:
    passage = Passage(**({"start": 0, "end": 1, "text": "某事。", "types": ()} | told))  # type: ignore[arg-type]
    assert FUNCTIONS[name](passage) == role


TEXT = (
    "2022年度栖霞县图书馆部门决算\n三、支出决算情况说明\n"
    "本年支出合计100万元，其中：基本支出55万元，占55%；项目支出45万元。\n"
    "十、预算绩效情况说明\n（一）存在的问题\n1.部分绩效指标设置不够细化，量化程度不高。\n"
    "2.借阅系统老旧，检索偏慢。\n（二）下一步改进措施\n1.下一步，把指标细化到科室。\n"
)


def test_command_writes_mark_up_that_compiles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    run = CliRunner().invoke
    told = run(command, ["label", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")])
    assert told.exit_code == 0, told.output
    assert "weighted vote" in told.output
    marked = load(tmp_path / "out" / "a.mark")["a"]
    assert marked.text == TEXT
    stated = {(each.kind, each.key, each.says.get("role")) for each in marked.entries}
    assert ("money", "expenditure.basic", "actual") in stated
    assert ("performance", "performance", "problem") in stated
    review = (tmp_path / "out" / "a.review.tsv").read_text(encoding="utf-8").splitlines()
    assert review[0].startswith("confidence\tstart\tend")
    sure = [float(line.split("\t")[0]) for line in review[1:]]
    assert sure == sorted(sure)
    assert any("\tvotes:" in line for line in review)
    told = run(command, ["label", str(tmp_path / "a.txt"), "--format", "jsonl", "-o",
                         str(tmp_path / "gold")])  # fmt: skip
    assert told.exit_code == 0, told.output
    assert any(each.key == "expenditure.project" for each in load(tmp_path / "gold")["a"].entries)


def test_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(
        command, ["label", str(tmp_path / "x" / "a.txt"), str(tmp_path / "y" / "a.txt")]
    )
    assert "two of the files are called a" in str(told.exception)
