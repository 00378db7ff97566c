"""Lines -> atoms: characters that stand side by side, whatever else is at their height."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from extractor.source.page.lines import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEVEL = 0.25  #: of a character's height: by how much those of an atom may be off
_GAP = 0.55  #: of a character's height: the gap that parts two atoms
_TOUCHED = re.compile(r"-?\d[\d,]*\.\d\d(?=[一-龥（(“])(?![万亿元])")


class Piece(msgspec.Struct, frozen=True, eq=False):
    """An atom: its text, the characters that it is of, and its rectangle."""

    text: str
    indices: tuple[int, ...]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def high(self) -> float:
        """How high it is."""
        return self.bottom - self.top


def atoms_of(line: Line, characters: str, boxes: NDArray[np.float64]) -> list[Piece]:
    """The atoms of a line, from the left."""
    places = boxes[[i for i in line.indices if i >= 0]].tolist()
    told = [i for i in line.indices if i >= 0]
    open_: list[tuple[list[int], list[float]]] = []  # characters, box so far
    for index, (x0, top, x1, bottom) in zip(told, places, strict=True):
        high = bottom - top
        for some, box in reversed(open_[-4:]):
            level = abs((box[1] + box[3] - top - bottom) / 2) < _LEVEL * high
            if level and -high < x0 - box[2] < _GAP * high:
                some.append(index)
                box[1:] = min(box[1], top), max(box[2], x1), max(box[3], bottom)
                break
        else:
            open_.append(([index], [x0, top, x1, bottom]))
    found: list[Piece] = []
    for some, box in open_:
        text = "".join(characters[i] for i in some)
        touched = _TOUCHED.match(text)
        if touched:  # a figure at the right of its column, a label at the left of the next
            at = touched.end()
            edge = float(boxes[some[at - 1], 2])
            found.append(Piece(text[:at], tuple(some[:at]), box[0], box[1], edge, box[3]))
            left = max(edge + 0.5, float(boxes[some[at], 0]))
            found.append(Piece(text[at:], tuple(some[at:]), left, box[1], box[2], box[3]))
        else:
            found.append(Piece(text, tuple(some), *box))
    return found


def beside(pieces: Sequence[Piece]) -> Piece:
    """Atoms of one cell and height as one, spaces between them."""
    if len(pieces) == 1:
        return pieces[0]
    some = sorted(pieces, key=lambda each: each.x0)
    indices: list[int] = []
    for each in some:
        indices += ([-1] if indices else []) + list(each.indices)
    return Piece(
        " ".join(each.text for each in some), tuple(indices), some[0].x0,
        min(each.top for each in some), max(each.x1 for each in some),
        max(each.bottom for each in some),
    )  # fmt: skip
