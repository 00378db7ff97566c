"""Reads ``schema/document.toml``: what a document says of itself."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from extractor.errors import fail


class DocumentWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; every word is a pattern, but for the signs."""

    endings: tuple[str, ...]
    named: tuple[str, ...]
    published: tuple[str, ...]
    rounding: tuple[str, ...]
    rounding_signs: tuple[str, ...]


@cache
def document_words() -> DocumentWords:
    """The declared words.

    >>> "人民政府" in document_words().endings
    True
    """
    raw = (resources.files("extractor.schema") / "document.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=DocumentWords)
    except msgspec.MsgspecError as error:
        raise fail("EX201", f"document.toml: {error}") from None
