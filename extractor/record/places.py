"""Rectangles on pages for quotes, and how sure a recognition is of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import force_setattr, replace

from extractor.fact import EXACT, RECOGNISED, REFLOWED, Evidence, Fact, Rectangle
from extractor.finding import EXTRACTION, Finding, FindingSpan
from extractor.source import Source
from extractor.source.boxes import Box

_LIKELY = 0.5  #: confidence below which a finding is more likely ours
#: families whose findings rest on figures that others confirm
_FIGURES = frozenset(
    ("sum", "percentage", "change", "direction", "completion", "table", "text_table")
)


def place_facts(source: Source, facts: Iterable[Fact]) -> None:
    """Puts page, rectangle and confidence to the evidence of *facts*, in place.

    A fact is no surer than the recognition is of its value.
    """
    boxes = source.boxes
    if boxes is None:
        return
    done: set[int] = set()
    for fact in facts:
        surest = 1.0
        for each in fact.evidence:
            if id(each) not in done:
                done.add(id(each))
                _place(source, each)
            if each.confidence is not None and each.role == "value":
                surest = min(surest, each.confidence)
        if surest < 1.0:
            force_setattr(fact, "confidence", round(fact.confidence * surest, 4))


def _place(source: Source, evidence: Evidence) -> None:
    assert source.boxes is not None
    page = bisect_right(source.pages, evidence.start)
    found = source.boxes.of(source.text, evidence.start, evidence.end, page)
    if found:
        force_setattr(evidence, "bbox", around(found))
        if len(found) > 1:
            force_setattr(evidence, "boxes", tuple(tuple(box) for box in found))
    certain = source.boxes.certain(evidence.start, evidence.end)
    if certain is not None:
        force_setattr(evidence, "confidence", certain)
        if evidence.status in (EXACT, REFLOWED):
            force_setattr(evidence, "status", RECOGNISED)


def place_table(source: Source, table: dict[str, Any]) -> dict[str, Any]:
    """Puts page and rectangle to the cells of a table in its output form, in place."""
    if source.boxes is not None:
        for cell in table["cells"]:
            page = bisect_right(source.pages, cell["start"])
            found = source.boxes.of(source.text, cell["start"], cell["end"], page)
            if found:
                cell["page"], cell["bbox"] = found[0].page, list(around(found))
    return table


def placed(source: Source, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with page and rectangle of each of their spans in this document."""
    if source.boxes is None:
        return tuple(findings)
    found = (
        replace(each, spans=tuple(_span(source, span) for span in each.spans)) for each in findings
    )
    return tuple(_doubted(source, each) for each in found)


def _doubted(source: Source, finding: Finding) -> Finding:
    """A finding on recognised text, which may be a slip of the recognition.

    Words and numbers of headings are doubted more than figures, which equations hold together. What
    is more likely ours than the publisher's is told so, as info.
    """
    assert source.boxes is not None
    told = [
        sure
        for span in finding.spans
        if span.source is None and (sure := source.boxes.certain(span.start, span.end)) is not None
    ]
    if not told:
        return finding
    trust = min(told) ** 4 * (1.0 if finding.family in _FIGURES else 0.5)
    confidence = round(finding.confidence * trust, 4)
    if confidence >= _LIKELY:
        return replace(finding, confidence=confidence)
    return replace(finding, confidence=confidence, blame=EXTRACTION, severity="info")


def _span(source: Source, span: FindingSpan) -> FindingSpan:
    if span.source is not None or source.boxes is None:
        return span
    page = bisect_right(source.pages, span.start)
    found = source.boxes.of(source.text, span.start, span.end, page)
    return replace(span, page=found[0].page, bbox=around(found)) if found else span


def around(boxes: Sequence[Box]) -> Rectangle:
    """The rectangle around those that stand on the page of the first.

    >>> around([Box(1, 0, 0, 9, 9), Box(1, 0, 10, 5, 19), Box(2, 0, 0, 99, 9)])
    (0, 0, 9, 19)
    """
    first = [box for box in boxes if box.page == boxes[0].page]
    return (
        min(box.x0 for box in first), min(box.top for box in first),
        max(box.x1 for box in first), max(box.bottom for box in first),
    )  # fmt: skip
