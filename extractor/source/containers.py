"""What files in other files are: ZIP by its central directory, OLE by its own directory."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from extractor.errors import fail
from extractor.source.limits import Limits

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXCEL_BINARY = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ZIP = "application/zip"
OFD = "application/ofd"
XLS, DOC, PPT = "application/vnd.ms-excel", "application/msword", "application/vnd.ms-powerpoint"
OLE, WORKS = "application/x-ole-storage", "application/vnd.ms-works"
ENCRYPTED = "application/x-encrypted-office"

_MOST_ENTRIES = 300_000  #: of one archive; each costs memory before anything of it is read
_SMALL = 10 << 20  #: a part that unpacks to less than this may be compressed as far as it likes
_TYPES = 1 << 20  #: bytes that are read of a part which tells the format
_MAIN = (
    (re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)"
                rb"\.macroenabled(?:template)?\.main", re.I), WORD),
    (re.compile(rb"ms-excel\.sheet\.binary\.macroenabled\.main", re.I), EXCEL_BINARY),
    (re.compile(rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template|addin)"
                rb"\.macroenabled\.main", re.I), EXCEL),
    (re.compile(rb"presentationml\.\w{1,20}\.main|ms-powerpoint\.\w{1,20}"
                rb"\.macroenabled\.main", re.I), POWERPOINT),
)  # fmt: skip
_NAMES = (
    ("word/document.xml", WORD),
    ("xl/workbook.xml", EXCEL),
    ("xl/workbook.bin", EXCEL_BINARY),
    ("ppt/presentation.xml", POWERPOINT),
    ("ofd.xml", OFD),
)


def _directory(data: bytes) -> zipfile.ZipFile | None:
    """The archive, None where its directory is missing or broken."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        return None


def zip_type(data: bytes) -> str:
    """The media type of a ZIP: what its content types say, else the names of its parts.

    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as made:
    ...     made.writestr("a/word/document.xml.txt", "1")
    >>> zip_type(file.getvalue())
    'application/zip'
    """
    if data.count(b"PK\x01\x02") > _MOST_ENTRIES:
        return ZIP
    archive = _directory(data)
    if archive is None:
        return _cut_off(data)
    with archive:
        names = {each.replace("\\", "/").lower(): each for each in archive.namelist()}
        if "mimetype" in names:
            told = _part(archive, names["mimetype"])[:100].strip()
            if told.startswith(b"application/vnd.oasis.opendocument."):
                return told.decode("ascii", "replace").lower()
        if "[content_types].xml" in names:
            told = _part(archive, names["[content_types].xml"]).replace(b"\0", b"")
            for pattern, kind in _MAIN:
                if pattern.search(told):
                    return kind
    return next((kind for name, kind in _NAMES if name in names), ZIP)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(_TYPES)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, zlib.error, EOFError,
            NotImplementedError):  # fmt: skip
        return b""


def _cut_off(data: bytes) -> str:
    """The type of a ZIP without its directory, by the names before the parts that are there."""
    heads = re.finditer(rb"PK\x03\x04.{22}(..)..", data[: 1 << 20], re.S)
    for found in heads:
        length = int.from_bytes(found[1], "little")
        name = data[found.end() : found.end() + length].decode("utf-8", "replace").lower()
        for prefix, kind in (("word/", WORD), ("xl/", EXCEL), ("ppt/", POWERPOINT)):
            if name.startswith(prefix):
                return kind
    return ZIP


def guard_zip(name: str, data: bytes, limits: Limits) -> None:
    """Refuse what would unpack to too much, as its directory tells.

    Raises EX105 for a broken directory and for parts under a password, EX107 beyond a limit.
    """
    if data.count(b"PK\x01\x02") > _MOST_ENTRIES:
        raise fail("EX107", f"{name}: holds more than {_MOST_ENTRIES:,} parts")
    archive = _directory(data)
    if archive is None:
        raise fail("EX105", f"{name}: is damaged or cut off; open it and save it again")
    whole = 0
    with archive:
        for part in archive.infolist():
            if part.flag_bits & 1:
                raise fail("EX105", f"{name}: is encrypted; save it without a password")
            whole += part.file_size
            if part.file_size > _SMALL and part.file_size > limits.ratio * part.compress_size:
                raise fail(
                    "EX107",
                    f"{name}: a part of it unpacks to more than {limits.ratio} times its size; "
                    "--limit ratio=… lets it through where it is to be trusted",
                )
    if whole > limits.expanded_mb << 20:
        raise fail(
            "EX107",
            f"{name}: unpacks to {whole >> 20:,} MB, the limit is {limits.expanded_mb:,} MB; "
            "--limit expanded_mb=… sets another",
        )


def ole_type(data: bytes) -> str:
    """The media type of an OLE file by the entries of its directory."""
    names = set(_ole_entries(data))
    if "encryptedpackage" in names:
        return ENCRYPTED
    for name, kind in (("workbook", XLS), ("book", XLS), ("worddocument", DOC),
                       ("powerpoint document", PPT), ("matost", WORKS)):  # fmt: skip
        if name in names:
            return kind
    return OLE


def is_cut_off(data: bytes) -> bool:
    """Whether an OLE file has lost its directory."""
    return next(_ole_entries(data), None) is None


def _ole_entries(data: bytes, most: int = 4096) -> Iterator[str]:
    """Names of the streams and storages of an OLE file, small letters, up to *most*."""
    if len(data) < 512:
        return
    shift = int.from_bytes(data[30:32], "little")
    if shift not in (9, 12):
        return
    size = 1 << shift
    fat = struct.unpack_from("<109I", data, 76)  # tables of the first 7 MB, or 450 MB
    sector: int = struct.unpack_from("<I", data, 48)[0]
    seen: set[int] = set()
    while sector < 0xFFFFFFFA and sector not in seen and len(seen) < most * 128 // size:
        seen.add(sector)
        at = (sector + 1) * size
        for start in range(at, min(at + size, len(data) - 127), 128):
            length = int.from_bytes(data[start + 64 : start + 66], "little")
            if data[start + 66] in (1, 2) and 2 <= length <= 64:
                yield data[start : start + length - 2].decode("utf-16-le", "replace").lower()
        table, place = divmod(sector, size // 4)
        # where the chain cannot be followed the directory mostly goes on in the next sector
        entry = (fat[table] + 1) * size + 4 * place if table < 109 else len(data)
        known = entry + 4 <= len(data)
        sector = struct.unpack_from("<I", data, entry)[0] if known else sector + 1
        if (sector + 1) * size > len(data):
            return
