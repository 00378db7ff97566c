"""Tables run together in text: found again by titles, header cells and rows of figures.

Each line gets a kind (one letter); a region begins at a title or header cell with figures
close behind it, and ends with its total, or where lines of a table no longer come.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from extractor.layout.lines import Lines
from extractor.layout.ordinals import ORDINAL, PART
from extractor.layout.vocabulary import Vocabulary, vocabulary

_FIGURE = r"-?\d[\d,]{0,19}(?:\.\d{1,9})?%?"
_FIGURES = re.compile(rf"(?:{_FIGURE}|-|—)(?: (?:{_FIGURE}|-|—))*")
_ROW = re.compile(rf"(?:^| ){_FIGURE} {_FIGURE}(?= |$)")
_NUMBERED_ROW = re.compile(r"\d{1,7} [^\d\s]")
#: a label and its figure, or two labels: 五、事业收入 12.50 五、教育支出
_LABELLED_ROW = re.compile(rf"[^\d\s]{{2,40}} {_FIGURE}(?= [^年月个家名]|$)")
_GAP = re.compile(r" {2,}")
#: a row under a header, or a label, a gap and figures only: 2、公务接待费   9.7   9.1
_GAPPED_ROW = re.compile(rf"[^\s][^\n]{{1,40}}? {{2,}}{_FIGURE}(?: +(?:{_FIGURE}|-|—))+$")
_TWO_SIDED = re.compile(r"[一二三四五六七八九十]{1,3}、[^\s、]{2,24} [一二三四五六七八九十]{1,3}、")
#: the title of a table of the account, and the note below one
_ACCOUNT = re.compile(
    r"(?:决算|收支|收入|支出|基金|三公|经费|资本|资产|机构运行|信息|采购|购买服务)[^。]{0,24}表$"
)
_PART_TITLE = re.compile(r"(?:部门|单位)决算(?:公开)?[附报]?表$")  #: all tables stand under it
_UNIT_LINE = re.compile(
    r"(?:公开\d{2}表|(?:编制)?(?:部门|单位)：.{2,40}|金额)?(?:金额)?单位：[万亿]?元"
)
_NOTE = re.compile(r"(?:备?注|说明)：")
_DIGIT = re.compile(r"\d")
_SECTION = re.compile(r"（?[一二三四五六七八九十]{1,3}[、）]")
_TITLE_TAIL = re.compile("表")
_PAUSE = re.compile(r"[。；！？，：]")
_CELL, _LABEL = 8, 40  #: characters of a short cell, of a label
_AHEAD = 14  #: lines within which a title must be followed by signs of a table
_PROSE = 10  #: lines of running text that cells of a score table may hold
_LONG = 60  #: characters of a line that no cell has
_LABELS = 8  #: labels between two rows of figures


def tables(lines: Lines) -> list[tuple[int, int]]:
    """Half-open ranges of the lines that belong to a table."""
    words = vocabulary()
    ruled = _ruled(lines.raw)
    headers = _headers(lines, words)
    titles = (m.start() for m in _TITLE_TAIL.finditer(lines.tails))
    starts = sorted(headers.union(i for i in titles if _is_title(lines.bare[i])))
    if not starts:
        return ruled
    kinds = _Kinds(lines, headers, words)
    result: list[tuple[int, int]] = []
    end = 0
    for i in starts:
        if i < end or not _begins(kinds, i):
            continue
        stop = _account_stop(kinds, i) if _is_account(kinds, i) else _stop(kinds, i)
        if stop - i >= 4:
            numbered = ORDINAL.match(lines.bare[i]) is not None
            result.append((i + numbered, stop))
            end = stop
    return _merged(result, ruled)


def _ruled(raw: list[str]) -> list[tuple[int, int]]:
    """Ranges of lines that are told by what parts their cells: strokes, or wide gaps."""
    found: list[tuple[int, int]] = []
    whole = "\n".join(raw)
    for mark, is_row in (("|", _is_ruled), ("  ", _GAPPED_ROW.match)):
        if mark not in whole:
            continue
        run: list[int] = []
        for i in [*(i for i, line in enumerate(raw) if mark in line and is_row(line)), -9]:
            if run and not 0 < i - run[-1] <= 2:
                if len(run) > 2 and any(_DIGIT.search(raw[j]) for j in run):
                    found.append((run[0], run[-1] + 1))
                run = []
            run.append(i)
    return _merged(found, [])


def _is_ruled(line: str) -> bool:
    return line.count("|") > 1 or line[-1] == "|" or len(line) <= _LABEL


def _merged(one: list[tuple[int, int]], two: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that overlap or touch as one."""
    if not two and len(one) < 2:
        return one
    result: list[tuple[int, int]] = []
    for start, stop in sorted(one + two):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(stop, result[-1][1]))
        else:
            result.append((start, stop))
    return result


def _headers(lines: Lines, words: Vocabulary) -> set[int]:
    """Lines that are header cells: one word exactly, or two words and no stop."""
    bare = lines.bare
    likely = [
        i for i, line in enumerate(bare) if len(line) < 80 and "，" not in line and "。" not in line
    ]
    joined = "\n".join([bare[i] for i in likely])
    ends: list[int] = []
    hits: dict[int, int] = {}
    for shared, those in words.header:
        if shared not in joined:
            continue
        ends = ends or list(accumulate(len(bare[i]) + 1 for i in likely))
        for word in those:
            at = joined.find(word)
            while at >= 0:
                line = likely[bisect_right(ends, at)]
                whole = len(bare[line]) <= len(word) + 6
                hits[line] = hits.get(line, 0) + (2 if whole else 1)
                at = joined.find(word, at + len(word))
    return {i for i, n in hits.items() if n > 1 and not _PAUSE.search(bare[i])}


