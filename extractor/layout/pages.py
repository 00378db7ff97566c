"""Pages printed on one line: broken again where headings and page numbers stand."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from extractor.layout.vocabulary import Vocabulary, vocabulary

_LONG = 200  #: characters of a line that may be a page
_SHORTEST = 40  #: characters of a line that may hold some headings
_CN = "一二三四五六七八九十"
_HEAD = rf"第 ?[{_CN}\d]{{1,3}} ?部 ?分 ?[:：、]?|[{_CN}]{{1,3}} ?、|（ ?[{_CN}]{{1,3}} ?） ?、?"
_DIGIT = r"\d{1,2} ?(?:、|[.．](?!\d))|（ ?\d{1,2} ?）"
#: what a line that may be a page holds
_INNER = re.compile(
    rf" (?<![\n ] )(?:/ )?(?:第 ?[{_CN}\d]{{1,3}} ?部|[{_CN}]{{1,3}} ?、|（ ?[{_CN}]{{1,3}} ?）"
    r"|[-—–] ?\d{1,3} ?[-—–](?= ))"
)
_ROW = re.compile(r" -?\d[\d,]{0,15}(?:\.\d{1,6})?%?$")  #: a label and its figure
#: a heading's ordinal or a page number after a space
_PLACE = re.compile(
    rf" (?:(?:/ )?(?<![，、的和与及或在“《（,] )(?P<head>{_HEAD})"
    rf"|(?<=[。；：;:] )(?<![是因] )(?P<digit>{_DIGIT})"
    r"|(?<=[。；：，、一-龥）] )(?P<page>[-—–] ?\d{1,3} ?[-—–])"
    r"(?= [^-—–\d ]| \d{1,2}[.、](?!\d)| ?\n| ?$)"
    r"|(?<=[。；] )(?P<last>\d{1,3}) *(?=\n|$))"
)
_START = re.compile(rf" *(?P<head>{_HEAD})")
_WORDS = re.compile(r"[^。！？；：，;:!?,\n]*")
_TOKEN = re.compile(r"[^。！？；：，;:!?, \n]*")
_JOINED = tuple("、，和及与的")
_TITLE, _BEFORE = 60, 50  #: characters of a title, and of a title without a number
_FUNCTION = re.compile(r"[^。！？；：，;:!?,\n]{0,110}（项）\d{0,7}。(?= )")
_NUMBER = re.compile(r" \d{1,3}(?= [一-龥“])")  #: a page number between a title and its body
_YEAR = re.compile(r"20\d\d ?年")
_SHORT = 8  #: characters of a word that may belong to the title


class _Place(NamedTuple):
    kind: str  #: head | digit | page | last
    space: int  #: the space before it, -1 at the beginning of the line
    start: int
    end: int


def part_pages(text: str) -> str:
    """*text* with a line break for each space that parts a heading in a page on one line.

    >>> page = "一、职责 负责全县林业。" + "管护山林。" * 40 + " 二、机构设置 内设两股。"
    >>> [line[:8] for line in part_pages(page).split("\\n")]
    ['一、职责', '负责全县林业。管', '二、机构设置', '内设两股。']
    """
    words = vocabulary()
    places: list[int] = []
    end = 0
    for inner in _INNER.finditer(text):
        if inner.start() < end:
            continue  # of a line that was looked at
        start = text.rfind("\n", end, inner.start()) + 1 or end
        end = text.find("\n", inner.end()) + 1 or len(text)
        if end - start > _SHORTEST:
            places += [start + place for place in _breaks(text[start:end], words)]
    if not places:
        return text
    bounds = zip([0, *(place + 1 for place in places)], [*places, len(text)], strict=True)
    return "\n".join([text[start:end] for start, end in bounds])


def _breaks(line: str, words: Vocabulary) -> list[int]:
    """Offsets of the spaces of *line* that part headings, page numbers and the text."""
    places = [
        _Place(m.lastgroup or "", m.start(), m.start(m.lastgroup or 0), m.end())
        for m in _PLACE.finditer(line)
    ]
    start = _START.match(line)
    if start is not None:
        places.insert(0, _Place("head", -1, start.start("head"), start.end()))
    found: set[int] = set()
    parted = _is_page(line, places)
    for i, each in enumerate(places):
        if each.kind in ("page", "last"):
            found.add(each.space)
            if line[each.end : each.end + 1] == " ":
                found.add(each.end)
            continue
        if not parted:
            continue
        end = places[i + 1].space if i + 1 < len(places) else len(line)
        title = _title(line, each.end, end, words, head=each.kind == "head")
        if title >= 0:
            found.add(title)
            number = _NUMBER.match(line, title)
            if number is not None:
                found.add(number.end())
        if each.kind == "head" or title >= 0:
            found.add(each.space)
        if line.startswith(("一", "（一"), each.start):
            found.add(_unnumbered(line, each.space, words))
    found.discard(-1)
    return sorted(found)


def _is_page(line: str, places: list[_Place]) -> bool:
    """Whether headings stand in *line*; in a short one that is no row of a table."""
    heads = [each for each in places if each.kind == "head"]
    if len(line) > _LONG:
        return len(heads) > 1
    return len(heads) > 2 and not any(
        line[one.start : one.end] == line[two.start : two.end]
        or _ROW.search(line, one.end, two.space)
        for one, two in pairwise(heads)
    )


def _title(line: str, start: int, end: int, words: Vocabulary, *, head: bool) -> int:
    """Offset of the space after the title that begins at *start*, -1 where none is told."""
    item = _FUNCTION.match(line, start, end)
    if item is not None:
        return item.end()
    match = _WORDS.match(line, start, min(end, start + _TITLE))
    stop = match.end() if match else start
    at = start + 1
    while (space := line.find(" ", at, stop)) >= 0:
        at = space + 1
        title = line[start:space].replace(" ", "")
        if not words.heading(title) and not (head and words.theme(title)):
            if (
                len(title) > 3
                and (_YEAR.match(line, at) or line.startswith(words.body, at))
                and " " not in line[start:space].strip()
            ):
                return space
            continue
        token = _TOKEN.match(line, at)
        following = token[0] if token else ""
        if following.startswith(_JOINED):
            continue
        if len(following) <= _SHORT and (
            following.startswith(words.rest)
            or (words.heading(following) and not words.strong(title))
        ):
            continue
        return space
    return -1


def _unnumbered(line: str, end: int, words: Vocabulary) -> int:
    """Offset of the space before a title without a number that ends at *end*, else -1."""
    stop = line.rfind("。 ", max(0, end - _BEFORE), end) if end > 0 else -1
    if stop < 0:
        return -1
    title = line[stop + 2 : end].replace(" ", "")
    told = len(title) > 3 and words.strong(title) and not any(c in title for c in "，；：,;:")
    return stop + 1 if told else -1
