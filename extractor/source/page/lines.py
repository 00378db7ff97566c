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
_GAP, _LOOSE = (
    0.15,
    0.3,
)  #: of a character's width: a space beside figures, and between Chinese ones
_WIDE = 1.5  #: of a character's width: the gap between two columns, told by two spaces
_SAME = 0.2  #: of the height: the same character drawn twice for bold type


class Line(msgspec.Struct, frozen=True, eq=False):
    """A line: its text, the character of the page that each of its own is (-1: a space put in),
    and its rectangle."""

    text: str
    indices: tuple[int, ...]
    x0: float
    top: float
    x1: float
    bottom: float


def lines_of(
    characters: str,
    boxes: NDArray[np.float64],
    some: NDArray[np.int64],
    spaced: NDArray[np.bool_] | None = None,
) -> list[Line]:
    """The lines of the characters with indices *some*, from the top down.

    *spaced* tells before which characters a space was drawn.

    >>> boxes = np.array([[12, 0, 20, 10], [0, 1, 10, 11], [0, 20, 10, 30]], float)
    >>> [each.text for each in lines_of("入收支", boxes, np.arange(3))]
    ['收入', '支']
    """
    return [_line(characters, boxes, each, spaced) for each in rows_of(boxes, some)]


def rows_of(boxes: NDArray[np.float64], some: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The characters *some* by the lines that they stand on, from the top down."""
    if not len(some):
        return []
    middle = (boxes[some, 1] + boxes[some, 3]) / 2
    height = boxes[some, 3] - boxes[some, 1]
    order = np.argsort(middle, kind="stable")
    some, middle, height = some[order], middle[order], height[order]
    least = np.minimum(height[1:], height[:-1])
    cuts = np.flatnonzero(np.diff(middle) > _APART * least) + 1
    return np.split(some, cuts)


def _line(
    characters: str,
    boxes: NDArray[np.float64],
    some: NDArray[np.int64],
    spaced: NDArray[np.bool_] | None,
) -> Line:
    some = some[np.argsort(boxes[some, 0], kind="stable")]
    x0, x1 = boxes[some, 0], boxes[some, 2]
    indices: list[int] = []
    for index in some.tolist():
        last = indices[-1] if indices else -1
        same = last >= 0 and characters[last] == characters[index]
        if same and _double(boxes[last], boxes[index]):
            continue
        indices.append(index)
    kept = np.array(indices)
    gaps = boxes[kept[1:], 0] - np.maximum.accumulate(boxes[kept, 2])[:-1]
    spaces = _spaces([characters[i] for i in indices], gaps, boxes[kept])
    if spaced is not None:
        drawn = spaced[kept[1:]] & (np.diff(kept) == 1)
        spaces = np.maximum(spaces, drawn)
    text: list[str] = [characters[indices[0]]]
    places = [indices[0]]
    for index, count in zip(indices[1:], spaces.tolist(), strict=True):
        text += " " * count, characters[index]
        places += [-1] * count
        places.append(index)
    return Line(
        "".join(text), tuple(places), float(x0.min()), float(boxes[some, 1].min()),
        float(x1.max()), float(boxes[some, 3].max()),
    )  # fmt: skip


def _spaces(
    characters: list[str], gaps: NDArray[np.float64], boxes: NDArray[np.float64]
) -> NDArray[np.int64]:
    """How many spaces stand before each character but the first.

    In a line that is spread out no gap is a space that is as wide as the others.
    """
    chinese = np.array([character > "\u2e7f" for character in characters])
    wide = boxes[:, 2] - boxes[:, 0]
    em = float(np.median(wide[chinese])) if chinese.any() else 1.8 * float(np.median(wide))
    both = chinese[1:] & chinese[:-1]
    needed = np.where(both, _LOOSE, _GAP) * em
    for pairs in (both, ~both):
        if pairs.sum() > 3:
            needed[pairs] += max(0.0, float(np.median(gaps[pairs])))
    return np.asarray((gaps > needed) * 1 + (gaps > np.maximum(needed, _WIDE * em)) * 1)


def _double(one: NDArray[np.float64], two: NDArray[np.float64]) -> bool:
    """Whether a character is drawn on top of the same one."""
    return bool(np.abs(one - two).max() < _SAME * (one[3] - one[1]))
