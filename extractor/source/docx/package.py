"""The parts of a Word file: a ZIP of XML parts that tell of each other by relations.

It is read here and not by python-docx, whose loader refuses a file with one dangling relation
(pictures that were lost), strict files, templates and those with macros, and reads every picture.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
import zlib
from typing import NamedTuple

from extractor.errors import fail
from extractor.source.docx.names import STRICT, Element
from extractor.source.limits import Limits

_MEGABYTE = 1 << 20
_SMALL = 64 * _MEGABYTE  #: a part that unpacks to less is no bomb, however regular it is
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_STRICT = b"http://purl.oclc.org/ooxml/"
_MAIN = ("word/document.xml", "word/document2.xml")


class Relation(NamedTuple):
    """How one part refers to another: what for (the last word of its type), and to which."""

    kind: str
    target: str


class Broken(Exception):  # noqa: N818 - no error of its own: the reader tells what it means
    """A part that is missing or cannot be read; its message says which and why."""


class Package:
    """The parts of a file by name; raises EX105 where it is damaged or encrypted."""

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        self.name, self._limits = name, limits
        self._unpacked = 0
        self.warnings: list[str] = []
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise fail("EX105", f"{name}: the file is damaged or cut short: {error}") from None
        # some writers spell names with backslashes or in another case than they refer to them
        self._parts = {
            each.filename.replace("\\", "/").lstrip("/").lower(): each
            for each in self._zip.infolist()
        }

    def main(self) -> str:
        """The name of the part that holds the body; raises EX105 where there is none."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target.lower() in self._parts:
                return relation.target
        for name in _MAIN:
            if name in self._parts:
                return name
        raise fail("EX105", f"{self.name}: no document in it (word/document.xml is missing)")

    def relations(self, part: str) -> dict[str, Relation]:
        """Relations of a part by their id, those to other parts of the file only.

        "" is the file itself. External references are left out: nothing is ever fetched.
        """
        folder, name = posixpath.split(part)
        try:
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        except Broken:
            return {}
        found = {}
        for each in root.iter(_RELATION):
            target = each.get("Target") or ""
            if each.get("TargetMode") == "External" or not target:
                continue
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (each.get("Type") or "").rpartition("/")[2]
            found[each.get("Id") or ""] = Relation(kind, target)
        return found

    def xml(self, part: str) -> Element:
        """The root of a part in the transitional namespaces; raises Broken, EX107."""
        from lxml import etree  # type: ignore[import-untyped,unused-ignore]

        data = _plain(self._bytes(part))
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Broken(f"{part} holds a document type declaration, which no Word file has")
        # Texts may be long and trees deep: without declarations, size is what the file unpacks to.
        options = {
            "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True,
            "remove_comments": True, "remove_pis": True,
        }  # fmt: skip
        try:
            root = etree.fromstring(data, etree.XMLParser(**options))
        except (etree.XMLSyntaxError, ValueError) as error:
            try:
                root = etree.fromstring(data, etree.XMLParser(recover=True, **options))
            except (etree.XMLSyntaxError, ValueError):
                root = None
            if root is None:
                raise Broken(f"{part} is no XML: {error}") from None
            self.warnings.append(f"{part} is damaged and was read in part: {error}")
        return root

    def _bytes(self, part: str) -> bytes:
        info = self._parts.get(part.lower())
        if info is None:
            raise Broken(f"{part} is missing")
        if info.flag_bits & 1:
            raise fail("EX105", f"{self.name}: the file is encrypted; save it without a password")
        limits, size = self._limits, info.file_size
        self._unpacked += size
        if self._unpacked > limits.expanded_mb * _MEGABYTE:
            raise fail("EX107", f"{self.name}: unpacks to over {limits.expanded_mb} MB")
        if size > _SMALL and size > limits.ratio * max(info.compress_size, 1):
            raise fail("EX107", f"{self.name}: {part} is compressed over {limits.ratio} times")
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise Broken(f"{part} is damaged: {error}") from None
        except (NotImplementedError, RuntimeError) as error:
            raise Broken(f"{part} cannot be unpacked: {error}") from None


def _plain(data: bytes) -> bytes:
    """XML in an encoding that holds ASCII, and in the transitional namespaces."""
    if data.startswith(_UTF_16):
        data = _DECLARED.sub("", data.decode("utf-16", "replace"), count=1).encode()
    if _STRICT in data:
        for old, new in STRICT.items():
            data = data.replace(old, new)
    return data
