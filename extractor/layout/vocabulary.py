"""The words of `vocabulary.toml`, ready for use."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec


class Endings:
    """Words that something may end with, told by its last character first.

    >>> ends = Endings(["情况", "说明", "概况"])
    >>> ends("收入决算情况"), ends("情况如下"), ends("")
    (True, False, False)
    """

    __slots__ = ("_by_last",)

    def __init__(self, words: Iterable[str]) -> None:
        self._by_last: dict[str, tuple[str, ...]] = {}
        for word in words:
            self._by_last[word[-1]] = (*self._by_last.get(word[-1], ()), word)

    def __call__(self, text: str) -> bool:
        words = self._by_last.get(text[-1:])
        return words is not None and text.endswith(words)


class Vocabulary(msgspec.Struct, frozen=True):
    """Words by which lines are told apart."""

    heading: Endings  #: how a heading ends
    strong: Endings  #: how hardly anything but a heading ends
    theme: Endings  #: how a heading may end that an ordinal of a high rank stands before
    rest: tuple[str, ...]  #: how the second line of a heading begins
    start: tuple[str, ...]  #: how a sentence begins
    paragraph: tuple[str, ...]  #: how a paragraph begins
    body: tuple[str, ...]  #: how the body begins that stands on the line of its heading
    header: tuple[tuple[str, tuple[str, ...]], ...]  #: words of header cells by what they share
    score: tuple[str, ...]  #: those of them that only tables of scores have
    total: tuple[str, ...]  #: how the last row of a table of scores begins

    def is_score(self, line: str) -> bool:
        """Whether a title or header is one of a table of scores, whose cells hold prose."""
        return any(word in line for word in self.score)


def _shared(words: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words by two characters that they share: where those are not, no word need be sought.

    >>> _shared(["一级指标", "指标值", "得分"])
    (('指标', ('一级指标', '指标值')), ('得分', ('得分',)))
    """
    left, found = list(words), []
    while left:
        pairs = Counter(pair for word in left for pair in {a + b for a, b in pairwise(word)})
        best = max(pairs, key=lambda pair: (pairs[pair], pair in left, pair))
        found.append((best, tuple(word for word in left if best in word)))
        left = [word for word in left if best not in word]
    return tuple(found)


@cache
def vocabulary() -> Vocabulary:
    """Read the words once."""
    data = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
    heading, sentence, table = data["heading"], data["sentence"], data["table"]
    return Vocabulary(
        heading=Endings(heading["strong"] + heading["weak"]),
        strong=Endings(heading["strong"]),
        theme=Endings(heading["theme"]),
        rest=tuple(heading["rest"]),
        start=tuple(sentence["start"]),
        paragraph=tuple(sentence["paragraph"]),
        body=tuple(sentence["body"] + sentence["paragraph"]),
        header=_shared(table["score"] + table["account"]),
        score=tuple(table["score"] + table["score_title"]),
        total=tuple(table["total"]),
    )
