"""What a composed document is made of before it is written: texts and marked texts."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Piece(msgspec.Struct):
    """A stretch of text, with what is marked on it (``facts``, in the words of mark-up).

    ``slot`` says which kind of slot it filled (``actual``, ``share``, ``heading`` …), ``keys``
    the amounts it tells, ``site`` the section it stands in. A mark that holds other marks is
    opened by a piece with slot ``open`` and closed by one with slot ``close`` and its facts.
    """

    text: str
    facts: str = ""
    slot: str = "text"
    keys: tuple[str, ...] = ()
    site: str = ""

    def mark(self) -> str:
        """The piece as mark-up."""
        if self.slot == "open":
            return "{{"
        if self.slot == "close":
            return "|" + self.facts + "}}"
        return "{{" + self.text + "|" + self.facts + "}}" if self.facts else self.text


def mark_up(pieces: Iterable[Piece]) -> str:
    """The mark-up of a document."""
    return "".join(piece.mark() for piece in pieces)


def plain(pieces: Iterable[Piece]) -> str:
    """The text of a document, without marks."""
    return "".join(piece.text for piece in pieces)
