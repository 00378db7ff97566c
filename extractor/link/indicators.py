"""Rows of self-evaluation tables that are run together in text: one indicator fact each.

Cells come as a stream (a space or a line end between them), wrapped cells as several.
Header words tell the columns, figures end a row, and what lies between is shared out over
the text columns where it costs least (see :mod:`extractor.link.cells`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from extractor.fact import Fact
from extractor.link.cells import Cell, shared_out, words
from extractor.link.context import Context

_FIGURE = re.compile(r"-?\d[\d,]{0,14}(?:\.\d{1,6})?(?:%|分|万元|元)?|[—–－-]{1,2}")
_DASHES = "—–－-"
_OF_THESE = "其中："  #: no part of a row's name
_UPRIGHT = 3  #: lines of one character in a row that are a header set upright
_HEADERS = 12  #: lines before a table that may still be its header
_AHEAD = 160  #: characters looked at for header words
_GOALS = re.compile(r"预期目标|年初设定|总体目标|目标实际完成")


def _any(found: list[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(found, key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Header words; first and second level with their points; names of total rows."""
    known = words()
    column = "|".join(f"(?P<{key}>{_any(each)})" for key, each in known["columns"].items())
    points = r"(?:（\d{1,3}(?:\.\d)?分?）|\d{1,3}分)?"
    return (
        re.compile(column),
        re.compile(rf"(?P<name>{_any(known['levels']['first'])})(?P<points>{points})"),
        re.compile(rf"(?P<name>{_any(known['levels']['second'])})(?P<points>{points})"),
        re.compile(_any(known["words"]["total"])),
    )


@cache
def _opens() -> tuple[frozenset[str], frozenset[str]]:
    """What header words, and what names of levels, begin with."""
    known = words()
    columns = frozenset(word[0] for each in known["columns"].values() for word in each)
    levels = known["levels"]
    return columns, frozenset(word[0] for word in (*levels["first"], *levels["second"]))


class _Head(NamedTuple):
    """Columns in the order of the header, those of text with the name first.

    ``table`` is task or indicator.
    """

    table: str
    columns: tuple[str, ...]
    texts: tuple[str, ...]


def link_indicators(ctx: Context) -> Iterator[Fact]:
    """One fact per row of every self-evaluation table in the text."""
    for region in ctx.text.regions:
        if region.kind == "table" and not ctx.text.is_drawn(region):
            whole = ctx.clean[region.start : region.end]
            if "指标" in whole or "任务" in whole:
                start = _with_header(ctx.clean, region.start)
                yield from _Table(ctx, start, region.end).rows()


def _with_header(clean: str, start: int) -> int:
    """Where the lines of nothing but one header word begin that lead up to *start*."""
    for _ in range(_HEADERS):
        before = clean.rfind("\n", 0, max(start - 1, 0)) + 1
        line = clean[before : start - 1]
        if len(line) > 24 or not _patterns()[0].fullmatch(line.replace(" ", "")):
            break
        start = before
    return start


