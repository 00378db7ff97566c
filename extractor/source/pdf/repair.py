"""Characters whose meaning a file does not tell, read by their looks."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from extractor.source.page import Page
from extractor.source.pdf.meaning import UNKNOWN

_MOST = 2.0  #: of a character's breadth and height: what is larger is no one character


def mended(page: Page, seen: Page) -> tuple[Page, int]:
    """*page* with what was recognised at the places of its unknown characters, and how many of
    them are left; *seen* is the same page as recognised."""
    told = np.array([character != UNKNOWN for character in page.characters])
    unknown = np.flatnonzero(~told)
    if not len(seen.characters) or not len(unknown):
        return page, len(unknown)
    characters = list(page.characters)
    sure = np.full(len(characters), np.nan) if page.sure is None else page.sure.copy()
    x, y = (seen.boxes[:, :2] + seen.boxes[:, 2:]).T / 2
    sizes = seen.boxes[:, 2:] - seen.boxes[:, :2]
    left = 0
    for index in unknown.tolist():
        x0, top, x1, bottom = page.boxes[index]
        inside = (x > x0) & (x < x1) & (y > top) & (y < bottom)
        inside &= (sizes < _MOST * np.array([x1 - x0, bottom - top])).all(axis=1)
        found = np.flatnonzero(inside)
        if not len(found):
            left += 1
            continue
        best = int(found[np.abs(x[found] - (x0 + x1) / 2).argmin()])
        characters[index] = seen.characters[best]
        sure[index] = seen.sure[best] if seen.sure is not None else 0.5
    return replace(page, characters="".join(characters), sure=sure), left
