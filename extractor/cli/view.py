"""``extractor view``: one page to look at a record beside its source."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import click

from extractor.cli.limits import limit_option, limits
from extractor.cli.output import write
from extractor.cli.records import load
from extractor.errors import fail
from extractor.record import Record
from extractor.record.types import Drawn
from extractor.source import Source
from extractor.source.limits import Limits

if TYPE_CHECKING:
    from extractor.source.pictures import Pictures

_DOTS = 144
#: pages of a document beyond which those without evidence are left out
_MANY = 200


@click.command("view")
@click.argument("result")
@click.option("-o", "--output", default=None, help="The page; standard output without it.")
@click.option(
    "--source", default=None, metavar="PATH",
    help="The document: for its pictures, and where the record was saved without its text.",
)  # fmt: skip
@click.option("--name", default=None, help="Which record, by its source's name, of several.")
@click.option(
    "--dpi", type=click.IntRange(36, 600), default=_DOTS, show_default=True,
    help="How fine the pictures of its pages are.",
)  # fmt: skip
@click.option("--no-pictures", is_flag=True, help="The text alone, also of PDFs and scans.")
@limit_option
def command(
    result: str, output: str | None, source: str | None, name: str | None, dpi: int,
    no_pictures: bool, limit: tuple[str, ...],
) -> int:  # fmt: skip
    """Write one self-contained page: the source with highlights beside the fields.

    RESULT is a record as JSON, or JSON lines with several (then --source or --name tells
    which). With --source the pages of PDFs and scans are shown as they look, with the evidence
    boxed. The page loads nothing from anywhere.
    """
    from extractor.view import render

    records = load(result)
    if name is not None:
        records = tuple(each for each in records if each.source.name == name)
        if not records:
            raise fail("EX501", f"{result}: no record of {name}")
    cost = limits(limit)
    shown = _shown(result, records, source, cost)
    drawn = None if no_pictures else _pictures(shown, dpi, cost)
    write(output, render(shown.record, shown.text, shown.layout, drawn))
    return 0


class _Shown(NamedTuple):
    record: Record
    text: str
    layout: Drawn | None
    name: str = ""
    data: bytes = b""


def _shown(result: str, records: tuple[Record, ...], source: str | None, limits: Limits) -> _Shown:
    if source is None:
        if len(records) > 1:
            raise fail("EX501", f"{result}: {len(records)} records; choose one with --name")
        record = records[0]
        if record.text is None:
            raise fail(
                "EX501",
                f"{result}: the record is without its text; give --source, or extract --with-text",
            )
        return _Shown(record, record.text, record.drawn)
    from extractor.source.read import _load, read
    from extractor.source.types import File

    name, data = _load(source, limits)
    digest = hashlib.sha256(data).hexdigest()
    record = next((each for each in records if each.source.sha256 == digest), records[0])
    if record.source.sha256 != digest:
        raise fail("EX302", f"{result}: no record of {source} (its sha256 differs)")
    if record.text is not None:
        return _Shown(record, record.text, record.drawn, name, data)
    document = read(File(data, name), limits)
    _must_fit(result, record, document)
    layout = Drawn(document.pages, document.grids, document.furniture)
    return _Shown(record, document.text, layout, name, data)


def _must_fit(result: str, record: Record, document: Source) -> None:
    """Refuses a record whose places are not those of the text as it is read now."""
    text = document.text
    for fact in record.facts:
        for each in fact.evidence:
            if text[each.start : each.end] != each.quote:
                raise fail(
                    "EX302",
                    f"{result}: was read by {record.source.reader}, and {document.name} is read "
                    f"otherwise now, by {document.reader}; extract it again",
                )


def _pictures(shown: _Shown, dpi: int, limits: Limits) -> Pictures | None:
    if not shown.data:
        return None
    from extractor.source.pictures import pictures

    pages = _wanted(shown.record)
    found = pictures(shown.name, shown.data, pages, dpi, limits)
    if found is None:
        return None
    if found.lost:
        why = f" ({found.why.message})" if found.why else ""
        told = ", ".join(map(str, found.lost[:20])) + (", …" if found.lost[20:] else "")
        click.echo(f"warning: {shown.name}: without pictures of pages {told}{why}", err=True)
    return found


def _wanted(record: Record) -> list[int]:
    """The pages to show: all, of long documents those with evidence, findings or tables."""
    count = record.source.pages or 1
    if count <= _MANY:
        return list(range(1, count + 1))
    pages: set[int | None] = {each.page for fact in record.facts for each in fact.evidence}
    pages |= {each.page for finding in record.findings for each in finding.spans}
    pages |= {cell.get("page") for table in record.tables for cell in table.get("cells", ())}
    return sorted(each for each in pages if each is not None and 1 <= each <= count)
