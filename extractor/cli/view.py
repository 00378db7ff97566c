"""``extractor view``: one page to look at a record beside its source."""

from __future__ import annotations

import click

from extractor.cli.limits import limit_option, limits
from extractor.cli.output import write
from extractor.cli.records import choose, load
from extractor.errors import fail
from extractor.record import Record
from extractor.source.limits import Limits


@click.command("view")
@click.argument("result")
@click.option("-o", "--output", default=None, help="The page; standard output without it.")
@click.option(
    "--source", default=None, metavar="PATH",
    help="The document, where the record was saved without its text.",
)  # fmt: skip
@click.option("--name", default=None, help="Which record, by its source's name, of several.")
@limit_option
def command(
    result: str, output: str | None, source: str | None, name: str | None, limit: tuple[str, ...]
) -> int:
    """Write one self-contained page: the source with highlights beside the fields.

    RESULT is a record as JSON, or JSON lines with several (then --source or --name tells
    which). The page loads nothing from anywhere.
    """
    from extractor.view import render

    records = load(result)
    if name is not None:
        records = tuple(each for each in records if each.source.name == name)
        if not records:
            raise fail("EX501", f"{result}: no record of {name}")
    record, text = _with_text(result, records, source, limits(limit))
    write(output, render(record, text))
    return 0


def _with_text(
    result: str, records: tuple[Record, ...], source: str | None, limits: Limits
) -> tuple[Record, str]:
    if source is None:
        if len(records) > 1:
            raise fail("EX501", f"{result}: {len(records)} records; choose one with --name")
        record = records[0]
        if record.text is None:
            raise fail(
                "EX501",
                f"{result}: the record is without its text; give --source, or extract --with-text",
            )
        return record, record.text
    from extractor.source import read

    document = read(source, limits)
    chosen = choose(records, document.sha256, document.name)
    if chosen is None or chosen.source.sha256 != document.sha256:
        raise fail("EX302", f"{result}: no record of {source} (its sha256 differs)")
    return chosen, document.text
