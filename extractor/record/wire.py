"""A record as JSON, as a table, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from extractor.errors import fail
from extractor.fact import Evidence, Fact
from extractor.finding import FAMILIES, SEVERITIES, Finding
from extractor.record.frames import record_tables
from extractor.record.types import SCHEMA_VERSION, Drawn, Heading, Record, SourceInfo

if TYPE_CHECKING:
    import pandas as pd

#: Keys of a fact in the order of the contract; ``extra`` follows, flat.
_ALWAYS = (
    "id", "kind", "field", "label", "role", "period", "value", "unit", "raw", "direction",
    "path", "name", "category", "implied", "approx", "origin", "confidence", "made_by",
)  # fmt: skip
_OPTIONAL = ("low", "high")
_KNOWN = frozenset((*_ALWAYS, *_OPTIONAL, "evidence"))


def fact_to_dict(fact: Fact) -> dict[str, Any]:
    """One fact as the contract writes it: optional keys absent, ``extra`` flat."""
    data: dict[str, Any] = {key: getattr(fact, key) for key in _ALWAYS}
    for key in _OPTIONAL:
        value = getattr(fact, key)
        if value is not None:
            data[key] = value
    data.update(fact.extra)
    data["evidence"] = [_evidence_to_dict(each) for each in fact.evidence]
    return data


def _evidence_to_dict(evidence: Evidence) -> dict[str, Any]:
    data: dict[str, Any] = {
        "role": evidence.role,
        "start": evidence.start,
        "end": evidence.end,
        "page": evidence.page,
        "quote": evidence.quote,
        "status": evidence.status,
    }
    if evidence.bbox is not None:
        data["bbox"] = list(evidence.bbox)
    if evidence.boxes:
        data["boxes"] = [list(box) for box in evidence.boxes]
    if evidence.confidence is not None:
        data["confidence"] = evidence.confidence
    return data


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """One finding as the contract writes it; what is not known of it is left out."""
    data: dict[str, Any] = msgspec.to_builtins(finding)
    for key in ("mistake", "sum"):
        if data[key] is None:
            del data[key]
    for span in data["spans"]:
        for key in ("source", "bbox"):
            if span[key] is None:
                del span[key]
    return data


def fact_from_dict(data: dict[str, Any]) -> Fact:
    """The inverse of :func:`fact_to_dict`; unknown keys become ``extra``."""
    known = {key: value for key, value in data.items() if key in _KNOWN}
    known["extra"] = {key: value for key, value in data.items() if key not in _KNOWN}
    return msgspec.convert(known, Fact)


def to_dict(record: Record) -> dict[str, Any]:
    """The whole record as plain data."""
    data: dict[str, Any] = {
        "schema_version": record.schema_version,
        "status": record.status,
        "source": msgspec.to_builtins(record.source),
        "sections": [msgspec.to_builtins(each) for each in record.sections],
        "facts": [fact_to_dict(each) for each in record.facts],
        "tables": list(record.tables),
        "findings": [finding_to_dict(each) for each in record.findings],
        "warnings": list(record.warnings),
    }
    if record.text is not None:
        data["text"] = record.text
    if record.drawn is not None:
        data["drawn"] = msgspec.to_builtins(record.drawn)
    return data


class _Wire(msgspec.Struct):
    source: SourceInfo
    schema_version: str = SCHEMA_VERSION
    sections: tuple[Heading, ...] = ()
    facts: tuple[dict[str, Any], ...] = ()
    tables: tuple[dict[str, Any], ...] = ()
    findings: tuple[dict[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()
    text: str | None = None
    drawn: Drawn | None = None
    status: Literal["complete", "partial"] = "complete"  # older releases left it out


def finding_from_dict(data: dict[str, Any]) -> Finding:
    """The inverse of :func:`finding_to_dict`.

    What older releases left out is filled in and what they do not know is dropped; ``expected`` and
    ``stated`` may be numbers. Raises ValueError where a finding says nothing.

    >>> finding_from_dict({"message": "占比有误"}).severity
    'error'
    """
    known = {name: data[name] for name in Finding.__struct_fields__ if name in data}
    if not isinstance(known.get("message"), str) or not known["message"].strip():
        raise ValueError("a finding without its message")
    known = {"code": "", "family": "contradiction", "severity": "error", "spans": ()} | known
    for name in ("stated", "expected"):
        if isinstance(known.get(name), int | float):
            known[name] = str(known[name])
    for name, allowed in (("family", FAMILIES), ("severity", SEVERITIES)):
        if known[name] not in allowed:
            raise ValueError(f"{known[name]!r} is no {name} of a finding")
    return msgspec.convert(known, Finding)


def from_json(data: str | bytes, name: str = "record") -> Record:
    """Read a record; ``name`` is what an error calls it.

    Raises:
        ExtractorError: EX301 where the JSON is broken or is no record.
    """
    try:
        wire = _decode(data)
        facts = tuple(fact_from_dict(each) for each in wire.facts)
        findings = tuple(finding_from_dict(each) for each in wire.findings)
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise fail("EX301", f"{name}: not a record: {error}") from None
    if wire.schema_version != SCHEMA_VERSION:
        raise fail(
            "EX301",
            f"{name}: schema version {wire.schema_version}, this release reads {SCHEMA_VERSION}",
        )
    return Record(
        source=wire.source,
        sections=wire.sections,
        facts=facts,
        tables=record_tables(wire.tables),
        findings=findings,
        warnings=wire.warnings,
        text=wire.text,
        status=wire.status,
        drawn=wire.drawn,
    )


def _decode(data: str | bytes) -> _Wire:
    try:
        return msgspec.json.decode(data, type=_Wire)
    except (UnicodeError, msgspec.DecodeError):
        # msgspec refuses escapes of half a character, which json reads
        return msgspec.convert(json.loads(data), _Wire)


def fact_row(fact: Fact) -> dict[str, Any]:
    """One fact as a flat row: the place of its value, lists joined, ``extra`` flat."""
    data = fact_to_dict(fact)
    del data["evidence"]
    for key, value in data.items():
        if isinstance(value, (list, tuple)):
            data[key] = "/".join(str(each) for each in value)
    place = next((each for each in fact.evidence if each.role == "value"), None)
    data["start"] = place.start if place else None
    data["end"] = place.end if place else None
    data["page"] = place.page if place else None
    data["quote"] = place.quote if place else None
    return data


def to_frame(record: Record) -> pd.DataFrame:
    """See :meth:`Record.to_frame`."""
    try:
        import pandas as pd
    except ModuleNotFoundError:
        raise fail("EX502", "to_frame needs pandas: pip install 'extractor[frames]'") from None
    return pd.DataFrame([fact_row(fact) for fact in record.facts])
