"""What is compared: facts, headings and findings of one document, gold or predicted."""

from __future__ import annotations

import msgspec

#: Kinds whose value is a figure, compared as decimals.
NUMERIC = frozenset({"money", "ratio", "staffing", "asset", "quantity"})
#: Kinds that have roles; elsewhere a role is not compared.
WITH_ROLES = frozenset({"money", "ratio", "performance"})
KINDS = (
    "document", "duty", "organisation", "staffing", "money", "ratio", "asset", "performance",
    "quantity", "indicator", "term", "reason",
)  # fmt: skip
FAMILIES = (
    "sum", "percentage", "change", "direction", "completion", "repeat", "staffing", "score",
    "table", "text_table", "unit", "year", "organisation", "numbering", "leftover", "typography",
    "contradiction", "sanity",
)  # fmt: skip
SEVERITIES = ("error", "warning", "info")
#: What a line of kind ``scope`` may say to be marked in a document, and nothing besides.
SCOPES = ("findings",)


class Item(msgspec.Struct, frozen=True, gc=False):
    """A fact as the scorer sees it; ``start``/``end`` are -1 where it has no place.

    ``value`` is comparable: a Decimal's string, a squeezed text, a joined list (see
    ``values.comparable``). ``period``, ``role`` and ``direction`` are as given. ``shown`` is
    the value as written, for error lists. Gold without its text may give ``value_sha256``
    for the value (see ``values.digest``).
    """

    kind: str
    field: str
    start: int
    end: int
    value: str | None
    role: str | None = None
    period: str | None = None
    direction: str | None = None
    category: str | None = None
    quote: str | None = None
    confidence: float | None = None
    shown: str = ""
    value_sha256: str | None = None
    #: The functional or economic class, its names from the top joined by ``/``.
    path: str | None = None

    @property
    def row(self) -> str:
        """The row of the per-field table; a ratio of an amount is told by ``%``."""
        if self.kind != "ratio":
            return self.field
        return "%" if self.field == "ratio" else "%" + self.field


class Heading(msgspec.Struct, frozen=True):
    """A heading: where it starts, its title squeezed (see ``values.title``), its level.

    Gold without its text may give ``title_sha256`` for the title.
    """

    start: int
    title: str
    level: int
    title_sha256: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """A contradiction, planted or reported; ``spans`` are its places, the primary first.

    ``blame`` is ``extraction`` where whoever reports it doubts the reading, not the document.
    """

    family: str
    severity: str
    spans: tuple[tuple[int, int], ...]
    message: str = ""
    blame: str = "publisher"


class Doc(msgspec.Struct, frozen=True):
    """The facts, headings and findings of one document, gold or predicted.

    ``sha256`` is the hash of its text, None where the file does not tell; ``text`` is None
    where it is not at hand. ``headings`` and ``findings`` are None where there is no room for
    them. ``province`` groups documents in a report; ``by_hand`` is None where nobody tells.
    ``marks`` names what is marked in gold where that is not everything (``SCOPES``).
    """

    name: str
    sha256: str | None
    items: tuple[Item, ...]
    headings: tuple[Heading, ...] | None = None
    text: str | None = None
    province: str = ""
    findings: tuple[Finding, ...] | None = None
    by_hand: bool | None = None
    marks: tuple[str, ...] = ()

    @property
    def tells_facts(self) -> bool:
        """Whether facts and headings are marked in it."""
        return not self.marks
