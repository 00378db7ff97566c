"""``extractor check``: what contradicts itself in documents or saved records."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import click
import msgspec

from extractor import __version__
from extractor.checks import Settings, load_settings, others
from extractor.checks.render import FORMATS, Checked, Failure, Look, render
from extractor.checks.saved import without_text
from extractor.checks.select import least
from extractor.cli.limits import limit_option, limits
from extractor.cli.output import is_terminal, told, write
from extractor.cli.records import load
from extractor.errors import ExtractorError, fail
from extractor.finding import SEVERITIES

if TYPE_CHECKING:
    from extractor.source import Document
    from extractor.source.limits import Limits

_WIDEST = 160


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--lang", "language", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
    help="What messages are written in.",
)  # fmt: skip
@click.option(
    "--select", multiple=True, metavar="RULES",
    help="Only these: codes, beginnings of codes or families, parted by commas.",
)  # fmt: skip
@click.option("--ignore", multiple=True, metavar="RULES", help="All but these.")
@click.option(
    "--severity", type=click.Choice(SEVERITIES), default="info", show_default=True,
    help="Only findings as severe as this, or more.",
)  # fmt: skip
@click.option(
    "--config", metavar="FILE",
    help="Settings; without it extractor.toml or pyproject.toml of this folder.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="A file instead of standard output.")
@click.option(
    "--across", is_flag=True,
    help="Compare the documents: years of a unit, a department and its units, versions.",
)  # fmt: skip
@click.option("--review", is_flag=True, help="List also what was perhaps only misread.")
@click.option("--unchecked", is_flag=True, help="List the rules that could not be checked.")
@limit_option
def command(
    paths: tuple[str, ...], form: str, language: str, select: tuple[str, ...],
    ignore: tuple[str, ...], severity: str, config: str | None, output: str | None,
    across: bool, review: bool, unchecked: bool, limit: tuple[str, ...],
) -> int:  # fmt: skip
    """Tell where documents contradict themselves, or are not finished.

    PATH is a document, a folder, a pattern such as "a/**/*.pdf" or a ZIP archive of documents, or
    records that were saved as JSON or JSON lines: those with their text are checked again, of
    others the findings that they hold are shown. Exits with 1 where there is a
    finding of severity error, with 2 where a file cannot be read; the others are done.

    With --across each document is held against the others instead of against itself; that nothing
    relates them is an error.
    """
    from extractor.source import documents

    settings = load_settings(config).with_options(select, ignore)
    cost = limits(limit, config)
    checked: list[Checked] = []
    failures: list[Failure] = []
    for document in documents(paths, cost, warn=_tell, records=True):
        try:
            if document.is_record:
                checked += _saved(document.name, settings)
            else:
                checked.append(_document(document, settings, cost))
        except ExtractorError as error:
            message = told(document.name, error)
            click.echo(f"error: {message}", err=True)
            failures.append(Failure(document.name, message))
    if across and (len(checked) > 1 or not failures):
        checked = _across(checked, settings)
    checked = [_severe(each, severity) for each in checked]
    look = Look(
        language, review, unchecked, _colour(output), _width(output), settings.rules(),
        tuple(failures), __version__,
    )  # fmt: skip
    if checked or form != "text":
        write(output, render(form, checked, look))
    if failures:
        return 2
    return int(any(each.severity == "error" for one in checked for each in one.findings))


def _tell(warning: str) -> None:
    click.echo(f"warning: {warning}", err=True)


def _document(document: Document, settings: Settings, limits: Limits) -> Checked:
    from extractor.pipeline import extract

    record = extract(document.open(), with_text=True, settings=settings, limits=limits)
    return Checked(document.name, record, record.text)


def _saved(path: str, settings: Settings) -> list[Checked]:
    found = []
    for record in load(path):
        if record.text is None:
            warnings = (*record.warnings, *(without_text(each.rule()) for each in settings.custom))
            chosen = settings.choose(msgspec.structs.replace(record, warnings=warnings))
        else:
            from extractor.pipeline import recheck

            chosen = recheck(record, settings)
        found.append(Checked(record.source.name, chosen, record.text, path))
    return found


def _across(checked: list[Checked], settings: Settings) -> list[Checked]:
    """What the documents say of one another; what is not compared is told."""
    from extractor.checks.across import across, tell_apart

    for each in checked:
        if each.record.text is None:
            place = f"{each.saved} ({each.name})" if each.saved else each.name
            raise fail("EX501", f"{place}: a record without its text; save it with --with-text")
    names = tell_apart([each.name for each in checked])
    records = across([each.record for each in checked], names)
    found = []
    for each, name, record in zip(checked, names, records, strict=True):
        for warning in others(record.warnings):
            click.echo(f"warning: {name}: {warning}", err=True)
        found.append(Checked(name, settings.choose(record), record.text, each.saved))
    return [
        msgspec.structs.replace(each, beside=tuple(one for one in found if one is not each))
        for each in found
    ]


def _severe(checked: Checked, severity: str) -> Checked:
    wanted = least(severity)
    findings = tuple(each for each in checked.record.findings if each.severity in wanted)
    record = msgspec.structs.replace(checked.record, findings=findings)
    return msgspec.structs.replace(checked, record=record)


def _colour(output: str | None) -> bool:
    return output in (None, "-") and is_terminal() and not os.environ.get("NO_COLOR")


def _width(output: str | None) -> int:
    if output in (None, "-") and is_terminal():
        return min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    return 100