class _Table:
    """One walk over the cells of a table."""

    def __init__(self, ctx: Context, start: int, end: int) -> None:
        self.ctx = ctx
        self.cells = _cells(ctx.clean, start, end)
        self.joined = "".join(each.text for each in self.cells)
        at, self.offsets = 0, [0]
        for each in self.cells:
            at += len(each.text)
            self.offsets.append(at)
        self.edges = {offset: index for index, offset in enumerate(self.offsets)}
        self.head: _Head | None = None
        self.level1: str | None = None
        self.level2: str | None = None

    def rows(self) -> Iterator[Fact]:
        """The rows, in reading order."""
        cells, at, begin = self.cells, 0, 0
        runs = self._runs()
        columns, levels = _opens()
        while at < len(cells):
            text = cells[at].text
            after = self._header(at) if text[0] in columns else None
            if (
                after is None
                and cells[at].first
                and ("目标" in text or "年初" in text)
                and _GOALS.search(text)
            ):
                self.head = None
            if after is None and at == begin and text[0] in levels:
                after = self._levels(at)
            if after is not None:
                at = begin = after
                continue
            stop = runs[at]
            if stop > at and all(each.text[-1] in _DASHES for each in cells[at:stop]):
                at = stop  # dashes alone are no figures
                continue
            if self.head is None or stop == at:
                at = max(at + 1, stop)
                begin = at if self.head is None else begin
                continue
            tail = self._tail(at, stop)
            if tail is None:
                at = stop
                continue
            yield from self._row(begin, tail, stop)
            at = stop
            if "remark" in self.head.columns:  # what stands behind the score on its line
                while at < len(cells) and not cells[at].first:
                    at += 1
            begin = at

    def _header(self, at: int) -> int | None:
        """The cell after the header that begins here, which becomes the one in force."""
        pattern = _patterns()[0]
        begin = position = self.offsets[at]
        limit = min(len(self.joined), begin + _AHEAD)
        columns: list[str] = []
        after = None
        while (match := pattern.match(self.joined, position, limit)) is not None:
            columns.append(str(match.lastgroup))
            position = match.end()
            if position in self.edges:
                after = self.edges[position]
        kinds = set(columns) - {"part", "unit"}
        if after is None or len(kinds) < 2 or not kinds & {"score", "weight", "name", "executed"}:
            return None
        money = bool(kinds & {"budget", "executed", "initial"})
        indicator = bool(kinds & {"level1", "level2"}) or not money
        if indicator and not kinds & {"weight", "score"}:
            return None
        texts = ("name", *(each for each in ("target", "actual") if each in kinds))
        self.head = _Head("indicator" if indicator else "task", tuple(columns), texts)
        self.level1 = self.level2 = None
        return after

    def _levels(self, at: int) -> int | None:
        """The cell after the group line that begins here."""
        if self.head is None or self.head.table != "indicator":
            return None
        _, first, second, _ = _patterns()
        begin = self.offsets[at]
        one, two = (self._whole(pattern, begin) for pattern in (first, second))
        under = words()["levels"]["under"]
        if two and one and self.level1 and not two["points"]:
            # 成本指标 and 满意度指标 can be either: second where the first level fits
            fits = any(
                key in self.level1 and any(word in two["name"] for word in group)
                for key, group in under.items()
            )
            one = None if fits and two["name"] != self.level1 else one
        if one and one["name"] == self.level1:
            one = None if two else one
        if one:
            self.level1, self.level2 = one["name"], None
            return self.edges[one.end()]
        if two:
            self.level2 = two["name"]
            if (
                self.level1
                and not any(
                    key in self.level1 and any(word in two["name"] for word in group)
                    for key, group in under.items()
                )
                and any(word in two["name"] for group in under.values() for word in group)
            ):
                self.level1 = None  # its own first level is not printed
            return self.edges[two.end()]
        return None

    def _whole(self, pattern: re.Pattern[str], begin: int) -> re.Match[str] | None:
        """A match at *begin* that ends with a cell; without its points where only that does."""
        match = pattern.match(self.joined, begin, begin + 40)
        return match if match and match.end() in self.edges else None

    def _runs(self) -> list[int]:
        """For each cell the one after the run of figures there (itself: no figure)."""
        found = list(range(len(self.cells) + 1))
        for at in range(len(self.cells) - 1, -1, -1):
            text = self.cells[at].text
            first = text[0]
            if (first in _DASHES or first.isdecimal()) and _FIGURE.fullmatch(text):
                found[at] = found[at + 1]
        return found

    def _tail(self, at: int, stop: int) -> int | None:
        """Where the figures that end a row begin, None where these end none."""
        assert self.head is not None
        if self.head.table == "task":
            return at if stop - at >= 3 else None
        size = 2 if {"weight", "score"} <= set(self.head.columns) else 1
        tail = stop - size
        if tail < at or any(self.cells[i].text.endswith("%") for i in range(tail, stop)):
            return None
        return tail

    def _row(self, begin: int, tail: int, stop: int) -> Iterator[Fact]:
        assert self.head is not None
        cells, head = self.cells, self.head
        texts, figures = cells[begin:tail], cells[tail:stop]
        if texts and texts[0].text.startswith(_OF_THESE):
            first = replace(
                texts[0],
                start=texts[0].start + len(_OF_THESE),
                text=texts[0].text[len(_OF_THESE) :],
            )
            texts = [first, *texts[1:]] if first.text else texts[1:]
        if not texts or _patterns()[3].match("".join([each.text for each in texts[:2]])):
            return
        found = {
            column: self._written(part)
            for column, part in zip(head.texts, self._shared_out(texts), strict=True)
            if part
        }
        if "name" not in found:
            return
        found |= _figures(head, [each.text for each in figures])
        extra: dict[str, object] = {"table": head.table, **found}
        name = str(extra.pop("name"))
        if head.table == "indicator":
            extra |= {"level1": self.level1, "level2": self.level2}
        self.ctx.claimed.update(self.ctx.mentions_in(texts[0].start, figures[-1].end))
        yield self.ctx.fact(
            "indicator",
            [("value", texts[0].start, figures[-1].end)],
            name=name,
            extra={key: value for key, value in extra.items() if value},
            confidence=0.9 if len(found) >= 3 else 0.75,
            made_by="rule:indicators",
        )

    def _shared_out(self, texts: list[Cell]) -> list[list[Cell]]:
        assert self.head is not None
        return shared_out(texts, len(self.head.texts), plain=self.head.table == "task")

    def _written(self, part: list[Cell]) -> str:
        original = self.ctx.text.original
        return "".join("".join([original(each.start, each.end) for each in part]).split())


