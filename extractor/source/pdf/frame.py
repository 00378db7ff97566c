"""From the coordinates of a PDF page to those of the page as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from numpy.typing import NDArray


class Frame(NamedTuple):
    """What of a page is shown, in its own points (origin bottom left), and how it is turned.

    >>> frame = Frame(10, 20, 110, 220, 0)
    >>> frame.shown(np.array([[10.0, 200, 30, 220]])).tolist()
    [[0.0, 0.0, 20.0, 20.0]]
    """

    left: float
    bottom: float
    right: float
    top: float
    turned: int  #: 0, 90, 180 or 270 degrees, clockwise

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turned in (90, 270) else (wide, high)

    def shown(self, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows (left, bottom, right, top) as rows (x0, top, x1, bottom), origin top left."""
        x0, y0, x1, y1 = boxes.T
        x0, x1, y0, y1 = x0 - self.left, x1 - self.left, y0 - self.bottom, y1 - self.bottom
        wide, high = self.right - self.left, self.top - self.bottom
        if self.turned == 90:
            found = (y0, x0, y1, x1)
        elif self.turned == 180:
            found = (wide - x1, y0, wide - x0, y1)
        elif self.turned == 270:
            found = (high - y1, wide - x1, high - y0, wide - x0)
        else:
            found = (x0, high - y1, x1, high - y0)
        return np.column_stack(found)


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The frame of a page: its crop box within its media box, its own or that of those above."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())
