"""Findings: family and place, and their severity."""

from __future__ import annotations

import pytest

from extractor.evaluate import Doc, Finding, Item, evaluate
from extractor.evaluate.findings import pair_findings
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
    assert line.split() == ["findings", "1", *"––––––"]