def _cells(clean: str, start: int, end: int) -> list[Cell]:
    """Cells of a table in order; of headers that are set upright only levels are kept."""
    found: list[Cell] = []
    upright: list[int] = []
    stop = start - 1
    for number, line in enumerate(clean[start:end].removesuffix("\n").split("\n")):
        low = stop + 1
        stop = low + len(line)
        if stop - low == 1 and "一" <= line <= "龥":
            upright.append(len(found))
        elif upright:
            if len(upright) >= _UPRIGHT:
                _set_level(found, upright[0])
            upright = []
        if " " not in line:
            if line:
                found.append(Cell(low, stop, line, number, True))
            continue
        first = True
        for text in line.split(" "):
            high = low + len(text)
            if not first and text and text[0] in "年月日" and found[-1].text.isdecimal():
                last = found.pop()  # a year and its 年 that a space parts are one
                found.append(replace(last, end=high, text=last.text + text))
            elif text:
                found.append(Cell(low, high, text, number, first))
                first = False
            low = high + 1
    return found


def _set_level(found: list[Cell], at: int) -> None:
    """The characters from *at* on, one a line, become one cell if they name a level."""
    text = "".join([each.text for each in found[at:]])
    one = replace(found[at], end=found[-1].end, text=text)
    found[at:] = [one] if any(each.fullmatch(text) for each in _patterns()[1:3]) else []


def _figures(head: _Head, figures: list[str]) -> dict[str, str]:
    """Which column each figure at the end of a row belongs to."""
    if head.table == "indicator":
        columns = [each for each in head.columns if each in ("weight", "score")]
        return dict(zip(columns, figures, strict=False))
    found: dict[str, str] = {}
    rate = next((i for i, each in enumerate(figures) if each.endswith("%")), None)
    order = [each for each in head.columns if each in ("weight", "completion", "score")]
    if rate is not None:
        found["completion"] = figures[rate]
        figures = figures[:rate] + figures[rate + 1 :]
        order = [each for each in order if each != "completion"]
    if len(figures) > len(order):
        found |= dict(zip(order, figures[len(figures) - len(order) :], strict=True))
        figures = figures[: len(figures) - len(order)]
    money = [each for each in head.columns if each in ("initial", "budget", "executed")]
    if len(money) == len(figures):
        found |= dict(zip(money, figures, strict=True))
    elif figures:
        # totals with their parts: the first of either half
        found["budget"] = figures[0]
        if len(figures) > 1:
            found["executed"] = figures[len(figures) // 2]
    found.pop("initial", None)
    return found
