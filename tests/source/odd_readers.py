"""Readers that go wrong, for the process that runs them; imported there by the folder's path."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NoReturn

import numpy as np

from extractor.errors import fail
from extractor.source.boxes import Boxes, PageSize
from extractor.source.limits import Limits
from extractor.source.linear import CellText, Linear
from extractor.source.types import PARTIAL, Source


def _source(name: str, text: str, sha256: str, **more: object) -> Source:
    return Source(name, text, sha256, "text/x-odd", "odd 1", **more)  # type: ignore[arg-type]


def plain(name: str, data: bytes, sha256: str, _: Limits) -> Source:
    return _source(name, data.decode("utf-8", "surrogatepass"), sha256)


def rich(name: str, _: bytes, sha256: str, limits: Limits) -> Source:
    """Everything that a source may have."""
    linear = Linear()
    linear.page()
    linear.line("页眉", "header")
    linear.table([[CellText("项\n目", 2), CellText("𠀀")], [None, CellText("")]], page=1, name="表")
    linear.page()
    linear.line(f"{limits.pages}页\ud800")
    text = linear.text
    places = np.arange(4 * len(text), dtype=np.float32).reshape(-1, 4)
    places[3] = np.nan
    boxes = Boxes(places, (PageSize(595, 842.5), PageSize(1, 2)), places[:, 0] / 1000)
    return _source(
        name, text, sha256, encoding="utf-8", pages=tuple(linear.pages), boxes=boxes,
        grids=tuple(linear.grids), furniture=tuple(linear.furniture),
        warnings=("第2页\n读不出\ud800",), status=PARTIAL,
    )  # fmt: skip


def who(name: str, data: bytes, sha256: str, _: Limits) -> Source:
    """The number of the process, after as many seconds as the bytes say."""
    time.sleep(float(data or b"0"))
    return _source(name, str(os.getpid()), sha256)


def segfault(*_: object) -> NoReturn:
    ctypes.string_at(0)
    raise AssertionError


def aborted(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def left(*_: object) -> NoReturn:
    os._exit(3)


def stops(*_: object) -> NoReturn:
    sys.exit("no more")


def hangs(*_: object) -> NoReturn:
    while True:
        time.sleep(1)


def hangs_with_a_child(_: str, data: bytes, *__: object) -> NoReturn:
    child = subprocess.Popen(["sleep", "600"])
    Path(data.decode()).write_text(str(child.pid), "utf-8")
    hangs()


def hungry(*_: object) -> NoReturn:
    held = []
    while True:
        held.append(bytearray(16 << 20))


def deep(*_: object) -> NoReturn:
    deep()
    raise AssertionError


def fault(*_: object) -> NoReturn:
    raise KeyError("two\nlines\ud800")


def refuses(name: str, *_: object) -> NoReturn:
    raise fail("EX105", f"{name}: has no page")


def lacks_a_library(*_: object) -> NoReturn:
    import a_library_that_nobody_has  # type: ignore[import-not-found] # noqa: F401

    raise AssertionError


def blank(name: str, _: bytes, sha256: str, __: Limits) -> Source:
    return _source(name, " \n", sha256)


def unfit(name: str, _: bytes, sha256: str, __: Limits) -> Source:
    """Pages that lie beyond the text."""
    return _source(name, "收入", sha256, pages=(0, 99))


def noisy(name: str, _: bytes, sha256: str, __: Limits) -> Source:
    """Prints on every way there is."""
    print("noise")
    print("noise", file=sys.stderr)
    os.write(1, b"\0\0\0\0\0\0\0\3abc")
    os.write(2, b"noise")
    ctypes.CDLL(None).puts(b"noise")
    ctypes.CDLL(None).fflush(None)
    return _source(name, "静", sha256)


def garbage(*_: object) -> NoReturn:
    """Finds the pipe of the answers and writes on it."""
    for number in range(3, 20):
        try:
            os.write(number, b"\xff" * 64)
        except OSError:
            continue
    hangs()
    raise AssertionError


def network(name: str, data: bytes, sha256: str, _: Limits) -> Source:
    """What each way to the network gives."""
    port = int(data)
    told = []
    for way in (
        lambda: socket.create_connection(("127.0.0.1", port), 2),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"1", ("127.0.0.1", port)),
        lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2),
        lambda: socket.getaddrinfo("localhost", port),
    ):
        try:
            way()
            told.append("open")
        except OSError as error:
            told.append("refused" if "without network" in str(error) else repr(error))
    return _source(name, " ".join(told), sha256)
