"""Reads ``schema/organisation.toml``: how lists of departments and units are told."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from extractor.errors import fail


class OrganisationWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; every word is a pattern."""

    endings: tuple[str, ...]
    departments: tuple[str, ...]
    scope: tuple[str, ...]
    below: tuple[str, ...]


@cache
def organisation_words() -> OrganisationWords:
    """The declared words.

    >>> "办公室" in organisation_words().endings
    True
    """
    raw = (resources.files("extractor.schema") / "organisation.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=OrganisationWords)
    except msgspec.MsgspecError as error:
        raise fail("EX201", f"organisation.toml: {error}") from None
