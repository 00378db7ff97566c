"""Finds the places where a heading or a list item may begin, and tells their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.layout import Text
from extractor.outline.amend import with_lost, with_names, with_themes, without_labels
from extractor.outline.candidate import RUN_IN, SENTENCE, TITLE, Candidate
from extractor.outline.forms import settle
from extractor.outline.numbering import FIRST, ORDINAL, PATTERN, Ordinal, read_ordinal
from extractor.outline.titles import (
    NAME,
    SENTENCE_START,
    is_label,
    is_report,
    is_table_title,
    known_line,
    part_like,
    prefix_title,
    title_end,
    title_tail,
)  # fmt: skip

# a paragraph that begins with a short sentence naming its theme; a run of them are headings
_THEME = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}是)?[^。！？；：，\d\n]{4,20}(?:，[^。！？；：，\d\n]{2,16})?。(?=[^\n]{12})"
)
_INLINE = re.compile(
    r"(?:(?<=[。；：！？])[ ]?|(?<![见在的及和照附按“（\n])(?=第[一二三四五六七]部分))"
    rf"(?:{PATTERN})(?=\S)"
)
# The same where no part begins; it begins with the stop itself, so that the search skips to it.
_AFTER_STOP = re.compile(rf"[。；：！？](?=[ ]?{FIRST})[ ]?(?:{PATTERN})(?=\S)")
_PART = re.compile(r"第[一二三四五六七]部分")
_GLUE = re.compile(
    r"[^。；：，！？、\n]{2,45}?(?=[第（(一1])"
    r"(?=第[一二三四五六七]部分|[（(]一[）)]|(?<![统唯专第之万同单任某])一、|(?<!\d)1[、.](?![\d万亿])|（1）)"
)
_NAME = 30  #: characters of a line that names what the next one says
_PAGE = 120  #: characters of a line that no title has, whatever it ends in


class Scan:
    """The candidates of a text and its lines: starts of the lines, and which hold none."""

    __slots__ = ("candidates", "line_starts", "lines", "text")

    def __init__(self, text: Text) -> None:
        clean = text.clean
        self.text = text
        self.lines = clean.split("\n")
        self.line_starts: list[int] = []
        self.candidates: list[Candidate] = []
        self._read(clean, sorted((r.start, r.end) for r in text.regions if r.kind == "table"))

    def _read(self, clean: str, tables: list[tuple[int, int]]) -> None:
        at, loose, intro = 0, False, False
        k, held = -1, 0  # the last table that begins at or before the line, and its end
        found, line_starts = self.candidates, self.line_starts
        themes: list[Candidate] = []
        names: list[Candidate] = []
        for n, line in enumerate(self.lines):
            start, at = at, at + len(line) + 1
            line_starts.append(start)
            if not line or (found and found[-1].line == n):
                continue
            while k + 1 < len(tables) and tables[k + 1][0] <= start:
                k += 1
                held = tables[k][1]
            inside = start < held
            match = None if inside else ORDINAL.match(line)
            if match is None:
                # inside a table only its own title counts
                size, last = len(line), line[-1]
                title = None
                if size <= 60 and title_tail(line):
                    title = self._unnumbered(n, start, line, inside or loose)
                if title is not None:
                    found.append(title)
                    loose = title.style == "table"
                elif size > 60 and last in "。；":
                    loose = False
                elif size <= _NAME and not (inside or loose) and self._is_name(n, line):
                    names.append(_name(start, line, n))
                if not inside and title is None and size > 12 and (last in "。；" or size > _PAGE):
                    if size > 24 and _THEME.match(line):
                        themes.append(_theme(start, line, n))
                    else:
                        found.extend(self._inline(clean, start, start + len(line), n))
            else:
                here = Candidate(start, start + match.end(), start + len(line),
                                 read_ordinal(match), n)  # fmt: skip
                settle(here, clean)
                # cells of a table that nobody marked as one: its lists are no headings
                if loose and here.rank > 3:
                    continue
                if loose and here.form == TITLE:
                    loose = False
                here.intro = intro
                found.append(here)
                if len(line) > 30 or "。" in line[:-1]:
                    found.extend(self._glued(clean, here))
                if here.body == here.limit and here.rank == 0:
                    self._join(here, clean)
                elif here.form == RUN_IN:
                    here.broken = self._broken(here.stop)
            intro = line[-1] == "："
        more = [*with_themes(themes), *with_names(names, self.lines), *with_lost(found, clean)]
        if more:
            found += more
            found.sort(key=lambda c: c.start)
        found = self.candidates = without_labels(found)
        for here, there in pairwise(found):
            here.below = there.line > here.line + 1
            if here.style == "line" and not here.below:
                here.below = there.style in ("table", "label", "report")
        if found:
            found[-1].below = found[-1].line + 1 < len(self.lines)

    def _is_name(self, n: int, line: str) -> bool:
        """Whether a short line may name what the sentence on the next line says."""
        after = self.lines[n + 1] if n + 1 < len(self.lines) else ""
        if after[-1:] not in ("。", "元") or NAME.fullmatch(line) is None:
            return False
        return ORDINAL.match(after) is None and (after[-1] == "。" or after[0].isdecimal())

    def _join(self, part: Candidate, clean: str) -> None:
        """第一部分 alone on its line: the title is on the next one."""
        n = part.line + 1
        line = self.lines[n] if n < len(self.lines) else ""
        if not 2 <= len(line) <= 40 or line[-1] in "。；，：" or ORDINAL.match(line):
            return
        part.line, part.limit = n, part.limit + 1 + len(line)
        part.title, part.stop, part.form = line, part.limit, TITLE

    def _broken(self, stop: int) -> bool:
        """Whether the source begins a new line after the stop at *stop*."""
        place = self.text.map
        begin, end = place.point(stop), place.point(stop + 1)
        return "\n" in self.text.source.text[begin:end]

    def _glued(self, clean: str, head: Candidate) -> Iterator[Candidate]:
        """Further candidates in the paragraph of *head*, which loses them."""
        end, line, previous = head.limit, head.line, head
        glue = _GLUE.match(clean, head.body, min(end, head.body + 60))
        while glue is not None and glue.end() < end:
            match = ORDINAL.match(clean, glue.end(), end)
            if match is None or not _worth(clean[previous.body : glue.end()]):
                break
            previous.limit = glue.end()
            settle(previous, clean)
            previous = Candidate(glue.end(), match.end(), end, read_ordinal(match), line)
            settle(previous, clean)
            yield previous
            glue = _GLUE.match(clean, previous.body, min(end, previous.body + 60))
        for each in self._inline(clean, previous.body, end, line):
            previous.limit = each.start
            settle(previous, clean)
            previous = each
            yield each

    def _inline(self, clean: str, start: int, end: int, line: int) -> Iterator[Candidate]:
        """Ordinals after a stop inside a paragraph, and titles glued to them."""
        previous: Candidate | None = None
        for begin, match in _inline_ordinals(clean, start, end):
            if previous is not None and begin < previous.body:
                continue
            here = Candidate(begin, match.end(), end, read_ordinal(match), line)
            here.intro = clean[begin - 1] == "："
            if previous is not None:
                previous.limit = here.start
                settle(previous, clean)
                yield previous
            glue = _GLUE.match(clean, here.body, min(end, here.body + 60))
            while glue is not None and _worth(clean[here.body : glue.end()]):
                inner = ORDINAL.match(clean, glue.end(), end)
                if inner is None:
                    break
                here.limit = glue.end()
                settle(here, clean)
                yield here
                here = Candidate(glue.end(), inner.end(), end, read_ordinal(inner), line)
                glue = _GLUE.match(clean, here.body, min(end, here.body + 60))
            previous = here
        if previous is not None:
            settle(previous, clean)
            yield previous

    def _unnumbered(self, n: int, start: int, line: str, table: bool) -> Candidate | None:
        if line[0] == "、" and not table and known_line(line[1:]):
            # the number before the stop was lost: a sibling of 一、
            here = Candidate(start, start + 1, start + len(line), Ordinal("", "一、", 0), n)
            settle(here, self.text.clean)
            return here
        if is_table_title(line):
            kind = "table"
        elif table:
            return None
        elif is_report(line):
            kind = "report"
        elif part_like(line):
            kind = "line"
        elif is_label(line) and n + 1 < len(self.lines):
            kind = "label"
        elif known_line(line):
            kind = "line"
        else:
            return None
        begin = start
        if kind in ("table", "report") and n and self._continues(n, line):
            begin = self.line_starts[n - 1]
        here = Candidate(begin, begin, start + len(line), Ordinal("", kind, 0), n)
        here.rank = 1 if kind == "report" or (kind == "line" and part_like(line)) else 9
        here.form = TITLE
        here.stop = start + title_end(line)
        here.closed = line[-1] in "。！"
        here.title = (line if begin == start else self.lines[n - 1] + line)[: here.stop - begin]
        return here

    def _continues(self, n: int, line: str) -> bool:
        """Whether the line before is the first half of a title broken over two lines."""
        before = self.lines[n - 1]
        if not 4 <= len(before) <= 30 or (self.candidates and self.candidates[-1].line == n - 1):
            return False
        if any(c in before for c in "。；：，、！？") or before[0] in "（(":
            return False
        if before[0].isdecimal() and not before.startswith("20"):
            return False  # the last row of a list
        if before[-1].isdecimal() or before[-1] == "表":
            return False  # the last row of a table, or the number of this one: 公开01表
        return SENTENCE_START.match(line) is None and len(before) + len(line) <= 60


def _theme(start: int, line: str, n: int) -> Candidate:
    here = Candidate(start, start, start + len(line), Ordinal("", "theme", 0), n)
    end = line.index("。")
    here.form, here.title, here.stop, here.closed = RUN_IN, line[:end], start + end, True
    if SENTENCE_START.match(line):
        here.form = SENTENCE
    return here


def _name(start: int, line: str, n: int) -> Candidate:
    here = Candidate(start, start, start + len(line), Ordinal("", "name", 0), n)
    here.form, here.title, here.stop = TITLE, line.rstrip("："), start + title_end(line)
    return here


def _inline_ordinals(clean: str, start: int, end: int) -> Iterator[tuple[int, re.Match[str]]]:
    """What :data:`_INLINE` finds, and where it begins."""
    if _PART.search(clean, start, end) is not None:
        for match in _INLINE.finditer(clean, start, end):
            yield match.start() + (clean[match.start()] == " "), match
        return
    at = max(start - 1, 0)  # a stop right before the stretch counts too
    while (found := _AFTER_STOP.search(clean, at, end)) is not None:
        begin = found.start() + 1
        yield begin + (clean[begin] == " "), found
        at = found.end() - 1


def _worth(title: str) -> bool:
    """Whether the words between two ordinals are a title and no part of a sentence."""
    return prefix_title(title, whole=True) is not None
