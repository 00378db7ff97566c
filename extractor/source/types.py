"""What the source room hands on: a text, its tables as drawn, and where each character stands."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from extractor.source.boxes import Boxes

COMPLETE, PARTIAL = "complete", "partial"


class Text(msgspec.Struct, frozen=True):
    """A document given as a string instead of a file: ``extract(Text("..."))``."""

    text: str
    name: str = "<text>"


class File(msgspec.Struct, frozen=True):
    """The bytes of a document with its name: ``extract(File(data, "a.pdf"))``."""

    data: bytes
    name: str = "<bytes>"


class Cell(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A cell of a grid: its first row and column, how many it spans, and its text's place.

    ``start == end`` where it is blank. Wraps inside a cell are line breaks in its text.
    """

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1


class Grid(msgspec.Struct, frozen=True):
    """A table as it is drawn, without meaning; ``start`` to ``end`` is its place in the text.

    ``cells`` are in reading order, each once (merged cells at their first place); blank ones are
    told, too. ``page`` is 1-based, None where the format has no pages; ``name`` is that of a sheet.
    ``ruled`` is False where columns were told from the places of words alone. ``goes_on`` is True
    where a table surely continues the one before it (one table of a word processor never does).
    """

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    page: int | None = None
    name: str = ""
    ruled: bool = True
    goes_on: bool = False


class Furniture(NamedTuple):
    """A stretch of the text that the format itself tells to be no running text.

    ``kind`` is header, footer, page_number or watermark.
    """

    kind: str
    start: int
    end: int


class Source(msgspec.Struct, frozen=True):
    """A document as read: its text, where its pages begin, and what is drawn on them.

    ``text`` keeps every line break as it was; a byte order mark is not part of it.
    ``pages`` holds the offset of each page's first character, empty where the format
    has no pages; pages are parted by a form feed. ``boxes`` tells where characters stand on
    their pages, None where the format has no places. ``status`` is ``partial`` where a part could
    not be read, which ``warnings`` tell.
    """

    name: str
    text: str
    sha256: str
    media_type: str
    reader: str
    encoding: str | None = None
    pages: tuple[int, ...] = ()
    grids: tuple[Grid, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    boxes: Boxes | None = None
    warnings: tuple[str, ...] = ()
    status: str = COMPLETE
