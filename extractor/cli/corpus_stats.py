"""``extractor corpus stats`` and ``extractor corpus diff``: what is in it, what has changed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

_PATH = click.Path(path_type=Path)
_BY = ("split", "province", "unit_kind", "year", "written", "noise")


@click.command()
@click.argument("corpus", type=_PATH)
@click.option("--by", type=click.Choice(_BY), help="One table only: what is there by this.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table",
              show_default=True)  # fmt: skip
def stats(corpus: Path, by: str | None, form: str) -> None:
    """Count what is in CORPUS: documents, facts, findings, noise, lengths."""
    import msgspec

    from extractor.annotate.corpus import read_corpus
    from extractor.annotate.markup import second_files
    from extractor.annotate.stats import contents
    from extractor.annotate.stats import stats as count

    documents, faults = read_corpus(corpus)
    if by is not None:
        told: Any = count(documents, by)
        text = _groups(by, told)
    else:
        told = contents(documents, second_files(corpus))
        text = _contents(told)
    if form == "json":
        text = msgspec.json.format(msgspec.json.encode(told), indent=1).decode()
    click.echo(text)
    if faults:
        click.echo(f"{len(faults)} faults; run: extractor corpus validate {corpus}", err=True)


def _groups(by: str, tallies: Mapping[str, Any]) -> str:
    from extractor.evaluate.report.cells import table

    kinds = sorted(tallies["total"].kinds)
    rows = [[by, "docs", "by hand", "chars", "headings", "facts", "findings", *kinds]]
    for name, tally in tallies.items():
        whole = (tally.documents, tally.by_hand, tally.characters, tally.sections, tally.facts,
                 tally.findings)  # fmt: skip
        rows.append([name, *map(str, whole), *(str(tally.kinds[kind]) for kind in kinds)])
    return table(rows)


def _contents(told: Any) -> str:
    from extractor.evaluate.report.cells import table

    parts = [_groups(by, tallies) for by, tallies in told.groups.items()]
    sizes = [["characters", "shortest", "median", "longest", "total"]]
    named = {**{f"documents {name}": each for name, each in told.lengths.items()}}
    if told.narrative is not None:
        named["narrative sentences"] = told.narrative
    sizes += [
        [name, str(each.shortest), str(each.median), str(each.longest), str(each.total)]
        for name, each in named.items()
    ]
    parts.append(table(sizes))
    for kind, fields in told.facts.items():
        parts.append(_counts(kind, fields))
    parts += [
        _counts("role", told.roles),
        _counts("finding", told.families),
        _counts("severity", told.severities),
        f"annotated twice: {len(told.twice)} documents: {', '.join(told.twice) or '–'}",
    ]
    return "\n\n".join(parts)


def _counts(head: str, counts: Mapping[str, int]) -> str:
    from extractor.evaluate.report.cells import table

    return table([[head, "count"], *([name, str(count)] for name, count in counts.items())])


@click.command()
@click.argument("one", type=_PATH, metavar="A")
@click.argument("other", type=_PATH, metavar="B")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table",
              show_default=True)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Tell only how many there are.")
def diff(one: Path, other: Path, form: str, quiet: bool) -> None:
    """What was added, removed or changed from A to B; exit 1 where they differ.

    Each is mark-up or gold, a file or a folder: two corpora, or two versions of a document.
    """
    import msgspec

    from extractor.annotate.diff import diff as run
    from extractor.annotate.diff import load

    changes = run(load(one), load(other))
    if form == "json":
        told = msgspec.json.format(msgspec.json.encode(changes), indent=1).decode()
        click.echo(told.encode("utf-8", "backslashreplace").decode())
    elif not quiet:
        for each in changes:
            click.echo(line(each).encode("utf-8", "backslashreplace").decode())
    counts = ", ".join(
        f"{sum(each.change == name for each in changes)} {name}"
        for name in ("added", "removed", "changed")
    )
    click.echo(f"{len(changes)} differences: {counts}" if changes else "no differences", err=True)
    if changes:
        sys.exit(1)


_SIGN = {"added": "+", "removed": "-", "changed": "~"}
_SHORT = 24


def line(change: Any) -> str:
    """One difference on one line: document:line, sign, field, quote, what it says."""
    place = change.doc if change.line is None else f"{change.doc}:{change.line}"
    if change.start is not None:
        place += f":{change.start}-{change.end}"
    what = change.field or change.what
    quote = f" [{_short(change.quote)}]" if change.quote else ""
    keys = "; ".join(
        f"{key}: {_short(old)} → {_short(new)}" for key, (old, new) in change.keys.items()
    )
    says = " ".join(
        f"{key}={_short(value)}"
        for key, value in change.says.items()
        if key not in ("kind", "field", "value") and value not in (None, "")
    )
    return f"{place} {_SIGN[change.change]} {what}{quote} {keys or says}".rstrip()


def _short(value: Any) -> str:
    """*value* on one line, its middle left out where it is long."""
    if value is None:
        return "–"
    text = "/".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = "⏎".join(text.split("\n"))
    return text if len(text) <= 2 * _SHORT else f"{text[:_SHORT]}…{text[-_SHORT:]}"
