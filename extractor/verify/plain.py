"""Text as it reads once wraps, blanks and page furniture are taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from extractor.layout.characters import NOTHING, canonical

_DROPPED = frozenset((" ", "\n", NOTHING))
_LINES = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_DIGITS = re.compile(r"\d{1,9}")
#: 12, - 12 -, 第3页, 第3页共10页, 3/10
_PAGE = re.compile(
    r"[-—–─·~]{0,3}\d{1,4}[-—–─·~]{0,3}|第?\d{1,4}页(?:[，,/]?共\d{1,4}页)?"
    r"|共\d{1,4}页[，,]?第\d{1,4}页|\d{1,4}/\d{1,4}|第[一二三四五六七八九十百]{1,5}页|Page\d{1,4}(?:of\d{1,4})?"
)
_WIDE = str.maketrans(",;:", "，；：")
_LONGEST_HEAD = 60
_OFTEN = 3
_READINGS = 32  #: ways of reading a quote that are followed at once


def squeeze(text: str) -> str:
    """The printing characters of *text*, as they are.

    >>> squeeze("360.44 万\\n元\\u200b")
    '360.44万元'
    """
    plain = canonical(text)
    if plain.isalnum():
        return text
    return "".join(own for own, form in zip(text, plain, strict=True) if form not in _DROPPED)


def fold(text: str) -> str:
    """The printing characters of *text* in their canonical form."""
    return squeeze(canonical(text))


def form(text: str) -> str:
    """:func:`fold`, and punctuation in its Chinese form, as headings are told in."""
    return fold(text).translate(_WIDE)


def lines(text: str) -> list[str]:
    """The squeezed lines of *text* that are not blank."""
    return [bare for bare in map(squeeze, _LINES.split(text)) if bare]


class Furniture:
    """Tells the lines of one source that belong to its pages, not to what it says."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __contains__(self, line: str) -> bool:
        bare = canonical(line)
        if _PAGE.fullmatch(bare):
            return True
        return len(bare) <= _LONGEST_HEAD and _DIGITS.sub("0", bare) in self._heads

    @cached_property
    def _heads(self) -> frozenset[str]:
        """Short lines that come again and again, whatever figures they hold."""
        short = (bare for bare in lines(self._source) if len(bare) <= _LONGEST_HEAD)
        counted = Counter(_DIGITS.sub("0", canonical(bare)) for bare in short)
        return frozenset(line for line, times in counted.items() if times >= _OFTEN)


def reads(value: str, quote: str, furniture: Iterable[str] | Furniture | None) -> bool:
    """Whether *quote* says *value*: the same characters in order, white space aside.

    Whole lines of page furniture may stand between the first and the last line of the
    quote; None allows none.

    >>> reads("抓好队伍", "抓好\\n- 3 -\\n队伍", Furniture(""))
    True
    """
    wanted = squeeze(value)
    parts = lines(quote)
    # How much of the value the lines so far may have said; several where a line could be
    # either furniture or text.
    said = {0}
    for index, line in enumerate(parts):
        between = furniture is not None and 0 < index < len(parts) - 1
        skippable = between and line in (furniture or ())
        said = {at + len(line) for at in said if wanted.startswith(line, at)} | (
            said if skippable else set()
        )
        if not said:
            return False
        if len(said) > _READINGS:  # so that a long column of equal lines stays linear
            said = set(sorted(said)[-_READINGS:])
    return len(wanted) in said


def variants(quote: str, furniture: Furniture | None) -> tuple[str, ...]:
    """The quote on one line, and without the furniture inside it where it may hold some."""
    parts = lines(quote)
    whole = "".join(parts)
    if furniture is None or len(parts) < 3:
        return (whole,)
    kept = [parts[0], *(each for each in parts[1:-1] if each not in furniture), parts[-1]]
    bare = "".join(kept)
    return (whole,) if bare == whole else (bare, whole)
