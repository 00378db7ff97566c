"""bytes of a document -> pictures of its pages; what crashes costs its page alone."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from extractor.errors import ExtractorError
from extractor.source.limits import Limits
from extractor.source.sniff import PDF, media_type
from extractor.source.wire import Draw, Picture

DOTS = 144.0  #: an inch; two a point, so that thin lines stay even
_PICTURE = "extractor.source.pictures.draw:draw_picture"
#: media type -> its drawer, a function (name, data, draw, limits) -> pictures
DRAWERS = {
    PDF: "extractor.source.pictures.draw:draw_pdf",
    "image/png": _PICTURE,
    "image/jpeg": _PICTURE,
    "image/tiff": _PICTURE,
    "image/bmp": _PICTURE,
    "image/webp": _PICTURE,
}
_BATCH = 16  #: pages asked for at once
_BEGIN = {"image/webp": b"RIFF", "image/jpeg": b"\xff\xd8"}  #: what is taken, and how it begins
_LONGEST = 1e6  #: points of a side


class Pictures(NamedTuple):
    """``pages`` in order; ``lost`` are those that could not be drawn, ``why`` the first error."""

    pages: tuple[Picture, ...] = ()
    lost: tuple[int, ...] = ()
    why: ExtractorError | None = None


def pictures(
    name: str, data: bytes, pages: Sequence[int], dots: float = DOTS, limits: Limits | None = None
) -> Pictures | None:
    """Pictures of *pages* (from 1) with *dots* an inch; None where the format has no pages.

    A page that crashes its drawer is lost, and no other. All of it takes no longer than
    ``limits.seconds``; pages that are not reached in them are lost. Never raises for a document.

    >>> pictures("a.txt", "收入".encode(), [1]) is None
    True
    """
    limits = limits or Limits()
    drawer = DRAWERS.get(media_type(name, data))
    if drawer is None:
        return None
    until = time.monotonic() + limits.seconds
    found: list[Picture] = []
    why: ExtractorError | None = None
    waiting = [tuple(pages[at : at + _BATCH]) for at in range(0, len(pages), _BATCH)][::-1]
    while waiting:
        batch = waiting.pop()
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            found += _drawn(drawer, name, data, Draw(batch, dots), replace(limits, seconds=left))
        except ExtractorError as error:
            why = why or error
            if error.code == "EX502":
                break
            if len(batch) > 1:  # which of them it was
                half = len(batch) // 2
                waiting += (batch[half:], batch[:half])
    drawn = {each.page for each in found}
    return Pictures(tuple(found), tuple(each for each in pages if each not in drawn), why)


def _drawn(drawer: str, name: str, data: bytes, draw: Draw, limits: Limits) -> tuple[Picture, ...]:
    from extractor.source.apart import draw_apart

    asked = set(draw.pages)
    return tuple(
        each
        for each in draw_apart(drawer, name, data, draw, limits)
        if each.page in asked and _sound(each)
    )


def _sound(picture: Picture) -> bool:
    """Whether a picture may stand in a page: what is said to be there is there."""
    begin = _BEGIN.get(picture.media_type)
    sides = (picture.width, picture.height)
    return (
        begin is not None
        and picture.data.startswith(begin)
        and all(math.isfinite(side) and 0 < side < _LONGEST for side in sides)
    )
