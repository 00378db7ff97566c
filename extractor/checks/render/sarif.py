"""Findings as SARIF 2.1.0, the static analysis results interchange format."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import quote

from extractor.checks.catalogue import Rule
from extractor.checks.render.encode import encode
from extractor.checks.render.lines import NEWLINES, Lines
from extractor.checks.render.types import Checked, Look
from extractor.checks.render.words import message, missing, mistake, title, word
from extractor.finding import PUBLISHER, Finding, FindingSpan

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_AROUND: Final = 16  # characters around a place that its fingerprint looks at


def render(checked: Sequence[Checked], look: Look) -> str:
    """One run over all files: its rules with their help, and a result a finding."""
    catalogue = {code: rule for code, rule in look.catalogue.items() if not rule.retired}
    indices = {code: index for index, code in enumerate(catalogue)}
    # a file may be given twice, or hold records of one document: an artifact stands once
    artifacts = {uri(each.name): _artifact(each) for each in checked}
    places = {name: index for index, name in enumerate(artifacts)}
    driver = {
        "name": "extractor",
        "version": look.version,
        "language": "en" if look.language == "en" else "zh-CN",
        "rules": [_rule(rule, look.language) for rule in catalogue.values()],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "language": driver["language"],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": list(NEWLINES),
        "invocations": [_invocation(checked, look)],
        "artifacts": list(artifacts.values()),
        "results": [result for each in checked for result in _results(each, places, indices, look)],
    }
    return encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    checks, basis = rule.checks[language], rule.basis[language]
    silence = word("explain", "silence_how", language, code=rule.code)
    named = word("explain", "basis", language)
    colon = word("says", "colon", language)
    help_ = {
        "text": f"{checks}\n{named}{colon}{basis}\n{silence}",
        "markdown": f"{checks}\n\n**{named}**{colon}{basis}\n\n{silence}",
    }
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.title[language]},
        "fullDescription": {"text": checks},
        "help": help_,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _artifact(checked: Checked) -> dict[str, Any]:
    source = checked.record.source
    data: dict[str, Any] = {
        "location": {"uri": uri(checked.name)},
        "mimeType": source.media_type,
        "hashes": {"sha-256": source.sha256},
    }
    if source.encoding:
        data["encoding"] = source.encoding
    return data


def uri(name: str) -> str:
    """A relative reference, or a file URI of an absolute path.

    >>> uri("各部门/a b.txt")
    '%E5%90%84%E9%83%A8%E9%97%A8/a%20b.txt'
    """
    if PurePath(name).is_absolute():
        return Path(name).as_uri()
    # a colon in the first part would make it a scheme
    return quote(PurePath(name).as_posix().encode("utf-8", "surrogatepass"), safe="/-._~")


def _invocation(checked: Sequence[Checked], look: Look) -> dict[str, Any]:
    notifications: list[dict[str, Any]] = [
        {
            "level": "error",
            "message": {"text": each.message},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(each.name)}}}],
        }
        for each in look.failures
    ]
    if look.unchecked:
        notifications += [
            _not_checkable(one, each, look) for one in checked for each in one.unchecked
        ]
    data: dict[str, Any] = {"executionSuccessful": not look.failures}
    if notifications:
        data["toolExecutionNotifications"] = notifications
    return data


def _not_checkable(checked: Checked, each: Any, look: Look) -> dict[str, Any]:
    what = missing(each, look.language)
    told = title(each.code, look.language, look.catalogue) or each.code
    if what:
        told += f" ({word('says', 'missing', look.language, what=what)})"
    return {
        "level": "note",
        "descriptor": {"id": "not-checkable"},
        "associatedRule": {"id": each.code},
        "message": {"text": told},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(checked.name)}}}],
    }


def _results(
    checked: Checked, places: Mapping[str, int], indices: dict[str, int], look: Look
) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in (*checked.findings, *(checked.to_review if look.review else ())):
        told = message(finding, look.language, look.catalogue)
        if finding.mistake:
            told += word("says", "separator", look.language)
            told += word("says", "mistake", look.language) + word("says", "colon", look.language)
            told += mistake(finding.mistake, look.language)
        mark = fingerprint(finding, checked.text)
        seen[mark] += 1
        data: dict[str, Any] = {"ruleId": finding.code}
        if finding.code in indices:
            data["ruleIndex"] = indices[finding.code]
        errs = finding.blame == PUBLISHER
        data |= {
            "kind": "fail" if errs else "review",
            "level": _LEVELS[finding.severity] if errs else "none",
            "message": {"text": told},
            "locations": [
                _location(checked, places, each) for each in finding.spans if each.role == "primary"
            ][:1],
            "partialFingerprints": {"finding/v1": f"{mark}:{seen[mark]}"},
            "rank": round(finding.confidence * 100, 2),
            "properties": _properties(finding),
        }
        related = [each for each in finding.spans if each.role != "primary"]
        if related:
            data["relatedLocations"] = [
                _location(checked, places, each) | {"id": number}
                for number, each in enumerate(related, start=1)
            ]
        yield data


def _properties(finding: Finding) -> dict[str, Any]:
    data = {
        name: getattr(finding, name)
        for name in ("family", "blame", "stated", "expected", "mistake", "sum")
    }
    return {name: value for name, value in data.items() if value is not None}


def _location(checked: Checked, places: Mapping[str, int], span: FindingSpan) -> dict[str, Any]:
    artifact: dict[str, Any] = {"uri": uri(span.source or checked.name)}
    if artifact["uri"] in places:
        artifact["index"] = places[artifact["uri"]]
    document = checked.of(span)
    region = _region(None if document is None else document.lines, span)
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _region(lines: Lines | None, span: FindingSpan) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if lines is not None:
        start = lines.place(span.start)
        # the end is one behind the last character, on its line
        last = lines.place(max(span.end - 1, span.start))
        data = {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": last.line,
            "endColumn": last.column + (span.end > span.start),
        }
    return data | {
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "snippet": {"text": span.quote},
    }


def fingerprint(finding: Finding, text: str | None) -> str:
    """What stays the same of a finding where lines are moved and spaces change."""
    parts = [finding.code, finding.stated or "", finding.expected or ""]
    for span in finding.spans[:1]:
        parts.append("".join(span.quote.split()))
        if text is not None:
            before = "".join(text[max(0, span.start - 4 * _AROUND) : span.start].split())
            after = "".join(text[span.end : span.end + 4 * _AROUND].split())
            parts += [before[-_AROUND:], after[:_AROUND]]
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]
