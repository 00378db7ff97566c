"""Reads ``schema/cues.toml``: words that give a figure its role."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec

from extractor.errors import fail


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of words with one meaning; see the head of the file for the kinds."""

    kind: str
    words: tuple[str, ...]
    value: str = ""
    basis: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cue: tuple[Cue, ...]


@cache
def cues() -> tuple[Cue, ...]:
    """Every cue group in the order of the file."""
    file = resources.files("extractor.schema") / "cues.toml"
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _File).cue
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise fail("EX201", f"cues.toml: {error}") from None
