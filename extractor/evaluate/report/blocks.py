"""An outcome as titled grids of text, which a terminal and Markdown share."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.evaluate.agreement import Agreement
from extractor.evaluate.baseline import TESTED, Difference
from extractor.evaluate.calibration import COVERAGE, PRECISION
from extractor.evaluate.count import (
    CHARACTERS,
    CLEAN,
    FALSE_ERRORS,
    FINDING_METRICS,
    GIVEN,
    HEADING_METRICS,
    METRICS,
    RECORDS,
    Count,
)
from extractor.evaluate.outcome import Outcome
from extractor.evaluate.score import Report, Score, precision_recall_f1
from extractor.evaluate.spans import SPAN_METRICS

GROUPS = ("kind", "field", "province", "doc")
_HEADLINE = (
    ("slots", "total", "slots"),
    ("linked", "total", "linked"),
    ("slots, mean over fields", "macro", "slots"),
    ("linked, mean over fields", "macro", "linked"),
)
_CONSISTENT = (
    ("consistent documents without an error", CLEAN),
    ("errors per consistent document", FALSE_ERRORS),
)
Grid = list[list[str]]


def number(value: float | None, places: int = 3) -> str:
    """A score; – where it is undefined."""
    return "–" if value is None else f"{value:.{places}f}"


def three(score: Score | None) -> str:
    """Precision, recall and F1."""
    if score is None:
        return "– – –"
    return " ".join(number(each) for each in (score.precision, score.recall, score.f1))


def interval(limits: tuple[float, float] | None) -> str:
    """An interval."""
    return "–" if limits is None else f"[{limits[0]:.3f},{limits[1]:.3f}]"


def blocks(outcome: Outcome, by: Sequence[str]) -> list[tuple[str, Grid]]:
    """The grids of an outcome with their titles; *by* picks the groups, kinds and fields
    where it is empty."""
    report, groups = outcome.report, by or ("kind", "field")
    found = [("headline", _headline(report))]
    if outcome.composed is not None:
        size = len(outcome.composed.documents)
        found.append((f"composed documents ({size}), apart", _headline(outcome.composed)))
    if "kind" in groups:
        found.append(("by kind", _grid(report, ["total", *report.rows("kind:")])))
        found.append(("spans, F1", _spans(report)))
        found.append(("characters", _scored(report, CHARACTERS)))
        found.append(("headings", _headings(report)))
        found.append(("findings", _findings(report)))
        found.append(("confidences", _confidences(outcome)))
    if "field" in groups:
        total = [] if "kind" in groups else ["total"]
        found.append(("by field", _grid(report, [*total, *report.rows("field:")])))
    if "province" in groups:
        found.append(("by province", _grid(report, report.rows("province:"))))
    if "doc" in groups:
        found.append(("by document", _documents(report)))
    if outcome.agreement is not None:
        title = f"agreement of two annotators ({outcome.agreement.documents} documents)"
        found.append((title, agreement_grid(outcome.agreement)))
    if outcome.differences:
        found.append(("against the baseline, F1", differences_grid(outcome.differences, groups)))
    return [(title, grid) for title, grid in found if len(grid) > 1]


def _headline(report: Report) -> Grid:
    lines = [["", "P R F1", "F1 95%"]]
    for name, row, metric in _HEADLINE:
        score = report.scores.get((row, metric))
        if score is not None:
            told = f"{name} ({int(score.count.gold)})" if row == "macro" else name
            lines.append([told, three(score), interval(score.f1_ci)])
    names = ("records complete", "records exact")
    for name, metric in zip(names, RECORDS, strict=True):
        score = report.scores.get(("total", metric))
        if score is not None:
            lines.append([name, number(score.f1), interval(score.f1_ci)])
    score = report.scores.get(("findings", FINDING_METRICS[0]))
    if score is not None:
        lines.append(["findings", three(score), interval(score.f1_ci)])
    for name, metric in _CONSISTENT:
        score = report.scores.get(("findings", metric))
        if score is not None:
            told = f"{name} ({int(score.count.gold)})" if metric == CLEAN else name
            lines.append([told, number(score.f1), interval(score.f1_ci)])
    return lines


def _grid(report: Report, rows: Sequence[str]) -> Grid:
    head = [f"{metric} P R F1" for metric in METRICS]
    lines = [["", "gold", "pred", *head, "slots 95%", "linked 95%"]]
    for row in rows:
        scores = [report.scores.get((row, metric)) for metric in METRICS]
        counts = next((score.count for score in scores if score), Count())
        if not any(scores):  # nothing but contradictions was marked
            continue
        limits = [interval(score.f1_ci if score else None) for score in (scores[0], scores[4])]
        told = [row.partition(":")[2] or row, *_sizes(counts)]
        lines.append([*told, *(three(score) for score in scores), *limits])
    return lines


def _sizes(count: Count) -> list[str]:
    return [str(int(count.gold)), str(int(count.predicted))]


def _documents(report: Report) -> Grid:
    lines = [["", "gold", "pred", *(f"{metric} P R F1" for metric in METRICS)]]
    for each in report.documents:
        counts = each.counts
        cells = [counts.get(("total", metric)) for metric in METRICS]
        told = [three(Score(c, *precision_recall_f1(c)) if c else None) for c in cells]
        lines.append([each.gold.name, *_sizes(cells[0] or Count()), *told])
    return lines


def _spans(report: Report) -> Grid:
    names = ("value given span", "field given value", "complete", "exact record")
    lines = [["", *SPAN_METRICS, *names]]
    for row in ("total", *report.rows("kind:")):
        metrics = (*SPAN_METRICS, *GIVEN, *RECORDS)
        scores = [report.scores.get((row, metric)) for metric in metrics]
        told = [number(score.f1 if score else None) for score in scores]
        if any(scores):
            lines.append([row.partition(":")[2] or row, *told])
    return lines


def _scored(report: Report, metric: str) -> Grid:
    lines = [["", "gold", "pred", "P R F1", "F1 95%"]]
    for row in sorted(row for row, name in report.scores if name == metric):
        score = report.scores[row, metric]
        told = [row.partition(":")[2] or row, *_sizes(score.count)]
        lines.append([*told, three(score), interval(score.f1_ci)])
    return lines


def _headings(report: Report) -> Grid:
    lines = [["", "gold", "pred", "P R F1", "F1 95%"]]
    for metric, name in zip(HEADING_METRICS, ("start and title", "with level"), strict=True):
        score = report.scores.get(("headings", metric))
        if score is not None:
            told = [name, *_sizes(score.count)]
            lines.append([*told, three(score), interval(score.f1_ci)])
    return lines


def _findings(report: Report) -> Grid:
    lines = [["", "gold", "pred", "P R F1", "P 95%", "R 95%", "F1 95%", "severity"]]
    planted = sum(len(each.gold.findings or ()) for each in report.documents)
    if not report.has_findings:  # whoever predicts none may have no room for them
        return [*lines, ["findings", str(planted), "–", "– – –", *"––––"]] if planted else []
    for row in ("findings", *report.rows("family:")):
        score = report.scores.get((row, FINDING_METRICS[0]))
        if score is not None:
            told = [row.partition(":")[2] or row, *_sizes(score.count)]
            grade = report.scores.get((row, FINDING_METRICS[1]))
            limits = map(interval, (score.precision_ci, score.recall_ci, score.f1_ci))
            lines.append([*told, three(score), *limits, number(grade.f1 if grade else None)])
    return lines


def _confidences(outcome: Outcome) -> Grid:
    wide, sharp = f"precision at {COVERAGE:.0%}", f"coverage at {PRECISION:.0%}"
    lines = [["", "facts", "right", "ECE", "Brier", "AUROC", wide, sharp]]
    for name, each in outcome.calibrations.items():
        told = (each.right, each.ece, each.brier, each.auroc, each.precision, each.coverage)
        lines.append([name, str(each.size), *(number(value) for value in told)])
    return lines


def agreement_grid(agreement: Agreement) -> Grid:
    """Agreement by kind."""
    lines = [
        ["", "one", "other", "found F1", "linked F1", "95%", "role kappa", "characters F1", "alpha"]
    ]
    for row in agreement.rows:
        told = [number(each) for each in (row.found, row.linked)]
        rest = [number(each) for each in (row.kappa, row.characters, row.alpha)]
        lines.append([row.name, str(row.one), str(row.other), *told, interval(row.linked_ci),
                      *rest])  # fmt: skip
    return lines


def differences_grid(differences: Sequence[Difference], groups: Sequence[str]) -> Grid:
    """The rows whose scores have changed; total and mean always."""
    lines = [["", "metric", "before", "now", "change", "p (Holm)", ""]]
    for each in differences:
        group = each.row.partition(":")[0]
        if each.metric not in TESTED or (":" in each.row and group not in (*groups, "role")):
            continue
        if each.p is None and each.row != "total":
            continue
        change = "–" if each.delta is None else f"{each.delta:+.3f}"
        sure = each.p_holm is not None and each.p_holm < 0.05
        mark = ("worse" if (each.delta or 0) < 0 else "better") if sure else ""
        told = [number(each.before[2]), number(each.now[2]), change, number(each.p_holm), mark]
        lines.append([each.row.partition(":")[2] or each.row, each.metric, *told])
    return lines
