"""JSON to the scorer's types: what a line of gold or a fact of a record may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from extractor.errors import fail
from extractor.evaluate.types import (
    FAMILIES,
    KINDS,
    NUMERIC,
    SCOPES,
    SEVERITIES,
    Finding,
    Heading,
    Item,
)
from extractor.evaluate.values import CELLS, comparable, decimal, squeeze, title
from extractor.schema import fields

_SHA256 = re.compile(r"[0-9a-f]{64}")
Number = str | int | float | None


class Place(msgspec.Struct, gc=False):
    """A piece of evidence or a span of a finding."""

    role: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None


class Line(msgspec.Struct, gc=False):
    """A fact, section, finding or scope as JSON; every key that any of them may have.

    Keys that no score needs are known, so that a misspelt one can be told.
    """

    kind: str | None = None
    field: str | None = None
    doc: str | None = None
    text_sha256: str | None = None
    value: Any = None
    role: str | None = None
    period: str | int | None = None
    evidence: list[Place] | None = None
    direction: str | None = None
    path: list[str] | None = None
    category: str | None = None
    confidence: float | None = None
    low: Number = None
    high: Number = None
    raw: str | None = None
    name: str | None = None
    value_sha256: str | None = None
    id: str | None = None
    # the cells of an indicator row
    table: Any = None
    target: Any = None
    actual: Any = None
    budget: Any = None
    executed: Any = None
    completion: Any = None
    weight: Any = None
    score: Any = None
    # a section
    level: int | None = None
    title: str | None = None
    title_sha256: str | None = None
    start: int | None = None
    # a finding
    family: str | None = None
    severity: str | None = None
    message: str | None = None
    blame: str | None = None
    spans: list[Place] | None = None
    # what is marked, where that is not everything
    marks: list[str] | None = None


_UNREAD = (
    "label", "unit", "implied", "approx", "origin", "made_by", "row", "column", "code", "ordinal",
    "list", "value_count", "purchased", "of", "about", "base", "budget_basis", "level1", "level2",
    "end", "body_end", "parent", "quote", "stated", "expected", "facts", "basis", "meant",
)  # fmt: skip
#: A line of gold: a key that is not known is a mistake there.
Strict = msgspec.defstruct(
    "Strict", [(key, Any, None) for key in _UNREAD], bases=(Line,), forbid_unknown_fields=True,
    gc=False,
)  # fmt: skip


def item(fact: Any, where: str, known: frozenset[str], *, placed: bool) -> Item:
    """A :class:`Line`, or any object with its attributes, as an :class:`Item`.

    *known* are the field keys; *placed* wants a span and a value that can be read. Raises
    EX301, with *where* before the cause.
    """
    kind, field = fact.kind, fact.field
    if kind not in KINDS:
        raise fail("EX301", f"{where}: unknown kind {kind!r}")
    if field not in known:
        raise fail("EX301", f"{where}: unknown field {field!r}")
    hashed = fact.value_sha256
    if hashed is not None and _SHA256.fullmatch(hashed) is None:
        raise fail("EX301", f"{where}: value_sha256 is not a SHA-256 in lower-case hex")
    given = fact.value
    value = None
    if hashed is None:
        try:
            if type(given) is str:
                value = decimal(given) if kind in NUMERIC else squeeze(given)
            else:
                value = comparable(_plain(fact))
        except ValueError as error:
            if placed:
                raise fail("EX301", f"{where}: {field}: {error}") from None
            value = str(given)
    start, end, quote = _span(fact, where)
    if placed and start < 0:
        raise fail("EX301", f"{where}: {field} has no evidence with start and end")
    period = fact.period
    return Item(
        kind, field, start, end, value, fact.role,
        str(period) if type(period) is int else period,  # a year written as a number
        fact.direction, fact.category, quote, fact.confidence,
        given if type(given) is str else _shown(fact), hashed,
        "/".join(fact.path) if fact.path else None,
    )  # fmt: skip


def _plain(fact: Any) -> dict[str, object]:
    told = ("kind", "value", "low", "high", *(CELLS if fact.kind == "indicator" else ()))
    return {key: getattr(fact, key) for key in told}


def _shown(fact: Any) -> str:
    for key in ("value", "raw", "value_sha256", "name"):
        value = getattr(fact, key)
        if value is not None:
            return f"sha256:{value[:8]}" if key == "value_sha256" else str(value)
    return ""


def _span(fact: Any, where: str) -> tuple[int, int, str | None]:
    """Where the value stands: the evidence with role ``value``, else the first."""
    places = fact.evidence
    if not places:
        return -1, -1, None
    place = places[0]
    if place.role != "value":
        place = next((each for each in places if each.role == "value"), place)
    start, end = place.start, place.end
    if start is None and end is None:
        return -1, -1, None
    if start is None or end is None or not 0 <= start < end:
        raise fail("EX301", f"{where}: {fact.field}: bad span {start!r} to {end!r}")
    return start, end, place.quote


def heading(section: Any, where: str) -> Heading:
    """A :class:`Line` or section as a :class:`Heading`; raises EX301."""
    start, level = section.start, section.level
    if start is None or level is None:
        raise fail("EX301", f"{where}: a section needs start and level")
    hashed = getattr(section, "title_sha256", None)
    if hashed is not None and _SHA256.fullmatch(hashed) is None:
        raise fail("EX301", f"{where}: title_sha256 is not a SHA-256 in lower-case hex")
    return Heading(start, title(section.title or ""), level, hashed)


def finding(line: Line, where: str) -> Finding:
    """A :class:`Line` as a :class:`Finding`; raises EX301."""
    if line.family not in FAMILIES:
        raise fail("EX301", f"{where}: unknown family {line.family!r} of a finding")
    if line.severity not in SEVERITIES:
        raise fail("EX301", f"{where}: unknown severity {line.severity!r} of a finding")
    places: list[tuple[int, int]] = []
    # the primary first, so that an error is told at its place
    for each in sorted(line.spans or (), key=lambda place: place.role != "primary"):
        start, end = each.start, each.end
        if start is None or end is None or not 0 <= start < end:
            raise fail("EX301", f"{where}: finding: bad span {start!r} to {end!r}")
        places.append((start, end))
    if not places:
        raise fail("EX301", f"{where}: a finding needs spans")
    blame = line.blame or "publisher"
    return Finding(line.family, line.severity, tuple(places), line.message or "", blame)


def scope(line: Line, where: str) -> tuple[str, ...]:
    """What a :class:`Line` of kind ``scope`` says to be marked; raises EX301."""
    marks = tuple(line.marks or ())
    if not marks or not set(marks) <= set(SCOPES):
        known = ", ".join(SCOPES)
        raise fail("EX301", f"{where}: a scope needs marks, known are {known}; not {line.marks!r}")
    return marks


def field_keys() -> frozenset[str]:
    """Every field key of the catalogue."""
    return frozenset(fields())


def no_twins(ids: Iterable[tuple[str | None, str]]) -> None:
    """Raise EX301 where an id, given with its place, comes twice."""
    seen: dict[str, str] = {}
    for name, where in ids:
        if name and seen.setdefault(name, where) != where:
            raise fail("EX301", f"{where}: id {name!r} is there twice (first at {seen[name]})")


def stem(name: str) -> str:
    """A document's name without its suffix.

    >>> stem("a/b.txt"), stem("b")
    ('b', 'b')
    """
    return Path(name).stem if "." in name else name
