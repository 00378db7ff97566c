"""``extractor agreement``: two annotators of the same texts against each other."""

from __future__ import annotations

from pathlib import Path

import click

_PATH = click.Path(path_type=Path)


@click.command("agreement")
@click.argument("one", type=_PATH, metavar="A")
@click.argument("other", type=_PATH, metavar="B")
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table",
              show_default=True)  # fmt: skip
@click.option("--bootstrap", "samples", default=1000, show_default=True,
              type=click.IntRange(0, 100_000), help="Samples for the 95 % intervals.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("-o", "--output", metavar="FILE")
def command(one: Path, other: Path, form: str, samples: int, seed: int, output: str | None) -> None:
    """How far two annotations agree: A and B are mark-up or gold, files or folders.

    Documents are paired by name. A and B may be swapped: the figures stay.
    """
    import msgspec

    from extractor.cli.output import write
    from extractor.evaluate.agreement import agreement
    from extractor.evaluate.annotations import load_annotations, pair_annotations
    from extractor.evaluate.report.render import agreement_as

    pairs, warnings = pair_annotations(load_annotations(one), load_annotations(other))
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    told = agreement(pairs, samples=samples, seed=seed)
    if form == "json":
        text = msgspec.json.format(msgspec.json.encode(told), indent=1).decode()
    else:
        text = agreement_as(form, told)
    write(output, text + "\n")
