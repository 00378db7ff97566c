"""The whole road, one room after the other."""

from __future__ import annotations

import os
from collections.abc import Sequence

import msgspec

from extractor.checks import Settings, check, must_fit, others
from extractor.errors import fail
from extractor.layout import Text as Reflowed
from extractor.layout import reflow
from extractor.link import link
from extractor.mentions import find
from extractor.outline import Outline, outline
from extractor.record import Record, assemble
from extractor.segment import Sentence, segment
from extractor.source import File, Source, Text, read
from extractor.source.limits import Limits
from extractor.tables import Table, tabulate


def extract(
    document: str | os.PathLike[str] | bytes | Text | File,
    *,
    with_text: bool = False,
    settings: Settings | None = None,
    limits: Limits | None = None,
) -> Record:
    """Everything a final-accounts disclosure states, each fact with its place.

    ``document`` is a path, the bytes of a file, ``extractor.File(data, "a.pdf")`` or
    ``extractor.Text("...")``. Offsets in the record count code points of the text as read.
    ``with_text`` keeps that text in the record; ``settings`` choose among the checks and add to
    them; ``limits`` say what the document may cost (``extractor.Limits(pages=30)``).

    Raises:
        ExtractorError: the document cannot be read (EX101 to EX107).

    >>> import extractor
    >>> record = extractor.extract(extractor.Text("2023年度收入总计360.44万元。"))
    >>> record["revenue.total"].value, record["revenue.total"].evidence[0].quote
    ('3604400', '360.44万元')
    """
    source = read(document, limits)
    text = reflow(source)
    sections = outline(text)
    sentences = segment(text, sections)
    mentions = find(text.clean)
    tables = tabulate(text)
    facts, warnings = link(text, sections, sentences, mentions, tables)
    record = assemble(text, sections, facts, tables=tables, warnings=warnings, with_text=with_text)
    return _check(record, text, sections, sentences, tables, settings)


def recheck(record: Record, settings: Settings | None = None) -> Record:
    """A record with its text, checked again; its facts stay.

    Raises:
        ExtractorError: EX501 for a record without its text, EX302 where text and facts do not
            belong together.

    >>> import extractor
    >>> record = extractor.extract(extractor.Text("2023年度收入总计3万元。"), with_text=True)
    >>> recheck(record).findings
    ()
    """
    if record.text is None:
        raise fail(
            "EX501",
            f"{record.source.name}: the record holds no text; extract it with --with-text "
            "(with_text=True)",
        )
    must_fit(record)
    text = reflow(_again(record))
    sections = outline(text)
    bare = msgspec.structs.replace(record, findings=(), warnings=others(record.warnings))
    return _check(bare, text, sections, segment(text, sections), tabulate(text), settings)


def _again(record: Record) -> Source:
    """The source of a record that holds its text, but for the places on its pages."""
    source = read(Text(record.text or "", record.source.name))
    drawn = record.drawn
    if drawn is None:
        return source
    return msgspec.structs.replace(
        source, pages=drawn.pages, grids=drawn.grids, furniture=drawn.furniture
    )


def check_across(
    documents: Sequence[str | os.PathLike[str] | bytes | Text | File | Record],
    *,
    settings: Settings | None = None,
    limits: Limits | None = None,
) -> tuple[Record, ...]:
    """Documents in their order, each with what it says otherwise than the others alone.

    Years of one unit, a department and its units, and versions of one document are compared;
    records must hold their text. Spans with a ``source`` are of the document of that name.

    Raises:
        ExtractorError: EX101 to EX107 for what cannot be read, EX501 for less than two documents
            or a record without text, EX504 where nothing relates them.

    >>> from extractor import Text
    >>> title = "云渠县档案馆{0}年度部门决算\\n{0}年度收入总计{1}。"
    >>> last = Text(title.format(2022, "120.00万元"), "last")
    >>> this = Text(title.format(2023, "150.00万元，上年为102.00万元"), "this")
    >>> [each.quote for each in check_across([last, this])[1].findings[0].spans]
    ['102.00万元', '120.00万元']
    """
    from extractor.checks.across import across

    records = [
        each if isinstance(each, Record) else extract(each, with_text=True, limits=limits)
        for each in documents
    ]
    names = [
        os.fspath(each) if isinstance(each, str | os.PathLike) else record.source.name
        for each, record in zip(documents, records, strict=True)
    ]
    found = across(records, names)
    return found if settings is None else tuple(settings.choose(each) for each in found)


def _check(
    record: Record, text: Reflowed, sections: Outline, sentences: tuple[Sentence, ...],
    tables: Sequence[Table], settings: Settings | None,
) -> Record:  # fmt: skip
    if settings is None:
        return check(record, text, sections, sentences, tables)
    return settings.choose(check(record, text, sections, sentences, tables, settings.custom))
