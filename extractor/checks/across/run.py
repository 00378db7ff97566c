"""Several records -> each with what the others contradict in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from extractor.checks.across.departments import departments
from extractor.checks.across.documents import Document, tell_apart
from extractor.checks.across.relate import Relations, relate
from extractor.checks.across.versions import versions
from extractor.checks.across.years import years
from extractor.checks.catalogue import rules
from extractor.checks.saved import NOT_CHECKABLE
from extractor.errors import fail
from extractor.finding import Finding
from extractor.record import Record


def across(records: Sequence[Record], names: Sequence[str] | None = None) -> tuple[Record, ...]:
    """The records in their order, each with the findings between it and the others alone.

    A finding belongs to the later year, to the department, or to the version given last; its
    secondary spans name other documents by ``source``: by *names*, which are those of the sources
    where none are given. Records must hold their text.

    Raises:
        ExtractorError: EX501 for less than two records or one without text, EX504 where
            nothing relates them.
    """
    if len(records) < 2:
        raise fail("EX501", "there must be two documents or more to compare")
    given = tell_apart(names or [each.source.name for each in records])
    documents = [Document(each, name) for each, name in zip(records, given, strict=True)]
    relations = relate(documents)
    alone = [each for each in documents if not relations.of(each)]
    if len(alone) == len(documents):
        told = "; ".join(f"{each.name}: {each.title}" for each in documents)
        raise fail("EX504", f"no unit, year or department relates these: {told}")
    findings, warnings = _compare(relations)
    for each in alone:
        warnings[each].append(f"not compared: nothing relates {each.title} to the others")
    return tuple(
        msgspec.structs.replace(
            each.record,
            findings=tuple(sorted(findings[each], key=_place)),
            warnings=tuple(warnings[each]),
        )
        for each in documents
    )


def _compare(
    relations: Relations,
) -> tuple[dict[Document, list[Finding]], dict[Document, list[str]]]:
    findings: dict[Document, list[Finding]] = defaultdict(list)
    warnings: dict[Document, list[str]] = defaultdict(list)
    for earlier, later in relations.years:
        found, compared = years(earlier, later)
        findings[later] += found
        if not compared:
            warnings[later].append(_not_checkable("FA980", f"{earlier.year}年数"))
    for group in relations.departments:
        found, compared = departments(group)
        findings[group.whole] += found
        if not compared:
            warnings[group.whole].append(_not_checkable("FA982", "所属单位的数"))
    for first, second in relations.versions:
        changed, dropped = versions(first, second)
        findings[second] += changed
        findings[first] += dropped
    return findings, warnings


def _not_checkable(code: str, why: str) -> str:
    return f"{NOT_CHECKABLE}{code} {rules()[code].title.zh} ({why})"


def _place(finding: Finding) -> tuple[int, int, str]:
    first = finding.spans[0]
    return first.start, first.end, finding.code
