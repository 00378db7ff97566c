"""bytes of a picture (PNG, JPEG, TIFF with its pages, BMP, WEBP) -> Source."""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING

from extractor.errors import ExtractorError, fail
from extractor.source.limits import Limits
from extractor.source.page import Pages
from extractor.source.scan.engine import chosen
from extractor.source.scan.recognise import Recognised, recognise_page
from extractor.source.types import COMPLETE, PARTIAL, Source

if TYPE_CHECKING:
    from PIL import Image

MEDIA_TYPE = "image/*"
MEDIA_TYPES = {
    "PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "TIFF": "image/tiff",
    "BMP": "image/bmp", "WEBP": "image/webp",
}  # fmt: skip
READER = "scan 1"
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_PAGED = ("TIFF",)  #: others with several pictures are animated: the first one is read
_DPI = (90.0, 1300.0)  #: dots an inch that a scan of a page may have
_SIDE = 297 / 25.4  #: inches: the longer side of a page whose picture does not tell its dots
_LEAST = 16  #: pixels of a side below which there is no text
_POOR = 0.6  #: confidence below which a page is told to be doubtful
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, TypeError, KeyError,
           IndexError, OverflowError, ZeroDivisionError)  # fmt: skip


def read_picture(name: str, data: bytes, sha256: str, limits: Limits) -> Source:
    """A picture as a :class:`Source`: what an engine recognises on it, a box a character.

    Raises EX105 (damaged, no text), EX107 (beyond a limit) and EX502 (no engine).
    """
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes are held against our own limit, damage is told
        try:
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        except Image.DecompressionBombError:
            raise fail("EX107", f"{name}: the picture is beyond {limits.pixels:,} pixels") from None
        except _BROKEN:
            raise fail("EX105", f"{name}: the picture is damaged and cannot be opened") from None
        _within(name, image, limits)
        chosen()  # before anything that costs: whether there is one
        with image:
            return _read(name, sha256, limits, image)


def _within(name: str, image: Image.Image, limits: Limits) -> None:
    wide, high = image.size
    if wide * high > limits.pixels:
        raise fail(
            "EX107",
            f"{name}: the picture has {wide:,} × {high:,} pixels, the limit is {limits.pixels:,}",
        )


def _read(name: str, sha256: str, limits: Limits, image: Image.Image) -> Source:
    kind = MEDIA_TYPES[str(image.format)]
    count, more = _count(image, limits.pages)
    pages = Pages()
    told: list[str] = []
    seen: list[Recognised | None] = []
    status = COMPLETE
    for number in range(count):
        where = f"page {number + 1}: " if count > 1 else ""
        try:
            image.seek(number)
            _within(name, image, limits)
            upright, whole = _decoded(image)
        except ExtractorError:
            raise
        except _BROKEN:
            if count == 1:
                raise fail("EX105", f"{name}: the picture is damaged") from None
            told.append(f"{where}damaged and left out")
            status = PARTIAL
            pages.blank(0.0, 0.0)
            seen.append(None)
            continue
        if not whole:
            told.append(f"{where}the picture is cut off; what is there was read")
            status = PARTIAL
        dpi = _dots(upright)
        width, height = upright.width * 72 / dpi, upright.height * 72 / dpi
        if min(upright.size) < _LEAST:
            pages.blank(width, height)
            seen.append(None)
            continue
        found = recognise_page(upright, dpi)
        seen.append(found)
        pages.add(found.page(width, height))
        if found.characters and found.confidence < _POOR:
            told.append(f"{where}recognised poorly (confidence {found.confidence:.2f})")
            status = PARTIAL
    if more:
        told.append(f"read up to page {count:,}: {more}")
        status = PARTIAL
    pages.furnish()
    text = pages.linear.text
    if not text.strip():
        raise fail("EX105", f"{name}: no text was recognised in the picture")
    used = next(each.engine for each in seen if each is not None)
    return Source(
        name, text, sha256, kind, _reader(used), None, tuple(pages.linear.pages),
        tuple(pages.linear.grids), tuple(pages.linear.furniture),
        pages.boxes(), (f"recognised by {used}", *told), status,
    )  # fmt: skip


def _count(image: Image.Image, most: int) -> tuple[int, str]:
    """How many pages are read, and why no more, which is empty where there are no more."""
    if image.format not in _PAGED:
        return 1, ""
    for number in range(1, most + 1):
        try:
            image.seek(number)
        except EOFError:
            return number, ""
        except _BROKEN:
            return number, "what follows is damaged"
    return most, "the limit on pages"


def _decoded(image: Image.Image) -> tuple[Image.Image, bool]:
    """The picture, turned as its own data tell, and whether all of it was there."""
    from PIL import ImageFile, ImageOps

    whole = True
    try:
        image.load()
    except _BROKEN:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
        whole = False
    try:
        upright = ImageOps.exif_transpose(image)
    except _BROKEN:  # its data are damaged, the picture is not
        upright = image
    return upright, whole


def _dots(image: Image.Image) -> float:
    """Dots an inch: as the picture tells, where that makes a page of it, else as of an A4 page."""
    told = image.info.get("dpi")
    longer = max(image.size)
    try:
        dots = float(told[0]) if told else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        dots = 0.0
    if _DPI[0] <= dots <= _DPI[1] and longer / dots < 2 * _SIDE:
        return dots
    return max(longer / _SIDE, 1.0)


def _reader(engine: str) -> str:
    from importlib.metadata import version

    return f"{READER} (pillow {version('pillow')}, {engine})"
