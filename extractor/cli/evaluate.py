"""``extractor evaluate``: predictions against gold, or a corpus extracted anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from extractor.evaluate.outcome import Outcome

_FILE = click.Path(path_type=Path)


@click.command("evaluate")
@click.argument("gold", type=_FILE)
@click.argument("predicted", type=_FILE, required=False)
@click.option(
    "--format", "form", default="table", show_default=True,
    type=click.Choice(["table", "json", "markdown", "junit", "github"]),
)  # fmt: skip
@click.option(
    "--by",
    type=click.Choice(["kind", "field", "province", "doc"]),
    multiple=True,
    help="Which groups to show; repeatable.  [default: kind and field]",
)
@click.option("--only", type=click.Choice(["hand", "composed", "all"]),
              help="Documents written by hand, composed ones, or both together.  "
              "[default of a folder: by hand, composed ones apart]")  # fmt: skip
@click.option("--seen", "allow_seen", is_flag=True,
              help="Score documents that the models were trained on, too.")  # fmt: skip
@click.option("--baseline", type=_FILE, metavar="FILE",
              help="An earlier run (--format json -o FILE) to test against.")  # fmt: skip
@click.option("--fail-under", "bars", multiple=True, metavar="METRIC=X",
              help="Exit 1 below it (linked=0.9, 'money*.found.p=.8'); repeatable.")  # fmt: skip
@click.option("--max-drop", "drops", multiple=True, metavar="METRIC=X",
              help="Exit 1 where it is more than X below the baseline's; repeatable.")  # fmt: skip
@click.option("--fail-on-regression", "no_regression", is_flag=True,
              help="Exit 1 where anything is significantly worse than it.")  # fmt: skip
@click.option("--errors", "errors_to", type=_FILE, metavar="FILE",
              help="Write every error as JSON lines.")  # fmt: skip
@click.option("--html", "page_to", type=_FILE, metavar="FILE",
              help="Write a page with plots.")  # fmt: skip
@click.option("--run", "runs", type=_FILE, multiple=True, metavar="FILE",
              help="An earlier run, for the page's learning curve; repeatable.")  # fmt: skip
@click.option("--bootstrap", "samples", default=1000, show_default=True,
              type=click.IntRange(0, 100_000), help="Samples for the 95 % intervals.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("-o", "--output", metavar="FILE")
def command(
    gold: Path,
    predicted: Path | None,
    form: str,
    by: tuple[str, ...],
    only: str | None,
    allow_seen: bool,
    baseline: Path | None,
    bars: tuple[str, ...],
    drops: tuple[str, ...],
    no_regression: bool,
    errors_to: Path | None,
    page_to: Path | None,
    runs: tuple[Path, ...],
    samples: int,
    seed: int,
    output: str | None,
) -> None:
    """Score PREDICTED against GOLD; GOLD alone, a corpus, is extracted anew and scored."""
    # The products are small: threads that wait for more cost more than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    import msgspec

    from extractor.cli.output import write
    from extractor.evaluate.baseline import load_run
    from extractor.evaluate.gate import parse_bar
    from extractor.evaluate.run import Wanted, run

    wanted = Wanted(  # bad usage is told before any work
        gold, predicted, only, allow_seen, baseline,
        tuple(parse_bar(bar) for bar in bars),
        tuple(parse_bar(drop, "--max-drop") for drop in drops),
        no_regression, samples, seed,
    )  # fmt: skip
    earlier = [load_run(path) for path in runs]
    outcome, warnings = run(wanted)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    write(output, rendered(outcome, form, by) + "\n")
    if errors_to is not None:
        lines = b"".join(msgspec.json.encode(each) + b"\n" for each in outcome.errors)
        write(str(errors_to), lines.decode())
    if page_to is not None:
        from extractor.evaluate.report.page import page

        write(str(page_to), page(outcome, earlier))
    for each in outcome.verdicts:
        if not each.passed:
            click.echo(f"below: {each.gate}: {each.told}", err=True)
    if not outcome.passed:
        sys.exit(1)


def rendered(outcome: Outcome, form: str, by: tuple[str, ...]) -> str:
    """The outcome in one of the formats; ``github`` writes the job's summary besides."""
    from extractor.evaluate.report import machine, render

    if form == "json":
        return machine.as_json(outcome).decode()
    if form == "junit":
        return machine.as_junit(outcome, by)
    if form == "markdown":
        return render.as_markdown(outcome, by)
    if form == "table":
        return render.as_table(outcome, by)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(machine.github_summary(outcome, by))
    return machine.as_github(outcome)
