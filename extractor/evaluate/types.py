"""What is compared: facts and headings of one document, gold or predicted."""

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


class Item(msgspec.Struct, frozen=True):
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


class Doc(msgspec.Struct, frozen=True):
    """The facts and headings of one document, gold or predicted.

    ``sha256`` is the hash of its text, None where the file does not tell; ``text`` is None
    where it is not at hand. ``province`` groups documents in a report.
    """

    name: str
    sha256: str | None
    items: tuple[Item, ...]
    headings: tuple[Heading, ...] | None = None
    text: str | None = None
    province: str = ""
