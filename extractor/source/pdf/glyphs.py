"""The characters of a PDF page with their boxes."""

from __future__ import annotations

import ctypes
import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from extractor.source.pdf.clips import Clips
from extractor.source.pdf.meaning import UNKNOWN, character_of, sign_of

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from numpy.typing import NDArray

_LEANS = 0.1  #: of a quarter turn: text that is neither level nor upright
_WIDE, _TALL = 0x2010, 1.6  #: characters from here on are squares in Chinese fonts: their sides
_INK = 0.01  #: points by which a box is larger than the ink in it
_BELOW = 0.12  #: share of a font's size that is below the line that characters stand on
_LOW = frozenset(map(ord, ".,:;'\"-·•"))  #: characters with little ink
_FLAT = 0.7  #: of a font's size: a box so low is that of the ink
_HUGE = 300.0  #: points of a font's size beyond which it is not believed


class Glyphs(msgspec.Struct, frozen=True):
    """Characters, a row (left, bottom, right, top) for each in the page's own points, whether a
    space was drawn before it, by how many degrees most of the text is turned, and which characters
    lean: they are level in no way that the page can be turned. U+FFFD stands for those without
    meaning: the file's own table of what its glyphs mean is broken or missing."""

    characters: str
    boxes: NDArray[np.float64]
    spaced: NDArray[np.bool_]
    turned: int
    leaning: NDArray[np.bool_]


def glyphs_of(page: pdfium.PdfPage) -> Glyphs:
    """All characters of a page but white space; those without a box are left out."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    try:
        count = max(0, raw.FPDFText_CountChars(text))
        characters: list[str] = []
        boxes: list[tuple[float, float, float, float]] = []
        kept: list[int] = []
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        loose = raw.FS_RECTF()
        spaced: list[bool] = []
        space = False
        at = -1
        while at + 1 < count:
            at += 1
            second = 0
            code = raw.FPDFText_GetUnicode(text, at)
            if 0xD800 <= code < 0xDC00 and at + 1 < count:  # two halves of one character
                low = raw.FPDFText_GetUnicode(text, at + 1)
                if 0xDC00 <= low < 0xE000:
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                    second = 1
            character = character_of(code)
            if character == " ":
                space = space or not raw.FPDFText_IsGenerated(text, at)
                continue
            first, at = at, at + second
            if not raw.FPDFText_GetCharBox(text, first, left, right, bottom, top):
                continue
            box = (left.value, bottom.value, right.value, top.value)
            if not character or raw.FPDFText_HasUnicodeMapError(text, first) == 1:
                if not box[2] > box[0] or not box[3] > box[1]:
                    continue  # nothing is seen of it
                character = sign_of(text, first, code)
            if raw.FPDFText_GetLooseCharBox(text, first, loose):
                told = (loose.left, loose.bottom, loose.right, loose.top)
                if not _believed(box, told, code):
                    told = _em(text, first, told) or box
                elif told[3] - told[1] < told[2] - told[0] or code in _LOW:
                    square = _em(text, first, told)  # some fonts tell no height above the ink
                    if square and told[3] - told[1] < _FLAT * (square[3] - square[1]):
                        told = square
                box = _together(box, told)
                if second and raw.FPDFText_GetLooseCharBox(text, at, loose):
                    told = (loose.left, loose.bottom, loose.right, loose.top)
                    box = _together(box, told) if all(map(math.isfinite, told)) else box
            if not box[2] > box[0] or not box[3] > box[1] or not all(map(math.isfinite, box)):
                continue
            if not character:
                character = UNKNOWN
            for each in character:  # a ligature is several characters at one place
                characters.append(each)
                boxes.append(box)
                spaced.append(space)
                space = False
                kept.append(first)
        places, after_space = np.array(boxes, float).reshape(-1, 4), np.array(spaced, bool)
        seen = Clips(text).shown(kept, places)
        if not seen.all():
            characters = [each for each, is_seen in zip(characters, seen, strict=True) if is_seen]
            places, after_space = places[seen], after_space[seen]
        angles = _angles(text, kept)[seen]
        quarters = np.rint(angles).astype(int)
        leaning = np.abs(angles - quarters) > _LEANS
        turned = int(np.bincount(quarters % 4, minlength=4).argmax()) * 90
        return Glyphs("".join(characters), places, after_space, turned, leaning)
    finally:
        text.close()


Box = tuple[float, float, float, float]


def _together(one: Box, two: Box) -> Box:
    """What the ink takes and what the font gives each character, so that lines are level."""
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _believed(ink: Box, told: Box, code: int) -> bool:
    """Whether the font tells heights: some tell absurd ones, some none but that of the ink."""
    one, two = sorted((told[2] - told[0], told[3] - told[1]))
    if code >= _WIDE and two > _TALL * one:
        return False  # a square by its breadth
    high, told_high = ink[3] - ink[1], told[3] - told[1]
    if not all(map(math.isfinite, told)) or told_high > 4 * max(high, 4.0):
        return False
    return told_high > high + _INK  # it may tell breadths alone


def _em(text: pdfium.PdfTextPage, at: int, told: Box) -> Box | None:
    """The square of a character by the size of its font, its breadth as *told*."""
    import pypdfium2.raw as raw

    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetMatrix(text, at, matrix) or not raw.FPDFText_GetCharOrigin(
        text, at, x, y
    ):
        return None
    size = raw.FPDFText_GetFontSize(text, at)
    up = (matrix.c * size, matrix.d * size)
    if not all(map(math.isfinite, (x.value, y.value, *up))) or math.hypot(*up) > _HUGE:
        return None
    xs = [x.value - _BELOW * up[0], x.value + (1 - _BELOW) * up[0]]
    ys = [y.value - _BELOW * up[1], y.value + (1 - _BELOW) * up[1]]
    if abs(up[0]) < 0.01 * abs(up[1]) and told[2] - told[0] <= 2 * abs(up[1]):
        xs += [told[0], told[2]]
    return min(xs), min(ys), max(xs), max(ys)


def _angles(text: pdfium.PdfTextPage, kept: list[int]) -> NDArray[np.float64]:
    """By how many quarter turns characters are turned, from 0 to 4."""
    import pypdfium2.raw as raw

    found = np.array([raw.FPDFText_GetCharAngle(text, at) for at in kept], float)
    return np.asarray(np.clip(np.nan_to_num(found), 0.0, None) / (math.pi / 2))
