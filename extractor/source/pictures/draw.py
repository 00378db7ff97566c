"""Draws pages; runs in the process that reads documents (:mod:`extractor.source.worker`)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from extractor.errors import fail
from extractor.source.limits import Limits
from extractor.source.wire import Draw, Picture

if TYPE_CHECKING:
    from PIL import Image

_SMALL = 1.0  #: points of a page's side below which it has none
_LONGEST = 16_000  #: pixels of a side that WebP can hold, nearly
_MOST = 24_000_000  #: pixels of a picture: A3 at 300 dots an inch, and some
_COLOUR = 40  #: by how much the colours of a pixel differ that is plainly not grey
_COLOURED = 0.0002  #: share of such pixels on a page that is shown in colour
_TONES = 0.06  #: share of pixels that are neither paper nor ink where a page is no print
_LEVELS = 16  #: shades of grey that print needs


def draw_pdf(name: str, data: bytes, draw: Draw, limits: Limits) -> tuple[Picture, ...]:
    """Pages of a PDF as they are shown, turned and cropped; those that cannot be are left out."""
    import pypdfium2 as pdfium

    from extractor.source.pdf.frame import frame_of

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise fail("EX105", f"{name}: the PDF cannot be opened ({error})") from None
    found = []
    try:
        for number in draw.pages:
            if not 0 < number <= len(document):
                continue
            try:
                page = document[number - 1]
            except pdfium.PdfiumError:
                continue
            try:
                wide, high = frame_of(page).size
                if min(wide, high) < _SMALL:
                    continue
                dots = _dots(wide, high, draw.dots, limits)
                image = page.render(scale=dots / 72).to_pil()
            except pdfium.PdfiumError:
                continue
            finally:
                page.close()
            found.append(_picture(number, wide, high, image))
    finally:
        document.close()
    return tuple(found)


def draw_picture(name: str, data: bytes, draw: Draw, limits: Limits) -> tuple[Picture, ...]:
    """Pages of a TIFF, or the one of another picture, upright and no finer than asked."""
    import warnings

    from PIL import Image

    from extractor.source.scan import picture as scan

    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes are held against our own limit
        try:
            image = Image.open(io.BytesIO(data), formats=scan._FORMATS)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise fail("EX105", f"{name}: the picture cannot be opened") from None
        with image:
            for number in draw.pages:
                try:
                    image.seek(number - 1)
                    if image.width * image.height > limits.pixels:
                        continue
                    upright, _ = scan._decoded(image)
                except scan._BROKEN:
                    continue
                own = scan._dots(upright)
                wide, high = upright.width * 72 / own, upright.height * 72 / own
                dots = _dots(wide, high, min(draw.dots, own), limits)
                size = (max(1, round(wide * dots / 72)), max(1, round(high * dots / 72)))
                shown = _plain(upright)
                if size != upright.size:
                    shown = shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
                found.append(_picture(number, wide, high, shown))
    return tuple(found)


def _dots(wide: float, high: float, wanted: float, limits: Limits) -> float:
    """Dots an inch: as wanted, less where the picture would be huge."""
    most = min(_MOST, limits.pixels)
    return float(min(wanted, (most / (wide * high)) ** 0.5 * 72, _LONGEST / max(wide, high) * 72))


def _plain(image: Image.Image) -> Image.Image:
    """A picture in grey or RGB on white ground."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, np.float32)
        scale = 255 / max(float(values.max(initial=1)), 255.0)
        return Image.fromarray(np.clip(values * scale, 0, 255).astype(np.uint8))
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.convert("RGB")


def _picture(number: int, wide: float, high: float, image: Image.Image) -> Picture:
    kind, data = encoded(image)
    return Picture(number, float(wide), float(high), kind, data)


def encoded(image: Image.Image) -> tuple[str, bytes]:
    """(media type, bytes): small and sharp for print, small for scans; grey where the page is."""
    from PIL import features

    image = _plain(image)
    if image.mode == "RGB" and not _coloured(image):
        image = image.convert("L")
    webp = features.check("webp")
    out = io.BytesIO()
    if webp and image.mode == "L" and _printed(image):
        step = 255 / (_LEVELS - 1)
        image = image.point([round(round(value / step) * step) for value in range(256)])
        image.convert("RGB").save(out, "WEBP", lossless=True, quality=20, method=1)
    elif webp:
        image.convert("RGB").save(out, "WEBP", quality=58, method=2)
    else:
        image.save(out, "JPEG", quality=65)
    return ("image/webp" if webp else "image/jpeg"), out.getvalue()


def _coloured(image: Image.Image) -> bool:
    colours = np.asarray(image)[::2, ::2].astype(np.int16)
    return bool((np.ptp(colours, axis=2) > _COLOUR).mean() > _COLOURED)


def _printed(image: Image.Image) -> bool:
    """Whether nearly all is paper or ink, edges of letters aside."""
    counts = np.asarray(image.histogram(), np.int64)
    paper = int(counts.argmax())
    around = counts[max(0, paper - 2) : paper + 3].sum()
    tones = counts.sum() - around - counts[:48].sum()
    return bool(tones < _TONES * 3 * counts.sum())
