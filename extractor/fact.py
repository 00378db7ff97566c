"""The fact and its evidence: what leaves the toolkit.

Shapes follow the output contract: offsets are code points of the text as read,
half-open; values are decimal strings in the base unit.
"""

from __future__ import annotations

import msgspec

#: How a quote stands in its source.
EXACT, REFLOWED, INHERITED, UNGROUNDED = "exact", "reflowed", "inherited", "ungrounded"
#: A quote that was recognised in a picture; it may be wrapped, and has a confidence.
RECOGNISED = "ocr"

Rectangle = tuple[float, float, float, float]


class Evidence(msgspec.Struct, frozen=True, omit_defaults=False, gc=False):
    """A place in the source that supports a fact; ``text[start:end] == quote``.

    ``bbox`` is the rectangle of the quote on its page (x0, top, x1, bottom; points, origin top
    left), None where the format has no places; ``boxes`` has one a line, each with its page,
    where there are several. ``confidence`` is that of the recognition, None for printed text.
    """

    role: str
    start: int
    end: int
    quote: str
    status: str = EXACT
    page: int | None = None
    bbox: Rectangle | None = None
    boxes: tuple[tuple[int, float, float, float, float], ...] | None = None
    confidence: float | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One statement of a document: a field, its value, and where it stands.

    ``value`` is a decimal string in the base unit (yuan, persons, percent as
    written) or a text; lists for organisations. Keys that only some kinds know
    (``ordinal``, ``about``, ``weight`` …) are in ``extra`` and stand flat in JSON.
    """

    field: str
    kind: str
    evidence: tuple[Evidence, ...]
    value: str | tuple[str, ...] | None = None
    label: str = ""
    role: str | None = None
    period: str | None = None
    unit: str | None = None
    raw: str | None = None
    direction: str | None = None
    path: tuple[str, ...] | None = None
    name: str | None = None
    category: str | None = None
    low: str | None = None
    high: str | None = None
    implied: bool = False
    approx: bool = False
    origin: str = "text"
    confidence: float = 1.0
    made_by: str = ""
    extra: dict[str, object] = {}
    id: str = ""
