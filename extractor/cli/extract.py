"""``extractor extract``: documents in, records out."""

from __future__ import annotations

import csv
import io

import click

from extractor.checks.saved import others
from extractor.cli.output import write
from extractor.errors import ExtractorError
from extractor.record import Record, fact_row


@click.command("extract")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["json", "jsonl", "csv", "text"]), default=None,
    help="json for one document and jsonl for several unless told; text is for people.",
)  # fmt: skip
@click.option("-o", "--output", default=None, help="A file instead of standard output.")
@click.option("--with-text", is_flag=True, help="Keep the source text in the record.")
@click.option("--indent", type=click.IntRange(0, 8), default=0, help="Indent JSON by so many.")
def command(
    paths: tuple[str, ...], form: str | None, output: str | None, with_text: bool, indent: int
) -> int:
    """Documents in, records out: every fact with its place.

    A document that cannot be read is told on standard error and skipped; the others are
    still written, and the exit code is 2.
    """
    from extractor.pipeline import extract

    records: list[Record] = []
    bad = 0
    for path in paths:
        try:
            records.append(extract(path, with_text=with_text))
        except ExtractorError as error:
            bad += 1
            click.echo(f"error: {error}", err=True)
            continue
        _warn(path, records[-1])
    form = form or ("json" if len(paths) == 1 else "jsonl")
    if records:
        write(output, _render(records, form, indent))
    return 2 if bad else 0


def _warn(path: str, record: Record) -> None:
    """Each warning in a line, what could not be checked in one."""
    for warning in others(record.warnings):
        click.echo(f"warning: {path}: {warning}", err=True)
    count = len(record.warnings) - len(others(record.warnings))
    if count:
        told = "1 check" if count == 1 else f"{count} checks"
        click.echo(f"warning: {path}: {told} without the figures that they need", err=True)


def _render(records: list[Record], form: str, indent: int) -> str:
    if form == "csv":
        return _csv(records)
    if form == "text":
        from extractor.cli.summary import summary

        return "\n".join(summary(record) for record in records)
    if form == "json" and len(records) > 1:
        return "[" + ",\n".join(each.to_json(indent=indent) for each in records) + "]\n"
    return "".join(each.to_json(indent=indent if form == "json" else 0) + "\n" for each in records)


def _csv(records: list[Record]) -> str:
    rows = [{"doc": r.source.name, **fact_row(fact)} for r in records for fact in r.facts]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or ["doc"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
