"""Where results go: a file, written whole or not at all, or standard output."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import IO

from extractor.errors import ExtractorError, fail


class Output:
    """Where results are written to piece by piece: a path, or standard output for None and ``-``.

    A file appears complete, when the block ends without an error, or not at all; without a piece
    there is none. Lone surrogates, which no encoding holds, are written as JSON escapes.

    Raises:
        ExtractorError: EX501 where the place cannot be written.
    """

    def __init__(self, target: str | None) -> None:
        self._path = None if target in (None, "-") else Path(str(target))
        self._file: IO[bytes] | None = None
        # a device or a pipe is written into; only files are replaced
        self._direct = self._path is not None and self._path.exists() and not self._path.is_file()

    def __enter__(self) -> Output:
        return self

    def write(self, content: str) -> None:
        """The next piece; on standard output it is seen at once."""
        data = content.encode("utf-8", "backslashreplace")
        if self._path is None:
            _tell(data)
            return
        try:
            if self._file is None and self._direct:
                self._file = self._path.open("wb")
            elif self._file is None:
                self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115 (closed at the exit)
                    dir=self._path.parent, prefix=f".{self._path.name}.", delete=False
                )
            self._file.write(data)
        except OSError as error:
            raise self._failure(error) from None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._file is None or self._path is None:
            return
        temporary = Path(self._file.name)
        try:
            self._file.close()
            if self._direct:
                return
            if kind is None:
                temporary.chmod(0o644)
                temporary.replace(self._path)
        except OSError as error:
            if kind is None:
                raise self._failure(error) from None
        finally:
            if not self._direct:
                temporary.unlink(missing_ok=True)

    def _failure(self, error: OSError) -> ExtractorError:
        return fail("EX501", f"cannot write {self._path}: {error.strerror}")


def write(target: str | None, content: str) -> None:
    """Write *content* to a path, or to standard output for None and ``-``.

    Raises:
        ExtractorError: EX501 where the place cannot be written.
    """
    with Output(target) as output:
        output.write(content)


def told(name: str, error: ExtractorError) -> str:
    """An error with the whole name of its document: those of folders may have one last part.

    >>> told("a/b.txt", ExtractorError("EX102", "b.txt: the file is empty"))
    'EX102 a/b.txt: the file is empty'
    """
    short, colon, what = error.message.partition(": ")
    if colon and name != short and name.endswith(f"/{short}"):
        return f"{error.code} {name}: {what}"
    return str(error)


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