def _is_title(line: str) -> bool:
    return line[-1] == "表" and 3 < len(line) <= _LABEL and not _PAUSE.search(line)


class _Kinds:
    """Kinds of lines, told when asked for: F figures, R row, V header, c single character,
    C short cell, L label, T title, H heading of a section, E total, P running text."""

    def __init__(self, lines: Lines, headers: set[int], words: Vocabulary) -> None:
        self.lines = lines
        self.headers = headers
        self.words = words
        self.known: dict[int, str] = {}

    def __getitem__(self, i: int) -> str:
        kind = self.known.get(i)
        if kind is None:
            kind = self.known[i] = self._tell(i)
        return kind

    def __len__(self) -> int:
        return len(self.lines)

    def _tell(self, i: int) -> str:
        bare, raw = self.lines.bare[i], self.lines.raw[i]
        if i in self.headers:
            return "V"
        pause = _PAUSE.search(bare) is not None
        if not pause and bare.startswith(self.words.total):
            return "E"
        if len(bare) == 1 and not bare.isascii():
            return "c"
        short = raw[:200]
        if "|" in short:
            short = short.replace("|", " ").strip()
            bare = bare.replace("|", "") or "表"
        if "  " in short:
            short = _GAP.sub(" ", short)
        if (bare[0] in "-—" or bare[0].isdecimal()) and _FIGURES.fullmatch(short):
            return "F"
        if bare[0] == "第" and PART.match(bare):
            return "H"
        if not pause:
            if " " in short and (
                _ROW.search(short)
                or _LABELLED_ROW.search(short)
                or (len(bare) <= _LABEL and (_NUMBERED_ROW.match(short) or _TWO_SIDED.match(short)))
            ):
                return "R"
            if _SECTION.match(bare) and self.words.heading(bare):
                return "H"
            if _is_title(bare):
                return "T"
            if len(bare) <= _LABEL:
                return "C" if len(bare) <= _CELL else "L"
        elif len(bare) <= _CELL:
            return "C"
        return "P"


def _begins(kinds: _Kinds, i: int) -> bool:
    """Whether signs of a table follow line *i* closely, and no other title before them."""
    strong = cells = 0
    stop = min(len(kinds), i + 1 + _AHEAD)
    if _is_account(kinds, i) and any(
        _UNIT_LINE.fullmatch(each) for each in kinds.lines.bare[i + 1 : i + 4]
    ):
        return any(kinds[j] in "FRV" for j in range(i + 1, stop))
    for j in range(i + 1, stop):
        kind = kinds[j]
        if kind in "FRVcE":
            strong += 1
        elif kind == "C":
            cells += 1
        elif kind == "H" or (kind == "P" and j - i <= 3) or (kind == "T" and not strong):
            return False
        if strong >= 3 and strong + cells >= 5:
            return True
    return strong >= 2 and (strong + cells) * 2 >= stop - i - 1


def _is_account(kinds: _Kinds, i: int) -> bool:
    bare = kinds.lines.bare[i]
    if _ACCOUNT.search(bare) is None or _PART_TITLE.search(bare):
        return False
    return not kinds.words.is_score(bare)


def _account_stop(kinds: _Kinds, start: int) -> int:
    """Index after the last line of the account table whose title is line *start*.

    Such a table ends with its note, before the next title or part, or where running text
    begins; its rows bear numbers like those of headings (一、…) and many have no figure.
    """
    lines = kinds.lines.bare
    last, labels, i, size = start + 1, 0, start, len(kinds)
    while (i := i + 1) < size:
        kind, line = kinds[i], lines[i]
        if kind == "P" and not _NOTE.match(line):
            break
        if line[0] == "第" and kind == "H":
            break
        if kind == "T" and i > start + 2 and _ACCOUNT.search(line):
            break
        if kind in "FRVE":
            last, labels = i + 1, 0
        elif _NOTE.match(line):
            while lines[i][-1] not in "。）" and i + 1 < size and kinds[i + 1] in "PCL":
                i += 1
            last = i + 1
        elif (labels := labels + 1) > 4 * _LABELS:
            break
    return last


def _goes_on(kinds: _Kinds, i: int) -> bool:
    """Whether the table goes on after running text: a lone row may be prose with figures."""
    return sum(kinds[j] in "RVc" for j in range(i, min(i + 3, len(kinds)))) >= 2


def _stop(kinds: _Kinds, start: int) -> int:
    """Index after the last line of the table that begins at *start*."""
    last = start + 1
    prose = labels = 0
    scores = kinds.words.is_score(kinds.lines.bare[start])
    i, size = start + 1, len(kinds)
    while i < size:
        kind = kinds[i]
        if kind == "E":
            i += 1
            while i < size and kinds[i] == "F":
                i += 1
            return i
        if kind == "H" or (kind == "T" and _is_account(kinds, i)):
            break
        if kind == "V":
            scores = scores or kinds.words.is_score(kinds.lines.bare[i])
        if kind == "V" or (kind in "RFc" and (not prose or _goes_on(kinds, i))):
            last = i + 1
            prose = labels = 0
        elif kind == "P":
            prose += 1
            if not scores or prose > _PROSE or len(kinds.lines.bare[i]) > _LONG:
                break
        elif kind in "CLT":
            labels += 1
            if labels > (6 * _LABELS if scores else _LABELS):
                break
        i += 1
    return last
