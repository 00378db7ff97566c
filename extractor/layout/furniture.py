"""Page furniture: page numbers, running heads and field codes, told from the text by form."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise

from extractor.layout.characters import NOTHING
from extractor.layout.lines import Lines
from extractor.layout.ordinals import LIST_START
from extractor.layout.types import Aside

_DECORATED = re.compile(
    r"[-—–─·~]{1,3}\d{1,4}[-—–─·~]{1,3}|第?\d{1,4}页(?:[，,/]?共\d{1,4}页)?|共\d{1,4}页,?第\d{1,4}页"
    r"|第[一二三四五六七八九十百]{1,5}页(?:共[一二三四五六七八九十百]{1,5}页)?|Page\d{1,4}(?:of\d{1,4})?"
)
_HEADS = re.compile(r"[-—–─·~第共P\d]")
_FIELD_CODE = re.compile(
    r"PAGEREF {1,3}_Toc\d{1,12} {0,3}(?:\\?h\b)? {0,3}\d{0,4}"
    r'|HYPERLINK {1,3}(?:\\?l {1,3})?"[^"\n]{0,200}"'
    r'|TOC {1,3}(?:\\[a-z] {0,3}(?:"[^"\n]{0,40}")? {0,3}){1,8}'
)
_REST = re.compile(r"(?!(?:19|20)\d\d年)(?:[\d.%，。；、）]|[万亿元人次个辆台])")
_DIGITS = re.compile(r"\d+")
_LONGEST = 16  #: characters of a page number with its ornaments
_PAGES = 40  #: pages in a row whose numbers may be hidden among the figures of a table
_HEAD = 40  #: characters of a running head


def field_codes(text: str) -> tuple[str, list[Aside]]:
    """*text* with the field codes of a word processor blanked, and where they were."""
    if "PAGEREF" not in text and "HYPERLINK" not in text and "TOC \\" not in text:
        return text, []
    asides = [Aside("field_code", *m.span()) for m in _FIELD_CODE.finditer(text)]
    return _FIELD_CODE.sub(lambda m: NOTHING * len(m[0]), text), asides


def page_numbers(lines: Lines, in_table: set[int]) -> set[int]:
    """Indices of the lines that are page numbers.

    A bare figure is one where the text before it does not end within a figure, or where
    it stands in a row of page numbers; in a table only where it stands by itself.
    """
    found: set[int] = set()
    bare_figures: list[int] = []
    for begin in _HEADS.finditer(lines.heads):
        i = begin.start()
        line = lines.bare[i]
        if len(line) <= _LONGEST:
            if line.isdecimal():
                if len(line) <= 3 and lines.sizes[i] == len(line):
                    bare_figures.append(i)
            elif _DECORATED.fullmatch(line):
                found.add(i)
    if not bare_figures:
        return found
    gaps = Counter(lines.gaps)
    usual = gaps.most_common(1)[0][0]
    at_pages = {*lines.after_page, *(i - 1 for i in lines.after_page)}
    counted = _counted(lines, bare_figures)
    for i in bare_figures:
        before, after = lines.gaps[i - 1] if i else 9, lines.gaps[i]
        apart = max(before, after) > usual + 1 or i in at_pages
        if i in in_table:
            page = apart
        else:
            page = apart or i in counted or not _ends_figure(lines, i) or _goes_on(lines, i)
        if page:
            found.add(i)
    found.update(_between(lines, bare_figures, found))
    for one, two in pairwise([i for i in bare_figures if i not in in_table]):
        # the number of a page that ends within a figure: the next page tells
        if (one in found) != (two in found) and int(lines.bare[two]) == int(lines.bare[one]) + 1:
            found.update((one, two))
    return found


def _between(lines: Lines, figures: list[int], found: set[int]) -> set[int]:
    """The figures between two page numbers that number the pages between, at even distances.

    Cells of a table hold such figures, too, but elsewhere on the page.
    """
    result: set[int] = set()
    for before, after in pairwise([i for i in figures if i in found]):
        first, last = int(lines.bare[before]), int(lines.bare[after])
        if not 1 < last - first <= _PAGES:
            continue
        length = (after - before) / (last - first)
        nearest: dict[int, tuple[float, int]] = {}
        for i in figures[bisect_right(figures, before) : bisect_left(figures, after)]:
            number = int(lines.bare[i])
            away = abs(i - before - (number - first) * length)
            if first < number < last and away <= length / 5:
                nearest[number] = min(nearest.get(number, (away, i)), (away, i))
        if len(nearest) * 2 >= last - first:
            result.update(i for _, i in nearest.values())
    return result


def _ends_figure(lines: Lines, i: int) -> bool:
    """Whether line *i* may be the last digits of a figure that was cut."""
    before = lines.bare[i - 1][-1] if i else " "
    return before.isascii() and before not in ") "


def _goes_on(lines: Lines, i: int) -> bool:
    """Whether the next line is the rest of a sentence: then so short a line is not of it."""
    after = lines.bare[i + 1] if i + 1 < len(lines) else ""
    return _REST.match(after) is not None and LIST_START.match(after) is None


def _counted(lines: Lines, figures: list[int]) -> set[int]:
    """The figures that count up one by one, three at least: they number pages."""
    result: set[int] = set()
    run: list[int] = []
    for i in figures:
        if run and int(lines.bare[i]) != int(lines.bare[run[-1]]) + 1:
            if len(run) >= 3:
                result.update(run)
            run = []
        run.append(i)
    if len(run) >= 3:
        result.update(run)
    return result


def running_heads(lines: Lines, numbers: set[int], in_table: set[int]) -> set[int]:
    """Indices of short lines that stand beside page boundaries again and again."""
    total = len(lines)
    beside = {j for i in numbers for j in (i - 1, i + 1) if 0 <= j < total}
    beside |= {i for i in lines.after_page if i < total}
    beside -= numbers
    beside -= in_table
    if len(beside) < 3:
        return set()
    texts: dict[str, list[int]] = {}
    for i in sorted(beside):
        if len(lines.bare[i]) <= _HEAD and lines.bare[i][-1] not in "。；，、：":
            texts.setdefault(_DIGITS.sub("0", lines.bare[i]), []).append(i)
    boundaries = max(len(numbers), len(lines.after_page))
    result: set[int] = set()
    for places in texts.values():
        if len(places) >= 3 and len(places) * 3 >= boundaries:
            result.update(places)
    return result
