"""What goes between the process of a document's owner and the one that reads it.

Only plain data: nothing that the reading process sends can run in the other one. A message is
its length in eight bytes and its bytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

import msgspec

from extractor.source.boxes import Boxes, PageSize
from extractor.source.limits import Limits
from extractor.source.types import COMPLETE, PARTIAL, Cell, Furniture, Grid, Source

HELLO = b"extractor 1"  #: what a process says when it is ready
HEAD = 8  #: bytes of a length
_CHUNK = 1 << 20


class Draw(msgspec.Struct, array_like=True, frozen=True):
    """Which pages (from 1) are to be drawn, and with how many dots an inch."""

    pages: tuple[int, ...]
    dots: float


class Picture(msgspec.Struct, array_like=True, frozen=True):
    """A page as it looks: its number from 1, its size in points, and an encoded picture of it."""

    page: int
    width: float
    height: float
    media_type: str
    data: bytes


class Request(msgspec.Struct, array_like=True):
    """What is to be read, or drawn where *draw* says so; the bytes follow in a message of their
    own."""

    reader: str  #: "module:function"
    name: str
    sha256: str
    limits: Limits
    draw: Draw | None = None


class Drawn(msgspec.Struct, array_like=True):
    """A grid; ``cells`` are six int32 each, in the order of :class:`Cell`."""

    start: int
    end: int
    rows: int
    columns: int
    cells: bytes
    page: int | None
    name: str
    ruled: bool
    goes_on: bool


class Answer(msgspec.Struct, array_like=True):
    """A source, or pictures of pages, or the error that it gave (``code`` is not empty then);
    ``tired`` asks to be followed by a new process."""

    code: str = ""
    message: str = ""
    text: bytes = b""  #: UTF-8; lone surrogates as they are
    media_type: str = ""
    reader: str = ""
    encoding: str | None = None
    pages: tuple[int, ...] = ()
    grids: tuple[Drawn, ...] = ()
    furniture: tuple[tuple[str, int, int], ...] = ()
    places: bytes | None = None  #: float32, four a character
    sizes: tuple[tuple[float, float], ...] = ()
    sure: bytes | None = None  #: float32, one a character
    warnings: tuple[str, ...] = ()
    status: str = COMPLETE
    tired: bool = False
    pictures: tuple[Picture, ...] = ()


def receive(read: Callable[[int], bytes | None], most: int) -> bytes | None:
    """The next message by *read* (of a raw file); None where it ends or is longer than *most*."""
    head = _exactly(read, HEAD)
    if head is None:
        return None
    length = int.from_bytes(head, "big")
    return _exactly(read, length) if length <= most else None


def _exactly(read: Callable[[int], bytes | None], length: int) -> bytes | None:
    # grown as it comes: what only claims to be long costs nothing
    found = bytearray()
    while len(found) < length:
        piece = read(min(length - len(found), _CHUNK))
        if not piece:
            return None
        found += piece
    return bytes(found)


def send(write: Callable[[memoryview], int | None], message: bytes) -> None:
    """Write a message by *write* (of a raw file), which may take it in pieces."""
    for part in (len(message).to_bytes(HEAD, "big"), message):
        left = memoryview(part)
        while left:
            left = left[write(left[:_CHUNK]) or 0 :]


def answer_of(source: Source) -> Answer:
    """A source as it is sent."""
    boxes = source.boxes
    return Answer(
        text=source.text.encode("utf-8", "surrogatepass"),
        media_type=source.media_type,
        reader=source.reader,
        encoding=source.encoding,
        pages=source.pages,
        grids=tuple(_drawn(each) for each in source.grids),
        furniture=source.furniture,
        places=None if boxes is None else boxes.places.astype("<f4").tobytes(),
        sizes=() if boxes is None else tuple((float(w), float(h)) for w, h in boxes.sizes),
        sure=None if boxes is None or boxes.sure is None else boxes.sure.astype("<f4").tobytes(),
        warnings=tuple(map(sendable, source.warnings)),
        status=source.status,
    )


def sendable(text: str) -> str:
    """*text* in one line, without lone surrogates."""
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _drawn(grid: Grid) -> Drawn:
    flat = array("i")
    for each in grid.cells:
        flat.extend((each.row, each.column, each.start, each.end, each.rows, each.columns))
    return Drawn(
        grid.start, grid.end, grid.rows, grid.columns, flat.tobytes(), grid.page,
        sendable(grid.name), grid.ruled, grid.goes_on,
    )  # fmt: skip


def source_of(answer: Answer, name: str, sha256: str) -> Source:
    """The source that was sent; raises ValueError where its parts do not fit one another."""
    text = answer.text.decode("utf-8", "surrogatepass")
    length = len(text)
    _must(answer.status in (COMPLETE, PARTIAL) and bool(answer.reader) and bool(text.strip()))
    _must(list(answer.pages) == sorted(answer.pages))
    _must(all(0 <= at <= length for at in answer.pages))
    _must(all(0 <= start <= end <= length for _, start, end in answer.furniture))
    return Source(
        name,
        text,
        sha256,
        answer.media_type,
        answer.reader,
        answer.encoding,
        answer.pages,
        tuple(_grid(each, length) for each in answer.grids),
        tuple(Furniture(*each) for each in answer.furniture),
        _boxes(answer, length),
        answer.warnings,
        answer.status,
    )


def _grid(drawn: Drawn, length: int) -> Grid:
    _must(0 <= drawn.start <= drawn.end <= length and drawn.rows >= 0 and drawn.columns >= 0)
    flat = array("i")
    flat.frombytes(drawn.cells)
    _must(len(flat) % 6 == 0)
    parts = [flat[i::6] for i in range(6)]
    _must(all(0 <= start <= end <= length for start, end in zip(parts[2], parts[3], strict=True)))
    _must(min(flat, default=0) >= 0)
    return Grid(
        drawn.start, drawn.end, drawn.rows, drawn.columns, tuple(map(Cell, *parts)),
        drawn.page, drawn.name, drawn.ruled, drawn.goes_on,
    )  # fmt: skip


def _boxes(answer: Answer, length: int) -> Boxes | None:
    if answer.places is None:
        return None
    import numpy as np

    _must(len(answer.places) == 16 * length)
    _must(answer.sure is None or len(answer.sure) == 4 * length)
    return Boxes(
        np.frombuffer(answer.places, "<f4").reshape(length, 4),
        tuple(PageSize(*each) for each in answer.sizes),
        None if answer.sure is None else np.frombuffer(answer.sure, "<f4"),
    )


def _must(fits: bool) -> None:
    if not fits:
        raise ValueError("parts of an answer do not fit one another")
