"""Dispatch on what is given (a path, bytes, or a text) and on the format of the bytes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from extractor.errors import ExtractorError, fail
from extractor.source import containers, text
from extractor.source.limits import Limits
from extractor.source.sniff import HTML, PDF, media_type
from extractor.source.types import PARTIAL, File, Source, Text

_SCAN = "extractor.source.scan:read_picture"
#: media type -> its reader, a function (name, data, sha256, limits) -> Source; each is imported
#: and run by another process (:mod:`extractor.source.apart`)
READERS = {
    PDF: "extractor.source.pdf:read_pdf",
    HTML: "extractor.source.html:read_html",
    containers.WORD: "extractor.source.docx:read_docx",
    containers.EXCEL: "extractor.source.sheets:read_xlsx",
    containers.XLS: "extractor.source.sheets:read_xls",
    "image/png": _SCAN,
    "image/jpeg": _SCAN,
    "image/tiff": _SCAN,
    "image/bmp": _SCAN,
    "image/webp": _SCAN,
}
_ZIPPED = (containers.WORD, containers.EXCEL)
#: what can be done about a format that nothing here reads
_ADVICE = {
    containers.DOC: "a Word 97-2003 document (.doc); save it as .docx or PDF",
    containers.WORKS: "a Works document (.wps); save it as .docx or PDF",
    containers.PPT: "a PowerPoint 97-2003 file (.ppt); save it as PDF",
    containers.POWERPOINT: "a PowerPoint file; save it as PDF",
    containers.EXCEL_BINARY: "a binary workbook (.xlsb); save it as .xlsx",
    containers.OFD: "an OFD document; save it as PDF",
    containers.ZIP: "a ZIP that holds no document by itself; unpack it, or give it to "
    "extractor extract",
    containers.OLE: "an OLE file of an unknown kind; save it as .docx, .xlsx or PDF",
    "application/rtf": "an RTF document; save it as .docx or PDF",
    "application/xml": "an XML file; save it as .docx, .xlsx or PDF",
    "application/vnd.oasis.opendocument.text": "an OpenDocument text (.odt); save it as .docx",
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet (.ods); "
    "save it as .xlsx",
    "image/gif": "a GIF picture; save it as PNG",
    "image/heif": "a HEIF picture; save it as PNG or JPEG",
    "image/jp2": "a JPEG 2000 picture; save it as PNG or JPEG",
}


def read(
    document: str | os.PathLike[str] | bytes | Text | File, limits: Limits | None = None
) -> Source:
    """Read *document* into a :class:`Source`; a ``str`` is a path, wrap a text in ``Text``.

    Formats other than plain text are read by a process of their own, so that what is wrong with
    a document costs no more than that document; *limits* say how much it may cost at all.

    Raises EX101 (cannot be read), EX102 (empty), EX103 (no reader for its format), EX104 (unknown
    encoding), EX105 (damaged, encrypted, without content), EX106 (took too long or too much
    memory, or crashed its reader) or EX107 (beyond a limit).

    >>> read(Text("收入360.44万元", name="a")).text
    '收入360.44万元'
    """
    limits = limits or Limits()
    if isinstance(document, Text):
        return _given(document, limits)
    if isinstance(document, bytes):
        name, data = "<bytes>", document
    elif isinstance(document, File):
        name, data = document.name, document.data
    else:
        name, data = _load(document, limits)
    if not data:
        raise fail("EX102", f"{name}: the file is empty")
    if len(data) > limits.file_mb << 20:
        raise _too_large(name, limits)
    return _dispatch(name, data, limits)


def _given(document: Text, limits: Limits) -> Source:
    if not document.text.strip():
        raise fail("EX102", f"{document.name}: the text is empty")
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    pages = text.page_starts(document.text)
    return _cut(
        Source(document.name, document.text, digest, text.MEDIA_TYPE, text.READER, None, pages),
        limits,
    )


def _dispatch(name: str, data: bytes, limits: Limits) -> Source:
    kind = media_type(name, data)
    digest = hashlib.sha256(data).hexdigest()
    if kind == text.MEDIA_TYPE:
        return _cut(text.read_text(name, data, digest), limits)
    if kind == containers.ENCRYPTED:
        raise fail("EX105", f"{name}: is encrypted; save it without a password")
    if kind == containers.OLE and containers.is_cut_off(data):
        raise fail("EX105", f"{name}: is damaged or cut off; open it and save it again")
    reader = READERS.get(kind)
    if reader is None:
        told = _ADVICE.get(kind)
        raise fail(
            "EX103",
            f"{name}: no reader for {kind} in this release" + (f": {told}" if told else ""),
        )
    if kind in _ZIPPED:
        containers.guard_zip(name, data, limits)
    from extractor.source.apart import read_apart

    return read_apart(reader, name, data, digest, limits)


def _cut(source: Source, limits: Limits) -> Source:
    """The first ``limits.characters`` of a plain text, up to the end of a line."""
    if len(source.text) <= limits.characters:
        return source
    kept = source.text[: limits.characters]
    kept = kept[: kept.rfind("\n") + 1] or kept
    told = f"read up to character {len(kept):,} of {len(source.text):,} (the limit on characters)"
    return msgspec.structs.replace(
        source, text=kept, pages=tuple(each for each in source.pages if each < len(kept)),
        warnings=(*source.warnings, told), status=PARTIAL,
    )  # fmt: skip


def _too_large(name: str, limits: Limits) -> ExtractorError:
    return fail(
        "EX107",
        f"{name}: larger than the limit of {limits.file_mb:,} MB; --limit file_mb=… sets another",
    )


def _load(document: str | os.PathLike[str], limits: Limits) -> tuple[str, bytes]:
    path = Path(document)
    shown = str(path) if len(str(path)) <= 200 else f"{str(path)[:200]}…"
    try:
        if path.is_dir():
            raise fail("EX101", f"{shown}: is a folder, not a file")
        with path.open("rb") as file:
            # a device has no size and no end
            data = file.read((limits.file_mb << 20) + 1)
    except FileNotFoundError:
        raise fail("EX101", f"{shown}: no such file") from None
    except OSError as error:
        raise fail("EX101", f"{shown}: {error.strerror or error}") from None
    except ValueError as error:  # a NUL in the path
        raise fail("EX101", f"{shown!r}: {error}") from None
    return path.name, data
