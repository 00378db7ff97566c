"""Where each character of a text stands on its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LINE = re.compile(r"[^\n\r\f]+")


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

    def of(self, text: str, start: int, end: int, page: int) -> list[Box]:
        """The rectangles of ``text[start:end]``, one a line; *page* is that of its first character.

        >>> import numpy as np
        >>> places = np.array([[0, 0, 9, 9], [9, 1, 18, 9]], np.float32)
        >>> Boxes(places, (PageSize(99, 99),)).of("收入", 0, 2, 1)
        [Box(page=1, x0=0.0, top=0.0, x1=18.0, bottom=9.0)]
        """
        import numpy as np

        found: list[Box] = []
        at = start
        for line in _LINE.finditer(text, start, end):
            page += text.count("\f", at, line.start())
            at = line.start()
            some = self.places[line.start() : line.end()]
            if line.end() - line.start() > 1:
                some = some[~np.isnan(some[:, 0])]
            if len(some) and some[0, 0] == some[0, 0]:
                low, high = some[:, :2].min(axis=0).tolist(), some[:, 2:].max(axis=0).tolist()
                found.append(Box(page, *(round(each, 2) for each in (*low, *high))))
        return found

    def certain(self, start: int, end: int) -> float | None:
        """How sure the recognition is of a stretch, on average; None for printed text."""
        if self.sure is None:
            return None
        import numpy as np

        some = self.sure[start:end]
        some = some[~np.isnan(some)]
        return round(float(some.mean()), 3) if len(some) else None
