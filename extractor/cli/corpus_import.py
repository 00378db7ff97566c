"""``extractor corpus import``: what was annotated in another tool, as gold."""

from __future__ import annotations

from pathlib import Path

import click

_NAMES = ("label-studio", "prodigy", "doccano", "doccano-relations", "brat", "docbin")


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path), metavar="PATH")
@click.option("--format", "form", type=click.Choice(_NAMES), required=True)
@click.option("-o", "--output", "folder", required=True, metavar="DIR",
              type=click.Path(path_type=Path, file_okay=False),
              help="Where <doc>.txt and <doc>.gold.jsonl go.")  # fmt: skip
@click.option("--repair-offsets", "repair", is_flag=True,
              help="Mend offsets that one known cause explains: UTF-16 units, CRLF counted as one "
                   "(or the reverse), a trimmed start.")  # fmt: skip
def import_(source: Path, form: str, folder: Path, repair: bool) -> None:
    """Read PATH (a file, or a folder for brat) of another tool and write its gold to DIR.

    Every quote is checked against its text; nothing is written where one does not stand.
    """
    from extractor.annotate.formats import Told, find_format
    from extractor.annotate.formats.quotes import checked
    from extractor.annotate.formats.settle import settled
    from extractor.annotate.formats.sheets import save_sheets
    from extractor.errors import fail

    if not source.exists():
        raise fail("EX101", f"{source}: no such file or folder")
    told = Told()
    sheets = {}
    for drawn in find_format(form).read(source, told):
        if drawn.name in sheets:
            raise fail("EX301", f"{drawn.where}: document {drawn.name} is there twice")
        mended, cause = checked(drawn, repair=repair)
        if cause is not None:
            told.note(f"documents with offsets mended: {cause}")
        sheets[drawn.name] = settled(mended, told)
    if not sheets:
        raise fail("EX301", f"{source}: no document in it")
    count = save_sheets(sheets.values(), folder)
    for line in told.lines():
        click.echo(line, err=True)
    lines = sum(len(each.lines) for each in sheets.values())
    click.echo(f"{count} documents, {lines} lines of gold in {folder}", err=True)
