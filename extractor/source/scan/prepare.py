"""A picture of a page -> an even, upright, greyscale one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

DARK = 140  #: below it a pixel is ink, once the ground is white
_RED = 40  #: by how much red is above the other colours in the ink of a seal
_SEAL = (0.7, 2.5)  #: inches: sides of seals, with room for those that touch text
_TILT = 5.0  #: degrees that a page may be tilted
_BLOCK = 12  #: parts of an inch in which seals are looked for


def greyscale(image: Image.Image, dpi: float) -> Image.Image:
    """Greyscale on a white ground, without seals."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    if image.mode.startswith(("I", "F")):
        image = _narrowed(image)
    if image.mode not in ("RGB", "L"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    if image.mode == "RGB":
        image = without_seals(image, dpi)
    return _even(image)


def _narrowed(image: Image.Image) -> Image.Image:
    """16 or 32 bits a pixel to 8."""
    values = np.asarray(image, np.float32)
    low, high = float(values.min(initial=0)), float(values.max(initial=1))
    most = 255.0 if high <= 255 else (65535.0 if high <= 65535 and low >= 0 else high)
    return Image.fromarray(np.clip(values * (255 / most), 0, 255).astype(np.uint8))


def without_seals(image: Image.Image, dpi: float) -> Image.Image:
    """Greyscale of a picture in colour, seals taken out and black text below them kept.

    Red ink is bright in the red channel, black ink is not. Red text is not taken out: a seal is
    about as high as wide and of a known size, a line of text is not.
    """
    grey = image.convert("L")
    colours = np.asarray(image)
    red = colours[..., 0].astype(np.int16)
    reddish = red - colours[..., 1:].max(axis=2) > _RED
    if reddish.mean() < 0.0002:
        return grey
    areas = seals(reddish, dpi)
    if not areas:
        return grey
    values = np.array(grey)
    for x0, top, x1, bottom in areas:
        at = np.s_[top:bottom, x0:x1]
        # where the inks mix at the edge of a stroke, the red channel is between the two
        lightened = np.minimum(red[at] * 1.45, 255).astype(np.uint8)
        values[at] = np.where(reddish[at], np.maximum(values[at], lightened), values[at])
    return Image.fromarray(values)


def seals(reddish: NDArray[np.bool_], dpi: float) -> list[tuple[int, int, int, int]]:
    """Areas (x0, top, x1, bottom) of red ink of the size and shape of seals."""
    step = max(1, round(dpi / _BLOCK))
    high, wide = (-(-side // step) for side in reddish.shape)
    padded = np.zeros((high * step, wide * step), bool)
    padded[: reddish.shape[0], : reddish.shape[1]] = reddish
    blocks = padded.reshape(high, step, wide, step).mean(axis=(1, 3)) > 0.02
    left = {(int(y), int(x)) for y, x in np.argwhere(blocks)}
    found = []
    while left:
        fresh = [left.pop()]
        members = []
        while fresh:
            y, x = fresh.pop()
            members.append((y, x))
            near = {(y + i, x + j) for i in (-2, -1, 0, 1, 2) for j in (-2, -1, 0, 1, 2)} & left
            left -= near
            fresh += near
        ys, xs = [y for y, _ in members], [x for _, x in members]
        tall, broad = max(ys) - min(ys) + 1, max(xs) - min(xs) + 1
        least, most = (side * _BLOCK for side in _SEAL)
        if least <= min(tall, broad) and max(tall, broad) <= most and 0.6 < tall / broad < 1.7:
            found.append(
                (min(xs) * step, min(ys) * step, (max(xs) + 1) * step, (max(ys) + 1) * step)
            )
    return found


def _even(image: Image.Image) -> Image.Image:
    """White ground and black ink, also where light was uneven or paper is grey."""
    wide, high = image.size
    small = (max(1, wide // 16), max(1, high // 16))
    ground = image.resize(small, Image.Resampling.BOX)
    # the brightest nearby is paper, but inside pictures and shaded cells there is none
    ground = ground.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(2))
    lights = np.asarray(ground)
    values: NDArray[np.uint8]
    if lights.min() < 235:
        light = np.asarray(ground.resize(image.size, Image.Resampling.BILINEAR), np.float32)
        evened = np.asarray(image, np.float32) * (250 / np.maximum(light, 60))
        values = np.clip(evened, 0, 255).astype(np.uint8)
    else:
        values = np.asarray(image)
    sample = values[::3, ::3]
    inked = sample[sample < 200]
    black = float(np.percentile(inked, 10)) if inked.size > 20 else 0.0
    if black > 60:  # faint
        scaled = (values.astype(np.float32) - black) * (255 / (250 - black))
        values = np.clip(scaled, 0, 255).astype(np.uint8)
    return Image.fromarray(without_specks(values))


def without_specks(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Dark pixels without a dark neighbour become white."""
    dark = np.zeros((values.shape[0] + 2, values.shape[1] + 2), bool)
    dark[1:-1, 1:-1] = values < 180
    beside = dark[:, :-2] | dark[:, 2:]
    rows = beside | dark[:, 1:-1]
    alone = dark[1:-1, 1:-1] & ~(rows[:-2] | rows[2:] | beside[1:-1])
    if not alone.any():
        return values
    values = values.copy()
    values[alone] = 255
    return values


def clean(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The page with white wherever no stroke is near, instead of the noise of paper."""
    strokes = Image.fromarray(solid(page, DARK + 40).astype(np.uint8) * 255)
    near = np.asarray(strokes.filter(ImageFilter.MaxFilter(7)))
    return np.where(near > 0, page, np.uint8(255))


def solid(page: NDArray[np.uint8], threshold: int = DARK) -> NDArray[np.bool_]:
    """Ink of strokes, dirt and noise left out: dark pixels with two dark ones beside them."""
    dark = np.zeros((page.shape[0] + 2, page.shape[1] + 2), np.uint8)
    dark[1:-1, 1:-1] = page < threshold
    rows = dark[:, :-2] + dark[:, 1:-1] + dark[:, 2:]
    around = rows[:-2] + rows[1:-1] + rows[2:]
    return np.asarray((dark[1:-1, 1:-1] > 0) & (around > 2))


def lying(ink: NDArray[np.bool_]) -> bool:
    """Whether the lines of text run from top to bottom.

    Lines are parted by white, characters of a line hardly: the profile across lines changes most.
    """
    high, wide = ink.shape
    across, down = ink.sum(axis=1) / wide, ink.sum(axis=0) / high
    return bool(np.square(np.diff(down)).mean() > 1.3 * np.square(np.diff(across)).mean())


def tilt(ink: NDArray[np.bool_]) -> float:
    """Degrees by which the lines of a page fall to the right; 0 where they run level.

    It is the angle at which the profile across the lines has the sharpest edges.
    """
    ys, xs = np.nonzero(ink)
    if len(ys) < 500:
        return 0.0
    if len(ys) > 60_000:
        some = np.linspace(0, len(ys) - 1, 60_000).astype(int)
        ys, xs = ys[some], xs[some]
    middle = ink.shape[1] / 2
    room = int(np.tan(np.radians(_TILT)) * ink.shape[1]) + 2

    def sharpness(angle: float) -> float:
        rows = (ys - (xs - middle) * np.tan(np.radians(angle))).round().astype(int) + room
        profile = np.bincount(np.maximum(rows, 0), minlength=1)
        return float(np.square(np.diff(profile.astype(np.float64))).sum())

    best = max(np.arange(-_TILT, _TILT + 0.1, 0.5), key=sharpness)
    for step in (0.1, 0.02):
        best = max(np.arange(best - 5 * step, best + 5.01 * step, step), key=sharpness)
    if abs(best) < 0.04 or sharpness(best) < 1.05 * sharpness(0.0):
        return 0.0
    return float(best)


def height_of_lines(ink: NDArray[np.bool_]) -> float:
    """Usual height of the characters in pixels, 0 where there are no lines to tell it."""
    profile = ink.sum(axis=1)
    inked = profile > 0.004 * ink.shape[1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    heights = edges[1::2] - edges[::2]
    heights = heights[heights >= 6]
    return float(np.median(heights)) if len(heights) >= 3 else 0.0
