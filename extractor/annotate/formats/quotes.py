"""Do marks stand where they say? And where they do not: one cause that explains them all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from extractor.annotate.formats.types import Drawn, Mark, Region
from extractor.errors import ExtractorError, fail

#: An offset as a tool counts it -> an offset in code points of the text.
Mend = Callable[[int], int]
#: White space at the start of a text that a tool may have trimmed; more is another text.
_TRIMMED = 64


def faults(drawn: Drawn) -> list[tuple[Mark, Region]]:
    """Places whose text is not what the format says, or that lie outside the text."""
    return [
        (mark, each)
        for mark in drawn.marks
        for each in mark.regions
        if not _stands(each, drawn.text)
    ]


def _stands(region: Region, text: str) -> bool:
    inside = 0 <= region.start < region.end <= len(text)
    return inside and region.told in (None, text[region.start : region.end])


def checked(drawn: Drawn, *, repair: bool = False) -> tuple[Drawn, str | None]:
    """*drawn* with places that all reproduce, and the cause that was mended.

    Raises EX301 at the first place that does not; with *repair*, where not exactly one of the
    known causes mends every place of the document.
    """
    wrong = faults(drawn)
    if not wrong:
        return drawn, None
    if not repair:
        raise _wrong(drawn, wrong)
    tried: dict[tuple[tuple[int, int], ...], tuple[str, Drawn]] = {}
    for cause, mend in mends(drawn.text):
        mended = moved(drawn, mend)
        if not faults(mended):
            tried.setdefault(_places(mended), (cause, mended))
    if len(tried) == 1:
        cause, mended = next(iter(tried.values()))
        return mended, cause
    error = _wrong(drawn, wrong)
    why = "no known cause mends them all" if not tried else "several causes would mend them"
    raise fail("EX301", f"{error.message}; {why}, so nothing is repaired")


def _wrong(drawn: Drawn, wrong: Sequence[tuple[Mark, Region]]) -> ExtractorError:
    mark, at = wrong[0]
    found = drawn.text[max(at.start, 0) : max(at.end, 0)] if at.start < len(drawn.text) else ""
    more = f" (and {len(wrong) - 1} more places)" if len(wrong) > 1 else ""
    expected = "a place inside the text" if at.told is None else repr(_short(at.told))
    return fail(
        "EX301",
        f"{drawn.where or drawn.name}: {drawn.name}: {mark.id} {mark.label} at "
        f"{at.start}-{at.end}: expected {expected}, found {_short(found)!r}{more}",
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:20]}…{text[-20:]}"


def _places(drawn: Drawn) -> tuple[tuple[int, int], ...]:
    return tuple((each.start, each.end) for mark in drawn.marks for each in mark.regions)


def moved(drawn: Drawn, mend: Mend) -> Drawn:
    """*drawn* with every offset mended, also those of the ends of headings' bodies."""

    def marks() -> Iterator[Mark]:
        for mark in drawn.marks:
            regions = tuple(
                Region(mend(each.start), mend(each.end), each.told, each.role)
                for each in mark.regions
            )
            line = mark.line
            if line is not None and isinstance(line.get("body_end"), int):
                line = line | {"body_end": min(max(mend(line["body_end"]), 0), len(drawn.text))}
            yield Mark(mark.id, mark.label, regions, line)

    return Drawn(drawn.name, drawn.text, tuple(marks()), drawn.unplaced, drawn.where)


def mends(text: str) -> Iterator[tuple[str, Mend]]:
    """The known causes, each with what mends its offsets.

    >>> [cause for cause, _ in mends("甲")][:1]
    ['trimmed']
    >>> dict(mends("😀甲"))["utf-16"](2)
    1
    """
    astral = [i for i, c in enumerate(text) if c > "\uffff"]
    if astral:
        # the unit behind each astral character, less those that are counted twice
        yield "utf-16", _fewer([at + number + 2 for number, at in enumerate(astral)])
    pairs = _places_of(text, "\r\n")
    if pairs:
        ends = [at - number + 1 for number, at in enumerate(pairs)]
        yield "crlf counted as one", lambda at: at + bisect_right(ends, at)
    feeds = [at for at in _places_of(text, "\n") if text[at - 1 : at] != "\r"]
    if feeds:
        yield "line feeds counted as two", _fewer([at + n + 2 for n, at in enumerate(feeds)])
    head = len(text) - len(text.lstrip("\ufeff \t\r\n\f\v\u3000\xa0"))
    for size in range(1, _TRIMMED + 1):
        yield "trimmed", lambda at, size=size: at - size  # type: ignore[misc]
        if size <= head:
            yield "start not counted", lambda at, size=size: at + size  # type: ignore[misc]


def _fewer(ends: list[int]) -> Mend:
    """Offsets less one for every one of *ends* that they reach."""
    return lambda at: at - bisect_right(ends, at)


def _places_of(text: str, what: str) -> list[int]:
    found: list[int] = []
    at = text.find(what)
    while at >= 0:
        found.append(at)
        at = text.find(what, at + len(what))
    return found
