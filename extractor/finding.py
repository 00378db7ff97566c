"""The finding: a place where a document contradicts itself, or is not finished."""

from __future__ import annotations

import msgspec

FAMILIES = (
    "sum", "percentage", "change", "direction", "completion", "repeat", "staffing", "score",
    "table", "text_table", "unit", "year", "organisation", "numbering", "leftover", "typography",
    "contradiction", "sanity",
)  # fmt: skip
SEVERITIES = ("error", "warning", "info")
#: Who is likely to have erred: the office that published, or we who read.
PUBLISHER, EXTRACTION = "publisher", "extraction"


class FindingSpan(msgspec.Struct, frozen=True, gc=False):
    """A place of a finding in source offsets; ``role`` is ``primary`` or ``secondary``.

    ``source`` names the document where it is not the one that the finding is of; ``bbox`` is the
    rectangle on the page (points, origin top left) where the format has places.
    """

    role: str
    start: int
    end: int
    quote: str
    page: int | None = None
    source: str | None = None
    bbox: tuple[float, float, float, float] | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing that cannot be right, with both sides of it.

    ``spans`` begin with the primary one, where it shows; ``facts`` are ids of the facts that
    disagree. ``stated`` and ``expected`` are decimal strings in base units, or words.
    ``mistake`` names the slip where it can be told (``fraction``, ``shifted`` …), ``sum`` is
    the arithmetic written out. ``values`` fill the message of the rule in another language.
    ``confidence`` is how sure it is that the document itself errs.
    """

    code: str
    family: str
    severity: str
    message: str
    spans: tuple[FindingSpan, ...]
    facts: tuple[str, ...] = ()
    stated: str | None = None
    expected: str | None = None
    mistake: str | None = None
    sum: str | None = None
    blame: str = PUBLISHER
    confidence: float = 1.0
    values: dict[str, str] = {}
