"""``extractor explain``: a check, its basis and an example; or all of them."""

from __future__ import annotations

import click

from extractor.checks import load_settings
from extractor.checks.catalogue import Rule, rules
from extractor.checks.render.explain import Example, explain, listing, page
from extractor.checks.render.lines import Mark
from extractor.checks.select import meant, near
from extractor.cli.output import write
from extractor.errors import fail
from extractor.finding import FAMILIES


@click.command("explain")
@click.argument("code", required=False)
@click.option(
    "--lang", "language", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
    help="What it is told in.",
)  # fmt: skip
@click.option("--markdown", is_flag=True, help="The whole catalogue as a page (docs/checks.md).")
@click.option(
    "--config", metavar="FILE",
    help="Settings with checks of your own; else those of this folder.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="A file instead of standard output.")
def command(
    code: str | None, language: str, markdown: bool, config: str | None, output: str | None
) -> int:
    """Explain the check CODE; list all checks without it, those of a family by its name."""
    if markdown:
        if code is not None:
            raise fail("EX501", "--markdown writes the whole catalogue; leave out the code")
        write(output, page(rules(), read_example))
        return 0
    catalogue = load_settings(config).rules()
    if code is None:
        write(output, listing(catalogue, language))
        return 0
    rule = _rule(code, catalogue)
    if rule is not None:
        write(output, explain(rule, read_example, language))
        return 0
    name = meant(code)
    chosen = {
        each: rule
        for each, rule in catalogue.items()
        if name == rule.family or each.startswith(name)
    }
    if not chosen:
        names = [*catalogue, *FAMILIES, *(each.name for each in catalogue.values())]
        close = near(code.upper(), catalogue) or near(code.lower(), names)
        told = f"; near it: {', '.join(close)}" if close else "; see: extractor explain"
        raise fail("EX501", f"no check {code}{told}")
    write(output, listing(chosen, language))
    return 0


def _rule(code: str, catalogue: dict[str, Rule]) -> Rule | None:
    found = catalogue.get(code.upper())
    return found or next((each for each in catalogue.values() if each.name == code.lower()), None)


def read_example(body: str) -> Example:
    """A marked-up example as its text and the places of its findings."""
    from extractor.annotate.marks import parse_marks

    text, marks, _ = parse_marks(body)
    return Example(
        text,
        tuple(
            Mark(each.start, each.end, "~" if "secondary" in each.facts.split() else "^")
            for each in marks
            if each.facts.split()[:1] == ["finding"]
        ),
    )
