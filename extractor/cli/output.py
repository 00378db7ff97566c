"""Where results go: a file, written whole or not at all, or standard output."""

from __future__ import annotations

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
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
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
