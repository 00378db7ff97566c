"""Text, outline and facts -> Record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from extractor.fact import Fact
from extractor.layout import Text
from extractor.outline import Outline
from extractor.record.frames import record_tables
from extractor.record.places import place_facts, place_table
from extractor.record.types import Drawn, Heading, Record, SourceInfo
from extractor.source import Source
from extractor.tables import Table


def assemble(
    text: Text,
    outline: Outline,
    facts: Iterable[Fact],
    *,
    tables: Sequence[Table] = (),
    warnings: tuple[str, ...] = (),
    with_text: bool = False,
) -> Record:
    """Put the facts in reading order, number them, and bring sections to source offsets.

    What the reader warns of comes before ``warnings``.
    """
    source = text.source
    facts = tuple(facts)
    place_facts(source, facts)
    ordered = sorted(facts, key=_place)
    # numbered in place: they were made for this record, and copies would cost as much again
    for number, fact in enumerate(ordered, start=1):
        msgspec.structs.force_setattr(fact, "id", f"f{number}")
    return Record(
        source=SourceInfo(
            name=source.name,
            sha256=source.sha256,
            media_type=source.media_type,
            pages=len(source.pages) or None,
            chars=len(source.text),
            reader=source.reader,
            encoding=source.encoding,
        ),
        sections=tuple(_headings(text, outline)),
        facts=tuple(ordered),
        tables=record_tables(place_table(source, each.to_dict()) for each in tables),
        warnings=(*source.warnings, *warnings),
        status=source.status,
        text=source.text if with_text else None,
        drawn=_drawn(source) if with_text else None,
    )


def _drawn(source: Source) -> Drawn | None:
    if not (source.grids or source.furniture or source.pages):
        return None
    return Drawn(source.pages, source.grids, source.furniture)


def _place(fact: Fact) -> tuple[int, int]:
    first = fact.evidence[0]
    return first.start, -first.end


def _headings(text: Text, outline: Outline) -> Iterable[Heading]:
    bounds = text.map.bounds
    for index, level, ordinal, title, start, end, body_end, above, _ in map(
        msgspec.structs.astuple, outline.sections
    ):
        begin, stop = bounds(start, end)
        _, last = bounds(start, max(body_end, end))
        parent = None if above is None else f"s{above + 1}"
        yield Heading(f"s{index + 1}", level, ordinal, title, begin, stop, last, parent)
