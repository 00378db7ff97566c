"""A page before it is read: characters and ruling lines, with their places only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Page(msgspec.Struct, frozen=True):
    """What stands on one page, in points, origin top left, in any order.

    ``characters`` holds one character a glyph and no white space; ``boxes`` a row (x0, top, x1,
    bottom) for each. ``horizontals`` holds rows (x0, x1, y) and ``verticals`` rows (x, y0, y1).
    ``turned`` is by how many degrees the page must be turned, clockwise, for upright text.
    ``spaced`` tells before which characters a space was drawn, None where that is not known;
    ``sure`` is how sure the recognition is of each character, None for printed text. ``shown``
    are the boxes on the page as it is shown, where lines were levelled first. ``leaning`` are
    characters that stand aslant.
    """

    width: float
    height: float
    characters: str
    boxes: NDArray[np.float64]
    horizontals: NDArray[np.float64]
    verticals: NDArray[np.float64]
    turned: int = 0
    spaced: NDArray[np.bool_] | None = None
    sure: NDArray[np.float64] | None = None
    shown: NDArray[np.float64] | None = None
    leaning: NDArray[np.bool_] | None = None
