"""What a document says, as one object: sections, facts, tables, findings, warnings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from extractor.fact import Fact
from extractor.finding import Finding
from extractor.record.frames import RecordTable
from extractor.record.views import Amounts, Duties, Performance, Staffing
from extractor.source import Furniture, Grid

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = "1"


class SourceInfo(msgspec.Struct, frozen=True):
    """Which document a record was made from; ``chars`` counts code points."""

    name: str
    sha256: str
    media_type: str
    pages: int | None
    chars: int
    reader: str
    encoding: str | None = None


class Heading(msgspec.Struct, frozen=True, gc=False):
    """A section in source offsets; ``parent`` is the id of the section above."""

    id: str
    level: int
    ordinal: str
    title: str
    start: int
    end: int
    body_end: int
    parent: str | None = None


class Drawn(msgspec.Struct, frozen=True):
    """How the text of a source is laid out, for records that hold it: where its pages begin, its
    grids and its furniture, as the reader told them."""

    pages: tuple[int, ...] = ()
    grids: tuple[Grid, ...] = ()
    furniture: tuple[Furniture, ...] = ()


class Record(msgspec.Struct, frozen=True, dict=True):
    """The facts of one document, each with its place in the source.

    ``record[key]`` is the fact of that field with role ``actual`` (where the kind has
    roles) and the document's own year, the first in the text where there are several;
    KeyError where there is none. ``record.all(key)`` gives every one, as a tuple.

    ``status`` is ``partial`` where a part of the source could not be read or was left out;
    ``warnings`` tell which. ``drawn`` goes with ``text``, so that both can be read again.
    """

    source: SourceInfo
    sections: tuple[Heading, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[RecordTable, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    text: str | None = None
    schema_version: str = SCHEMA_VERSION
    status: str = "complete"
    drawn: Drawn | None = None

    def __getitem__(self, key: str) -> Fact:
        year = self.year
        fallback = None
        for fact in self._by_field.get(key, ()):
            if fact.kind == "ratio" or fact.role not in (None, "actual"):
                continue
            if fact.period is None or year is None or fact.period[:4] == year:
                return fact
            fallback = fallback or fact
        # Texts and staffing have no role and may bear a date of another year.
        if fallback is not None and fallback.kind not in ("money",):
            return fallback
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return key in self._by_field

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def all(self, key: str) -> tuple[Fact, ...]:
        """Every fact of a field, in reading order; ratios about it are left out.

        ``all("ratio")`` gives every ratio, whatever it is about.
        """
        if key == "ratio":
            return tuple(fact for fact in self.facts if fact.kind == "ratio")
        return tuple(f for f in self._by_field.get(key, ()) if f.kind != "ratio")

    @cached_property
    def _by_field(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.field, []).append(fact)
        return found

    @cached_property
    def year(self) -> str | None:
        """The document's own year, such as ``"2023"``."""
        for fact in self._by_field.get("document.fiscal_year", ()):
            return str(fact.value)
        return None

    @property
    def duties(self) -> Duties:
        """The duties, the main list and those stated elsewhere."""
        return Duties(self.facts)

    @property
    def staffing(self) -> Staffing:
        """The staffing counts."""
        return Staffing(self.facts)

    @property
    def amounts(self) -> Amounts:
        """Every amount of money."""
        return Amounts(self.facts)

    @property
    def performance(self) -> Performance:
        """The narrative sentences with their roles."""
        return Performance(self.facts)

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object as plain Python data."""
        from extractor.record.wire import to_dict

        return to_dict(self)

    def to_json(self, *, indent: int = 0) -> str:
        """The contract's JSON; ``indent`` spaces a level, 0 for one line."""
        try:
            data = msgspec.json.encode(self.to_dict())
        except UnicodeEncodeError:
            # half a character, which no encoding holds, is written as an escape
            import json

            return json.dumps(self.to_dict(), indent=indent or None)
        return (msgspec.json.format(data, indent=indent) if indent else data).decode()

    def to_frame(self) -> pd.DataFrame:
        """One row a fact, with the first value evidence's place; needs pandas.

        Raises:
            ExtractorError: EX502 where pandas is not installed.
        """
        from extractor.record.wire import to_frame

        return to_frame(self)
