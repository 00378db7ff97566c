"""Marks of planted contradictions compile to findings, which are no facts."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extractor.annotate.corpus import validate
from extractor.annotate.diff import diff, load
from extractor.annotate.markup import Front, compile_text, write
from extractor.errors import ExtractorError
from extractor.evaluate import load_gold
from extractor.evaluate.findings import is_scored

CASES = tomllib.loads((Path(__file__).parent / "findings.toml").read_text("utf-8"))["case"]
FRONT = Front("a", "甘肃", "水务局", 2021)


def shown(finding: dict[str, Any]) -> str:
    head = [finding["family"], finding["severity"], finding.get("stated", "-")]
    spans = [f"{each['role']}:{each['quote']}" for each in finding["spans"]]
    return " ".join([*head, finding.get("expected", "-"), *spans])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["body"][:24])
@pytest.mark.parametrize("noise", [(), ("spaces", "wrap:4")])
def test_findings(case: dict[str, Any], noise: tuple[str, ...]) -> None:
    document, problems = compile_text(case["body"], msgspec.structs.replace(FRONT, noise=noise))
    if "problem" in case:
        line, cause = case["problem"].split(" ", 1)
        assert [each.line for each in problems] == [int(line)]
        assert cause in problems[0].cause
        return
    assert not problems
    assert document is not None
    gold = [each for each in document.gold() if each["kind"] == "finding"]
    assert len(document.facts) == case["facts"]
    for finding in gold:
        assert finding["doc"] == "a"
        for span in finding["spans"]:  # type: ignore[attr-defined]
            assert document.text[span["start"] : span["end"]] == span["quote"]
            span["quote"] = "".join(span["quote"].split())
    assert [shown(each) for each in gold] == case["finding"]


ONLY = (
    '+++\nid = "a"\nprovince = "甘肃"\nunit_kind = "水务局"\nyear = 2021\nby_hand = true\n'
    'marks = ["findings"]\n+++\n'
)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("一、情况\n平安。\n", ["scope"]),
        ("一、情况\n{{甲甲|finding typography info}}\n", ["scope", "finding"]),
    ],
)
def test_documents_in_which_only_findings_are_marked(
    tmp_path: Path, body: str, lines: list[str]
) -> None:
    (tmp_path / "a.mark").write_text(ONLY + body, encoding="utf-8")
    write(tmp_path)
    assert validate(tmp_path) == (1, [])
    gold = (tmp_path / "a.gold.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in gold] == lines
    (doc,) = load_gold(tmp_path)
    assert (doc.marks, doc.tells_facts, is_scored(doc)) == (("findings",), False, True)
    assert doc.findings is not None
    assert len(doc.findings) == len(lines) - 1
    assert diff(load(tmp_path / "a.mark"), load(tmp_path / "a.gold.jsonl")) == []


def test_facts_in_a_document_that_marks_none_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.mark").write_text(ONLY + "{{一、情况|section 1}}\n", encoding="utf-8")
    write(tmp_path)
    (fault,) = validate(tmp_path)[1]
    assert "facts or headings are marked" in fault.cause


def test_a_scope_must_be_known(tmp_path: Path) -> None:
    line = '{"doc":"a","text_sha256":"0","kind":"scope","marks":["tables"]}'
    (tmp_path / "a.gold.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(ExtractorError, match=r"EX301 .*:1: a scope needs marks"):
        load_gold(tmp_path)


def test_a_text_with_nothing_but_a_finding_is_sound(tmp_path: Path) -> None:
    head = '+++\nid = "a"\nprovince = "甘肃"\nunit_kind = "水务局"\nyear = 2021\n+++\n'
    body = "{{一、情况|section 1}}\n{{甲甲|finding typography info}}\n"
    (tmp_path / "a.mark").write_text(head + body, encoding="utf-8")
    write(tmp_path)
    assert validate(tmp_path) == (1, [])
