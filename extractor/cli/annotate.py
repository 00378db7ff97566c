"""``extractor annotate``: the desk at which documents are annotated, in the browser."""

from __future__ import annotations

import getpass
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.errors import ExtractorError, fail

if TYPE_CHECKING:
    from extractor.desk.documents import Listed
    from extractor.desk.store import Store

_PATH = click.Path(path_type=Path)
#: As ``desk.order.ORDERS``, told here so that no room is loaded for --help.
ORDERS = ("name", "random", "uncertain", "disagree", "suspicious")


@click.command("annotate")
@click.argument("paths", type=_PATH, nargs=-1, required=True, metavar="CORPUS|FILES")
@click.option("--review", is_flag=True,
              help="Two annotators A and B: decide what they part on.")  # fmt: skip
@click.option("--annotator", default=None, metavar="NAME",
              help="Whose annotations these are.  [default: the user's name]")  # fmt: skip
@click.option("--order", type=click.Choice(ORDERS), default="name", show_default=True,
              help="Which documents first.")  # fmt: skip
@click.option("--random-share", default=0.2, show_default=True, type=click.FloatRange(0, 1),
              help="The part that is drawn at random in any order.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, type=int)
@click.option("--start", type=click.Choice(["gold", "extracted", "blank"]), default="gold",
              show_default=True, help="What to begin with; gold where there is some.")  # fmt: skip
@click.option("--fields", "declared", type=_PATH, default=None, metavar="TOML",
              help="Fields of your own, as [[field]] tables.")  # fmt: skip
@click.option("-o", "--output", type=_PATH, default=None, metavar="DIR",
              help="Where a review is written.  [default: adjudicated beside A]")  # fmt: skip
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="0 is any that is free.",
              show_default=True)  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Only tell the address.")
def command(
    paths: tuple[Path, ...], review: bool, annotator: str | None, order: str, random_share: float,
    seed: int, start: Any, declared: Path | None, output: Path | None, port: int, no_browser: bool,
) -> int:  # fmt: skip
    """Annotate documents in the browser, beginning with what is extracted.

    Annotations lie in CORPUS/annotations/NAME, one file a document and a journal beside it; gold
    and text of what is done stand there too, ready for evaluate and agreement. Only this machine
    is let in, by an address that holds a secret.
    """
    from extractor.desk.desk import Desk
    from extractor.desk.documents import DESK, find_documents
    from extractor.desk.fields import catalogue
    from extractor.desk.serve import serve
    from extractor.desk.store import Store

    who = _name(annotator)
    fields = catalogue(declared)
    if review:
        desk = _review(paths, output, who, fields)
    else:
        root, listed = find_documents(paths)
        store = Store(root, root / DESK / who, who, fields)
        ordered = _ordered(listed, root, order, random_share, seed, store)
        desk = Desk(root, ordered, store, fields, start=start)
    done = desk.store.finish()
    click.echo(f"{len(desk.listed)} documents, {done} done, in {desk.store.folder}", err=True)
    serve(desk, port, browser=not no_browser, say=lambda address: click.echo(address))
    return 0


def _name(given: str | None) -> str:
    try:
        name = given or getpass.getuser()
    except (KeyError, OSError):
        name = "annotator"
    if not re.fullmatch(r"\w[\w.-]{0,63}", name):
        raise fail("EX501", f"--annotator {name}: letters, digits, _, - and . only")
    return name


def _ordered(
    listed: list[Listed], root: Path, order: str, share: float, seed: int, store: Store
) -> list[Listed]:
    """The documents in order; those that nobody has begun are extracted for some orders."""
    if order == "name":
        return listed
    from extractor.desk.order import MEASURES, in_order

    worth: dict[str, float] | None = None
    if order in MEASURES:
        waiting = [
            each for each in listed if not each.is_test and not store.path(each.name).exists()
        ]
        measure = MEASURES[order]
        with click.progressbar(waiting, label=order, file=sys.stderr) as bar:
            worth = {each.name: _worth(each, root, measure) for each in bar}
    return in_order(listed, worth, seed, share)


def _worth(listed: Listed, root: Path, measure: Any) -> float:
    from extractor.desk.documents import content
    from extractor.pipeline import extract
    from extractor.source import File

    try:
        record = extract(File(content(listed, root), listed.path.name), with_text=True)
    except ExtractorError as error:
        click.echo(f"warning: {listed.name}: {error}", err=True)
        return 0.0
    return float(measure(record))


def _review(paths: tuple[Path, ...], output: Path | None, who: str, fields: Any) -> Any:
    from extractor.desk.desk import Desk
    from extractor.desk.documents import Listed
    from extractor.desk.review import both, load_side, merged
    from extractor.desk.store import Store

    if len(paths) != 2:
        raise fail("EX501", "--review takes two annotators: A B")
    one, other = map(load_side, paths)
    names, apart = both(one, other)
    for name in apart:
        click.echo(f"warning: {name}: the two annotated different texts, left out", err=True)
    beside = paths[0].resolve() if paths[0].is_dir() else paths[0].resolve().parent
    folder = (output or beside.parent / "adjudicated").resolve()
    root = folder.parent
    listed = [Listed(name, root / f"{name}.txt") for name in names]
    store = Store(root, folder, who, fields)
    return Desk(
        root, listed, store, fields, mode="review",
        begin_with=lambda each: merged(one[each.name], other[each.name], who),
    )  # fmt: skip
