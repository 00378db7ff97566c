"""``extractor extract``: documents in, records out."""

from __future__ import annotations

import click

from extractor.checks.saved import others
from extractor.cli.limits import limit_option, limits
from extractor.cli.output import Output, told
from extractor.cli.shapes import SHAPES, Shape
from extractor.errors import ExtractorError
from extractor.record import Record


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format", "form", type=click.Choice(["json", "jsonl", "csv", "text"]), default=None,
    help="json for one file and jsonl for several unless told; text is for people.",
)  # fmt: skip
@click.option("-o", "--output", default=None, help="A file instead of standard output.")
@click.option("--with-text", is_flag=True, help="Keep the source text in the record.")
@click.option("--indent", type=click.IntRange(0, 8), default=0, help="Indent JSON by so many.")
@limit_option
def command(
    paths: tuple[str, ...], form: str | None, output: str | None, with_text: bool, indent: int,
    limit: tuple[str, ...],
) -> int:  # fmt: skip
    """Documents in, records out: every fact with its place.

    PATH is a file, a folder, a pattern such as "a/**/*.pdf" or a ZIP archive; what is found in
    folders, by patterns and in archives gives JSON lines. A document that cannot be read is told
    on standard error and skipped; the others are still written, and the exit code is 2.
    """
    from extractor.pipeline import extract
    from extractor.source import documents

    cost = limits(limit)
    bad = 0
    with Output(output) as out:
        shape: Shape | None = None
        for document in documents(paths, cost, warn=tell):
            if shape is None:
                single = len(paths) == 1 and document.plain
                shape = SHAPES[form or ("json" if single else "jsonl")](out, indent)
            try:
                record = extract(document.open(), with_text=with_text, limits=cost)
            except ExtractorError as error:
                bad += 1
                click.echo(f"error: {told(document.name, error)}", err=True)
                continue
            _warn(document.name, record)
            shape.add(record)
        if shape is not None:
            shape.close()
    return 2 if bad else 0


def tell(warning: str) -> None:
    """A warning in a line."""
    click.echo(f"warning: {warning}", err=True)


def _warn(path: str, record: Record) -> None:
    """Each warning in a line, what could not be checked in one."""
    for warning in others(record.warnings):
        click.echo(f"warning: {path}: {warning}", err=True)
    count = len(record.warnings) - len(others(record.warnings))
    if count:
        told = "1 check" if count == 1 else f"{count} checks"
        click.echo(f"warning: {path}: {told} without the figures that they need", err=True)
