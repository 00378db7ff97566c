"""Which line breaks are paragraph breaks, and which only the right margin."""

from __future__ import annotations

import itertools
import re

import msgspec

from extractor.layout.lines import Lines
from extractor.layout.ordinals import ORDINAL
from extractor.layout.vocabulary import Vocabulary, vocabulary

_STOPS = "。！？；：!?;:…"
_NEVER_LAST = "，、,（《“‘〔【「『—-及和与或的"
_TOKEN = re.compile(r"[!-~]*")
_YEAR = re.compile(r"(?:19|20)\d\d年")


class Margin(msgspec.Struct, frozen=True):
    """The right margin of a document: its column, and from which column on a line is full."""

    column: int
    full: int
    blank_lines_part: bool  #: a blank line stands between paragraphs only


def _margin(lines: Lines, keep: list[int]) -> Margin | None:
    """Where the lines wrap; None where each line is a paragraph."""
    inner = []
    blank = 0
    bare, widths = lines.bare, lines.widths
    for i, j in itertools.pairwise(keep):
        if bare[i][-1] not in _STOPS and not ORDINAL.match(bare[j]):
            inner.append(widths[i])
            blank += lines.gaps[i] > 1
    if not inner:
        return None
    widths_of_all = sorted(widths[i] for i in keep)
    top = widths_of_all[min(len(widths_of_all) - 1, int(len(widths_of_all) * 0.97))]
    inner.sort()
    near = [w for w in inner if w >= 0.8 * top]
    if len(near) < 0.25 * len(inner):
        return None
    low = near[len(near) // 20]
    return Margin(top, low, blank < 0.3 * len(inner))


def breaks(lines: Lines, keep: list[int], in_table: set[int]) -> list[bool]:
    """For each kept line, whether a paragraph ends with it; in a table each is its own."""
    words = vocabulary()
    margin = _margin(lines, [i for i in keep if i not in in_table])
    result = [True] * len(keep)
    first = True
    paragraph = ""
    for n in range(len(keep) - 1):
        i, j = keep[n], keep[n + 1]
        if i in in_table or j in in_table:
            first = True
            continue
        here, there = lines.bare[i], lines.bare[j]
        paragraph = here if first else paragraph + here if len(paragraph) < 80 else paragraph
        ends = _ends(words, margin, lines, i, here, there, paragraph, first)
        result[n] = ends
        first = ends
    return result


def _ends(
    words: Vocabulary, margin: Margin | None, lines: Lines, i: int,
    here: str, there: str, paragraph: str, first: bool,
) -> bool:  # fmt: skip
    last, ordinal = here[-1], ORDINAL.match(there) is not None
    if last in "，、（《“‘":
        return False
    if ordinal and (last in _STOPS or last not in _NEVER_LAST):
        return not (last.isdigit() and there[0].isdigit())
    if margin is None:
        return True
    if margin.blank_lines_part and lines.gaps[i] > 1:
        return True
    token = _TOKEN.match(there)
    unit = len(token[0]) if token and token[0] else 2
    room = margin.full - lines.widths[i] - (4 if first else 0)
    if room > 0 and unit <= room + 2:
        return True
    if last in "。！？":
        return there.startswith(words.paragraph) or _YEAR.match(there) is not None
    if len(paragraph) < 60 and not words.stop.search(paragraph) and words.heading.search(paragraph):
        if there.startswith(words.rest):
            return False
        return (
            _YEAR.match(there) is not None
            or there.startswith(words.start)
            or bool(words.strong.search(paragraph))
        )
    return False
