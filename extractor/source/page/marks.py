"""Watermarks: words over the whole page that are none of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractor.source.page.types import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGE = 2.5  #: of the usual height: a character that other text runs through
_MOST = 100  #: large characters of a page; more are no watermark
_OVER = 2  #: characters that stand in the middle of it
_SHARE = 0.3  #: share of a page's characters: more are no watermark


def marks_of(page: Page, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which characters of a page are of a watermark: those aslant, and large ones that lie over
    others; *boxes* are those of the upright page."""
    marks = np.zeros(len(page.characters), bool)
    if page.leaning is not None:
        marks |= page.leaning
    heights = boxes[:, 3] - boxes[:, 1]
    large = np.flatnonzero(heights > _LARGE * np.median(heights)) if len(heights) else ()
    if 0 < len(large) <= min(_MOST, _SHARE * len(marks)):
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        under = [
            (x > x0) & (x < x1) & (np.abs(y - (top + bottom) / 2) < (bottom - top) / 3)
            for x0, top, x1, bottom in boxes[large]
        ]
        marks[large] |= [int(each.sum()) > _OVER for each in under]
    if marks.sum() > _SHARE * len(marks):
        return np.zeros(len(marks), bool)
    return marks
