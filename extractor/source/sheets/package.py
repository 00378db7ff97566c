"""The parts of a workbook in OOXML: a ZIP archive of XML, read within limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import unquote
from xml.parsers import expat

from extractor.errors import fail
from extractor.source.containers import guard_zip
from extractor.source.limits import Limits

_OLE: Final = b"\xd0\xcf\x11\xe0"
_CHUNK: Final = 1 << 20

#: What reading a part of a damaged archive may raise.
DAMAGES: Final = (
    expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError,
    UnicodeError, RuntimeError,
)  # fmt: skip

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


class Package:
    """The parts by their names.

    Raises:
        ExtractorError: EX105 for what is no such archive or encrypted, EX107 beyond the limits.
    """

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        if data.startswith(_OLE):
            raise fail("EX105", f"{name}: the workbook is encrypted")
        guard_zip(name, data, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except DAMAGES as error:
            raise fail("EX105", f"{name}: the workbook is damaged: {error}") from None
        self._parts = {each.filename.replace("\\", "/").lower(): each for each in members}

    def size(self, part: str) -> int:
        """Bytes of a part; -1 where there is none."""
        found = self._parts.get(part.lower())
        return -1 if found is None else found.file_size

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part, piece by piece; nothing where there is none."""
        found = self._parts.get(part.lower())
        if found is None:
            return
        with self._zip.open(found) as stream:
            while piece := stream.read(_CHUNK):
                yield piece

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> (last word of the type, name of the part) of what a part refers to inside."""
        folder, last = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name != "Relationship" or attributes.get("TargetMode", "").lower() == "external":
                return
            target = unquote(attributes.get("Target", "")).replace("\\", "/")
            whole = target if target.startswith("/") else posixpath.join("/", folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = kind, posixpath.normpath(whole).lstrip("/")

        feed(self.chunks(posixpath.join(folder, "_rels", f"{last}.rels")), start)
        return found


def feed(
    chunks: Iterator[bytes],
    start: Start,
    end: End | None = None,
    characters: Characters | None = None,
) -> None:
    """Read XML piece by piece; names come without their prefixes.

    Raises:
        ExpatError: it is not well formed, or declares entities, which no workbook does.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local: dict[str, str] = {}

    def name_of(name: str) -> str:
        known = local.get(name)
        if known is None:
            known = local[name] = name.rpartition(":")[2]
        return known

    def doctype(*_: object) -> None:
        raise expat.ExpatError("declares a document type")

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = lambda name, attributes: start(name_of(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name_of(name))
    if characters is not None:
        parser.CharacterDataHandler = characters
    any_fed = False
    for piece in chunks:
        any_fed = True
        parser.Parse(piece, False)
    if any_fed:
        parser.Parse(b"", True)
