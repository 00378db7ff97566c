"""``extractor corpus``: compile, validate, count, compare and split marked-up documents."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from extractor.cli import (
    corpus_export,
    corpus_guidelines,
    corpus_import,
    corpus_label,
    corpus_stats,
    corpus_suspects,
)

_CORPUS = click.argument("corpus", type=click.Path(path_type=Path))


@click.group("corpus")
def command() -> None:
    """Work on a corpus of marked-up documents (FILE.mark)."""


command.add_command(corpus_stats.stats)
command.add_command(corpus_stats.diff)
command.add_command(corpus_guidelines.guidelines)
command.add_command(corpus_label.label)
command.add_command(corpus_export.export)
command.add_command(corpus_import.import_)
command.add_command(corpus_suspects.suspects)


@command.command("compile")
@_CORPUS
def compile_(corpus: Path) -> None:
    """Write the text and the gold beside every mark-up file in CORPUS."""
    from extractor.annotate.markup import write

    documents, changed = write(corpus)
    click.echo(f"{documents} documents, {changed} files written", err=True)


@command.command()
@click.option(
    "-o",
    "--output",
    "corpus",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The corpus folder; documents go to <split>/composed below it.",
)
@click.option("--count", "documents", default=100, show_default=True, type=click.IntRange(1, 9999))
@click.option("--seed", default=0, show_default=True, help="The same documents for the same seed.")
def compose(corpus: Path, documents: int, seed: int) -> None:
    """Compose documents from a grammar of frames, some with a contradiction planted.

    Those that were composed into the folder before are replaced.
    """
    from extractor.annotate.compose import compose as run
    from extractor.annotate.markup import write

    folders = set()
    planted = 0
    for path, family in run(corpus, documents, seed):
        folders.add(path.parent)
        planted += family is not None
    for folder in sorted(folders):
        write(folder)
    click.echo(f"{documents} documents, {planted} with a contradiction", err=True)


@command.command()
@_CORPUS
@click.option("--synced/--no-synced", default=True, help="Also want compiled files up to date.")
def validate(corpus: Path, synced: bool) -> None:
    """Check the documents in CORPUS; exit 1 where something is wrong.

    Gold without mark-up is checked too: its keys, values and places, and its text where that
    lies beside it.
    """
    from extractor.annotate.corpus import validate as run
    from extractor.errors import ExtractorError
    from extractor.evaluate import load_gold

    documents, found = run(corpus, synced=synced)
    faults = [str(fault) for fault in found]
    for gold in sorted(corpus.rglob("*.gold.jsonl")):
        if gold.with_name(gold.name.removesuffix(".gold.jsonl") + ".mark").exists():
            continue
        documents += 1
        try:
            load_gold(gold)
        except ExtractorError as error:
            faults.append(error.message)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{documents} documents, {len(faults)} faults", err=True)
    if faults:
        sys.exit(1)


@command.command()
@_CORPUS
@click.option(
    "--share",
    "shares",
    multiple=True,
    default=("train=8", "dev=1", "aside=1"),
    metavar="NAME=N",
    help="A split and its share; repeatable.",
    show_default=True,
)
@click.option("--seed", default=0, show_default=True)
@click.option("--move", is_flag=True, help="Move the files into CORPUS/<split>.")
def split(corpus: Path, shares: tuple[str, ...], seed: int, move: bool) -> None:
    """Assign the documents in CORPUS to splits, those of a province together."""
    from extractor.annotate.corpus import moved, read_corpus
    from extractor.annotate.corpus import split as run
    from extractor.annotate.markup import outputs
    from extractor.errors import fail

    wanted: dict[str, float] = {}
    for share in shares:
        name, _, number = share.partition("=")
        try:
            wanted[name] = float(number)
        except ValueError:
            raise fail("EX501", f"--share {share}: write NAME=N") from None
    documents, _ = read_corpus(corpus)
    for path, name in sorted(run(documents, wanted, seed).items()):
        click.echo(f"{path}\t{name}")
        target = moved(path, corpus, name)
        if move and path.parent != target:
            target.mkdir(parents=True, exist_ok=True)
            for file in (path, *outputs(path)):
                if file.exists():
                    file.rename(target / file.name)
