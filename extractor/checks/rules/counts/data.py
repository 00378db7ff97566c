"""Words that part the counts of a list, see ``checks/data/counts.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class Words(msgspec.Struct, frozen=True):
    """Words of lists of counts, each kind as one pattern."""

    opens: re.Pattern[str]
    closed: re.Pattern[str]
    kinds: re.Pattern[str]
    axes: re.Pattern[str]
    outer: re.Pattern[str]
    beyond: re.Pattern[str]
    everybody: re.Pattern[str]
    serving: re.Pattern[str]
    total: re.Pattern[str]
    excess: re.Pattern[str]
    explained: re.Pattern[str]


@cache
def words() -> Words:
    """The patterns of the lists of words."""
    text = files("extractor.checks").joinpath("data", "counts.toml").read_text("utf-8")
    declared = tomllib.loads(text)
    return Words(**{key: re.compile("|".join(found)) for key, found in declared.items()})
