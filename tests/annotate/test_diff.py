"""Differences between versions: what is told, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotate.diff import Change, diff, load
from extractor.annotate.markup import write
from extractor.annotate.versions import carrier, same_parts
from extractor.cli.corpus import command
from extractor.errors import ExtractorError

HEAD = '+++\nid = "{}"\nprovince = "甘肃"\nunit_kind = "水务局"\nyear = 2021\n+++\n'
BODY = (
    "{{一、收入支出|section 1}}\n本年支出合计{{3万元|expenditure.current}}，"
    "比上年{{下降|finding direction error id=1 expected=增长}}"
    "{{5%|%expenditure.current change increase base=prior_year ; finding id=1 secondary}}。\n"
    "{{全年改造渠道{{12公里|quantity name=改造渠道}}。|performance achievement}}\n"
)


def make(path: Path, body: str = BODY, name: str = "a") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(name) + body, encoding="utf-8")
    return path


def changes(tmp_path: Path, old: str, new: str) -> list[Change]:
    one = make(tmp_path / "one" / "a.mark", BODY)
    other = make(tmp_path / "two" / "a.mark", BODY.replace(old, new))
    return diff(load(one), load(other))


#: what is replaced -> change, what, field, keys that changed
CASES = [
    ("改造渠道}}", "衬砌渠道}}", ["changed quantity  name"]),
    ("performance achievement", "performance target", ["changed performance  role"]),
    ("{{12公里|quantity name=改造渠道}}", "12公里", ["removed quantity  "]),
    ("本年支出合计{{3万元", "{{本年支出合计|section 2}}{{3万元", ["added section  "]),
    ("{{3万元|expenditure.current", "{{3万元|expenditure.total",
     ["changed money expenditure.total field"]),
    ("{{5%|%expenditure.current change", "{{5%|%expenditure.current 2020 change",
     ["changed ratio expenditure.current period"]),
    ("{{全年改造渠道", "全年{{改造渠道", ["changed performance  place"]),
    (" ; finding id=1 secondary", "", ["changed finding direction place"]),
    ("direction error", "direction warning", ["changed finding direction severity"]),
    ("3万元", "3.5万元", ["added text  text", "changed money expenditure.current value"]),
    ("本年支出", "本年度支出", ["added text  text"]),
    ("全年改造", "改造", ["removed text  text", "changed performance  value"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), CASES)
def test_changes_are_told_with_their_place(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    found = changes(tmp_path, old, new)
    shown = [f"{each.change} {each.what} {each.field} {','.join(each.keys)}" for each in found]
    assert shown == told
    text = load(tmp_path / "two")["a"].text
    assert text is not None
    for each in found:
        assert each.start is not None
        if each.change != "removed" and each.what != "text":
            assert text[each.start : each.end] == each.quote
            assert each.line == text.count("\n", 0, each.start) + 1


def test_mark_up_and_its_gold_do_not_differ(tmp_path: Path) -> None:
    path = make(tmp_path / "dev" / "a.mark")
    write(path)
    assert diff(load(path), load(path.with_name("a.gold.jsonl"))) == []


def test_documents_and_front_matter(tmp_path: Path) -> None:
    make(tmp_path / "one" / "a.mark")
    make(tmp_path / "one" / "b.mark", name="b")
    make(tmp_path / "two" / "a.mark").write_text(
        (HEAD.format("a") + BODY).replace("2021", "2022", 1), encoding="utf-8"
    )
    found = diff(load(tmp_path / "one"), load(tmp_path / "two"))
    front = next(each for each in found if each.what == "front")
    assert front.keys == {"year": (2021, 2022)}
    assert [(each.doc, each.change) for each in found if each.what == "document"] == [
        ("b", "removed")
    ]
    periods = [each.keys["period"] for each in found if "period" in each.keys]
    assert periods == [("2021", "2022")] * 3  # what bears no period has the document's year


def test_single_files_are_compared_whatever_they_are_called(tmp_path: Path) -> None:
    one = make(tmp_path / "a.mark")
    other = make(tmp_path / "b.mark", name="b")
    assert [each.what for each in diff(load(one), load(other))] == ["front"]


def test_bad_input(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="EX101"):
        load(tmp_path / "nil")
    with pytest.raises(ExtractorError, match="EX101"):
        load(tmp_path)
    bad = tmp_path / "a.gold.jsonl"
    for line in ('{"doc": 1', "{}", '{"doc": "a"}', '{"doc": "a", "kind": "money"}'):
        bad.write_text(line + "\n", encoding="utf-8")
        with pytest.raises(ExtractorError, match=r"EX301.*a\.gold\.jsonl"):
            load(bad)
    make(tmp_path / "x" / "a.mark")
    make(tmp_path / "x" / "y" / "a.mark")
    with pytest.raises(ExtractorError, match="document a is also in"):
        load(tmp_path / "x")
    texts = [
        f'{{"doc":"a","text_sha256":"{each}","kind":"section","start":0,"end":1}}' for each in "12"
    ]
    for name, text in zip("12", texts, strict=True):
        (tmp_path / f"{name}.jsonl").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ExtractorError, match="EX303"):
        diff(load(tmp_path / "1.jsonl"), load(tmp_path / "2.jsonl"))


def test_command(tmp_path: Path) -> None:
    one = str(make(tmp_path / "one" / "a.mark"))
    other = str(make(tmp_path / "two" / "a.mark", BODY.replace("achievement", "target")))
    run = CliRunner().invoke
    assert run(command, ["diff", one, one]).exit_code == 0
    told = run(command, ["diff", one, other])
    assert told.exit_code == 1
    assert told.stdout.startswith("a:3:")
    assert "~ performance [全年改造渠道12公里。] role: achievement → target" in told.stdout
    told = run(command, ["diff", one, other, "--format", "json"])
    assert json.loads(told.stdout)[0]["keys"] == {"role": ["achievement", "target"]}
    assert run(command, ["diff", one, other, "-q"]).stdout == ""


@given(st.text("甲乙\n", max_size=30), st.text("甲乙\n", max_size=30))
def test_offsets_are_carried_in_order(one: str, other: str) -> None:
    blocks = same_parts(one, other)
    assert all(one[a : a + size] == other[b : b + size] for a, b, size in blocks)
    carry = carrier(blocks)
    carried = [carry(i) for i in range(len(one) + 1)]
    assert carried == sorted(carried)
    assert all(0 <= each <= len(other) for each in carried)


@given(st.text("甲乙\n", max_size=30))
def test_equal_texts_are_carried_as_they_are(text: str) -> None:
    carry = carrier(same_parts(text, text))
    assert [carry(i) for i in range(len(text) + 1)] == list(range(len(text) + 1))
