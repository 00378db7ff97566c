"""The outcome for machines, and the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from extractor.evaluate import Doc, Item, errors, evaluate
from extractor.evaluate.calibration import calibrations
from extractor.evaluate.gate import Verdict
from extractor.evaluate.outcome import Outcome
from extractor.evaluate.report.machine import as_github, as_junit
from extractor.evaluate.report.page import page
from extractor.evaluate.report.render import as_markdown
from extractor.evaluate.seen import Cards

NASTY = "</script><b>&\x07:%,"


@pytest.fixture
def outcome() -> Outcome:
    text = "收入3万元，支出2万元。" + NASTY
    facts = (
        Item("money", "revenue.total", 2, 5, "30000", quote="3万元", shown=NASTY),
        Item("money", "expenditure.total", 8, 11, "20000"),
    )
    told = (
        Item("money", "revenue.total", 2, 5, "30000", confidence=0.9),
        Item("money", "training", 8, 11, "20000", confidence=0.6),
        Item("duty", "duty", 12, 20, "甲", confidence=0.5, shown=NASTY),
    )
    gold = Doc("a<i>", "x", facts, text=text)
    report = evaluate([(gold, Doc("a<i>", "x", told))] * 2)
    return Outcome(
        NASTY, report, tuple(errors(report)), calibrations(report.documents),
        verdicts=(Verdict("--fail-under linked=0.9", False, "0.5 for total"),
                  Verdict("--fail-under found=0.1", True, "1 for total")),
        notes=("100 % seen:\nall",),
    )  # fmt: skip


def test_junit(outcome: Outcome) -> None:
    suite = ElementTree.fromstring(as_junit(outcome)).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    cases = suite.findall("testcase")
    assert [case.find("failure") is not None for case in cases] == [True, False]
    told = {each.get("name"): each.get("value") for each in suite.iter("property")}
    assert told["total.linked.f1"] == "0.4000"
    assert told["kind:duty.strict.f1"] == "0.0000"


def test_junit_without_gates_has_one_case(outcome: Outcome) -> None:
    bare = Outcome("a", outcome.report, ())
    assert 'tests="1" failures="0"' in as_junit(bare)


def test_github(outcome: Outcome) -> None:
    lines = as_github(outcome).splitlines()
    assert lines[1].startswith("::notice title=linked::F1 0.400 [")
    assert "::error title=--fail-under linked=0.9::0.5 for total" in lines
    assert "::warning title=evaluate::100 %25 seen:%0Aall" in lines


def test_markdown_rows_have_one_width(outcome: Outcome) -> None:
    for block in as_markdown(outcome, ("kind", "field", "doc")).split("\n\n"):
        rows = [line.count(" | ") for line in block.splitlines() if line.startswith("|")]
        assert len(set(rows)) <= 1


class Balanced(HTMLParser):
    """Open and closed tags match, and nothing is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not {"src", "href", "srcset", "data"} & {name for name, _ in attrs}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_safe(outcome: Outcome) -> None:
    made = page(outcome, (), Cards(frozenset(), {}))
    parser = Balanced()
    parser.feed(made)
    assert parser.open == []
    assert made.count("<script>") == made.count("</script>") == 1
    assert "<i>:" not in made
    assert re.search(r"https?://|@import|url\(", made) is None
    assert "default-src 'none'" in made
    for title in ("Reliability", "Risk and coverage", "Confusion of fields", "Learning curve"):
        assert title in made
    assert 'data-theme="dark"' in made


def test_a_page_of_next_to_nothing() -> None:
    report = evaluate([(Doc("a", "x", (Item("duty", "duty", 0, 3, "甲"),)), Doc("a", "x", ()))])
    made = page(Outcome("a", report, tuple(errors(report))), (), Cards(frozenset(), {}))
    assert "bear no confidences" in made
    assert "No field was taken for another" in made
