"""Typed numbers: money, counts, percentages, dates and plain numbers."""

from __future__ import annotations

import msgspec

from extractor.mentions.canonical import clean_map
from extractor.mentions.find import find
from extractor.mentions.types import Mention

__all__ = ["Mention", "find", "find_mentions"]


def find_mentions(text: str) -> tuple[Mention, ...]:
    """The typed numbers of any Chinese text, in order, with their places in it.

    Full-width and Traditional characters, blanks and line wraps inside a number are read
    through; ``text[m.start:m.end] == m.text`` for every mention.

    >>> [(m.text, str(m.value), m.unit) for m in find_mentions("合计１.２ 万元，下降5％")]
    [('１.２ 万元', '12000', '元'), ('5％', '5', '%')]
    """
    clean, back = clean_map(text)
    found = find(clean)
    if clean == text:
        return found
    moved = []
    for mention in found:
        start, end = mention.start, mention.end
        if back is not None:
            start, end = back.to_source(start, end)
        moved.append(msgspec.structs.replace(mention, start=start, end=end, text=text[start:end]))
    return tuple(moved)
