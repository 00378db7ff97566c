"""The documents in a ZIP archive, one by one, none of them written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from extractor.errors import ExtractorError, fail
from extractor.source.containers import ZIP, zip_type
from extractor.source.limits import Limits
from extractor.source.names import is_clutter, member_name, no_document
from extractor.source.types import File

_BEGINS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_SMALL: Final = 10 << 20  # bytes; what unpacks to less may be compressed as far as it likes
_DAMAGES: Final = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip

Member = tuple[str, Callable[[], File] | ExtractorError]


def is_archive(path: str, limits: Limits) -> bool:
    """Whether a file is a ZIP archive, and not a document that is kept as one."""
    try:
        with Path(path).open("rb") as file:
            if file.read(4) not in _BEGINS:
                return False
        if Path(path).stat().st_size > limits.file_mb << 20:
            return False  # refused where it is read
        return zip_type(Path(path).read_bytes()) == ZIP
    except (OSError, ValueError):
        return False  # told where it is read


def members(path: str, limits: Limits, warn: Callable[[str], None]) -> Iterator[Member]:
    """The shown name of each document in an archive, and how to have it, or why not."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        yield path, fail("EX101", f"{path}: {error.strerror or error}")
        return
    yield from _Archive(limits, warn).walk(path, Path(path).name, data, 0)


class _Archive:
    """What is left of the limits, for an archive and those in it."""

    def __init__(self, limits: Limits, warn: Callable[[str], None]) -> None:
        self._limits = limits
        self._warn = warn
        self._documents = limits.documents
        self._bytes = limits.expanded_mb << 20
        self._full = False

    def walk(self, shown: str, name: str, data: bytes, depth: int) -> Iterator[Member]:
        """``shown`` is what messages call the archive, ``name`` what its documents' names have."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            listed = archive.infolist()
        except _DAMAGES as error:
            yield shown, fail("EX105", f"{shown}: the archive is damaged: {error}")
            return
        seen: dict[str, int] = {}
        left: dict[str, int] = {}
        for member in listed:
            inside = member_name(member)
            suffix = no_document(inside)
            if member.is_dir() or not inside or any(map(is_clutter, inside.split("/"))):
                continue
            if suffix:
                left[suffix] = left.get(suffix, 0) + 1
                continue
            seen[inside] = seen.get(inside, 0) + 1
            if seen[inside] > 1:
                inside = f"{inside} ({seen[inside]})"
            yield from self._one(archive, member, f"{shown}/{inside}", f"{name}/{inside}", depth)
            if self._full:
                return
        if left:
            count = sum(left.values())
            told = (
                "1 file that is no document"
                if count == 1
                else f"{count} files that are no document"
            )
            self._warn(f"{shown}: {told} left out ({', '.join(sorted(left))})")
        if not seen:
            yield shown, fail("EX101", f"{shown}: holds no document")

    def _one(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, name: str, depth: int
    ) -> Iterator[Member]:
        limits = self._limits
        if self._documents <= 0:
            self._full = True
            told = f"holds more than {limits.documents} documents; this one and what follows"
            yield shown, fail("EX107", f"{shown}: the archive {told} are left out")
            return
        self._documents -= 1
        refused = self._refuse(member, shown)
        if refused is not None:
            yield shown, refused
            return
        self._bytes -= member.file_size
        if self._bytes < 0:
            self._full = True
            told = f"unpacks to more than {limits.expanded_mb} MB; this one and what follows"
            yield shown, fail("EX107", f"{shown}: the archive {told} are left out")
            return

        def load() -> File:
            try:
                return File(archive.read(member), name)
            except _DAMAGES as error:
                raise fail("EX105", f"{shown}: is damaged in its archive: {error}") from None

        try:
            with archive.open(member) as part:
                is_zip = part.read(4) in _BEGINS
            data = archive.read(member) if is_zip else b""
        except _DAMAGES as error:
            yield shown, fail("EX105", f"{shown}: is damaged in its archive: {error}")
            return
        if not is_zip or zip_type(data) != ZIP:
            yield shown, load
        elif depth:
            yield shown, fail("EX107", f"{shown}: an archive in an archive in an archive")
        else:
            self._documents += 1
            yield from self.walk(shown, name, data, depth + 1)

    def _refuse(self, member: zipfile.ZipInfo, shown: str) -> ExtractorError | None:
        limits = self._limits
        if member.flag_bits & 1:
            return fail("EX105", f"{shown}: is encrypted; unpack it with its password")
        if member.file_size > limits.file_mb << 20:
            return fail("EX107", f"{shown}: unpacks to more than {limits.file_mb} MB")
        if member.file_size > max(_SMALL, limits.ratio * member.compress_size):
            return fail("EX107", f"{shown}: is compressed more than {limits.ratio} times")
        return None
