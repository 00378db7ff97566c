"""The catalogue's examples, checked. Lines with tabs between their cells are drawn tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from extractor.annotate.marks import parse_marks
from extractor.checks import check
from extractor.checks.across import across
from extractor.checks.catalogue import parted, rules
from extractor.checks.render import Checked
from extractor.checks.select import Settings
from extractor.finding import Finding
from extractor.layout import reflow
from extractor.link import link
from extractor.mentions import find
from extractor.outline import outline
from extractor.pipeline import extract
from extractor.record import Record, assemble
from extractor.segment import segment
from extractor.source import Cell, Grid, Text, read
from extractor.tables import tabulate

TAB = "\t"


@cache
def checked(body: str, *codes: str, name: str = "例 1.txt") -> Checked:
    """A marked-up example with its findings of *codes*; how sure they are follows the models and
    is left out. Of several documents the one with findings."""
    text, _, _ = parse_marks(body)
    settings = Settings(select=codes)
    if any(rules()[code].across for code in codes if code in rules()):
        return compared(parted(text), settings, name)
    record = settings.choose(examined(text, name))
    return Checked(name, _plain(record, record.findings), text)


def examined(text: str, name: str = "example.txt") -> Record:
    """A text read as a document in which its lines with tabs are rows of drawn tables."""
    grids = tuple(drawn(text))
    if not grids:
        return extract(Text(text, name), with_text=True)
    source = msgspec.structs.replace(read(Text(text, name)), grids=grids)
    clean = reflow(source)
    headings = outline(clean)
    sentences = segment(clean, headings)
    tables = tabulate(clean)
    facts, warnings = link(clean, headings, sentences, find(clean.clean), tables)
    record = assemble(clean, headings, facts, tables=tables, warnings=warnings, with_text=True)
    return check(record, clean, headings, sentences, tables)


def drawn(text: str) -> Iterator[Grid]:
    """Grids of the runs of lines with tabs, where they stand."""
    rows: list[list[tuple[int, int]]] = []
    at = 0
    for line in (*text.split("\n"), ""):
        if TAB in line:
            rows.append([])
            start = at
            for cell in line.split(TAB):
                rows[-1].append((start, start + len(cell)))
                start += len(cell) + 1
        elif rows:
            cells = tuple(
                Cell(i, j, start, end)
                for i, row in enumerate(rows)
                for j, (start, end) in enumerate(row)
            )
            begin, stop = rows[0][0][0], rows[-1][-1][1]
            yield Grid(begin, stop, len(rows), max(map(len, rows)), cells)
            rows = []
        at += len(line) + 1


def compared(texts: Sequence[str], settings: Settings, name: str) -> Checked:
    """The first of the documents that has findings, with the others beside it."""
    stem = name.removesuffix(".txt")
    names = [f"{stem}-{number}.txt" for number in range(1, len(texts) + 1)]
    records = [
        extract(Text(text, name), with_text=True) for text, name in zip(texts, names, strict=True)
    ]
    found = [
        Checked(each.source.name, _plain(each, settings.apply(each.findings)), each.text)
        for each in across(records)
    ]
    first = next((each for each in found if each.findings), found[-1])
    others = tuple(each for each in found if each is not first)
    return msgspec.structs.replace(first, beside=others)


def _plain(record: Record, findings: Sequence[Finding]) -> Record:
    even = tuple(msgspec.structs.replace(each, confidence=0.9) for each in findings)
    return msgspec.structs.replace(record, findings=even, warnings=())
