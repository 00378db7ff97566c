"""``extractor corpus suspects``: the labels of a corpus that are most likely wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("-n", "--limit", default=50, show_default=True, type=click.IntRange(1),
              help="How many to tell, the worst first.")  # fmt: skip
@click.option("--least", default=0.0, show_default=True, type=click.FloatRange(0, 1),
              help="Tell none with a lower score.")  # fmt: skip
@click.option("--folds", default=4, show_default=True, type=click.IntRange(0, 50),
              help="Of documents that the models have learned from: train them again this many "
                   "times, each without some provinces; 0 takes them as they are.")  # fmt: skip
@click.option("--measure", "share", type=click.FloatRange(0.001, 0.5), metavar="SHARE",
              help="Plant errors in this share of facts instead, and tell how many are "
                   "found.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table",
              show_default=True)  # fmt: skip
@click.option("-o", "--output", metavar="FILE")
def suspects(
    corpus: Path, limit: int, least: float, folds: int, share: float | None, seed: int, form: str,
    output: str | None,
) -> None:  # fmt: skip
    """Tell where the labels in CORPUS (mark-up or gold, a folder or a file) look wrong: the
    extraction says otherwise, the same words are labelled otherwise elsewhere, or the value does
    not follow from the quote. Each with its place, a score and the reasons; facts that look
    forgotten are among them.
    """
    import msgspec

    from extractor.annotate.formats.sheets import load_sheets
    from extractor.cli.output import write
    from extractor.errors import fail
    from extractor.train.suspects import cross_validated, extracted, seen
    from extractor.train.suspects import suspects as run

    sheets = list(load_sheets(corpus))
    known = seen(sheets)
    extracting: Any = extracted
    if folds == 1:
        raise fail("EX501", "--folds: at least 2, or 0 for the models as they are")
    if known and folds and _marked(corpus):
        extracting = cross_validated(
            sheets, corpus, folds, lambda what: click.echo(f"trained {what}", err=True)
        )
    elif known:
        click.echo(f"note: the extraction has learned from {len(known)} of {len(sheets)} documents "
                   "and seldom differs from those", err=True)  # fmt: skip
    if share is not None:
        from extractor.train.planted import measure

        told: Any = measure(sheets, share, seed, extracting)
        text = _measured(told)
    else:
        found = run(sheets, extracting)
        told = [each for each in found if each.score >= least][:limit]
        text = "\n".join(map(line, told))
        click.echo(f"{len(told)} of {len(found)} suspects", err=True)
    if form == "json":
        text = msgspec.json.format(msgspec.json.encode(told), indent=1).decode()
    if text:
        write(output, text + "\n")


def _marked(corpus: Path) -> bool:
    """Whether there is mark-up, which tells of provinces."""
    return corpus.is_dir() and next(corpus.rglob("*.mark"), None) is not None


def line(suspect: Any) -> str:
    """One suspect on one line: score, place, label, quote, why."""
    where = suspect.doc if suspect.line is None else f"{suspect.doc}:{suspect.line}"
    quote = _short("⏎".join(suspect.quote.splitlines()))
    why = "; ".join(_short(" ".join(each.split()), 60) for each in suspect.reasons)
    place = f"{where}:{suspect.start}-{suspect.end}"
    return f"{suspect.score:.2f} {place} {suspect.label} [{quote}] {why}"


def _short(text: str, size: int = 24) -> str:
    return text if len(text) <= 2 * size else f"{text[:size]}…{text[-size:]}"


def _measured(told: Any) -> str:
    from extractor.evaluate.report.cells import table

    rows = [["error", "planted", "found"]]
    rows += [[name, str(planted), str(found)] for name, (planted, found) in told.errors.items()]
    return (
        f"{told.documents} documents, {told.facts} facts, {told.planted} errors planted\n"
        f"precision of the first 50: {told.precision_50:.2f}; "
        f"recall of these {told.recall_50:.2f}\n"
        f"recall of the first {told.planted}: {told.recall:.2f}; of twice as many: "
        f"{told.recall_twice:.2f}\n\nAmong the first {told.planted}:\n{table(rows)}"
    )
