"""Marks of planted contradictions compile to findings, which are no facts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extractor.annotate.corpus import validate
from extractor.annotate.markup import Front, compile_text, write

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


def test_a_text_with_nothing_but_a_finding_is_sound(tmp_path: Path) -> None:
    head = '+++\nid = "a"\nprovince = "甘肃"\nunit_kind = "水务局"\nyear = 2021\n+++\n'
    body = "{{一、情况|section 1}}\n{{甲甲|finding typography info}}\n"
    (tmp_path / "a.mark").write_text(head + body, encoding="utf-8")
    write(tmp_path)
    assert validate(tmp_path) == (1, [])
