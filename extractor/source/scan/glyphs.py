"""A piece of a page -> its characters, each with the place of its ink and its confidence."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from extractor.source.scan.align import Placed, aligned, em_of, is_wide, runs_of
from extractor.source.scan.engine import Character, Engine, Word
from extractor.source.scan.prepare import DARK, height_of_lines, solid
from extractor.source.scan.repair import repaired, with_points, without_phantoms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.source.scan.pieces import Piece

# Larger is worse: at 30 pixels Tesseract takes every tenth 6 of small print for a 0, at 24 none.
_HEIGHT = 24.0  #: pixels: height of lines at which figures are read best
_FINE = (22.5, 25.0)  #: they are read as well at heights from, to
_MOST = 4.0  #: times by which small print is enlarged
_FAINT = 50  #: added to the threshold of ink: the edges of characters are grey
_NOTHING = 0.3  #: confidence of a mark that is dirt; letters that are right may have none
_DOUBTFUL = 0.5  #: most confidence of a character that has no ink of its own
_TOLD = 0.7  #: confidence of a decimal point that its ink alone tells
_OPENING = frozenset("（《〈【“‘「『")
_CLOSING = frozenset("，、。；：）》〉】”’」』！？")
_FIGURE = frozenset("0123456789.,%-")


class Glyphs(NamedTuple):
    """Characters, a row (x0, top, x1, bottom) in pixels for each, and confidences."""

    characters: str
    boxes: NDArray[np.float64]
    sure: NDArray[np.float64]


def joined(some: list[Glyphs]) -> Glyphs:
    """All of them."""
    return Glyphs(
        "".join(each.characters for each in some),
        np.concatenate([np.empty((0, 4)), *(each.boxes for each in some)]),
        np.concatenate([np.empty(0), *(each.sure for each in some)]),
    )


def scale_of(picture: NDArray[np.uint8]) -> float:
    """By how much a picture is enlarged so that its lines are read best."""
    height = height_of_lines(solid(picture))
    if not height or _FINE[0] <= height <= _FINE[1]:
        return 1.0
    return min(_HEIGHT / height, _MOST)


def words_of(picture: NDArray[np.uint8], engine: Engine) -> list[Word]:
    """What the engine reads in a picture, in its pixels."""
    image = Image.fromarray(picture)
    scale = scale_of(picture)
    if scale != 1.0:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    words = engine.words(image)
    if scale == 1.0:
        return words
    return [_scaled(word, 1 / scale) for word in words]


def _scaled(word: Word, scale: float) -> Word:
    return word._replace(
        x0=word.x0 * scale, top=word.top * scale, x1=word.x1 * scale, bottom=word.bottom * scale,
        characters=tuple(
            Character(c.text, c.x0 * scale, c.top * scale, c.x1 * scale, c.bottom * scale)
            for c in word.characters
        ),
    )  # fmt: skip


def glyphs_of(piece: Piece, engine: Engine) -> Glyphs:
    """The characters of a piece, where they are on the page."""
    words = [
        each
        for each in words_of(piece.picture, engine)
        if each.confidence > _NOTHING or any(c.isalnum() for c in each.text)
    ]
    ink = piece.picture < DARK + _FAINT
    tops = [part.top for part in piece.parts]
    lines = [list(some) for _, some in groupby(words, key=lambda each: each.line)]
    ems = [em_of(_characters(line)) for line in lines]
    found = []
    for line, em in zip(lines, ems, strict=True):
        glyphs = _line(line, ink, em)
        if not len(glyphs.characters):
            continue
        middle = float(np.median(glyphs.boxes[:, 1] + glyphs.boxes[:, 3])) / 2
        part = piece.parts[max(0, bisect_right(tops, middle) - 1)]
        glyphs.boxes[:] += (part.right, part.down, part.right, part.down)
        found.append(glyphs)
    return joined(found)


def _characters(words: list[Word]) -> list[Character]:
    """Characters of words, spread evenly over a word where the engine tells no places."""
    found: list[Character] = []
    for word in words:
        if word.characters:
            found += word.characters
            continue
        shares = np.array([1.0 if is_wide(each) else 0.5 for each in word.text])
        edges = (
            word.x0 + (word.x1 - word.x0) * np.concatenate(([0], shares.cumsum())) / shares.sum()
        )
        for text, x0, x1 in zip(word.text, edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            found.append(Character(text, x0, word.top, x1, word.bottom))
    return found


def _line(words: list[Word], ink: NDArray[np.bool_], em: float) -> Glyphs:
    characters = _characters(words)
    if not characters or em < 2:
        return Glyphs("", np.empty((0, 4)), np.empty(0))
    sure = [word.confidence for word in words for _ in _characters([word])]
    top = max(0, int(np.median([each.top for each in characters]) - 0.1 * em))
    bottom = int(np.median([each.bottom for each in characters]) + 0.15 * em)
    left = max(0, int(min(each.x0 for each in characters) - 0.3 * em))
    right = int(max(each.x1 for each in characters) + 0.3 * em)
    band = ink[top:bottom, left:right]
    runs = runs_of(band)
    if not runs or len(runs) > 20 * len(characters) + 50:
        return Glyphs("", np.empty((0, 4)), np.empty(0))
    shifted = [c._replace(x0=c.x0 - left, x1=c.x1 - left) for c in characters]
    placed = aligned(shifted, runs, em)
    digits = [run.bottom for run in runs if run.bottom - run.top > 0.5 * em]
    foot = int(np.median(digits)) if digits else band.shape[0]
    placed = without_phantoms(with_points(placed, runs, foot, em))
    text = repaired("".join(each.text for each in placed))
    columns = _spread(text, placed, em)
    rows = np.flatnonzero(band.any(axis=1))
    boxes = np.empty((len(text), 4))
    boxes[:, (0, 2)] = columns + left
    boxes[:, 1], boxes[:, 3] = top + rows[0], top + rows[-1] + 1
    certain = [
        min(sure[each.told], 1.0 if each.inked else _DOUBTFUL) if each.told >= 0 else _TOLD
        for each in placed
    ]
    return Glyphs(text, boxes, np.array(certain))


def _spread(text: str, placed: list[Placed], em: float) -> NDArray[np.float64]:
    """Columns of the characters with the white that belongs to each.

    Marks fill a small part of their square; a space is where there is more white than that.
    """
    x0 = np.array([each.x0 for each in placed])
    x1 = np.array([each.x1 for each in placed])
    missing = np.isnan(x0)
    if missing.any():  # between their neighbours
        there = np.flatnonzero(~missing)
        if not len(there):
            return np.column_stack((np.arange(len(text)) * em, np.arange(1, len(text) + 1) * em))
        where = np.flatnonzero(missing)
        x0[missing] = np.interp(where - 0.3, there, x1[there] - 0.3 * em)
        x1[missing] = x0[missing] + 0.3 * em
    for k, character in enumerate(text):
        room = (em if is_wide(character) else 0.5 * em) - (x1[k] - x0[k])
        if room <= 0:
            continue
        before = x1[k - 1] if k else -np.inf
        after = x0[k + 1] if k + 1 < len(text) else np.inf
        share = 1.0 if character in _OPENING else 0.0 if character in _CLOSING else 0.5
        x0[k] = max(x0[k] - share * room, min(before, x0[k]))
        x1[k] = min(x1[k] + (1 - share) * room, max(after, x1[k]))
    for k in range(1, len(text)):  # white inside a figure is none
        if text[k] in _FIGURE and text[k - 1] in _FIGURE and 0 < x0[k] - x1[k - 1] < 0.4 * em:
            x1[k - 1] = x0[k] = (x1[k - 1] + x0[k]) / 2
    x0 = np.maximum.accumulate(x0)  # the order that was told stays
    return np.column_stack((x0, np.maximum(x1, x0 + 1)))
