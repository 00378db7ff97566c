"""Recognised characters of a line -> where their ink stands.

Engines that read a line as a whole tell what it says better than where each character stands,
and may tell one character twice. Ink parted by white is counted against what was told.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractor.source.scan.engine import Character

_PARTS = 5  #: runs of ink that one character has at most
_NEAR = 2.0  #: ems by which an engine's place may be wrong
LOST, _STRAY = 1.0, 0.35  #: costs of a character without ink, of ink without a character
_PHANTOM, _TWICE = 0.3, 0.6  #: costs of what is often told in vain, of other digits
_SHARED = 0.3  #: cost of ink that characters share
_AWAY = 0.25  #: cost of an em between the ink and the engine's place, which may be far off
_SMALL = 0.16  #: of the height of the line: a decimal point


class Placed(NamedTuple):
    """A character, its columns ``x0`` to ``x1``, and whether it has ink of its own."""

    text: str
    x0: float
    x1: float
    inked: bool
    told: int  #: which of the characters that were given, -1 where ink tells one that was not


class Run(NamedTuple):
    """Columns of ink, parted by white from the next, and its top and bottom."""

    x0: int
    x1: int
    top: int
    bottom: int


def runs_of(ink: NDArray[np.bool_]) -> list[Run]:
    """Runs of ink in a line, from left to right."""
    columns = ink.any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], columns, [False])).astype(np.int8)))
    found = []
    for x0, x1 in edges.reshape(-1, 2).tolist():
        rows = np.flatnonzero(ink[:, x0:x1].any(axis=1))
        found.append(Run(x0, x1, int(rows[0]), int(rows[-1]) + 1))
    return found


def is_wide(character: str) -> bool:
    """Whether a character is as wide as high."""
    return unicodedata.east_asian_width(character) in "WF"


_DIGITS = frozenset("0123456789")
_RINGS = frozenset("0689oO")
_FIGURE = _DIGITS | frozenset(".,%％]|DOo")


def loss_of(characters: Sequence[Character | Placed], k: int) -> float:
    """Cost of a character without ink: less for those that are often told in vain.

    The data of Tesseract for Chinese tells the first ring of a per cent sign as a digit of its
    own, and a digit as two (607 for 67) where characters are larger than those it was trained on.
    """
    text = characters[k].text
    before = characters[k - 1].text if k else ""
    after = characters[k + 1].text if k + 1 < len(characters) else ""
    if text not in _FIGURE or (before not in _FIGURE and after not in _FIGURE):
        return LOST
    if text in "]|DOo" or (text in _RINGS and before in _DIGITS and after in ("%", "％")):
        return _PHANTOM
    if (text == "0" and "6" in (before, after)) or (text in ".," and before + after in ".,"):
        return _PHANTOM
    return _TWICE


_INK = {".": 0.12, ",": 0.14, "1": 0.32, "%": 0.75, "％": 0.85, "-": 0.3, "/": 0.4, ":": 0.12}
_INK |= dict.fromkeys("、，。；：·．！;:'’‘", 0.2) | dict.fromkeys('（）〈〉()【】《》“”"', 0.3)


def _ink_of(character: str) -> float:
    """Usual width of a character's ink, in ems."""
    known = _INK.get(character)
    if known is not None:
        return known
    return 0.88 if is_wide(character) else 0.44


def em_of(characters: list[Character]) -> float:
    """The usual pitch of wide characters, by the places that the engine told."""
    middles = [(each.x0 + each.x1) / 2 if is_wide(each.text) else np.nan for each in characters]
    height = max((each.bottom - each.top for each in characters), default=0.0)
    pitches = np.diff(middles)
    with np.errstate(invalid="ignore"):
        pitches = pitches[(pitches > 0.5 * height) & (pitches < 1.6 * height)]
    return float(np.median(pitches)) if len(pitches) >= 4 else float(height)


def aligned(characters: list[Character], runs: list[Run], em: float) -> list[Placed]:
    """The cheapest way to give each character, in order, ink that fits its width and place.

    A character takes up to five runs, two or three may share one, and both may be left out.
    """
    count, total = len(characters), len(runs)
    begins = [run.x0 for run in runs]
    ends = [run.x1 for run in runs]
    widths = [_ink_of(each.text) * em for each in characters]
    # a box that is too wide has its left side in the right place
    middles = [(each.x0 + min(each.x1, each.x0 + 1.3 * em)) / 2 for each in characters]
    losses = [loss_of(characters, k) for k in range(count)]
    stray = [_STRAY + (run.x1 - run.x0) / em for run in runs]
    best: list[dict[int, tuple[float, int, int]]] = [{} for _ in range(count + 1)]
    best[0][0] = (0.0, 0, 0)
    for i in range(count + 1):
        here = best[i]
        low = middles[i] - _NEAR * em if i < count else 0.0
        high = middles[i] + _NEAR * em if i < count else float("inf")
        for j in range(min(here, default=total), total + 1):
            state = here.get(j)
            if state is None:
                continue
            cost = state[0]
            if j < total:  # ink that is no character
                _offer(here, j + 1, cost + stray[j], i, 1)
            if i == count:
                continue
            _offer(best[i + 1], j, cost + losses[i], i, 0)
            if j == total or begins[j] > high:
                continue
            for k in range(j, min(j + _PARTS, total)):
                if k > j and ends[k] - begins[j] > 1.6 * widths[i] + 0.1 * em:
                    break
                middle = (begins[j] + ends[k]) / 2
                if middle < low:
                    continue
                wrong = abs(ends[k] - begins[j] - widths[i]) + _AWAY * abs(middle - middles[i])
                _offer(best[i + 1], k + 1, cost + wrong / em, i, k + 1 - j)
            for shared in (2, 3):
                if i + shared > count:
                    break
                width = sum(widths[i : i + shared])
                middle = sum(middles[i : i + shared]) / shared
                wrong = abs(ends[j] - begins[j] - width)
                wrong += _AWAY * abs((begins[j] + ends[j]) / 2 - middle) * shared
                if wrong < 1.2 * em:
                    _offer(best[i + shared], j + 1, cost + wrong / em + _SHARED, i, 1)
    return _traced(characters, runs, best, widths)


def _offer(
    states: dict[int, tuple[float, int, int]], at: int, cost: float, before: int, taken: int
) -> None:
    held = states.get(at)
    if held is None or cost < held[0]:
        states[at] = (cost, before, taken)


def _traced(
    characters: list[Character],
    runs: list[Run],
    best: list[dict[int, tuple[float, int, int]]],
    widths: list[float],
) -> list[Placed]:
    """The way back from the end of both."""
    i, j = len(characters), len(runs)
    found: list[Placed] = []
    while i or j:
        _, before, taken = best[i][j]
        if before == i:
            found.append(Placed("", runs[j - 1].x0, runs[j - 1].x1, True, -1))
        elif not taken:
            found.append(Placed(characters[i - 1].text, np.nan, np.nan, False, i - 1))
        else:
            x0, x1 = float(runs[j - taken].x0), float(runs[j - 1].x1)
            shares = widths[before:i]
            unit = (x1 - x0) / sum(shares)
            for k in range(i - 1, before - 1, -1):
                start = x1 - unit * widths[k]
                found.append(Placed(characters[k].text, start, x1, True, k))
                x1 = start
        i, j = before, j - taken
    found.reverse()
    return found
