"""Findings: family and place, and their severity."""

from __future__ import annotations

import pytest

from extractor.evaluate import Doc, Finding, Item, evaluate
from extractor.evaluate.findings import pair_findings
from extractor.evaluate.gate import parse_bar, reaches
from extractor.evaluate.outcome import Outcome
from extractor.evaluate.report.render import as_table


def found(family: str, *spans: tuple[int, int], severity: str = "error") -> Finding:
    return Finding(family, severity, spans)


@pytest.mark.parametrize(
    ("gold", "predicted", "pairs"),
    [
        ([found("sum", (0, 5))], [found("sum", (4, 9))], [(0, 0)]),
        ([found("sum", (0, 5))], [found("sum", (5, 9))], []),  # half-open
        ([found("sum", (0, 5))], [found("change", (0, 5))], []),
        # any of the spans will do
        ([found("sum", (0, 5), (20, 25))], [found("sum", (90, 95), (21, 22))], [(0, 0)]),
        # as many as can be: a greedy choice would leave one without a partner
        ([found("sum", (0, 5)), found("sum", (4, 9))], [found("sum", (3, 6)), found("sum", (0, 2))],
         [(0, 1), (1, 0)]),
        # the one of the same severity first
        ([found("sum", (0, 5))], [found("sum", (0, 5), severity="info"), found("sum", (1, 5))],
         [(0, 1)]),
    ],
)  # fmt: skip
def test_pairs(gold: list[Finding], predicted: list[Finding], pairs: list[tuple[int, int]]) -> None:
    assert pair_findings(gold, predicted) == pairs


FACT = (Item("money", "training", 0, 3, "5"),)


def doc(*findings: Finding, by_hand: bool | None = None) -> Doc:
    return Doc("d", "x", FACT, findings=findings or None, by_hand=by_hand)


def test_scores_by_family() -> None:
    gold = doc(found("sum", (0, 5)), found("sum", (9, 12)), found("year", (20, 24)))
    there = doc(found("sum", (0, 5), severity="info"), found("unit", (9, 12)))
    report = evaluate([(gold, there)])
    assert report.scores["findings", "finding"].count == (1, 2, 1, 3)
    assert report.scores["family:sum", "finding"].count == (1, 1, 1, 2)
    assert report.scores["family:year", "finding"].precision is None
    assert report.scores["findings", "severity"].f1 == 0.0


def test_documents_that_nobody_searched_are_not_scored() -> None:
    reported = doc(found("sum", (0, 5)))
    assert ("findings", "finding") not in evaluate([(doc(), reported)]).scores
    sound = evaluate([(doc(by_hand=False), reported)])  # composed, and nothing was planted
    assert sound.scores["findings", "finding"].count == (0, 1, 0, 0)


def test_no_room_for_findings_is_no_zero() -> None:
    report = evaluate([(doc(found("sum", (0, 5))), doc())])
    assert ("findings", "finding") not in report.scores
    (line,) = [
        each for each in as_table(Outcome("x", report, ())).splitlines() if "findings " in each
    ]
    assert line.split() == ["findings", "1", *"––––––––"]


def marked(*findings: Finding) -> Doc:
    """A document by hand in which only contradictions are marked."""
    return Doc("d", "x", (), findings=findings, by_hand=True, marks=("findings",))


def test_facts_of_documents_that_mark_none_are_not_scored() -> None:
    there = doc(found("sum", (0, 5)))
    report = evaluate([(marked(found("sum", (0, 5))), there), (doc(), doc())])
    assert report.scores["findings", "finding"].count == (1, 1, 1, 1)
    assert report.scores["total", "slots"].count == (1, 1, 1, 1)  # of the other document
    alone = evaluate([(marked(), there)])
    assert {row for row, _ in alone.scores} == {"findings", "family:sum"}
    assert "by kind" not in as_table(Outcome("x", alone, ()))


@pytest.mark.parametrize(
    ("reported", "clean", "errors"),
    [
        ((), 1, 0),
        ((found("sum", (0, 5), severity="warning"),), 1, 0),
        ((found("sum", (0, 5)), found("sum", (6, 9))), 0, 2),
    ],
)
def test_consistent_documents(reported: tuple[Finding, ...], clean: int, errors: int) -> None:
    report = evaluate([(marked(), Doc("d", "x", FACT, findings=reported))])
    assert report.scores["findings", "clean"].count == (clean, 1, clean, 1)
    assert report.scores["findings", "false_errors"].f1 == errors


def test_intervals_are_over_documents() -> None:
    there = doc(found("sum", (0, 5)))
    sound = Doc("d", "x", (), findings=())
    report = evaluate([(marked(), there), *[(marked(), sound)] * 7], samples=200)
    clean = report.scores["findings", "clean"]
    assert clean.f1 == 7 / 8
    assert clean.f1_ci is not None
    assert clean.f1_ci[0] < 7 / 8 < clean.f1_ci[1]
    told = as_table(Outcome("x", report, ()))
    assert "consistent documents without an error (8)" in told
    assert "errors per consistent document" in told
    assert reaches(report, parse_bar("clean=0.875")).passed


def test_what_blames_the_extraction_is_no_report() -> None:
    doubted = Finding("sum", "error", ((0, 5),), blame="extraction")
    there = Doc("d", "x", FACT, findings=(doubted,))
    report = evaluate([(marked(), there), (marked(found("sum", (0, 5))), there)])
    assert report.scores["findings", "clean"].f1 == 1
    assert report.scores["findings", "finding"].count == (0, 0, 0, 1)
