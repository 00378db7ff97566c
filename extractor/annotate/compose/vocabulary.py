"""The words documents are composed of: kinds of unit, profiles of provinces, frames."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from random import Random

import msgspec


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of unit: how it is called, what it does, what it spends on.

    ``works`` are ``what/unit/low-high``; ``running`` and ``spending`` are ``path@code``;
    ``scale`` is its running expenditure in 万元, from and to.
    """

    id: str
    unit_kind: str
    names: tuple[str, ...]
    administrative: bool
    scale: tuple[int, int]
    run: str
    spending: tuple[str, ...]
    departments: tuple[str, ...]
    department: str
    things: tuple[str, ...]
    works: tuple[str, ...]
    projects: tuple[str, ...]
    people: str
    boss: str = "县委、县政府"
    vehicles: tuple[str, ...] = ("其他用车",)
    level: str = "县级"
    since: int = 2015  #: there were none before

    @property
    def running(self) -> tuple[str, str]:
        """Path and code of the item that pays for the unit itself."""
        path, _, code = self.run.partition("@")
        return path, code

    def draw_projects(self, rng: Random) -> list[tuple[str, str]]:
        """Some of the items that pay for its projects: path and code."""
        chosen = rng.sample(self.spending, rng.randint(1, len(self.spending)))
        pairs = (each.partition("@") for each in chosen)
        return [(path, code) for path, _, code in pairs]


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a province's documents are built; sections as ``name(inner inner)``."""

    id: str
    province: str
    split: str
    parts: tuple[str, ...]
    overview: str
    explain: str
    numbering: tuple[tuple[str, ...], ...]
    other: str = ""
    units: tuple[str, ...] = ("万元",)
    places: tuple[int, ...] = (2,)
    duties: tuple[str, ...] = ("（{han}）", "{n}.", "{n}、")


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of unit."""
    return msgspec.convert(_load("kinds")["kind"], tuple[Kind, ...])


@cache
def profiles() -> tuple[Profile, ...]:
    """Every province's profile."""
    return msgspec.convert(_load("profiles")["profile"], tuple[Profile, ...])


@cache
def frames() -> dict[str, tuple[str, ...]]:
    """Sentence frames by the name of what they say."""
    told: dict[str, tuple[str, ...]] = {}
    for name in ("frames", "narratives", "titles", "words"):
        for key, value in _load(name).items():
            told[key] = tuple(value)
    return told


def _load(name: str) -> dict[str, list[str]]:
    path = files("extractor.annotate.compose") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
