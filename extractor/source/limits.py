"""How much of a document is read, and how long it may take."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one document may cost; beyond a limit it is refused, or read in part and said so.

    >>> Limits(pages=30).pages
    30
    """

    seconds: float = 300.0  #: of reading one document; refused beyond
    memory_mb: int = 4096  #: of the process that reads it; refused beyond
    file_mb: int = 500  #: size of a file; refused beyond
    expanded_mb: int = 1000  #: what a compressed file may unpack to; refused beyond
    ratio: int = 200  #: how far one part of it may be compressed; refused beyond
    pages: int = 1000  #: read in part beyond
    cells: int = 200_000  #: of all tables; read in part beyond
    characters: int = 20_000_000  #: of the text; read in part beyond
    pixels: int = 100_000_000  #: of a picture; refused beyond
    documents: int = 10_000  #: in one archive; the others are told and left out
