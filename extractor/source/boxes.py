"""Where each character of a text stands on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Box(NamedTuple):
    """A rectangle on a page, in points, origin top left; ``page`` is 1-based."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class PageSize(NamedTuple):
    """Width and height of a page as it is shown, in points."""

    width: float
    height: float


class Boxes(msgspec.Struct, frozen=True):
    """``places`` has a row (x0, top, x1, bottom) a character, float32, all NaN where it has no
    place (line breaks, spaces that were put in); ``sizes`` are those of the pages.

    ``sure`` is how sure the recognition is of each character of a scan, from 0 to 1, NaN where
    the character is not from a picture; None for texts that hold no recognised page.
    """

    places: NDArray[np.float32]
    sizes: tuple[PageSize, ...]
    sure: NDArray[np.float32] | None = None
