"""What passes between a corpus and a format: documents, their marks, and what was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec

#: A line of gold without ``doc`` and ``text_sha256``, as plain data.
Line = dict[str, Any]


class Sheet(msgspec.Struct, frozen=True):
    """A document: its text and the lines of its gold, places in code points of the text."""

    name: str
    text: str
    lines: tuple[Line, ...]


class Region(msgspec.Struct, frozen=True):
    """A place that a format tells; ``told`` is what it says to stand there, None where it does
    not say. ``role`` is that of the evidence, where the format tells one."""

    start: int
    end: int
    told: str | None = None
    role: str | None = None


class Mark(msgspec.Struct, frozen=True):
    """A line as a format has it: an id, a label (see ``labels``), its places, and the rest.

    ``line`` is the line of gold without the offsets of its places (see ``places``); None for
    one that somebody has drawn in the tool.
    """

    id: str
    label: str
    regions: tuple[Region, ...]
    line: Line | None = None


class Drawn(msgspec.Struct, frozen=True):
    """A document as it was read from a format; ``where`` names it in errors.

    ``unplaced`` are lines without any place, each with its number among the lines.
    """

    name: str
    text: str
    marks: tuple[Mark, ...]
    unplaced: tuple[tuple[int, Line], ...] = ()
    where: str = ""


class Told:
    """What reading or writing has lost or changed, counted by kind.

    >>> told = Told()
    >>> told.drop("spans that overlap others", 2); told.drop("relations", 0)
    >>> told.lines()
    ['dropped: 2 spans that overlap others']
    """

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        self.noted: Counter[str] = Counter()

    def drop(self, what: str, count: int = 1) -> None:
        """*count* of *what* do not come through."""
        if count:
            self.dropped[what] += count

    def note(self, what: str, count: int = 1) -> None:
        """*count* of *what* are not lost, but should be known of."""
        if count:
            self.noted[what] += count

    def lines(self) -> list[str]:
        """One line for every kind."""
        found = [f"dropped: {count} {what}" for what, count in sorted(self.dropped.items())]
        return found + [f"note: {count} {what}" for what, count in sorted(self.noted.items())]


class Format(Protocol):
    """One format. ``suffix`` is that of its file, empty for a folder of files."""

    @property
    def name(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def lossless(self) -> bool: ...

    def read(self, path: Path, told: Told) -> Iterator[Drawn]:
        """The documents of a file or folder. Raises EX301, with file and place."""
        ...

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """Pieces of files: the name of the file (empty where there is one only), what is next
        in it. *predictions* says that no person has seen the marks."""
        ...
