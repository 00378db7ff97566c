"""Findings as annotations of GitHub: one workflow command a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from extractor.checks.render.types import Checked, Look
from extractor.checks.render.words import message, mistake, title, word
from extractor.finding import PUBLISHER, Finding

_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def render(checked: Sequence[Checked], look: Look) -> str:
    """``::error file=a.txt,line=3,endLine=3,col=5,endColumn=9,title=…::message``."""
    return "".join(f"{line}\n" for each in checked for line in _file(each, look))


def _file(checked: Checked, look: Look) -> Iterator[str]:
    for finding in checked.findings:
        yield _command(checked, finding, _COMMANDS[finding.severity], look)
    if look.review:
        for finding in checked.to_review:
            yield _command(checked, finding, "notice", look)


def _command(checked: Checked, finding: Finding, command: str, look: Look) -> str:
    properties: dict[str, object] = {"file": checked.name}
    if checked.lines is not None and finding.spans:
        first = finding.spans[0]
        start, last = checked.lines.place(first.start), checked.lines.place(max(first.end - 1, 0))
        properties |= {"line": start.line, "endLine": last.line}
        if start.line == last.line:  # columns are only read for places on one line
            properties |= {"col": start.column, "endColumn": last.column + 1}
    properties["title"] = f"{finding.code} {title(finding.code, look.language, look.catalogue)}"
    told = message(finding, look.language, look.catalogue)
    if finding.mistake:
        told += f"\n{word('says', 'mistake', look.language)}{word('says', 'colon', look.language)}"
        told += mistake(finding.mistake, look.language)
    if finding.blame != PUBLISHER:
        told += f"\n{word('blame', finding.blame, look.language)}"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{command} {listed}::{_data(told)}"


def _data(text: str) -> str:
    """A message: what would end the line is escaped.

    >>> _data("5%\\n::error::")
    '5%25%0A::error::'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property: what would end it is escaped too."""
    return _data(text.strip()).replace(":", "%3A").replace(",", "%2C")
