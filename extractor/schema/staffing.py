"""Reads ``schema/staffing.toml``: what a count of people is."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import msgspec

from extractor.errors import fail


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns that mean one thing: a field (of a group), a category, or neither."""

    words: tuple[str, ...]
    field: str = ""
    name: str = ""

    def pattern(self) -> re.Pattern[str]:
        """All of them as one pattern."""
        return re.compile("|".join(self.words))


class StaffingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    group: tuple[Words, ...]
    category: tuple[Words, ...]
    standing: Words
    trade: Words


@cache
def staffing_words() -> StaffingWords:
    """The declared words, in the order of the file.

    >>> staffing_words().group[1].field
    'staffing.retired'
    """
    raw = (resources.files("extractor.schema") / "staffing.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=StaffingWords)
    except msgspec.MsgspecError as error:
        raise fail("EX201", f"staffing.toml: {error}") from None
