"""Source -> Text: whole paragraphs again, furniture aside, every character known by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.layout.characters import (
    NOTHING,
    canonical,
    needed_spaces,
    punctuate,
    single_spaces,
)
from extractor.layout.contents import contents, inline_contents
from extractor.layout.furniture import field_codes, page_numbers, running_heads
from extractor.layout.lines import Lines, physical_lines
from extractor.layout.offsets import OffsetMap
from extractor.layout.paragraphs import breaks
from extractor.layout.tables import tables
from extractor.layout.types import Aside, Region, Text
from extractor.source import Source

_LONE = re.compile("[\ud800-\udfff]")  #: half a character: no encoding holds it
_RUN = re.compile(r"[^\0]+")
_CELL_SPACE = "\1"  #: stands for a space between cells until needless spaces are gone


def reflow(source: Source) -> Text:
    """The clean text of *source*.

    >>> from extractor.source import Text as Given, read
    >>> reflow(read(Given("2023 年度收入 36\\n\\n0.44 万\\n元。"))).clean
    '2023年度收入360.44万元。'
    """
    text, asides = field_codes(canonical(_LONE.sub("\ufffd", source.text)))
    text, more = _inline(text)
    asides += more
    lines = physical_lines(text, source.pages)
    listed = contents(lines)
    asides += (Aside("contents", lines.starts[i], lines.end(j - 1)) for i, j in listed)
    away = {k for i, j in listed for k in range(i, j)}
    found = [t for t in tables(lines) if t[0] not in away]
    in_table = {k for i, j in found for k in range(i, j)}
    numbers = page_numbers(lines, in_table) - away
    heads = running_heads(lines, numbers, in_table) - away
    for kind, indices in (("page_number", numbers), ("running_head", heads)):
        asides += (Aside(kind, lines.starts[i], lines.end(i)) for i in indices)
        away |= indices
    keep = [i for i in range(len(lines)) if i not in away] if away else list(range(len(lines)))
    edited = _edit(text, lines, keep, breaks(lines, keep, in_table), in_table)
    offsets = OffsetMap.of_spans([m.span() for m in _RUN.finditer(edited)])
    clean = punctuate(edited.replace(NOTHING, ""))
    asides.sort(key=lambda aside: aside.start)
    return Text(source, clean, offsets, tuple(asides), tuple(_regions(lines, found, offsets)))


def _inline(text: str) -> tuple[str, list[Aside]]:
    """Blank the contents of a document that is all on one line."""
    at = text.find("目", 0, 2000)
    if at < 0:
        return text, []
    first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[first : last if last >= 0 else len(text)]
    span = inline_contents(line) if len(line) > 100 else None
    if span is None:
        return text, []
    start, end = first + span[0], first + span[1]
    return text[:start] + NOTHING * (end - start) + text[end:], [Aside("contents", start, end)]


def _edit(
    text: str, lines: Lines, keep: list[int], ends: Iterable[bool], in_table: set[int]
) -> str:
    """*text* with :data:`NOTHING` for every character that is not in the clean text."""
    pieces: list[str] = []
    at = 0
    for i, last in zip(keep, ends, strict=True):
        start, raw = lines.starts[i], lines.raw[i]
        pieces.append(NOTHING * (start - at))
        if i in in_table and " " in raw:
            raw = single_spaces(raw).replace(" ", _CELL_SPACE)
        pieces.append(raw)
        at = start + len(raw)
        if last and (stop := text.find("\n", at)) >= 0:
            pieces.append(NOTHING * (stop - at) + "\n")
            at = stop + 1
    edited = needed_spaces("".join(pieces)).replace(_CELL_SPACE, " ")
    return edited.removesuffix("\n")


def _regions(lines: Lines, found: list[tuple[int, int]], offsets: OffsetMap) -> Iterable[Region]:
    for i, j in found:
        start, end = offsets.to_clean(lines.starts[i], lines.end(j - 1))
        if end > start:
            yield Region("table", start, end)
