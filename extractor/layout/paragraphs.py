"""Which line breaks end a paragraph, and which only keep to the right margin."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import msgspec

from extractor.layout.lines import Lines
from extractor.layout.ordinals import LIST_HEADS as _LIST_HEADS
from extractor.layout.ordinals import LIST_START
from extractor.layout.vocabulary import Vocabulary, vocabulary

_STOPS = "。！？；：!?;:…"
_SENTENCE_STOPS = "。！？!?"
_OPEN = "，、,（《“‘〔【「『"  #: no paragraph ends so
_CLOSING = "，。；、）》”’〕】」』％%,;"  #: none begins so
_LINKING = "和与及或的"  #: hardly one ends so
_PAUSE = re.compile(r"[，。；：,;:]")
_FIGURE = re.compile(r"\d")
_TOKEN = re.compile(r"[!-~]{0,20}")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_FIGURE_FIRST = re.compile(r"(?:年初预算|预算|决算|合计)\d")  #: 决算5万元 under a heading
_REST = re.compile(r"\.?[\d.]{0,20}[万亿元人次个辆台年月日%]")
_AMOUNT = re.compile(r"\d[\d,]{0,15}(?:\.\d{1,6})? ?(?:[万亿]?元|%)")
_LONGEST_HEADING = 60
_OVERHANG = 6  #: columns that a line may be longer than those the margin was told by


class Margin(msgspec.Struct, frozen=True):
    """The right margin: how long a full line is, in columns or in characters.

    A line of ``full`` or more is surely full, one of less than ``loose`` surely not; the
    first line of a paragraph is ``indent`` shorter where its indent was lost; ``longest``
    is the longest wrapped line.
    """

    full: int
    loose: int
    longest: int
    indent: int
    in_characters: bool
    blank_lines_part: bool  #: a blank line stands between paragraphs only
    cuts_tokens: bool  #: figures and latin words are cut at the margin

    def unit(self, line: str) -> int:
        """How long the first piece of *line* is that is not parted at the margin."""
        if self.in_characters:
            return 1
        if line[0] > "\x7f":
            return 2
        token = None if self.cuts_tokens else _TOKEN.match(line)
        return max(1, len(token[0])) if token else 1


def breaks(lines: Lines, keep: list[int], in_table: set[int]) -> list[bool]:
    """For each kept line, whether a paragraph ends with it; in a table each is its own."""
    words = vocabulary()
    bare, gaps = lines.bare, lines.gaps
    heads, tails = lines.heads, lines.tails
    listed = (m.start() for m in _LIST_HEADS.finditer(heads))
    numbered = {i for i in listed if LIST_START.match(bare[i])}
    margin = _margin(lines, [i for i in keep if i not in in_table] if in_table else keep, numbered)
    indented = _indented(lines, keep, numbered)
    turned = set(lines.after_page)  # what a page begins with has a blank line before it anyway
    sizes = lines.sizes if margin and margin.in_characters else lines.widths
    result = [True] * len(keep)
    first = short = True
    paragraph = ""  # so far, while it is short enough for a heading and holds no pause
    for n, (i, j) in enumerate(pairwise(keep)):
        if in_table and (i in in_table or j in in_table):
            first = True
            continue
        if first:
            paragraph, short = bare[i], True
        elif short:
            paragraph += bare[i]
        if short and len(paragraph) >= _LONGEST_HEADING:
            paragraph, short = "", False  # no heading any more, whatever follows
        last, head = tails[i], heads[j]
        if last in _OPEN or head in _CLOSING:
            ends = head == "、" and _lost_number(words, last, bare[j], margin is None)
        elif margin is None:
            ends = j in numbered or not _within_amount(last, bare[j])
        elif (indented and lines.indents[j] >= 3) or (
            margin.blank_lines_part and gaps[i] > 1 and j == i + 1 and j not in turned
        ):
            ends = True
        else:
            size = sizes[i] + (margin.indent if first else 0)
            stopped = last in _SENTENCE_STOPS
            title = False
            if short:
                words_of = paragraph[:-1] if last in _STOPS else paragraph
                if "，" in words_of or _PAUSE.search(words_of):
                    paragraph, short = "", False
                else:
                    title = words.heading(words_of)
            room = (margin.full if stopped or title else margin.loose) - size
            fits = room > 0 and margin.longest - size >= margin.unit(bare[j])
            if (
                head.isdecimal()
                and (not title or (last == "）" and not fits))
                and last not in _STOPS
                and j not in numbered
                and _AMOUNT.match(bare[j])
            ):
                ends = False  # an amount begins no paragraph
            elif fits or sizes[i] > margin.longest + _OVERHANG:
                ends = last not in _LINKING or j in numbered
            elif last in _STOPS:
                ends = j in numbered or _paragraph_starts(words, last, bare[j], title)
            elif title or j in numbered:
                ends = _line_ends(words, last, bare[j], j in numbered, paragraph)
            else:
                ends = False
        result[n] = first = ends
    return result


def _lost_number(words: Vocabulary, last: str, there: str, unwrapped: bool) -> bool:
    """Whether a line is a heading whose number was lost: 、部门决算单位构成."""
    title = there[1:]
    return (
        last not in _OPEN
        and 3 < len(title) <= 40
        and not _PAUSE.search(title)
        and (words.strong(title) or ((unwrapped or last in _STOPS) and words.heading(title)))
    )


def _within_amount(last: str, there: str) -> bool:
    """Whether a break stands within an amount, which holds without any right margin."""
    if last in "万亿":
        return there[0] == "元"
    return last.isdecimal() and _REST.match(there) is not None and _YEAR.match(there) is None


def _paragraph_starts(words: Vocabulary, last: str, there: str, title: bool) -> bool:
    """Whether a new paragraph follows a full line that ends with a stop."""
    if title and (last == "：" or _sentence_starts(words, there)):
        return True
    if last in _SENTENCE_STOPS:
        return there.startswith(words.paragraph) or _YEAR.match(there) is not None
    return False


def _line_ends(words: Vocabulary, last: str, there: str, numbered: bool, paragraph: str) -> bool:
    """Whether a full line without a stop ends a heading, or comes before a list item."""
    if last.isascii() and there[0].isascii():
        return False  # within a figure or a latin word
    if numbered:
        return last not in _LINKING and not last.isdecimal()
    if there.startswith(words.rest):
        return False
    return _sentence_starts(words, there) or words.strong(paragraph)


def _sentence_starts(words: Vocabulary, line: str) -> bool:
    return (
        _YEAR.match(line) is not None
        or line.startswith(words.start)
        or _FIGURE_FIRST.match(line) is not None
    )


def _margin(lines: Lines, keep: list[int], numbered: set[int]) -> Margin | None:
    """Where the lines wrap; None where each line is a paragraph.

    Evidence are lines that hold a comma or stop but do not end with one, and are not
    followed by a numbered line: their lengths are all alike where a margin cut them.
    """
    bare, tails, heads = lines.bare, lines.tails, lines.heads
    inner = [
        (i, j)
        for i, j in pairwise(keep)
        if tails[i] not in _STOPS
        and j not in numbered
        and ("，" in bare[i] or _PAUSE.search(bare[i]))
    ]
    if not inner:
        return None
    widths, lengths = lines.widths, lines.sizes
    columns = Counter([widths[i] for i, _ in inner])
    characters = Counter([lengths[i] for i, _ in inner])
    in_characters = characters.most_common(1)[0][1] > columns.most_common(1)[0][1] * 1.2
    sizes = characters if in_characters else columns
    band = 4 if in_characters else 8
    count = sizes.get
    near, top = max(
        (sum([count(k, 0) for k in range(size - band, size + 1)]), size) for size in sizes
    )
    small = len(keep) <= 12
    if near < 0.4 * len(inner) or near < 0.05 * len(keep) or (near < 3 and not small):
        return None
    measure = lengths if in_characters else widths
    if small and max(measure[i] for i in keep) > top * 1.5:
        return None
    full, left = top, 0.9 * near
    while left > 0:
        left -= sizes[full]
        full -= 1
    full += 1
    firsts = sorted(
        measure[i] for i, _ in inner if i in numbered and top - band <= measure[i] <= top
    )
    rest = sorted(measure[i] for i, _ in inner if i not in numbered and full <= measure[i] <= top)
    indent = 0
    if firsts and rest and rest[len(rest) // 2] - firsts[len(firsts) // 2] >= band // 4 + 1:
        indent = band // 2
    gaps = lines.gaps
    blank = len([i for i, j in inner if gaps[i] > 1 and j == i + 1])
    figures = {m.start() for m in _FIGURE.finditer(tails)}
    cuts = any(heads[j].isdecimal() for i, j in inner if i in figures)
    return Margin(full, top - band, top, indent, in_characters, blank < 0.2 * len(inner), cuts)


def _indented(lines: Lines, keep: list[int], numbered: set[int]) -> bool:
    """Whether an indent tells the first line of a paragraph from the others."""
    indents = lines.indents
    if not indents or max(indents) < 3:
        return False
    first = [i for i in keep if indents[i] >= 3]
    if len(first) < 3 or len(first) > 0.9 * len(keep):
        return False
    tails = lines.tails
    inside = [i for i, j in pairwise(keep) if indents[j] >= 3 and tails[i] in _OPEN]
    return len(inside) * 10 < len(first)
