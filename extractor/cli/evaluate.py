"""``extractor evaluate``: predictions against gold, or a corpus extracted anew."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("predicted", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table",
    show_default=True,
)  # fmt: skip
@click.option(
    "--by",
    type=click.Choice(["kind", "field", "province"]),
    multiple=True,
    help="Which groups to show; repeatable.  [default: kind and field]",
)
@click.option("--errors", "errors_to", type=click.Path(path_type=Path), metavar="FILE",
              help="Write every error as JSON lines.")  # fmt: skip
@click.option("--fail-under", "bars", multiple=True, metavar="METRIC=X",
              help="Exit 1 below it (linked.f1=0.9, money.found.p=0.8); repeatable.")  # fmt: skip
@click.option("--bootstrap", "samples", default=2000, show_default=True,
              type=click.IntRange(0, 100_000), help="Samples for the 95 % intervals.")  # fmt: skip
@click.option("--seed", default=0, show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE")
def command(
    gold: Path,
    predicted: Path | None,
    form: str,
    by: tuple[str, ...],
    errors_to: Path | None,
    bars: tuple[str, ...],
    samples: int,
    seed: int,
    output: Path | None,
) -> None:
    """Score PREDICTED against GOLD; GOLD alone, a corpus, is extracted anew and scored."""
    import msgspec

    from extractor import evaluate as room
    from extractor.evaluate import gate, render

    wanted = [gate.parse_bar(bar) for bar in bars]  # bad usage is told before any work
    truth = room.load_gold(gold)
    left_out: list[str] = []
    if predicted is None:
        truth, left_out = room.with_texts(truth, gold)
        found = room.extract_corpus(truth, gold)
    else:
        found = room.load_predictions(predicted)
    pairs, warnings = room.pair(truth, found)
    for warning in (*left_out, *warnings):
        click.echo(f"warning: {warning}", err=True)
    report = room.evaluate(pairs, samples=samples, seed=seed)
    errors = room.errors(report)
    if form == "json":
        text = render.as_json(report, errors).decode()
    elif form == "markdown":
        text = render.as_markdown(report, errors, by)
    else:
        text = render.as_table(report, errors, by)
    if output is None or str(output) == "-":
        click.echo(text)
    else:
        output.write_text(text + "\n", encoding="utf-8")
    if errors_to is not None:
        lines = b"".join(msgspec.json.encode(each) + b"\n" for each in errors)
        errors_to.write_bytes(lines)
    missed = [why for why in (gate.below(report, bar) for bar in wanted) if why]
    for why in missed:
        click.echo(f"below: {why}", err=True)
    if missed:
        sys.exit(1)
