"""Dispatch on what is given (a path, bytes, or a text) and on the format of the bytes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from extractor.errors import fail
from extractor.source import text
from extractor.source.sniff import media_type
from extractor.source.types import Source, Text

#: media type -> its reader, a function (name, data, sha256) -> Source
READERS = {text.MEDIA_TYPE: text.read_text}


def read(document: str | os.PathLike[str] | bytes | Text) -> Source:
    """Read *document* into a :class:`Source`; a ``str`` is a path, wrap a text in ``Text``.

    Raises EX101 (cannot be read), EX102 (empty), EX103 (no reader for its format) or
    EX104 (unknown encoding).

    >>> read(Text("收入360.44万元", name="a")).text
    '收入360.44万元'
    """
    if isinstance(document, Text):
        if not document.text.strip():
            raise fail("EX102", f"{document.name}: the text is empty")
        digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
        pages = text.page_starts(document.text)
        return Source(
            document.name, document.text, digest, text.MEDIA_TYPE, text.READER, None, pages
        )
    if isinstance(document, bytes):
        name, data = "<bytes>", document
    else:
        name, data = _load(document)
    if not data:
        raise fail("EX102", f"{name}: the file is empty")
    kind = media_type(name, data)
    reader = READERS.get(kind)
    if reader is None:
        raise fail("EX103", f"{name}: no reader for {kind} in this release")
    return reader(name, data, hashlib.sha256(data).hexdigest())


def _load(document: str | os.PathLike[str]) -> tuple[str, bytes]:
    path = Path(document)
    shown = str(path) if len(str(path)) <= 200 else f"{str(path)[:200]}…"
    try:
        if path.is_dir():
            raise fail("EX101", f"{shown}: is a folder, not a file")
        return path.name, path.read_bytes()
    except FileNotFoundError:
        raise fail("EX101", f"{shown}: no such file") from None
    except OSError as error:
        raise fail("EX101", f"{shown}: {error.strerror or error}") from None
    except ValueError as error:  # a NUL in the path
        raise fail("EX101", f"{shown!r}: {error}") from None
