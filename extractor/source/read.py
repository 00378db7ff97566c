"""Dispatch on what is given: a path, bytes, or a text."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from extractor.errors import fail
from extractor.source.types import Source, Text


def read(document: str | os.PathLike[str] | bytes | Text) -> Source:
    """Read *document* into a :class:`Source`."""
    if isinstance(document, Text):
        digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
        return Source(document.name, document.text, digest, "text/plain", "text")
    if isinstance(document, bytes):
        name, data = "<bytes>", document
    else:
        path = Path(document)
        name = path.name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise fail("EX101", f"{path}: {error.strerror}") from None
    text = data.decode("utf-8-sig")
    return Source(name, text, hashlib.sha256(data).hexdigest(), "text/plain", "text", "utf-8")
