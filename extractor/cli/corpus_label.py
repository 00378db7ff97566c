"""``extractor corpus label``: unlabelled documents pre-annotated by the vote of many functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("files", type=_PATH, nargs=-1, required=True)
@click.option("-o", "--output", "folder", metavar="DIR",
              type=click.Path(path_type=Path, file_okay=False),
              help="Where the annotations go; without it only the table.")  # fmt: skip
@click.option("--from", "corpus", metavar="CORPUS",
              type=click.Path(path_type=Path, file_okay=False),
              help="Learn from CORPUS/train how far each function can be trusted (a minute or "
                   "two); without it, from how far they agree.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["mark", "jsonl"]), default="mark",
              show_default=True)  # fmt: skip
def label(files: tuple[Path, ...], folder: Path | None, corpus: Path | None, form: str) -> None:
    """Pre-annotate FILES (texts, or mark-up whose marks are then only scored against).

    Patterns, dictionaries and the trained models vote on the role of every narrative
    sentence and on the field of every amount; a weighted vote decides. Everything else is as
    the extractor reads it. Beside each FILE.mark stands FILE.review.tsv: place, label,
    confidence and voters, the least certain first.
    """
    from extractor.train.train import read_splits
    from extractor.train.weak import label as room

    texts, documents = _read(files)
    learned = None
    if corpus is not None:
        learned = room.learn_from(read_splits(corpus)[0], corpus)
    labels: dict[str, list[Any]] = {name: [] for name, _ in texts}
    for what, cast, gold in (
        ("role", room.cast_roles(texts), room.gold_roles(documents)),
        ("field", room.cast_fields(texts), room.gold_fields(documents)),
    ):
        known = None if learned is None else getattr(learned, f"{what}s")
        voted, told = room.decide(cast, what, known)
        for name, each in told.items():
            labels[name] += each
        shown = room.with_gold(voted, gold) if gold else voted
        click.echo(
            _table(what, len(shown.where), room.table(shown, told)) + "\n", err=folder is None
        )
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts:
            _write(folder, name, text, labels[name], form)
        click.echo(f"{len(texts)} documents in {folder}", err=True)


def _read(files: tuple[Path, ...]) -> tuple[list[tuple[str, str]], list[Any]]:
    """Texts with their names, and the documents of those that are mark-up."""
    from extractor.annotate.corpus import read_corpus
    from extractor.errors import fail
    from extractor.source import read

    texts: list[tuple[str, str]] = []
    documents: list[Any] = []
    for file in files:
        if file.is_dir() or file.suffix == ".mark":
            found, faults = read_corpus(file)
            if faults:
                raise fail("EX202", str(faults[0]))
            documents += found.values()
            texts += [(each.front.id, each.text) for each in found.values()]
        else:
            texts.append((file.stem, read(file).text))
    names = [name for name, _ in texts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise fail("EX501", f"two of the files are called {twice}")
    return texts, documents


def _table(what: str, items: int, rows: list[Any]) -> str:
    from extractor.evaluate.report.cells import table

    def shown(share: float | None) -> str:
        return "–" if share is None else f"{share:.3f}"

    told = [[what, "coverage", "overlap", "conflict", "accuracy"]]
    for row in rows:
        apart = ["–", "–"] if row is rows[-1] else [shown(row.overlap), shown(row.conflict)]
        told.append([row.name, shown(row.coverage), *apart, shown(row.accuracy)])
    return f"{table(told)}\n{items} items"


def _write(folder: Path, name: str, text: str, labels: list[Any], form: str) -> None:
    import hashlib

    import msgspec

    from extractor.annotate.markup import Front, fact_object
    from extractor.annotate.premark import mark_up
    from extractor.cli.output import write
    from extractor.train.weak import label as room

    if form == "mark" and "\r\n" in text:  # mark-up has plain line feeds
        labels = [
            each._replace(start=each.start - text.count("\r\n", 0, each.start),
                          end=each.end - text.count("\r\n", 0, each.end))
            for each in labels
        ]  # fmt: skip
        text = text.replace("\r\n", "\n")
    facts, sections = room.facts(name, text, labels)
    if form == "jsonl":
        head = {"doc": name, "text_sha256": hashlib.sha256(text.encode()).hexdigest()}
        lines = [
            {**head, **fact_object(each), "confidence": each.confidence, "made_by": each.made_by}
            for each in facts
        ]
        write(str(folder / f"{name}.gold.jsonl"),
              "".join(msgspec.json.encode(each).decode() + "\n" for each in lines))  # fmt: skip
        write(str(folder / f"{name}.txt"), text)
        return
    year = next((each.value for each in facts if each.field == "document.fiscal_year"), "0")
    front = Front(name, "", "", int(str(year)) if str(year).isdecimal() else 0,
                  note="pre-annotated; to be reviewed")  # fmt: skip
    marked = mark_up(text, facts, sections, front)
    write(str(folder / f"{name}.mark"), marked.text)
    for fact, cause in marked.left_out:
        click.echo(f"{name}: {fact.field} left out: {' '.join(cause.split())}", err=True)
    rows = sorted(
        (each.confidence, each.evidence[0].start, each.evidence[0].end, each.field,
         each.role or "", each.made_by, "⏎".join(each.evidence[0].quote.split("\n")))
        for each in facts
    )  # fmt: skip
    body = ["confidence\tstart\tend\tfield\trole\tsource\tquote"]
    body += ["\t".join(f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in row)
             for row in rows]  # fmt: skip
    write(str(folder / f"{name}.review.tsv"), "\n".join(body) + "\n")
