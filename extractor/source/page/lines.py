"""Characters with places -> lines of text, in reading order, by geometry alone.

The order in which characters were drawn tells nothing: edited files draw a line's parts far apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_APART = 0.4  #: of the smaller height: centres that far apart are of two lines
_GAP = 0.3  #: of the height: a space; the characters of one word are closer
_WIDE = 1.2  #: of the height: the gap between two columns, told by two spaces
_SAME = 0.2  #: of the height: the same character drawn twice for bold type
_GUTTER = 1.5  #: of the height of a line: the space between two columns of running text
_BESIDE = 5  #: lines that two columns of running text have at least


class Line(msgspec.Struct, frozen=True, eq=False):
    """A line: its text, the character of the page that each of its own is (-1: a space put in),
    and its rectangle."""

    text: str
    indices: tuple[int, ...]
    x0: float
    top: float
    x1: float
    bottom: float


def lines_of(characters: str, boxes: NDArray[np.float64], some: NDArray[np.int64]) -> list[Line]:
    """The lines of the characters with indices *some*, from the top down.

    >>> boxes = np.array([[12, 0, 20, 10], [0, 1, 10, 11], [0, 20, 10, 30]], float)
    >>> [each.text for each in lines_of("入收支", boxes, np.arange(3))]
    ['收入', '支']
    """
    if not len(some):
        return []
    middle = (boxes[some, 1] + boxes[some, 3]) / 2
    height = boxes[some, 3] - boxes[some, 1]
    order = np.argsort(middle, kind="stable")
    some, middle, height = some[order], middle[order], height[order]
    least = np.minimum(height[1:], height[:-1])
    cuts = np.flatnonzero(np.diff(middle) > _APART * least) + 1
    return [_line(characters, boxes, each) for each in np.split(some, cuts)]


def _line(characters: str, boxes: NDArray[np.float64], some: NDArray[np.int64]) -> Line:
    some = some[np.argsort(boxes[some, 0], kind="stable")]
    x0, x1 = boxes[some, 0], boxes[some, 2]
    heights = boxes[some, 3] - boxes[some, 1]
    usual = float(np.median(heights))
    text: list[str] = []
    indices: list[int] = []
    last = -1
    end = float(x0[0])
    for k, (index, begin) in enumerate(zip(some.tolist(), x0.tolist(), strict=True)):
        character = characters[index]
        if last >= 0 and characters[last] == character and _double(boxes[last], boxes[index]):
            continue
        gap = begin - end
        if gap > _GAP * usual and last >= 0:
            # letters that are spread out are no columns: they are told by one space
            spaces = 2 if gap > _WIDE * usual else 1
            text.append(" " * spaces)
            indices += [-1] * spaces
        text.append(character)
        indices.append(index)
        last, end = index, max(end, float(x1[k]))
    return Line(
        "".join(text), tuple(indices), float(x0.min()), float(boxes[some, 1].min()),
        float(x1.max()), float(boxes[some, 3].max()),
    )  # fmt: skip


def _double(one: NDArray[np.float64], two: NDArray[np.float64]) -> bool:
    """Whether a character is drawn on top of the same one."""
    return bool(np.abs(one - two).max() < _SAME * (one[3] - one[1]))


def columns_of(boxes: NDArray[np.float64], some: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The characters *some*, parted where running text stands in two columns side by side.

    A heading that reaches over both columns parts what is above from what is below.
    """
    if len(some) < 2 * _BESIDE:
        return [some]
    heights = boxes[some, 3] - boxes[some, 1]
    usual = float(np.median(heights))
    gutter = _gutter(boxes[some], usual)
    if gutter is None:
        return [some]
    crossing = (boxes[some, 0] < gutter - usual / 4) & (boxes[some, 2] > gutter + usual / 4)
    if crossing.any():
        return [some]
    left = boxes[some, 2] <= gutter + usual / 4
    return [some[left], some[~left]]


def _gutter(boxes: NDArray[np.float64], usual: float) -> float | None:
    """Middle of an empty stretch that runs through many full lines on either side."""
    low, high = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    if high - low < 20 * usual:
        return None
    covered = np.zeros(int(high - low) + 2, bool)
    begins = (boxes[:, 0] - low).astype(int)
    ends = np.ceil(boxes[:, 2] - low).astype(int)
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        covered[begin:end] = True
    third = len(covered) // 3
    empty = np.flatnonzero(~covered[third : len(covered) - third]) + third
    if len(empty) < _GUTTER * usual:
        return None
    runs = np.split(empty, np.flatnonzero(np.diff(empty) > 1) + 1)
    widest = max(runs, key=len)
    if len(widest) < _GUTTER * usual:
        return None
    gutter = low + float(widest.mean())
    for side in (boxes[boxes[:, 2] <= gutter], boxes[boxes[:, 0] >= gutter]):
        if len(side) < _BESIDE * 5:
            return None
        middles = np.sort((side[:, 1] + side[:, 3]) / 2)
        lines = int((np.diff(middles) > _APART * usual).sum()) + 1
        width = float(side[:, 2].max() - side[:, 0].min())
        # running text fills its column; labels and their figures do not
        filled = float((side[:, 2] - side[:, 0]).sum()) / (lines * width)
        if lines < _BESIDE or filled < 0.6:
            return None
    return gutter
