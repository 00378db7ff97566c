"""How much of a document is read, and how long it may take."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec

from extractor.errors import fail
from extractor.settings import find_settings, told

_Number = Annotated[int, msgspec.Meta(ge=1, le=1 << 40)]


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one document may cost; beyond a limit it is refused, or read in part and said so.

    >>> Limits(pages=30).pages
    30
    """

    seconds: Annotated[float, msgspec.Meta(gt=0, le=86400)] = 300.0
    #: of reading one document; refused beyond
    memory_mb: _Number = 4096  #: of the process that reads it; refused beyond
    file_mb: _Number = 500  #: size of a file; refused beyond
    expanded_mb: _Number = 1000  #: what a compressed file may unpack to; refused beyond
    ratio: _Number = 200  #: how far one part of it may be compressed; refused beyond
    pages: _Number = 1000  #: read in part beyond
    cells: _Number = 200_000  #: of all tables; read in part beyond
    characters: _Number = 20_000_000  #: of the text; read in part beyond
    pixels: _Number = 100_000_000  #: of a picture; refused beyond
    documents: _Number = 10_000  #: in one archive; the others are told and left out

    def changed(self, options: Iterable[str]) -> Limits:
        """The limits where ``"pages=30"`` and the like have their say; raises EX501.

        >>> Limits().changed(["pages=30", "seconds=1.5"]).seconds
        1.5
        """
        values: dict[str, str] = {}
        for option in options:
            name, _, number = option.partition("=")
            values[name.strip()] = number.replace(",", "").replace("_", "").strip()
        for name, number in values.items():
            if name not in self.__struct_fields__:
                known = ", ".join(self.__struct_fields__)
                raise fail("EX501", f"--limit {name}: no such limit; there are {known}")
            try:
                msgspec.convert({name: number}, Limits, strict=False)
            except msgspec.ValidationError:
                kind = "a number" if name == "seconds" else "a whole number"
                raise fail("EX501", f"--limit {name}={number}: not {kind} that fits") from None
        return msgspec.convert({**msgspec.to_builtins(self), **values}, Limits, strict=False)


def load_limits(path: str | Path | None = None, folder: Path | None = None) -> Limits:
    """The table ``[limits]`` of the settings at *path*, else of a file in *folder* (the current
    directory); raises EX503 where something in it is not right."""
    found = find_settings(path, folder)
    if found is None or "limits" not in found.tables:
        return Limits()
    try:
        return msgspec.convert(found.tables["limits"], Limits)
    except msgspec.ValidationError as error:
        raise fail("EX503", told(found.path, f"{found.prefix}limits", error)) from None
