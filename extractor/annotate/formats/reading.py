"""What readers of JSON share: files, lists of objects, and complaints with a place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from extractor.annotate.formats.types import Line
from extractor.errors import fail


class _Place(msgspec.Struct):
    role: str | None = None
    quote: str | None = None
    status: str | None = None


class _Shape(msgspec.Struct):
    """What is read of a line that a tool has carried along."""

    kind: str
    field: str | None = None
    role: str | None = None
    period: str | None = None
    direction: str | None = None
    quote: str | None = None
    ordinal: str | None = None
    id: str | None = None
    family: str | None = None
    severity: str | None = None
    level: int | None = None
    body_end: int | None = None
    path: list[str] | None = None
    about: list[str] | None = None
    evidence: list[_Place] | None = None
    spans: list[_Place] | None = None


#: Lines that are no facts.
_OTHERS = ("section", "finding", "scope")


def file_bytes(path: Path) -> bytes:
    """The bytes of a file without a byte order mark. Raises EX301."""
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise fail("EX301", f"{path}: {error.strerror}") from None


def json_file(path: Path) -> list[Any]:
    """The array that a file of JSON holds; one object counts as an array of one."""
    try:
        found = msgspec.json.decode(file_bytes(path))
    except msgspec.DecodeError as error:
        raise fail("EX301", f"{path}: not JSON: {error}") from None
    return found if isinstance(found, list) else [found]


def json_lines(path: Path) -> Iterator[tuple[int, Line]]:
    """The objects of a file of JSON lines, each with the number of its line."""
    for number, row in enumerate(file_bytes(path).split(b"\n"), 1):
        if not row.strip():
            continue
        try:
            found = msgspec.json.decode(row)
        except msgspec.DecodeError as error:
            raise fail("EX301", f"{path}:{number}: not JSON: {error}") from None
        if not isinstance(found, dict):
            raise fail("EX301", f"{path}:{number}: not a JSON object")
        yield number, found


def objects(found: Any, where: str) -> Iterator[Line]:
    """The objects of a list. Raises EX301 where it is none, or holds something else."""
    if not isinstance(found, list | tuple):
        raise fail("EX301", f"{where}: not a list")
    for number, each in enumerate(found, 1):
        if not isinstance(each, dict):
            raise fail("EX301", f"{where} {number}: not a JSON object")
        yield each


def integer(found: Any, where: str) -> int:
    """An offset. Raises EX301."""
    if isinstance(found, bool) or not isinstance(found, int):
        raise fail("EX301", f"{where}: {found!r} is no offset")
    return found


def line_of(found: Any, where: str) -> Line | None:
    """A line of gold that a tool has carried along, None where there is none. Raises EX301."""
    if found is None:
        return None
    try:
        shape = msgspec.convert(found, _Shape)
    except msgspec.ValidationError as error:
        raise fail("EX301", f"{where}: what it carries is no line of gold: {error}") from None
    if shape.kind not in _OTHERS and shape.field is None:
        raise fail("EX301", f"{where}: what it carries is no line of gold: no field")
    return dict(found)


def first_of(found: Any, where: str) -> str | None:
    """The first of a list of words, None where there is none. Raises EX301."""
    if not found:
        return None
    if not isinstance(found, list) or not isinstance(found[0], str):
        raise fail("EX301", f"{where}: {found!r} is no list of words")
    return found[0]


def mapping(found: Any, where: str) -> Line:
    """An object, empty where there is none. Raises EX301."""
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise fail("EX301", f"{where}: {found!r} is no JSON object")
    return found


def unplaced(found: Any, where: str) -> tuple[tuple[int, Line], ...]:
    """Lines without places, each with its number, as a tool has carried them along."""
    if found is None:
        return ()
    if not isinstance(found, list | tuple) or not all(
        isinstance(each, list | tuple) and len(each) == 2 and isinstance(each[0], int)
        for each in found
    ):
        raise fail("EX301", f"{where}: unplaced is no list of numbers and lines")
    lines = [(number, line_of(line, where)) for number, line in found]
    if any(line is None for _, line in lines):
        raise fail("EX301", f"{where}: unplaced holds no line")
    return tuple((number, line) for number, line in lines if line is not None)
