"""Where results go: a file, written whole or not at all, or standard output."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from extractor.errors import fail


def write(target: str | None, content: str) -> None:
    """Write *content* to a path, or to standard output for None and ``-``.

    A file appears complete or not at all. Lone surrogates, which no encoding holds, are
    written as JSON escapes.

    Raises:
        ExtractorError: EX501 where the place cannot be written.
    """
    data = content.encode("utf-8", "backslashreplace")
    if target in (None, "-"):
        _tell(data)
        return
    path = Path(str(target))
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        raise fail("EX501", f"cannot write {path}: {error.strerror}") from None


def is_terminal() -> bool:
    """Whether standard output is a terminal; one that was closed is none."""
    return sys.stdout is not None and sys.stdout.isatty()


def give_up() -> None:
    """Send standard output nowhere: what is still held back would fail again at the exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _tell(data: bytes) -> None:
    if sys.stdout is None:
        raise fail("EX501", "cannot write standard output: it is closed")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has had enough
        raise
    except OSError as error:
        give_up()
        raise fail("EX501", f"cannot write standard output: {error.strerror}") from None
