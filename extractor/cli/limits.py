"""The option ``--limit`` of the commands that read documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from extractor.source.limits import Limits, load_limits


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the argument ``limit``: options for :func:`limits`."""
    return click.option(
        "--limit", multiple=True, metavar="NAME=NUMBER",
        help="What a document may cost, such as pages=30 or seconds=60; repeatable.",
    )(command)  # fmt: skip


def limits(options: tuple[str, ...], config: str | None = None) -> Limits:
    """The limits of the settings file with those of the command line; raises EX501, EX503."""
    return load_limits(config).changed(options)
