"""A picture of a page -> its characters and ruling lines, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
from PIL import Image

from extractor.source.page.ruled import Ruled, grids_of
from extractor.source.page.types import Page
from extractor.source.scan import prepare
from extractor.source.scan.engine import Engine, chosen
from extractor.source.scan.glyphs import Glyphs, glyphs_of, joined, words_of
from extractor.source.scan.pieces import cells_of, text_of
from extractor.source.scan.strokes import strokes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_POOR = 0.6  #: confidence below which the page may lie the wrong way
_SAMPLE = 900  #: pixels: sides of the part of a page by which that is told


class Recognised(msgspec.Struct, frozen=True):
    """What was recognised on a page, in points as the picture was given, origin top left.

    ``horizontals`` and ``verticals`` are its ruling lines. ``turned`` is by how many degrees,
    clockwise, the page must be turned to be upright, a multiple of 90. Places are those on the
    page levelled; ``tilt`` is how many degrees the picture falls to the right (:func:`tilted`).
    """

    characters: str
    boxes: NDArray[np.float64]
    sure: NDArray[np.float64]
    horizontals: NDArray[np.float64]
    verticals: NDArray[np.float64]
    confidence: float  #: mean of the characters, 0 where there are none
    engine: str  #: name and version
    turned: int = 0
    tilt: float = 0.0

    def page(self, width: float, height: float) -> Page:
        """As a page of this size in points, its boxes those of the picture as it was given."""
        shown = tilted(self.boxes, self.tilt, width, height) if self.tilt else None
        return Page(
            width, height, self.characters, self.boxes, self.horizontals, self.verticals,
            turned=self.turned, sure=self.sure, shown=shown,
        )  # fmt: skip


def recognise_page(image: Image.Image, dpi: float, engine: Engine | None = None) -> Recognised:
    """Recognise a page drawn or scanned at *dpi* dots an inch.

    Raises EX502 where no engine is installed, EX105 and EX106 where it fails.
    """
    engine = engine or chosen()
    upright = prepare.greyscale(image, dpi)
    ink = _ink(upright)
    turned = 0
    if prepare.lying(ink):
        turned = 90
        upright = _turned(upright, turned)
    seen = _read(upright, dpi, engine)
    if seen.confidence < _POOR:
        more = _wrong_way(seen, engine)
        if more:
            again = _read(_turned(upright, more), dpi, engine)
            if again.confidence > seen.confidence:
                turned, seen = (turned + more) % 360, again
    return _as_given(seen, image.size, turned, dpi, f"{engine.name} {engine.version}")


def _turned(image: Image.Image, degrees: int) -> Image.Image:
    """Turned clockwise by a multiple of 90."""
    if not degrees:
        return image
    way = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,
    }
    return image.transpose(way[degrees])


def _wrong_way(seen: _Seen, engine: Engine) -> int:
    """By how many degrees to turn a page that was poorly read; 0 where no way is better.

    Engines doubt nearly all that they read upside down, so a part of the page tells it.
    """
    part = _densest(Image.fromarray(seen.bare))
    sure = {}
    for degrees in (180, 90, 270):
        words = words_of(np.asarray(_turned(part, degrees)), engine)
        length = sum(len(each.text) for each in words)
        sure[degrees] = sum(w.confidence * len(w.text) for w in words) / max(length, 10)
    best = max(sure, key=lambda each: sure[each])
    return best if sure[best] > seen.confidence + 0.1 else 0


def _densest(page: Image.Image) -> Image.Image:
    """The square with most ink."""
    counts = _ink(page).astype(np.int32)
    side = _SAMPLE // 2
    if min(counts.shape) <= side:
        return page
    sums = np.pad(counts.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    inside = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    y, x = np.unravel_index(int(inside.argmax()), inside.shape)
    x0, y0 = int(x) * 2, int(y) * 2
    return page.crop((x0, y0, x0 + _SAMPLE, y0 + _SAMPLE))


class _Seen(msgspec.Struct, frozen=True):
    glyphs: Glyphs
    horizontals: NDArray[np.float64]
    verticals: NDArray[np.float64]
    tilt: float
    bare: NDArray[np.uint8]  #: the page levelled, without its lines

    @property
    def confidence(self) -> float:
        return float(self.glyphs.sure.mean()) if len(self.glyphs.sure) else 0.0


def _ink(page: Image.Image) -> NDArray[np.bool_]:
    """Ink at half the size, enough to tell directions by."""
    return np.asarray(np.asarray(page.reduce(2)) < prepare.DARK + 40)


def _read(upright: Image.Image, dpi: float, engine: Engine) -> _Seen:
    """Level the page, take out its lines, and recognise what stands in and between tables."""
    angle = prepare.tilt(_ink(upright))
    level = upright
    if angle:
        level = upright.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    strokes = strokes_of(np.asarray(level), dpi)
    points = 72 / dpi
    grids = grids_of(strokes.horizontals * points, strokes.verticals * points)
    drawn = [_in_pixels(grid, dpi) for grid in grids]
    page = prepare.clean(strokes.page)
    text = text_of(page, drawn)
    pieces = ([text] if text else []) + cells_of(page, drawn, dpi)
    found = joined([glyphs_of(piece, engine) for piece in pieces])
    return _Seen(found, strokes.horizontals, strokes.verticals, angle, page)


def _in_pixels(grid: Ruled, dpi: float) -> Ruled:
    scale = dpi / 72
    return Ruled(tuple(x * scale for x in grid.xs), tuple(y * scale for y in grid.ys), grid.cells)


def _as_given(
    seen: _Seen, size: tuple[int, int], turned: int, dpi: float, engine: str
) -> Recognised:
    """Places in points on the picture as it was given."""
    points = 72 / dpi
    wide, high = size[0] * points, size[1] * points
    boxes, across, down = (
        each * points for each in (seen.glyphs.boxes, seen.horizontals, seen.verticals)
    )
    x0, top, x1, bottom = boxes.T
    left, right, y = across.T
    x, upper, lower = down.T
    if turned == 90:
        boxes = np.column_stack((top, high - x1, bottom, high - x0))
        across, down = (
            np.column_stack((upper, lower, high - x)),
            np.column_stack((y, high - right, high - left)),
        )
    elif turned == 180:
        boxes = np.column_stack((wide - x1, high - bottom, wide - x0, high - top))
        across = np.column_stack((wide - right, wide - left, high - y))
        down = np.column_stack((wide - x, high - lower, high - upper))
    elif turned == 270:
        boxes = np.column_stack((wide - bottom, x0, wide - top, x1))
        across, down = (
            np.column_stack((wide - lower, wide - upper, x)),
            np.column_stack((wide - y, left, right)),
        )
    return Recognised(
        seen.glyphs.characters, boxes, seen.glyphs.sure, across, down, seen.confidence, engine,
        turned, seen.tilt,
    )  # fmt: skip


def tilted(
    places: NDArray[np.floating], tilt: float, width: float, height: float
) -> NDArray[np.float64]:
    """Boxes on a levelled page -> boxes on the page as it was given, moved and not turned.

    >>> tilted(np.array([[90, 49, 92, 51]]), 90.0, 100, 100).round().tolist()
    [[49.0, 90.0, 51.0, 92.0]]
    """
    angle = np.radians(tilt)
    x = (places[:, 0] + places[:, 2]) / 2 - width / 2
    y = (places[:, 1] + places[:, 3]) / 2 - height / 2
    right = x * np.cos(angle) - y * np.sin(angle) - x
    below = x * np.sin(angle) + y * np.cos(angle) - y
    return np.asarray(places + np.column_stack((right, below, right, below)), np.float64)
