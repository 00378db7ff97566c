"""Reads ``labels.toml``: Chinese words for the keys of a record."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def labels() -> dict[str, dict[str, str]]:
    """group (kinds, roles, statuses …) -> key -> Chinese word.

    >>> labels()["kinds"]["money"]
    '金额'
    """
    raw = (resources.files("extractor.view") / "labels.toml").read_text(encoding="utf-8")
    return {
        group: {str(key): str(word) for key, word in words.items()}
        for group, words in tomllib.loads(raw).items()
    }
