"""Findings: right where family and place agree; whether the severity is right besides.

A place agrees where any of a finding's spans overlaps a span of the gold's. Findings that blame
the extraction are for review: they are no reports, neither right nor false alarms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.evaluate.types import Doc, Finding
from extractor.finding import EXTRACTION

Numbers = tuple[int, int, int, int]


def is_scored(gold: Doc) -> bool:
    """Whether a document's gold tells its contradictions.

    It does where it holds some, where it says that they are what is marked, and where it was
    composed: there what is not told is not in it. Any other document without a mark has not
    been searched for them.
    """
    return bool(gold.findings) or gold.by_hand is False or "findings" in gold.marks


def finding_counts(gold: Doc, predicted: Doc) -> dict[tuple[str, str], Numbers]:
    """Counts by row, ``findings`` and ``family:sum``: findings, and severities of the pairs.

    A consistent document counts in ``findings`` by ``clean`` (1 where no error is reported)
    and ``false_errors`` (how many are).
    """
    if not is_scored(gold):
        return {}
    here = gold.findings or ()
    there = [each for each in predicted.findings or () if each.blame != EXTRACTION]
    pairs = pair_findings(here, there)
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for at, found in ((3, here), (1, there)):
        for each in found:
            tallies[each.family][at] += 1
    grades: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for i, j in pairs:
        family = here[i].family
        tallies[family][0] += 1
        tallies[family][2] += 1
        grades[family][0] += here[i].severity == there[j].severity
        grades[family][1] += 1
    counts: dict[tuple[str, str], Numbers] = {}
    for family, four in tallies.items():
        counts[f"family:{family}", "finding"] = (four[0], four[1], four[2], four[3])
    for family, (right, of) in grades.items():
        counts[f"family:{family}", "severity"] = (right, of, right, of)
    if here or there:
        counts["findings", "finding"] = (len(pairs), len(there), len(pairs), len(here))
        right = sum(here[i].severity == there[j].severity for i, j in pairs)
        counts["findings", "severity"] = (right, len(pairs), right, len(pairs))
    if not here:
        errors = sum(each.severity == "error" for each in there)
        counts["findings", "clean"] = (not errors, 1, not errors, 1)
        counts["findings", "false_errors"] = (errors, 1, errors, 1)
    return counts


def pair_findings(gold: Sequence[Finding], predicted: Sequence[Finding]) -> list[tuple[int, int]]:
    """One-to-one pairs of one family that share a place: as many as can be, then those whose
    severities agree and that share most.

    >>> pair_findings([Finding("sum", "error", ((0, 5),))], [Finding("sum", "info", ((4, 9),))])
    [(0, 0)]
    """
    families: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, found in ((0, gold), (1, predicted)):
        for index in sorted(range(len(found)), key=lambda i: (found[i].spans, found[i].severity)):
            families[found[index].family][side].append(index)
    pairs: list[tuple[int, int]] = []
    for left, right in families.values():
        weights = [[_weight(gold[i], predicted[j]) for j in right] for i in left]
        if not any(any(row) for row in weights):
            continue
        from scipy.optimize import linear_sum_assignment

        for row, column in zip(*linear_sum_assignment(weights, maximize=True), strict=True):
            if weights[row][column]:
                pairs.append((left[row], right[column]))
    return sorted(pairs)


def _weight(gold: Finding, predicted: Finding) -> float:
    best = 0.0
    for start, end in gold.spans:
        for other, stop in predicted.spans:
            shared = min(end, stop) - max(start, other)
            if shared > 0:
                best = max(best, shared / (max(end, stop) - min(start, other)))
    if not best:
        return 0.0
    return 8.0 + 2.0 * (gold.severity == predicted.severity) + best
