"""Source -> Text: whole paragraphs again, furniture aside, every character known by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import filterfalse

import msgspec

from extractor.layout.characters import (
    NOTHING,
    needed_spaces,
    punctuate,
    read_characters,
    single_spaces,
)
from extractor.layout.contents import contents, inline_contents
from extractor.layout.furniture import field_codes, page_numbers, running_heads
from extractor.layout.grids import flat_grids, with_grids
from extractor.layout.lines import Lines, physical_lines
from extractor.layout.offsets import OffsetMap
from extractor.layout.pages import part_pages
from extractor.layout.paragraphs import breaks
from extractor.layout.reach import Reach
from extractor.layout.tables import tables
from extractor.layout.types import Aside, Region, Text
from extractor.source import Source

#: what furniture of a format is called among the asides
_ASIDES = {"header": "running_head", "footer": "running_head", "watermark": "running_head"}
_LONE = re.compile("[\ud800-\udfff]")  #: half a character: no encoding holds it


def reflow(source: Source) -> Text:
    """The clean text of *source*.

    >>> from extractor.source import Text as Given, read
    >>> reflow(read(Given("2023 年度收入 36\\n\\n0.44 万\\n元。"))).clean
    '2023年度收入360.44万元。'
    """
    read = read_characters(_encodable(_set_aside(source)))
    drawn = tuple((grid.start, grid.end) for grid in source.grids)
    asides = [Aside(_ASIDES.get(kind, kind), start, end) for kind, start, end in source.furniture]
    if not read.glosses:
        reach = Reach.of(source)
        found = _reflow(source, read.text, source.pages, drawn, reach, traditional=read.traditional)
        return _with_asides(found, asides)
    # as if they had never been printed: lines are as long as they were without them
    edges = [0, *(edge for each in read.glosses for edge in each), len(read.text)]
    kept = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    bare = OffsetMap.of_spans(kept)
    pages = tuple(bare.to_clean(each, each).start for each in source.pages)
    text = "".join([read.text[a:b] for a, b in kept])
    drawn = tuple(bare.to_clean(start, end) for start, end in drawn)
    reach = Reach.of(source, kept)
    found = _reflow(source, text, pages, drawn, reach, traditional=read.traditional)
    inner = [Aside(kind, *bare.to_source(start, end)) for kind, start, end in found.asides]
    asides += (Aside("gloss", *each) for each in read.glosses)
    found = msgspec.structs.replace(found, map=found.map.compose(bare), asides=tuple(inner))
    return _with_asides(found, asides)


def _with_asides(text: Text, more: list[Aside]) -> Text:
    if not more:
        return text
    asides = tuple(sorted((*text.asides, *more), key=lambda aside: aside.start))
    return msgspec.structs.replace(text, asides=asides)


def _set_aside(source: Source) -> str:
    """The text with nothing where the format tells furniture, and each row of a table a line."""
    text = flat_grids(source.text, source.grids)
    if not source.furniture:
        return text
    pieces: list[str] = []
    at = 0
    for _, start, end in source.furniture:
        if start >= at:
            pieces += text[at:start], NOTHING * (end - start)
            at = end
    return "".join(pieces) + text[at:]


def _reflow(
    source: Source,
    text: str,
    pages: Sequence[int],
    drawn: Sequence[tuple[int, int]],
    reach: Reach | None,
    *,
    traditional: bool,
) -> Text:
    text, asides = field_codes(text)
    text, more = _inline(text)
    asides += more
    lines = physical_lines(part_pages(text), pages)
    listed = contents(lines)
    asides += (Aside("contents", lines.starts[i], lines.end(j - 1)) for i, j in listed)
    away = {k for i, j in listed for k in range(i, j)}
    found = [t for t in tables(lines) if t[0] not in away]
    if drawn:
        found = with_grids(lines, found, drawn)
    in_table = {k for i, j in found for k in range(i, j)}
    if reach is not None:
        reach.measure(lines, in_table)
    numbers = page_numbers(lines, in_table) - away
    heads = running_heads(lines, numbers, in_table) - away
    for kind, indices in (("page_number", numbers), ("running_head", heads)):
        asides += (Aside(kind, lines.starts[i], lines.end(i)) for i in indices)
        away |= indices
    keep = list(filterfalse(away.__contains__, range(len(lines))))
    clean, offsets = _edit(text, lines, keep, breaks(lines, keep, in_table), in_table)
    asides.sort(key=lambda aside: aside.start)
    regions = tuple(_regions(lines, found, offsets))
    return Text(source, punctuate(clean), offsets, tuple(asides), regions, traditional)


def _encodable(text: str) -> str:
    """*text* with a mark for each lone half of a character; encoding tells fastest of them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE.sub("\ufffd", text)
    return text


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
    end -= text[end - 1] == " "  # the space that parts what follows
    return text[:start] + NOTHING * (end - start) + text[end:], [Aside("contents", start, end)]


def _edit(
    text: str, lines: Lines, keep: list[int], ends: list[bool], in_table: set[int]
) -> tuple[str, OffsetMap]:
    """The kept lines, a line break where a paragraph ends, and where each piece is from."""
    pieces: list[str] = []
    begins: list[int] = []
    stops: list[int] = []
    starts, raws, sizes, bare = lines.starts, lines.raw, lines.sizes, lines.bare
    spaced = _spaced([i for i in keep if len(bare[i]) != sizes[i]], raws, in_table)
    at = -1  # where the last piece ends in the source; one that goes on there is no new run
    for i, last in zip(keep, ends, strict=True):
        start = starts[i]
        if len(bare[i]) == sizes[i]:
            if start != at:
                begins.append(start)
                stops.append(at)
            pieces.append(raws[i])
            at = start + sizes[i]
        else:
            for run in spaced[i].split(NOTHING):
                if run:
                    if start != at:
                        begins.append(start)
                        stops.append(at)
                    pieces.append(run)
                    at = start + len(run)
                start += len(run) + 1
        if last:
            stop = lines.stops[i]
            if stop != at:
                begins.append(stop)
                stops.append(at)
            pieces.append("\n")
            at = stop + 1
    if pieces and pieces[-1] == "\n":  # none after the last paragraph
        del pieces[-1]
        at -= 1
        if begins[-1] == at:
            del begins[-1]
            at = stops.pop()
    stops.append(at)
    return "".join(pieces), OffsetMap.of_columns(begins, stops[1:])


def _spaced(indices: list[int], raws: list[str], in_table: set[int]) -> dict[int, str]:
    """The lines of some *indices*, with :data:`NOTHING` for each space that is not needed."""
    found: dict[int, str] = {}
    for inside, edited in ((True, single_spaces), (False, needed_spaces)):
        some = [i for i in indices if (i in in_table) is inside]
        # all at once: no line begins or ends with a space
        text = edited("\n".join([raws[i] for i in some]))
        found.update(zip(some, text.split("\n"), strict=False))
    return found


def _regions(lines: Lines, found: list[tuple[int, int]], offsets: OffsetMap) -> Iterable[Region]:
    for i, j in found:
        start, end = offsets.to_clean(lines.starts[i], lines.end(j - 1))
        if end > start:
            yield Region("table", start, end)
