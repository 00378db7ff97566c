"""The command line: one file per command, loaded when it is called."""

from __future__ import annotations

import errno
import sys
import warnings
from importlib import import_module
from typing import Any

import click

from extractor.errors import ExtractorError

#: command -> what it does, in one line; the module of the same name holds ``command``.
COMMANDS = {
    "annotate": "Annotate documents in the browser, beginning with what is extracted.",
    "agreement": "Compare two annotations of the same documents.",
    "check": "Tell where documents contradict themselves.",
    "corpus": "Compile, validate, count and split a corpus of marked-up documents.",
    "evaluate": "Score predicted facts against gold.",
    "explain": "Explain a check: what it looks at, on what ground, with an example.",
    "extract": "Documents in, records out: every fact with its place.",
    "train": "Train every model again from a corpus.",
    "verify": "Replay every value of a record against its source.",
    "view": "Write one page: the source with highlights beside the fields.",
}


#: What is amiss with a place that is written to; files name themselves (``output.write``).
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"extractor.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # The table above serves --help, so that no command is imported for it.
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from extractor import __version__

        click.echo(f"extractor {__version__}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of a fault.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Show the version and exit.",
)  # fmt: skip
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Structured facts, each with its place, from Chinese government final accounts."""
    ctx.obj = {"debug": debug}


def _warn(message: Warning | str, category: type[Warning], *place: Any, **_: Any) -> None:
    """A warning in one line; where in the program it was made is nothing to a user."""
    if sys.stderr is not None:  # print would take standard output for none
        print(f"warning: {message}", file=sys.stderr)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; exit codes: 0 fine, 1 findings, 2 bad input, 3 a fault."""
    given = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in given
    warnings.showwarning = _warn
    try:
        code = cli.main(args=given, prog_name="extractor", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except ExtractorError as error:
        _stop(f"error: {error}", 2)
    except click.exceptions.Abort:
        _stop("stopped", 130)
    except click.ClickException as error:
        # Usage errors are told in one line; click would print the usage above them.
        _stop(f"error: EX501 {error.format_message()}", 2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            from extractor.cli.output import give_up

            give_up()
            _stop(f"error: EX501 cannot write standard output: {error.strerror}", 2)
        if debug:
            raise
        kind = type(error).__name__
        _stop(f"fault: {kind}: {error} (a bug; run with --debug for its traceback)", 3)


def _stop(message: str, code: int) -> None:
    text = " ".join(message.split())
    if sys.stderr is not None:
        sys.stderr.write(text.encode("utf-8", "backslashreplace").decode() + "\n")
    sys.exit(code)
