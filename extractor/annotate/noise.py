"""Noise operators: what converters do to a text, with every offset carried along.

An operator is named in a document's front matter, with arguments after colons
(``wrap:32``, ``page_numbers:24:dash``); they are applied in the order given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import msgspec

from extractor.layout.traditional import simplified

#: An edit: characters [start, end) of the text are replaced by the string. An insertion
#: has start == end; a replacement has as many characters as it replaces, or belongs to
#: one character.
Edit = tuple[int, int, str]


class Noised(msgspec.Struct, frozen=True):
    """A text after noise, and where each character of the text before now stands.

    ``starts[i]`` and ``ends[i]`` are the new half-open place of the old character ``i``.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The new place of the old, non-empty span ``[start, end)``."""
        return self.starts[start], self.ends[end - 1]


def _apply(text: str, edits: Iterable[Edit]) -> Noised:
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    done = length = 0

    def keep(upto: int) -> None:
        nonlocal length
        pieces.append(text[done:upto])
        starts.extend(range(length, length + upto - done))
        ends.extend(range(length + 1, length + 1 + upto - done))
        length += upto - done

    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        keep(start)
        pieces.append(new)
        if end - start == len(new):
            starts.extend(range(length, length + len(new)))
            ends.extend(range(length + 1, length + 1 + len(new)))
        else:
            starts.extend([length] * (end - start))
            ends.extend([length + len(new)] * (end - start))
        length += len(new)
        done = end
    keep(len(text))
    return Noised("".join(pieces), starts, ends)


#: What a typesetter does not put at the start of a line, and what it does not cut.
_NO_START = frozenset("，。；：！？、）】》”’%％,.;:!?)")
_WORD = re.compile(r"[0-9A-Za-zà-üāǎ-ǜ０-９.,%％．]+")


def wrap(text: str, width: str = "32") -> Noised:
    """Break lines at *width* full-width characters; digits and letters count half."""
    limit = int(width)
    edits: list[Edit] = []
    position = 0
    for line in text.split("\n"):
        words = {each.start(): each.end() for each in _WORD.finditer(line)}
        column, word_start = 0.0, -1
        index = 0
        while index < len(line):
            if index in words and words[index] - index <= 2 * limit:
                word_start, step = index, words[index] - index
            else:
                word_start, step = index, 1
            size = sum(0.5 if ord(c) < 0x2E80 else 1.0 for c in line[index : index + step])
            if column and column + size > limit and line[word_start] not in _NO_START:
                edits.append((position + word_start, position + word_start, "\n"))
                column = 0.0
            column += size
            index += step
        position += len(line) + 1
    return _apply(text, edits)


def blank_lines(text: str) -> Noised:
    """Put an empty line after every line that has none."""
    breaks = re.finditer(r"(?<!\n)\n(?!\n|\Z)", text)
    return _apply(text, [(each.end(), each.end(), "\n") for each in breaks])


_NUMBER_STYLES = {"plain": "{}", "dash": "— {} —", "hyphen": "- {} -", "page": "第 {} 页"}


def page_numbers(text: str, lines: str = "24", style: str = "plain") -> Noised:
    """Put a page number on a line of its own after every *lines* printed lines."""
    edits: list[Edit] = []
    form = _NUMBER_STYLES[style]
    printed = page = 0
    for each in re.finditer(r"([^\n]*)\n", text):
        printed += bool(each[1].strip())
        if printed == int(lines):
            printed, page = 0, page + 1
            edits.append((each.end(), each.end(), form.format(page) + "\n"))
    return _apply(text, edits)


_HAN = "\u4e00-\u9fff"


def spaces(text: str) -> Noised:
    """Put a space between a Chinese character and a figure, as PDF converters do."""
    found = re.finditer(rf"(?<=[{_HAN}])(?=\d)|(?<=[\d%％])(?=[{_HAN}])", text)
    return _apply(text, [(each.start(), each.start(), " ") for each in found])


def word_spaces(text: str, every: str = "40") -> Noised:
    """Cut a word by a space at every *every*-th place between two Chinese characters."""
    places = [each.start() for each in re.finditer(rf"(?<=[{_HAN}])(?=[{_HAN}])", text)]
    step = int(every)
    return _apply(text, [(place, place, " ") for place in places[step - 1 :: step]])


def _translate(text: str, table: Mapping[int, str | int]) -> Noised:
    return Noised(text.translate(table), list(range(len(text))), list(range(1, len(text) + 1)))


def fullwidth(text: str, what: str = "all") -> Noised:
    """Print figures (``all``) or only the percent sign (``percent``) in full width."""
    table: dict[int, str | int] = {ord("%"): "％"}
    if what == "all":
        table |= {ord("0") + i: chr(ord("０") + i) for i in range(10)}
    return _translate(text, table)


def ascii_punctuation(text: str) -> Noised:
    """Print ASCII punctuation for the Chinese (the stop 。 stays)."""
    return _translate(text, str.maketrans("，；：（）“”？！", ',;:()""?!'))


def one_line(text: str) -> Noised:
    """Print everything on one line, as pages that lost their breaks do."""
    return _translate(text, {ord("\n"): " "})


def crlf(text: str) -> Noised:
    """End lines with carriage return and line feed."""
    breaks = re.finditer(r"(?<!\r)\n", text)
    return _apply(text, [(each.start(), each.start(), "\r") for each in breaks])


def bom(text: str) -> Noised:
    """Write a byte order mark: the file's, not the text's, so the text stays as it is."""
    return _translate(text, {})


@cache
def _to_traditional() -> dict[int, str]:
    """Simplified character -> a Traditional one that is read as the same again."""
    from opencc import OpenCC

    every = "".join(map(chr, range(0x4E00, 0xA000)))
    # a line each, so that no two are read as one word
    other = OpenCC("s2t").convert("\n".join(every)).split("\n")
    pairs = [(a, b) for a, b in zip(every, other, strict=True) if len(b) == 1 and a != b]
    back = simplified("".join(b for _, b in pairs))
    return {ord(a): b for (a, b), again in zip(pairs, back, strict=True) if a == again}


def traditional(text: str, share: str = "100") -> Noised:
    """Print Traditional characters, or of *share* percent of the characters their own."""
    percent = int(share)
    if not 0 < percent <= 100:
        raise ValueError(share)
    table = _to_traditional()
    # the same kinds of characters in every document, spread over all
    return _translate(text, {c: t for c, t in table.items() if c * 61 % 100 < percent})


#: Sounds as converters print them behind characters that they exchanged.
_SOUNDS = dict(
    re.findall(
        "(.)([a-zà-ǜ]+)",
        "务wù预yù经jīng费fèi财cái数shù级jí区qū职zhí责zé关guān机jī构gòu设shè业yè学xué规guī进jìn专zhuān"
        "万wàn领lǐng导dǎo转zhuǎn结jié员yuán会huì强qiáng负fù镇zhèn说shuō优yōu标biāo现xiàn个ge们men"
        "绿lǜ内nèi来lái纪jì战zhàn",
    )
)


def glosses(text: str, rate: str = "1") -> Noised:
    """Put its sound in brackets behind every *rate*-th character of some frequent ones."""
    plain, step = simplified(text), int(rate)
    if step < 1:
        raise ValueError(rate)
    places = [i for i, c in enumerate(plain) if c in _SOUNDS]
    return _apply(text, [(i + 1, i + 1, f"({_SOUNDS[plain[i]]})") for i in places[::step]])


OPERATORS: dict[str, Callable[..., Noised]] = {
    each.__name__: each
    for each in (
        wrap, blank_lines, page_numbers, spaces, word_spaces, fullwidth, ascii_punctuation,
        one_line, crlf, bom, traditional, glosses,
    )
}  # fmt: skip


def make_noise(text: str, operators: Iterable[str]) -> Noised:
    """Apply *operators* in turn.

    >>> noised = make_noise("收入12万元", ["spaces", "wrap:3"])
    >>> noised.text, noised.span(2, 6)
    ('收入 \\n12 万\\n元', (4, 10))

    Raises :class:`ValueError` that names the operator.
    """
    size = len(text)
    starts, ends = list(range(size)), list(range(1, size + 1))
    for operator in operators:
        name, *arguments = operator.split(":")
        if name not in OPERATORS:
            raise ValueError(f"unknown noise {name!r}, known are {', '.join(OPERATORS)}")
        try:
            noised = OPERATORS[name](text, *arguments)
        except (TypeError, ValueError, KeyError):
            raise ValueError(f"noise {operator!r} has bad arguments") from None
        text = noised.text
        starts = [noised.starts[i] for i in starts]
        ends = [noised.ends[i - 1] for i in ends]
    return Noised(text, starts, ends)
