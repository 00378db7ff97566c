"""Text -> tables: grids as drawn become tables with title, columns, rows and units."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

import msgspec

from extractor.layout import Text
from extractor.layout.characters import canonical
from extractor.layout.traditional import simplified
from extractor.source import Furniture
from extractor.tables.above import (
    OF_ALL,
    bare_title,
    both,
    goes_on,
    titles_inside,
    told_above,
    told_inside,
)
from extractor.tables.body import lines, mended
from extractor.tables.guess import guess
from extractor.tables.head import columns, head_rows, index_row
from extractor.tables.kinds import kind_of, kinds
from extractor.tables.matrix import Matrix, Row, matrix
from extractor.tables.matrix import parts as cut
from extractor.tables.numbers import number
from extractor.tables.types import Line, Piece, Place, Table, Told

OTHER = "other"
_TOLD = 12  #: characters of a header that may be recognised again though some are wrong
_SIMILAR = 0.85
_FOR_ALL = re.compile(
    r"(?:以下|下列|下述|各张?|附|报|所有|上述)表[^。；\n]{0,12}?单位[^。；\n]{0,6}?([百千万亿]?元)"
)


class _Part(msgspec.Struct):
    """A table on its way: its first grid and those that continue it."""

    told: Told
    matrix: Matrix
    first: int
    head: int
    kind: str | None
    rows: list[tuple[Row, int, int | None]]
    pages: list[int]
    cut: set[int]
    end: int


def tabulate(text: Text) -> tuple[Table, ...]:
    """The tables of a document, in order; places are those of the source.

    >>> from extractor.layout import reflow
    >>> from extractor.source.linear import CellText, Linear
    >>> from extractor.source import Source
    >>> linear = Linear()
    >>> linear.line("收入支出决算总表")
    >>> linear.line("单位：万元")
    >>> rows = [["项目", "决算数"], ["一、事业收入", "1.20"], ["总计", "1.20"]]
    >>> grid = linear.table([[CellText(each) for each in row] for row in rows])
    >>> source = Source("a", linear.text, "", "", "", grids=(grid,))
    >>> table = tabulate(reflow(source))[0]
    >>> table.kind, table.unit, table.lines[0].label, table.lines[0].cells[0].value
    ('income_expenditure_total', '万元', '一、事业收入', '12000')
    """
    source = text.source
    if not source.grids:
        return ()
    printed, plain = source.text, canonical(source.text)
    if text.traditional:
        printed, plain = simplified(printed), simplified(plain)
    running = _without(plain, source.furniture)
    parts: list[_Part] = []
    for grid in source.grids:
        if grid.rows < 1 or grid.columns < 2:
            continue  # a frame around text
        whole = matrix(grid, printed, plain)
        starts = titles_inside(whole, plain, kind_of)
        for drawn in cut(whole, starts) if starts else (whole,):
            last = parts[-1] if parts else None
            if last is None or not _joined(last, drawn, plain, running):
                parts.append(_new(drawn, last, printed, plain))
    _inherit(parts, plain)
    found: list[Table] = []
    for number_, part in enumerate(parts, 1):
        found.append(_table(part, f"t{number_}", printed, plain, {each.form for each in found}))
    return tuple(found)


def _inherit(parts: list[_Part], plain: str) -> None:
    """Tables without a unit of their own have the one that the text tells for all that follow."""
    if all(part.told.unit for part in parts):
        return
    said = [(m.start(), m[1], Place(*m.span())) for m in _FOR_ALL.finditer(plain)]
    for part in parts:
        kind = kinds().kinds[part.kind] if part.kind else None
        if part.told.unit or kind is None or kind.dated or kind.key == "self_evaluation":
            continue
        at = bisect_right(said, part.matrix.grid.start, key=lambda each: each[0])
        if at:
            _, unit, place = said[at - 1]
            part.told = msgspec.structs.replace(part.told, unit=unit, unit_place=place)


def _new(drawn: Matrix, last: _Part | None, printed: str, plain: str) -> _Part:
    begin = last.end if last else 0
    inside, first = told_inside(drawn, plain, printed, kind_of)
    told = both(inside, told_above(plain, printed, begin, drawn.grid.start, kind_of))
    kind = kind_of(_key(told, plain)) if told.title else None
    head = head_rows(drawn, first)
    page = drawn.grid.page
    rows = [(drawn.rows[i], i, page) for i in range(head, len(drawn.rows))]
    return _Part(
        told, drawn, first, head, kind, rows, [] if page is None else [page], set(), drawn.grid.end
    )


def _key(told: Told, plain: str) -> str:
    place = told.title_place
    return bare_title(plain[place.start : place.end].replace("\n", "")) if place else ""


def _without(plain: str, furniture: Sequence[Furniture]) -> str:
    """The text with marks for blanks where heads and feet of pages stand."""
    pieces: list[str] = []
    at = 0
    for each in sorted(furniture, key=lambda each: each.start):
        start, end = max(each.start, at), min(each.end, len(plain))
        if start < end:
            pieces += plain[at:start], "\0" * (end - start)
            at = end
    return "".join(pieces) + plain[at:]


def _joined(last: _Part, drawn: Matrix, plain: str, running: str) -> bool:
    """Whether a grid continues the table before it; its rows are taken over then.

    *running* is the text without heads and feet of pages, which part no table.
    """
    grid = drawn.grid
    if grid.columns != last.matrix.grid.columns and not grid.goes_on:
        return False
    between = goes_on(running, last.end, grid.start, kind_of)
    inside, first = told_inside(drawn, plain, plain, kind_of)
    same_title = inside.title and _key(inside, plain) == _key(last.told, plain)
    if not grid.goes_on and (
        between == "text" or (between == "title" and not _named_again(last, plain, grid.start))
    ):
        return False
    if inside.title and not same_title:
        return False
    repeated = _repeated(last, drawn, first)
    again = same_title or between == "title"
    if (
        again
        and not grid.goes_on
        and not (_follows(last, grid.page) and not _anew(last, drawn, first + repeated))
    ):
        return False  # the same table of another unit
    if not repeated and not grid.goes_on:
        # without its header a grid goes on only where it begins in the body, on a new page
        if between != "again" and not _follows(last, grid.page):
            return False
        if head_rows(drawn, first) != first and index_row(drawn.own(head_rows(drawn, first) - 1)):
            return False
        if not _like(last, drawn, first):
            return False
    start = first + repeated
    if grid.columns != last.matrix.grid.columns:
        width = last.matrix.grid.columns
        for row in drawn.rows:
            row[:] = [*row[:width], *[None] * (width - len(row))]
    if start < len(drawn.rows):
        last.cut.add(len(last.rows))
    last.rows += [(drawn.rows[i], i, grid.page) for i in range(start, len(drawn.rows))]
    if grid.page is not None and grid.page not in last.pages:
        last.pages.append(grid.page)
    last.end = grid.end
    return True


def _follows(last: _Part, page: int | None) -> bool:
    """Whether a page is the one after those of a table."""
    return page is not None and bool(last.pages) and page == last.pages[-1] + 1


def _anew(last: _Part, drawn: Matrix, first: int) -> bool:
    """Whether a grid begins with the words that the table began with."""
    if first >= len(drawn.rows) or not last.rows:
        return False
    one, two = (
        [each.key for each in row if each is not None and each.key and number(each.key) is None][:2]
        for row in (last.rows[0][0], drawn.rows[first])
    )
    return bool(one) and one == two


def _named_again(last: _Part, plain: str, start: int) -> bool:
    """Whether the title between two grids is the one that the table already has."""
    told = told_above(plain, plain, last.end, start, kind_of)
    return bool(told.title) and _key(told, plain) == _key(last.told, plain)


def _repeated(last: _Part, drawn: Matrix, first: int) -> int:
    """How many rows of a grid are the header of the table before it again."""
    size = last.head - last.first
    if size < 1 or first + size > len(drawn.rows):
        return 0
    shown, again = [], []
    for i in range(size):
        one = [p.key if p else "" for p in last.matrix.rows[last.first + i]]
        two = [p.key if p else "" for p in drawn.rows[first + i]]
        if len(one) != len(two):
            return 0
        shown += one
        again += two
    # what a merged cell says may be cut off as a whole
    few = 2 * sum(map(bool, again)) <= sum(map(bool, shown))
    if all(map(_cut_off, shown, again)):
        return 0 if few else size
    return size if _alike("".join(shown), "".join(again)) else 0


def _alike(one: str, two: str) -> bool:
    """Whether two headers differ by characters only that were recognised wrongly."""
    if min(len(one), len(two)) < _TOLD:
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _SIMILAR


def _cut_off(one: str, two: str) -> bool:
    """Whether two header cells are the same; a header that is shown again may be cut off."""
    return one.startswith(two)


def _like(last: _Part, drawn: Matrix, first: int) -> bool:
    """Whether the first row of a grid holds words where the table before it does."""
    if first >= len(drawn.rows):
        return False
    if not last.rows:  # a header at the foot of a page
        return head_rows(drawn, first) == first
    return head_rows(drawn, first) == first or not _worded(drawn.own(first))


def _worded(own: list[Piece]) -> bool:
    said = [each.key for each in own if each.key]
    return len(said) > 1 and all(not key[0].isdecimal() for key in said)


def _table(part: _Part, ident: str, printed: str, plain: str, before: Collection[str]) -> Table:
    named = columns(part.matrix, part.first, part.head, [row for row, _, _ in part.rows])
    kind, sure = part.kind, part.kind is not None
    found = lines(part.rows, named, part.told.unit, printed, kind)
    if part.cut:
        known = frozenset(kinds().labels.get(kind or "", ()))
        found = mended(found, part.cut, known)
    if kind is None:
        # a title that is none of those known is believed; one of all tables says nothing
        open_ = not part.told.title or OF_ALL.search(_key(part.told, plain)) is not None
        kind = (guess(found, named, before) if open_ else None) or OTHER
    called = kinds().kinds[kind].told or kind
    return Table(
        ident, called, part.told, tuple(part.pages), named, _with_words(found),
        (*map(tuple, part.matrix.rows[: part.head]), *(tuple(row) for row, _, _ in part.rows)),
        kind,
        sure,
    )  # fmt: skip


def _with_words(found: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(each for each in found if each.cells or each.key or each.code)
