"""``extractor corpus guidelines``: the page of fields, from their declarations."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 where the page is not up to date."
)
def guidelines(corpus: Path, check: bool) -> None:
    """Write CORPUS/FIELDS.md: every field with its words, good and bad examples."""
    from extractor.annotate.guidelines import PAGE, page
    from extractor.cli.output import write

    target = corpus / PAGE
    text = page()
    if not check:
        write(str(target), text)
        click.echo(f"{target} written", err=True)
    elif not target.is_file() or target.read_text(encoding="utf-8") != text:
        click.echo(f"{target}: not what the fields declare; run: extractor corpus guidelines")
        sys.exit(1)
