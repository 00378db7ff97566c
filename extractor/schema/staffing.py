"""Reads ``schema/staffing.toml``: what a count of people is."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from extractor.errors import fail


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell the field of a count."""

    field: str
    words: tuple[str, ...]


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell the category of a count."""

    name: str
    words: tuple[str, ...]


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are a category ``other:<word>`` themselves."""

    words: tuple[str, ...]


class StaffingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    group: tuple[Group, ...]
    category: tuple[Category, ...]
    label: tuple[Labels, ...]


@cache
def staffing_words() -> StaffingWords:
    """The declared words, in the order of the file."""
    raw = (resources.files("extractor.schema") / "staffing.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=StaffingWords)
    except msgspec.MsgspecError as error:
        raise fail("EX201", f"staffing.toml: {error}") from None
