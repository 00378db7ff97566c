"""Findings for programs: a list of files, each with all its findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from extractor.checks.render.encode import encode
from extractor.checks.render.types import Checked, Look
from extractor.checks.render.words import message, title
from extractor.record import finding_to_dict


def render(checked: Sequence[Checked], look: Look) -> str:
    """``[{"file": …, "findings": [...], "unchecked": [...]}]``, findings as records have them.

    What is to review stands among them with ``blame`` = ``extraction``.
    """
    return encode([_file(each, look) for each in checked])


def _file(checked: Checked, look: Look) -> dict[str, Any]:
    findings = []
    for each in checked.record.findings:
        told = message(each, look.language, look.catalogue)
        findings.append(finding_to_dict(msgspec.structs.replace(each, message=told)))
    data: dict[str, Any] = {"file": checked.name}
    if checked.saved is not None:
        data["record"] = checked.saved
    data["findings"] = findings
    data["unchecked"] = [
        {"code": each.code, "title": title(each.code, look.language, look.catalogue)}
        | ({"why": each.why} if each.why else {})
        for each in checked.unchecked
    ]
    return data
