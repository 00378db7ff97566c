"""``extractor verify``: replay a record against its source."""

from __future__ import annotations

import click

from extractor.cli.limits import limit_option, limits
from extractor.cli.records import choose, load
from extractor.errors import fail


@click.command("verify")
@click.argument("result")
@click.argument("source")
@limit_option
def command(result: str, source: str, limit: tuple[str, ...]) -> int:
    """Replay every value of RESULT (JSON, or JSON lines) against SOURCE.

    Places and quotes are looked up, and every value is derived again from its quotes.
    Stops at the first that does not reproduce and exits with 1.
    """
    from extractor.source import read
    from extractor.verify import verify

    records = load(result)
    document = read(source, limits(limit))
    record = choose(records, document.sha256, document.name)
    if record is None:
        raise fail("EX302", f"{result}: none of its {len(records)} records is of {source}")
    outcome = verify(record, document)
    if outcome.mismatch is not None:
        click.echo(str(outcome.mismatch))
        return 1
    click.echo(f"{outcome.facts} facts, {outcome.quotes} quotes, all reproduce")
    return 0
