"""Text and its outline -> sentences; sentences -> clauses."""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.layout import Text
from extractor.outline import Outline
from extractor.outline.titles import ENDS, FUNCTION
from extractor.segment.types import Sentence
from extractor.span import Span

# A bracket or a quotation is jumped over if it closes within its bound, else it is a character.
_NEST = (
    r"（(?:[^（）\n]|（[^（）\n]{0,60}）){0,160}+）|“[^“”\n]{0,160}+”|《[^《》\n]{0,120}+》"
    r"|「[^「」\n]{0,160}+」|\[[^\[\]\n]{0,60}+\]"
)
_SENTENCE = re.compile(
    rf"[^。！？!?\n（“《「\[]*+(?:(?:{_NEST}|[（“《「\[])[^。！？!?\n（“《「\[]*+)*+"
    r"(?:[。！？!?]+[”’）」』】]*+)?"
)
_CLAUSE = re.compile(
    rf"(?P<nest>{_NEST})|(?P<mark>[；，：;]|(?<!\d),|,(?!\d))"
    r"|(?P<cue>[一二三四五六七八九十]是(?!否)|首先|其次|再次|最后[，：])"
)
_PART = re.compile(rf"(?P<nest>{_NEST})|[；;]")
_WORD = re.compile(r"\w")
_NO_BEGINNING = frozenset(" ：:、，.．　")
_STOPS = "。！？!?"
_CUES_AFTER = "。；，：、！？;,: \n"


def segment(text: Text, outline: Outline) -> tuple[Sentence, ...]:
    """The sentences of the body, in reading order; headings that only name are left out.

    A sentence ends at 。！？ outside brackets and quotations (those that never close count
    as characters), or with its paragraph. Linear in the length of the text.
    """
    found: list[Sentence] = []
    clean = text.clean
    # (start, where its words begin, where its body begins, section, item)
    marks: list[tuple[int, int, int, int | None, int | None]] = [
        (s.start, s.start + len(s.ordinal), s.end, s.index, None) for s in outline.sections
    ]
    marks += [(i.start, i.body, i.body, i.section, n) for n, i in enumerate(outline.items)]
    marks.sort()
    tables = iter(sorted((r.start, r.end) for r in text.regions if r.kind == "table"))
    table = next(tables, None)
    section: int | None = None
    item: int | None = None
    at, paragraph, m, count = 0, -1, 0, len(marks)
    size = len(clean)
    while at < size:
        stop = clean.find("\n", at)
        stop = size if stop < 0 else stop
        if stop == at:
            at += 1
            continue
        paragraph += 1
        while table is not None and table[1] <= at:
            table = next(tables, None)
        form, ordinal, begin = "prose", "", at
        inside = table is not None and table[0] <= at
        while m < count and marks[m][0] < stop:
            start, words, body, in_section, in_item = marks[m]
            m += 1
            if start > begin:
                _split(found, clean, begin, start, section, item, paragraph, ordinal, form)
            section, item, form, ordinal = in_section, in_item, "prose", ""
            if in_item is not None:
                form, ordinal = "item", outline.items[in_item].ordinal
            elif in_section is not None:
                head = outline.sections[in_section]
                if _states(clean, head.title, body, stop):
                    _split(found, clean, words, body, section, None, paragraph,
                           head.ordinal, "heading")  # fmt: skip
            begin = body
        if begin < stop:
            if inside and begin == at:
                found.append(Sentence(at, stop, section, item, paragraph, "", "cell"))
            else:
                _split(found, clean, begin, stop, section, item, paragraph, ordinal, form)
        at = stop + 1
    return tuple(found)


def _states(clean: str, title: str, end: int, stop: int) -> bool:
    """Whether a heading is a sentence besides: it ends with a stop, and goes on or states."""
    if clean[end - 1] not in _STOPS:
        return False
    return end < stop or not (FUNCTION.search(title) or ENDS.search(title))


def _split(
    found: list[Sentence], clean: str, start: int, end: int, section: int | None,
    item: int | None, paragraph: int, ordinal: str, form: str,
) -> None:  # fmt: skip
    """Add the sentences of one stretch of a paragraph; the first has its form and ordinal."""
    for match in _SENTENCE.finditer(clean, start, end):
        begin, stop = match.span()
        while begin < stop and clean[begin] in _NO_BEGINNING:
            begin += 1
        while stop > begin and clean[stop - 1] == " ":
            stop -= 1
        if begin == stop:
            continue
        if not clean[begin].isalnum() and _WORD.search(clean, begin, stop) is None:
            continue
        found.append(Sentence(begin, stop, section, item, paragraph, ordinal, form))
        if form == "item":
            form = "prose"


def clauses(clean: str, start: int, end: int) -> list[Span]:
    """The clauses of ``clean[start:end]``: cut at ；，： outside brackets and before 一是, 首先.

    The mark stays with the clause before it; a comma inside a figure is none.

    >>> text = "共5项，其中（一般，重点）3项；一是抓好宣传，二是抓好落实。"
    >>> [text[a:b] for a, b in clauses(text, 0, len(text))]
    ['共5项，', '其中（一般，重点）3项；', '一是抓好宣传，', '二是抓好落实。']
    """
    cuts = [start]
    for match in _CLAUSE.finditer(clean, start, end):
        kind = match.lastgroup
        if kind == "mark":
            cuts.append(match.end())
        elif (
            kind == "cue" and match.start() > cuts[-1] and (clean[match.start() - 1] in _CUES_AFTER)
        ):
            cuts.append(match.start())
    return _spans(clean, cuts, end)


def semicolon_parts(clean: str, start: int, end: int) -> list[Span]:
    """The parts of ``clean[start:end]`` between ； outside brackets.

    >>> text = "负责规划（一；二）；承办其他事项。"
    >>> [text[a:b] for a, b in semicolon_parts(text, 0, len(text))]
    ['负责规划（一；二）；', '承办其他事项。']
    """
    found = _PART.finditer(clean, start, end)
    cuts = [start, *(match.end() for match in found if match.lastgroup is None)]
    return _spans(clean, cuts, end)


def _spans(clean: str, cuts: list[int], end: int) -> list[Span]:
    cuts.append(end)
    found = []
    for start, stop in pairwise(cuts):
        while start < stop and clean[start] in " \n":
            start += 1
        while stop > start and clean[stop - 1] in " \n":
            stop -= 1
        if start < stop:
            found.append(Span(start, stop))
    return found
