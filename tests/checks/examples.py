"""The catalogue's examples, checked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from extractor.annotate.marks import parse_marks
from extractor.checks.across import across
from extractor.checks.catalogue import parted, rules
from extractor.checks.render import Checked
from extractor.checks.select import Settings
from extractor.finding import Finding
from extractor.pipeline import extract
from extractor.record import Record
from extractor.source import Text


@cache
def checked(body: str, *codes: str, name: str = "例 1.txt") -> Checked:
    """A marked-up example with its findings of *codes*; how sure they are follows the models and
    is left out. Of several documents the one with findings."""
    text, _, _ = parse_marks(body)
    settings = Settings(select=codes)
    if any(rules()[code].across for code in codes if code in rules()):
        return compared(parted(text), settings, name)
    record = extract(Text(text, name), with_text=True, settings=settings)
    return Checked(name, _plain(record, record.findings), text)


def compared(texts: Sequence[str], settings: Settings, name: str) -> Checked:
    """The first of the documents that has findings, with the others beside it."""
    stem = name.removesuffix(".txt")
    names = [f"{stem}-{number}.txt" for number in range(1, len(texts) + 1)]
    records = [
        extract(Text(text, name), with_text=True) for text, name in zip(texts, names, strict=True)
    ]
    found = [
        Checked(each.source.name, _plain(each, settings.apply(each.findings)), each.text)
        for each in across(records)
    ]
    first = next((each for each in found if each.findings), found[-1])
    others = tuple(each for each in found if each is not first)
    return msgspec.structs.replace(first, beside=others)


def _plain(record: Record, findings: Sequence[Finding]) -> Record:
    even = tuple(msgspec.structs.replace(each, confidence=0.9) for each in findings)
    return msgspec.structs.replace(record, findings=even, warnings=())
