"""The whole road, one room after the other."""

from __future__ import annotations

import os

from extractor.checks import check
from extractor.layout import reflow
from extractor.link import link
from extractor.mentions import find
from extractor.outline import outline
from extractor.record import Record, assemble
from extractor.segment import segment
from extractor.source import Text, read


def extract(document: str | os.PathLike[str] | bytes | Text, *, with_text: bool = False) -> Record:
    """Everything a final-accounts disclosure states, each fact with its place.

    ``document`` is a path, the bytes of a file, or ``extractor.Text("...")``. Offsets in
    the record count code points of the text as read. ``with_text`` keeps that text in
    the record.

    Raises:
        ExtractorError: the document cannot be read (EX101 to EX104).

    >>> import extractor
    >>> record = extractor.extract(extractor.Text("2023年度收入总计360.44万元。"))
    >>> record["revenue.total"].value, record["revenue.total"].evidence[0].quote
    ('3604400', '360.44万元')
    """
    source = read(document)
    text = reflow(source)
    sections = outline(text)
    sentences = segment(text, sections)
    mentions = find(text.clean)
    facts, warnings = link(text, sections, sentences, mentions)
    record = assemble(text, sections, facts, warnings=warnings, with_text=with_text)
    return check(record, text, sections, sentences)
