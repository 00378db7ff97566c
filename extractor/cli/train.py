"""``extractor train``: every model again, from a corpus of marked-up documents."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("train")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("-o", "--output", "models", type=click.Path(path_type=Path), default=Path("models"),
              show_default=True, metavar="DIR", help="Where the models are written.")  # fmt: skip
@click.option("--model", "names", multiple=True, metavar="NAME",
              help="Only this model; repeatable.  [default: all]")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress bar.")
def command(corpus: Path, models: Path, names: tuple[str, ...], quiet: bool) -> None:
    """Train the models again from CORPUS, with a model card for each.

    Documents in CORPUS/train are trained on and those in CORPUS/dev only scored; a folder
    without splits is trained on whole. The same corpus gives the same bytes.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from extractor import train as room

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    documents, _ = room.read_splits(corpus)
    wanted = names or tuple(room.MODELS)
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
        bars = {name: progress.add_task(name, total=room.steps(documents)) for name in wanted}
        told = room.train(corpus, models, wanted, lambda name, _: progress.advance(bars[name]))
    for name, found in told.items():
        for what in ("left_out", "held"):
            if what not in found:
                continue
            each = found[what]
            share = each["by_row"]
            click.echo(
                f"{name} {what}: {share['value']:.3f} right ({share['low']:.3f} to "
                f"{share['high']:.3f}), {each['rows']} rows of {each['documents']} documents"
            )
