"""The syntax of mark-up: ``{{text|facts}}``, nested, and the words that tell a fact."""

from __future__ import annotations

import re

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """A mistake in a mark-up file: its line (from 1) and what is wrong."""

    line: int
    cause: str


class Mark(msgspec.Struct, frozen=True):
    """A marked span of the plain text, and the facts that stand behind its bar.

    ``start``/``end`` are half-open in the plain text; ``line`` is where the mark opens.
    """

    start: int
    end: int
    facts: str
    line: int


class Words(msgspec.Struct, frozen=True):
    """One fact as written: its bare words, and its ``name=value`` pairs."""

    bare: tuple[str, ...]
    pairs: dict[str, str]


class _Open(msgspec.Struct):
    start: int
    line: int
    bar: tuple[int, int, int] | None = None  #: pieces, length and input offset at the bar


_TOKEN = re.compile(r"\{\{|\}\}|\|")


def parse_marks(body: str, first_line: int = 1) -> tuple[str, list[Mark], list[Problem]]:
    """Take the marks out of *body*: the plain text, its marks in reading order, mistakes.

    >>> plain, marks, _ = parse_marks("共{{12人|staffing.actual category=total}}。")
    >>> plain, marks[0].start, marks[0].end, marks[0].facts
    ('共12人。', 1, 4, 'staffing.actual category=total')
    """
    pieces: list[str] = []
    length = done = 0
    line, line_done = first_line, 0
    stack: list[_Open] = []
    marks: list[Mark] = []
    problems: list[Problem] = []
    for token in _TOKEN.finditer(body):
        at = token.start()
        line += body.count("\n", line_done, at)
        line_done = at
        pieces.append(body[done:at])
        length += at - done
        done = token.end()
        if token[0] == "{{":
            stack.append(_Open(length, line))
        elif token[0] == "|":
            if stack:
                stack[-1].bar = (len(pieces), length, at)
            pieces.append("|")
            length += 1
        elif not stack:
            problems.append(Problem(line, "}} closes nothing"))
        else:
            opened = stack.pop()
            if opened.bar is None:
                problems.append(Problem(opened.line, "a mark has no | with facts behind it"))
                continue
            count, length, bar = opened.bar
            del pieces[count:]
            marks.append(Mark(opened.start, length, body[bar + 1 : at], opened.line))
            if stack:
                stack[-1].bar = None  # a bar before a nested mark is part of the text
    problems += [Problem(each.line, "{{ is never closed") for each in stack]
    pieces.append(body[done:])
    plain = "".join(pieces)
    for mark in marks:
        text = plain[mark.start : mark.end]
        if not text.strip():
            problems.append(Problem(mark.line, "a mark holds no text"))
        elif text != text.strip():
            problems.append(Problem(mark.line, f"mark {text[:12]!r} begins or ends with space"))
    marks.sort(key=lambda each: (each.start, -each.end))
    return plain, marks, problems


_WORD = re.compile(r'(?P<sep>;)|(?P<word>(?:[^\s;"]|"[^"]*")+)|(?P<bad>")')
_PAIR = re.compile(r"([a-z_0-9]+)=(.*)", re.DOTALL)


def parse_facts(facts: str) -> list[Words]:
    """The facts of one mark, word by word.

    >>> parse_facts('%revenue.total change decrease ; term name="a; b"')[1].pairs
    {'name': 'a; b'}

    Raises :class:`ValueError` that says what is wrong.
    """
    found: list[Words] = []
    bare: list[str] = []
    pairs: dict[str, str] = {}

    def close() -> None:
        if not bare:
            raise ValueError("a fact without a field key")
        found.append(Words(tuple(bare), dict(pairs)))
        bare.clear()
        pairs.clear()

    for token in _WORD.finditer(facts):
        if token["bad"]:
            raise ValueError('a " is never closed')
        if token["sep"]:
            close()
            continue
        pair = _PAIR.fullmatch(token["word"])
        if pair is None:
            bare.append(token["word"].replace('"', ""))
        elif pair[1] in pairs:
            raise ValueError(f"{pair[1]}= is given twice")
        else:
            pairs[pair[1]] = pair[2].replace('"', "")
    close()
    return found
