"""What the page is told of the catalogue: fields, kinds, roles and the words for them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from extractor.annotate.facts import (
    DIRECTIONS,
    FIGURES,
    ROLES,
    choices_of,
    flat,
    keys_of,
    name_list,
)
from extractor.annotate.printed import UnreadableError, plain, read_figure
from extractor.errors import fail
from extractor.schema import Field, fields
from extractor.view.labels import labels

_CHOSEN = ("base", "budget_basis", "list", "table")


class _Declared(msgspec.Struct, frozen=True):
    field: tuple[Field, ...]


def catalogue(path: Path | None = None) -> dict[str, Field]:
    """The fields by key; with a file, those that it declares come first. Raises EX201.

    The file is one of ``[[field]]`` tables, as the catalogue's own are.
    """
    own: dict[str, Field] = {}
    if path is not None:
        try:
            told = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _Declared)
        except (OSError, ValueError, msgspec.ValidationError) as error:
            raise fail("EX201", f"{path}: {error}") from None
        own = {each.key: each for each in told.field}
    return own | {key: each for key, each in fields().items() if key not in own}


def setup(declared: Mapping[str, Field]) -> dict[str, Any]:
    """The catalogue for the page, as plain data."""
    kinds = [*labels()["kinds"]]
    return {
        "fields": [
            {"key": each.key, "label": each.label, "kind": each.kind, "unit": each.unit,
             "note": each.note, "aliases": each.aliases[:8]}
            for each in declared.values()
        ],
        "kinds": [
            {"key": kind, "roles": ROLES.get(kind, ()), "keys": keys_of(kind),
             "figure": kind in FIGURES}
            for kind in kinds
        ],
        "choices": {key: choices_of(key) for key in _CHOSEN} | {"direction": DIRECTIONS},
        "labels": labels(),
        "words": words(),
    }  # fmt: skip


@cache
def words() -> dict[str, dict[str, str]]:
    """The page's own words: language -> name -> text.

    >>> sorted(words()), words()["zh"].keys() == words()["en"].keys()
    (['en', 'zh'], True)
    """
    raw = (resources.files("extractor.desk") / "page" / "words.toml").read_text("utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(raw)
    return {language: {name: each[language] for name, each in table.items()}
            for language in ("zh", "en")}  # fmt: skip


def reading(kind: str, quote: str, unit: str | None = None) -> dict[str, Any]:
    """What a marked text says by itself: ``value`` and, of figures, ``unit`` and bounds.

    *unit* is a unit that stands elsewhere. Raises ValueError where the text is no such figure.

    >>> reading("money", "3.5", "万元")
    {'value': '35000', 'unit': 'CNY', 'approx': False, 'low': None, 'high': None}
    >>> reading("term", "指本年\\n收入")
    {'value': '指本年收入'}
    """
    if kind == "organisation":
        return {"value": list(name_list(quote))}
    if kind not in FIGURES:
        return {"value": None if kind == "indicator" else flat(quote)}
    if not quote.strip() or len(quote) > 200:
        raise UnreadableError("not one figure")
    try:
        printed = read_figure(quote, FIGURES[kind], unit)
    except UnreadableError:
        if unit is not None:
            raise
        printed = read_figure(quote, FIGURES[kind], "none")  # a number without any unit

    def told(number: Any) -> str | None:
        return None if number is None else plain(number)

    return {
        "value": told(printed.value), "unit": printed.unit, "approx": printed.approx,
        "low": told(printed.low), "high": told(printed.high),
    }  # fmt: skip
