"""The corpus of this project is sound, and what validation finds in others."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.annotate.corpus import crossing, read_corpus, split, validate
from extractor.annotate.markup import write
from extractor.annotate.stats import GROUPS, contents
from extractor.cli.corpus import command

CORPUS = Path(__file__).parents[2] / "corpus"
HEAD = '+++\nid = "{}"\nprovince = "甘肃"\nunit_kind = "水务局"\nyear = 2021\nby_hand = true\n+++\n'
PROSE = "".join(chr(0x4E00 + i) for i in range(300))


def make(folder: Path, name: str, prose: str) -> None:
    body = f"{{{{一、情况|section 1}}}}\n{{{{{prose}|performance achievement}}}}\n"
    (folder / f"{name}.mark").write_text(HEAD.format(name) + body, encoding="utf-8")


@pytest.mark.skipif(not list(CORPUS.rglob("*.mark")), reason="no corpus here")
def test_the_corpus_is_sound_and_compiled() -> None:
    _, faults = validate(CORPUS)
    assert [str(fault) for fault in faults] == []


def test_shared_narratives_are_found(tmp_path: Path) -> None:
    make(tmp_path, "a", PROSE[:200])
    make(tmp_path, "b", PROSE[100:])
    make(tmp_path, "c", PROSE[::-1])
    write(tmp_path)
    _, faults = validate(tmp_path)
    assert len(faults) == 1
    assert "a.mark: shares 47% of its narratives" in str(faults[0])


def test_files_out_of_sync_are_found(tmp_path: Path) -> None:
    make(tmp_path, "a", PROSE[:20])
    assert len(validate(tmp_path)[1]) == 2  # both files are missing
    write(tmp_path)
    assert validate(tmp_path)[1] == []
    (tmp_path / "a.txt").write_text("别的", encoding="utf-8")
    assert [fault.path.name for fault in validate(tmp_path)[1]] == ["a.txt"]


def test_second_annotations_are_apart(tmp_path: Path) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "second").mkdir()
    make(tmp_path / "dev", "a", PROSE[:20])
    make(tmp_path / "second", "a", PROSE[:20])
    assert write(tmp_path)[0] == 1
    assert not list((tmp_path / "second").glob("*.txt"))
    assert len(read_corpus(tmp_path)[0]) == 1
    assert validate(tmp_path) == (1, [])
    assert write(tmp_path / "second")[0] == 1  # named itself, it is compiled
    make(tmp_path / "second", "a", PROSE[1:20])
    make(tmp_path / "second", "b", PROSE[:20])
    causes = [fault.cause for fault in validate(tmp_path)[1]]
    assert len(causes) == 2
    assert causes[0].startswith("not the text of the first annotation at line 2")
    assert causes[1] == "no document 'b' has been annotated first"


def test_provinces_are_in_one_split(tmp_path: Path) -> None:
    for number, name in enumerate(("train", "dev")):
        (tmp_path / name / "composed").mkdir(parents=True)
        make(tmp_path / name / "composed", f"{number}", PROSE[number * 40 : number * 40 + 30])
    write(tmp_path)
    assert [each.cause.split(" at ")[0] for each in validate(tmp_path)[1]] == [
        "province 甘肃 is in train here, in dev"
    ]


def test_provinces_of_findings_keep_to_their_split(tmp_path: Path) -> None:
    for number, folder in enumerate(("train", "findings/dev")):
        (tmp_path / folder).mkdir(parents=True)
        make(tmp_path / folder, f"{number}", PROSE[number * 40 : number * 40 + 30])
    write(tmp_path)
    assert [each.cause.split(" at ")[0] for each in validate(tmp_path)[1]] == [
        "province 甘肃 is in train here, in dev"
    ]
    documents, _ = read_corpus(tmp_path)
    assert [*contents(documents).groups["split"]] == ["findings/dev", "train", "total"]
    run = CliRunner().invoke
    assert run(command, ["split", str(tmp_path), "--share", "aside=1", "--move"]).exit_code == 0
    assert (tmp_path / "findings" / "aside" / "1.mark").exists()


def test_contents_are_counted(tmp_path: Path) -> None:
    make(tmp_path, "a", PROSE[:20])
    make(tmp_path, "b", PROSE[20:50])
    documents, _ = read_corpus(tmp_path)
    told = contents(documents, [tmp_path / "second" / "a.mark"])
    assert {by: tallies["total"].documents for by, tallies in told.groups.items()} == dict.fromkeys(
        GROUPS, 2
    )
    assert told.facts == {"performance": {"performance": 2}}
    assert told.roles == {"performance achievement": 2}
    assert told.narrative is not None
    assert (told.narrative.shortest, told.narrative.longest, told.narrative.total) == (20, 30, 50)
    assert told.lengths["by hand"].total == sum(len(each.text) for each in documents.values())
    assert told.twice == ("a",)


def test_composed_documents_may_share_narratives(tmp_path: Path) -> None:
    for name in "ab":
        make(tmp_path, name, PROSE)
        path = tmp_path / f"{name}.mark"
        path.write_text(path.read_text("utf-8").replace("true", "false"), encoding="utf-8")
    write(tmp_path)
    assert validate(tmp_path)[1] == []


def test_crossing_spans() -> None:
    assert list(crossing([(0, 5), (1, 2), (2, 5), (5, 9), (0, 5)], "abcdefghi")) == []
    assert len(list(crossing([(0, 3), (2, 5)], "abcdefghi"))) == 1


def test_split_keeps_akin_documents_together(tmp_path: Path) -> None:
    for name in "abcd":
        make(tmp_path, name, PROSE[:20])
    documents, _ = read_corpus(tmp_path)
    assigned = split(documents, {"train": 3, "dev": 1})
    assert set(assigned) == set(documents)
    assert len(set(assigned.values())) == 1  # one province, one kind of unit
    assert assigned == split(dict(reversed(documents.items())), {"train": 3, "dev": 1})


def test_commands(tmp_path: Path) -> None:
    make(tmp_path, "a", PROSE[:20])
    run = CliRunner().invoke
    assert run(command, ["compile", str(tmp_path)]).exit_code == 0
    assert run(command, ["validate", str(tmp_path)]).exit_code == 0
    counted = run(command, ["stats", str(tmp_path), "--by", "province"])
    assert "甘肃" in counted.output
    whole = run(command, ["stats", str(tmp_path)])
    assert "performance achievement" in whole.output
    assert '"families"' in run(command, ["stats", str(tmp_path), "--format", "json"]).output
    assert run(command, ["split", str(tmp_path), "--share", "dev=1", "--move"]).exit_code == 0
    assert sorted(each.name for each in (tmp_path / "dev").iterdir()) == [
        "a.gold.jsonl", "a.mark", "a.txt",
    ]  # fmt: skip
    make(tmp_path, "b", PROSE[:20].replace(PROSE[0], "}}"))
    assert run(command, ["validate", str(tmp_path)]).exit_code == 1


def test_gold_without_mark_up_is_checked(tmp_path: Path) -> None:
    make(tmp_path, "a", PROSE[:20])
    write(tmp_path)
    gold = (tmp_path / "a.gold.jsonl").read_text(encoding="utf-8").replace('"a"', '"b"')
    (tmp_path / "b.gold.jsonl").write_text(gold, encoding="utf-8")
    run = CliRunner().invoke
    told = run(command, ["validate", str(tmp_path)])
    assert (told.exit_code, "2 documents, 0 faults" in told.output) == (0, True)
    (tmp_path / "b.txt").write_text("别的", encoding="utf-8")
    told = run(command, ["validate", str(tmp_path)])
    assert (told.exit_code, "text_sha256" in told.output) == (1, True)
    (tmp_path / "b.gold.jsonl").write_text("{}", encoding="utf-8")
    assert run(command, ["validate", str(tmp_path)]).exit_code == 1


def test_what_marks_only_contradictions_is_not_trained_on(tmp_path: Path) -> None:
    from extractor.train.train import read_splits

    for name in "abc":
        make(tmp_path, name, PROSE[:20])
    path = tmp_path / "c.mark"
    text = path.read_text("utf-8").replace("by_hand", 'marks = ["findings"]\nby_hand')
    path.write_text(text, encoding="utf-8")
    train, _ = read_splits(tmp_path)
    assert [each.front.id for each in train] == ["a", "b"]
