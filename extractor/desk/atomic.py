"""Files that are either the old ones or the new ones, whole, whenever the process dies."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # another system: one server is one process, whose threads are locked out
    fcntl = None  # type: ignore[assignment]


def replace(path: Path, data: bytes) -> None:
    """Put *data* at *path*: beside it first, onto the disk, then in its place.

    A link at *path* is replaced, never followed.
    """
    beside = path.with_name(f".{path.name}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    file = os.open(beside, flags, 0o666)
    try:
        _write(file, data)
        os.fsync(file)
    finally:
        os.close(file)
    beside.replace(path)
    sync_folder(path.parent)


def append(path: Path, line: bytes) -> None:
    """Add *line* to the file at *path*; a line that a crash cut short is ended first."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    file = os.open(path, flags, 0o666)
    try:
        size = os.fstat(file).st_size
        if size:
            os.lseek(file, size - 1, os.SEEK_SET)
            if os.read(file, 1) != b"\n":
                line = b"\n" + line
        _write(file, line)
        os.fsync(file)
    finally:
        os.close(file)
    if not size:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """What has been renamed in *folder* outlasts a loss of power (where a system can do that)."""
    if os.name == "nt":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other process writes into *folder* meanwhile."""
    if fcntl is None:
        yield
        return
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    file = os.open(folder / ".lock", flags, 0o666)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _write(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
