"""Drawers that go wrong, for the process that runs them."""

from __future__ import annotations

import os
import signal
import time
from typing import NoReturn

from extractor.source.limits import Limits
from extractor.source.wire import Draw, Picture

WEBP = b"RIFF\x1a\0\0\0WEBP"


def crashes_on_three(_: str, __: bytes, draw: Draw, ___: Limits) -> tuple[Picture, ...]:
    if 3 in draw.pages:
        os.kill(os.getpid(), signal.SIGABRT)
    return tuple(Picture(page, 595.0, 842.0, "image/webp", WEBP) for page in draw.pages)


def hangs(*_: object) -> NoReturn:
    time.sleep(600)
    raise AssertionError


def lies(*_: object) -> tuple[Picture, ...]:
    return (
        Picture(1, 595.0, 842.0, 'text/html"><script>', WEBP),
        Picture(2, 595.0, 842.0, "image/webp", b"<svg onload=alert(1)>"),
        Picture(3, float("nan"), 842.0, "image/webp", WEBP),
        Picture(4, 595.0, float("inf"), "image/webp", WEBP),
        Picture(5, -1.0, 842.0, "image/webp", WEBP),
        Picture(99, 595.0, 842.0, "image/webp", WEBP),
        Picture(7, 595.0, 842.0, "image/svg+xml", WEBP),
        Picture(8, 595.0, 842.0, "image/webp", WEBP),
    )
