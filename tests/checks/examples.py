"""The catalogue's examples, checked."""

from __future__ import annotations

from functools import cache

import msgspec

from extractor.annotate.marks import parse_marks
from extractor.checks.render import Checked
from extractor.checks.select import Settings
from extractor.pipeline import extract
from extractor.source import Text


@cache
def checked(body: str, *codes: str, name: str = "例 1.txt") -> Checked:
    """A marked-up example with its findings of *codes*; how sure they are follows the models and
    is left out."""
    text, _, _ = parse_marks(body)
    record = extract(Text(text, name), with_text=True, settings=Settings(select=codes))
    findings = tuple(msgspec.structs.replace(each, confidence=0.9) for each in record.findings)
    record = msgspec.structs.replace(record, findings=findings, warnings=())
    return Checked(name, record, text)
