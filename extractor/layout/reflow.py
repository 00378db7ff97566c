"""Source -> Text: whole paragraphs again, furniture aside, every character known by its place."""

from __future__ import annotations

import re

from extractor.layout.characters import NOTHING, canonical, needed_spaces, punctuate
from extractor.layout.lines import physical_lines
from extractor.layout.offsets import OffsetMap
from extractor.layout.paragraphs import breaks
from extractor.layout.types import Aside, Text
from extractor.source import Source

_PAGE_NUMBER = re.compile(r"[-—–·]{0,3}\d{1,3}[-—–·]{0,3}|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?")
_RUN = re.compile(r"[^\0]+")


def reflow(source: Source) -> Text:
    """The clean text of *source*.

    >>> from extractor.source import Text as Given, read
    >>> reflow(read(Given("2023 年度收入 36\\n\\n0.44 万\\n元。"))).clean
    '2023年度收入360.44万元。'
    """
    text = canonical(source.text)
    lines = physical_lines(text)
    asides: list[Aside] = []
    keep: list[int] = []
    for i, bare in enumerate(lines.bare):
        if len(bare) < 16 and _PAGE_NUMBER.fullmatch(bare):
            asides.append(Aside("page_number", lines.starts[i], lines.starts[i] + len(lines.raw[i])))
        else:
            keep.append(i)
    ends = breaks(lines, keep)
    pieces: list[str] = []
    at = 0
    for i, last in zip(keep, ends, strict=True):
        start, raw = lines.starts[i], lines.raw[i]
        pieces.append(NOTHING * (start - at))
        pieces.append(raw)
        at = start + len(raw)
        if last:
            stop = text.find("\n", at)
            if stop >= 0:
                pieces.append(NOTHING * (stop - at) + "\n")
                at = stop + 1
    edited = needed_spaces("".join(pieces))
    if edited.endswith("\n"):
        edited = edited[:-1]
    offsets = OffsetMap((m.start(), m.end() - m.start()) for m in _RUN.finditer(edited))
    clean = punctuate(edited.replace(NOTHING, ""))
    return Text(source, clean, offsets, tuple(asides))
