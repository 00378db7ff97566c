"""The words of `vocabulary.toml`, ready for use."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import msgspec


class Vocabulary(msgspec.Struct, frozen=True):
    """Words by which lines are told apart."""

    heading: re.Pattern[str]  #: how a heading ends
    strong: re.Pattern[str]  #: how hardly anything but a heading ends
    rest: tuple[str, ...]  #: how the second line of a heading begins
    start: tuple[str, ...]  #: how a sentence begins
    paragraph: tuple[str, ...]  #: how a paragraph begins
    stop: re.Pattern[str]  #: what a heading does not hold
    header: tuple[str, ...]  #: words of header cells
    score: tuple[str, ...]  #: those of them that only tables of scores have
    total: tuple[str, ...]  #: how the last row of a table of scores begins

    def is_score(self, line: str) -> bool:
        """Whether a title or header is one of a table of scores, whose cells hold prose."""
        return any(word in line for word in self.score)


def _ending(words: list[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")$")


@cache
def vocabulary() -> Vocabulary:
    """Read the words once."""
    data = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
    heading, sentence, table = data["heading"], data["sentence"], data["table"]
    return Vocabulary(
        heading=_ending(heading["strong"] + heading["weak"]),
        strong=_ending(heading["strong"]),
        rest=tuple(heading["rest"]),
        start=tuple(sentence["start"]),
        paragraph=tuple(sentence["paragraph"]),
        stop=re.compile("[。；！？]"),
        header=tuple(table["score"] + table["account"]),
        score=tuple(table["score"] + table["score_title"]),
        total=tuple(table["total"]),
    )
