"""The words that the checks of the text need (``checks/data/text.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec

from extractor.errors import fail


class Confusion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern of what is wrongly written, a character that it needs, and the right word."""

    cue: str
    wrong: str
    right: str


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Word lists; see the file for what each is for."""

    reduplicated: frozenset[str]
    noun_and_verb: frozenset[str]
    governing: tuple[str, ...]
    endings: frozenset[str]
    doubled: dict[str, tuple[str, str]]
    confusion: tuple[Confusion, ...]


@cache
def lexicon() -> Lexicon:
    """The lists, read once. Raises EX201 where the file does not fit.

    >>> "服务" in lexicon().noun_and_verb
    True
    """
    file = resources.files("extractor.checks") / "data" / "text.toml"
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Lexicon)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise fail("EX201", f"text.toml: {error}") from None


@cache
def confusions() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Cue, pattern and right word of each."""
    return tuple((e.cue, re.compile(e.wrong), e.right) for e in lexicon().confusion)
