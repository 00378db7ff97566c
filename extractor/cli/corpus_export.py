"""``extractor corpus export``: a corpus in the format of another tool."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

_NAMES = (
    "label-studio", "label-studio-config", "prodigy", "doccano", "doccano-relations", "brat",
    "docbin", "bio", "w3c", "csv",
)  # fmt: skip


@click.command("export")
@click.argument("corpus", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form", type=click.Choice(_NAMES), required=True)
@click.option("-o", "--output", metavar="PATH", type=click.Path(path_type=Path),
              help="A file, or a folder for brat; without it standard output.")  # fmt: skip
@click.option("--as", "kind", type=click.Choice(["annotations", "predictions"]),
              default="annotations", show_default=True,
              help="What the marks are: somebody's work, or suggestions.")  # fmt: skip
def export(corpus: Path | None, form: str, output: Path | None, kind: str) -> None:
    """Write CORPUS (a folder, a file of gold or mark-up, records with their texts) for another
    tool. What the format cannot hold is told on standard error, a line for every kind of loss.

    label-studio-config needs no CORPUS.
    """
    from extractor.annotate.formats import Told, find_format
    from extractor.annotate.formats.sheets import load_sheets
    from extractor.errors import fail

    if corpus is None and form != "label-studio-config":
        raise fail("EX501", f"corpus export --format {form} needs a CORPUS")
    found, told = find_format(form), Told()
    sheets = iter(()) if corpus is None else load_sheets(corpus)
    pieces = found.write(sheets, told, predictions=kind == "predictions")
    if not found.suffix:
        if output is None:
            raise fail("EX501", f"{form} is a folder of files: give -o DIR")
        _files(output, pieces)
    else:
        _file(output, pieces, binary=form == "docbin")
    for line in told.lines():
        click.echo(line, err=True)


def _files(folder: Path, pieces: Iterator[tuple[str, bytes]]) -> None:
    from extractor.annotate.formats.sheets import put
    from extractor.errors import fail

    whole = list(pieces)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in whole:
            put(folder / name, data)
    except OSError as error:
        raise fail("EX501", f"cannot write {folder}: {error.strerror}") from None


def _file(output: Path | None, pieces: Iterator[tuple[str, bytes]], *, binary: bool) -> None:
    from extractor.annotate.formats.sheets import put
    from extractor.errors import fail

    if output is None or str(output) == "-":
        if binary and sys.stdout is not None and sys.stdout.isatty():
            raise fail("EX501", "this format is no text: give -o FILE")
        for _, data in pieces:
            sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    whole = b"".join(data for _, data in pieces)
    try:
        put(output, whole)
    except OSError as error:
        raise fail("EX501", f"cannot write {output}: {error.strerror}") from None
