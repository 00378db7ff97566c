"""Text that a page does not show, since what is drawn is cut off before it."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from numpy.typing import NDArray

Clip = tuple[float, float, float, float]

_OUT = 2.0  #: points by which the middle of a character is outside
_MOST = 0.2  #: share of a page's characters: where more seem cut off the places are not understood
_PATHS, _SEGMENTS = 16, 64


class Clips:
    """Tells which characters of a page are cut off; asks once for each piece of text."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self._text = text
        self._known: dict[int, Clip | None] = {}

    def shown(self, indices: list[int], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each of some characters is seen; rows of *boxes* are left, bottom, right, top."""
        clips = [self._clip(index) for index in indices]
        if not any(clips):
            return np.ones(len(indices), bool)
        everything = (-np.inf, -np.inf, np.inf, np.inf)
        left, bottom, right, top = np.array([clip or everything for clip in clips]).T
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        seen = (x > left - _OUT) & (x < right + _OUT) & (y > bottom - _OUT) & (y < top + _OUT)
        if (~seen).sum() > _MOST * len(seen):
            return np.ones(len(indices), bool)
        return np.asarray(seen)

    def _clip(self, index: int) -> Clip | None:
        import pypdfium2.raw as raw

        piece = raw.FPDFText_GetTextObject(self._text, index)
        if not piece:
            return None
        address = ctypes.addressof(piece.contents)
        if address not in self._known:
            self._known[address] = _bounds(raw.FPDFPageObj_GetClipPath(piece))
        return self._known[address]


def _bounds(clip: object) -> Clip | None:
    """What all paths of a clip leave, by their rectangles; None where nothing is cut off."""
    import pypdfium2.raw as raw

    count = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    if not 0 < count <= _PATHS:
        return None
    found: list[Clip] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(count):
        xs: list[float] = []
        ys: list[float] = []
        for i in range(min(raw.FPDFClipPath_CountPathSegments(clip, path), _SEGMENTS)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, i), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            found.append((min(xs), min(ys), max(xs), max(ys)))
    if not found:
        return None
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)
