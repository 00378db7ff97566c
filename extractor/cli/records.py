"""Read saved records: one JSON object, a JSON array, or JSON lines."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from extractor.errors import fail
from extractor.record import Record, from_json


def load(path: str) -> tuple[Record, ...]:
    """The records of a file, or of standard input for ``-``.

    Raises:
        ExtractorError: EX301 where the file cannot be read or holds no record.
    """
    name = "standard input" if path == "-" else path
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except FileNotFoundError:
        raise fail("EX301", f"{name}: no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise fail("EX301", f"{name}: {reason}") from None
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not data:
        raise fail("EX301", f"{name}: the file is empty")
    try:
        records = tuple(from_json(part, where) for where, part in _parts(name, data))
    except RecursionError:
        raise fail("EX301", f"{name}: not a record: nested too deeply") from None
    if not records:
        raise fail("EX301", f"{name}: holds no record")
    return records


def _parts(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """(what an error calls it, the JSON of one record) for each record."""
    try:
        if data.startswith(b"["):
            array = msgspec.json.decode(data, type=list[msgspec.Raw])
            return [(f"{name} record {n}", bytes(each)) for n, each in enumerate(array, start=1)]
        whole = msgspec.json.decode(data, type=msgspec.Raw)
        return [(name, bytes(whole))]
    except (msgspec.DecodeError, RecursionError):
        # A JSON document ends at its first object; what follows makes it JSON lines.
        pass
    found = data.splitlines()
    return [(f"{name}:{n}", each) for n, each in enumerate(found, start=1) if each.strip()]


def choose(records: tuple[Record, ...], sha256: str, name: str) -> Record | None:
    """The record of a source: by its hash, else by its name, else the only one."""
    for record in records:
        if record.source.sha256 == sha256:
            return record
    named = [record for record in records if record.source.name == name]
    if named:
        return named[0]
    return records[0] if len(records) == 1 else None
