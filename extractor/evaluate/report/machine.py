"""An outcome for programs: JSON, JUnit XML, and the commands of GitHub's runners."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import msgspec

from extractor.evaluate.buckets import bucket_counts
from extractor.evaluate.outcome import Outcome
from extractor.evaluate.report.blocks import number
from extractor.evaluate.report.render import as_markdown, as_table, notes

SCHEMA_VERSION = "1"


def as_json(outcome: Outcome) -> bytes:
    """The whole outcome: scores by row and metric, and counts per document.

    Counts are right predictions, predictions, right gold, gold. A later run takes the file as
    its ``--baseline``.
    """
    from extractor import __version__

    report = outcome.report
    documents = [
        {
            "doc": each.gold.name,
            "text_sha256": each.gold.sha256,
            "counts": _nested(each.counts),
        }
        for each in report.documents
    ]
    whole = {
        "schema_version": SCHEMA_VERSION,
        "name": outcome.name,
        "extractor": __version__,
        "seed": report.seed,
        "samples": report.samples,
        "trained_on": outcome.trained_on,
        "notes": outcome.notes,
        "scores": _nested(report.scores),
        "composed": None if outcome.composed is None else _nested(outcome.composed.scores),
        "calibration": outcome.calibrations,
        "agreement": outcome.agreement,
        "differences": outcome.differences,
        "gates": outcome.verdicts,
        "errors": bucket_counts(list(outcome.errors)),
        "documents": documents,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1)


def _nested(cells: object) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    assert isinstance(cells, dict)
    for (row, metric), value in sorted(cells.items()):
        found.setdefault(row, {})[metric] = msgspec.to_builtins(value)
    return found


def as_junit(outcome: Outcome, by: Sequence[str] = ()) -> str:
    """JUnit XML: a test case for each gate (one that passes where there is none), the scores
    as properties, the table as output."""
    scores = outcome.report.scores
    properties = [
        f"    <property name={quoteattr(f'{row}.{metric}.f1')} value={quoteattr(number(s.f1, 4))}/>"
        for (row, metric), s in sorted(scores.items())
        if row == "total" or row.startswith("kind:")
    ]
    cases = []
    for each in outcome.verdicts:
        head = f'    <testcase classname="extractor.evaluate" name={quoteattr(_plain(each.gate))}'
        if each.passed:
            cases.append(f"{head}/>")
        else:
            cases += [f"{head}>", f"      <failure message={quoteattr(_plain(each.told))}/>",
                      "    </testcase>"]  # fmt: skip
    if not cases:
        cases = ['    <testcase classname="extractor.evaluate" name="scored"/>']
    failed = sum(not each.passed for each in outcome.verdicts)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            "<testsuites>",
            f'  <testsuite name="extractor evaluate" tests="{len(outcome.verdicts) or 1}" '
            f'failures="{failed}" errors="0">',
            "    <properties>",
            *properties,
            "    </properties>",
            *cases,
            f"    <system-out>{escape(_plain(as_table(outcome, by)))}</system-out>",
            "  </testsuite>",
            "</testsuites>",
        ]
    )


def _plain(text: str) -> str:
    # XML knows no control characters
    return "".join(c if c >= " " or c in "\n\t" else " " for c in text)


def as_github(outcome: Outcome) -> str:
    """Workflow commands: an error for each gate that is not passed, a notice for the rest."""
    lines = []
    for metric in ("slots", "linked"):
        score = outcome.report.scores.get(("total", metric))
        if score is not None:
            limits = "" if score.f1_ci is None else " [{:.3f}, {:.3f}]".format(*score.f1_ci)
            lines.append(_command("notice", metric, f"F1 {number(score.f1)}{limits}"))
    for each in outcome.verdicts:
        kind = "notice" if each.passed else "error"
        lines.append(_command(kind, each.gate, each.told))
    lines += [_command("warning", "evaluate", each) for each in outcome.notes]
    lines += [_command("notice", "evaluate", each) for each in notes(outcome.report)]
    return "\n".join(lines)


def github_summary(outcome: Outcome, by: Sequence[str] = ()) -> str:
    """What goes to the job's summary page."""
    return as_markdown(outcome, by or ("kind",)) + "\n"


def _command(kind: str, title: str, text: str) -> str:
    def safe(value: str) -> str:
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    head = safe(title).replace(":", "%3A").replace(",", "%2C")
    return f"::{kind} title={head}::{safe(text)}"
