"""What the source room hands on."""

from __future__ import annotations

import msgspec


class Text(msgspec.Struct, frozen=True):
    """A document given as a string instead of a file: ``extract(Text("..."))``."""

    text: str
    name: str = "<text>"


class Source(msgspec.Struct, frozen=True):
    """A document as read: its text, and where its pages begin.

    ``text`` keeps every line break as it was; a byte order mark is not part of it.
    ``pages`` holds the offset of each page's first character, empty where the format
    has no pages.
    """

    name: str
    text: str
    sha256: str
    media_type: str
    reader: str
    encoding: str | None = None
    pages: tuple[int, ...] = ()
