"""The word lists of the room, read once from ``data/``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from extractor.mentions.trie import pattern


class Unit(NamedTuple):
    """What a unit word means: ``exponent`` is its power of ten of the ``base`` unit."""

    kind: str
    base: str
    exponent: int = 0
    currency: str | None = None


class Before(NamedTuple):
    """What a word before a figure does: a ``role`` (approx, high, low, currency, sign)."""

    role: str
    currency: str | None = None
    barred: str = ""


def _load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads(
        files("extractor.mentions").joinpath("data", name).read_text("utf-8")
    )
    return data


_UNITS = _load("units.toml")
_WORDS = _load("words.toml")


@cache
def units() -> dict[str, Unit]:
    """Unit word -> what it means."""
    table = {word: Unit("count", word) for word in _UNITS["count"]["words"].split()}
    table["个人"] = Unit("count", "人")
    for word, exponent in _UNITS["percent"].items():
        if isinstance(exponent, int):
            base = "个百分点" if "百分点" in word else "%"
            table[word] = Unit("percent", base, exponent)
    for currency, words in _UNITS["currency"].items():
        base = words.split()[0]
        for word in words.split():
            table[word] = Unit("money", base, 0, currency)
    table |= {word: Unit("money", "元", SUBUNITS[word], "CNY") for word in ("角", "毛")}
    table |= {word + "钱": Unit("money", "元", SUBUNITS[word], "CNY") for word in "角毛分"}
    return table


@cache
def barred_after_unit() -> dict[str, str]:
    """Unit word -> an expression that must not follow it."""
    barred = {**_UNITS["count"]["not"], **_UNITS["percent"]["not"], **_UNITS["currency_not"]}
    letters = {w: "[A-Za-z0-9]" for w in units() if w[-1].isascii() and w[-1].isalnum()}
    signs = {
        w: "[0-9一二三四五六七八九十百千￥¥]"
        for words in _UNITS["currency_before"].values()
        for w in words.split()
    }
    return {**letters, **{w: stop for w, stop in signs.items() if w in units()}, **barred}


@cache
def before() -> dict[str, Before]:
    """Word that may stand right before a figure -> what it does."""
    table: dict[str, Before] = {}
    for role in ("approx", "high", "low"):
        for word in _WORDS["hedge"][role].split():
            table[word] = Before(role, None, _WORDS["hedge_not"].get(word, ""))
    for currency, words in _UNITS["currency_before"].items():
        for word in words.split():
            table[word] = Before("currency", currency)
    table |= {"-": Before("sign"), "负": Before("sign", None, _WORDS["hedge_not"]["负"])}
    return table


def words(*path: str) -> list[str]:
    """The words of the list at *path* in ``words.toml``."""
    node: Any = _WORDS
    for name in path:
        node = node[name]
    return list(node.split())


def text(*path: str) -> str:
    """The string at *path* in ``words.toml``."""
    node: Any = _WORDS
    for name in path:
        node = node[name]
    return str(node)


def suffixes() -> tuple[dict[str, str], dict[str, str]]:
    """Word after a figure -> approx, high or low; and what must not follow it."""
    table = {w: role for role in ("approx", "low", "high") for w in words("suffix", role)}
    return table, dict(_WORDS["suffix_not"])


def fixed() -> str:
    """An expression for the fixed words that begin like a number and state none."""
    return pattern(words("fixed", "words"), _WORDS["fixed_not"])


def base_of(currency: str) -> str:
    """The base unit word of an ISO currency code, as it is written after figures."""
    return str(_UNITS["currency"].get(currency, currency).split()[0])


SUBUNITS: Final[dict[str, int]] = _UNITS["subunit"]
LONG_ONLY: Final[frozenset[str]] = frozenset(_UNITS["count"]["long_only"].split())
