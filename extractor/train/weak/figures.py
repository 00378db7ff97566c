"""Labelling functions for the field of an amount or a percentage.

A label is the keys that one figure states, joined by ``+``. Each function looks at one clue:
the walk of the patterns, the dictionary, the section, names of items, words around projects,
the form of the figure, and the trained model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extractor.link.amounts.candidates import Candidate, Figure
from extractor.link.amounts.choose import choose
from extractor.link.context import Context
from extractor.link.sections import NARRATIVE
from extractor.schema import expand, fields
from extractor.schema.functions import function_names

_STOPS = "。；\n"
_REACH = 60  #: characters before a figure that may name it


class Place(NamedTuple):
    """A figure with what stands around it: its sentence up to it, its clause, its section."""

    figure: Figure
    before: str
    clause: str
    after: str
    types: tuple[str, ...]
    first: bool


Function = Callable[[Place], str | None]


def label(keys: Sequence[str]) -> str:
    """The label of the keys that one figure states.

    >>> label(("revenue.total", "expenditure.total"))
    'expenditure.total+revenue.total'
    """
    return "+".join(sorted(set(keys)))


def places(ctx: Context, figures: Sequence[Figure]) -> list[Place]:
    """Every figure with its surroundings."""
    found = []
    clean, seen = ctx.clean, -1
    section_of = {sentence.start: sentence.section for sentence in ctx.sentences}
    starts = sorted(section_of)
    at = 0
    for figure in figures:
        start, end = figure.mention.start, figure.mention.end
        while at + 1 < len(starts) and starts[at + 1] <= start:
            at += 1
        opening = max(clean.rfind(stop, max(0, start - 400), start) for stop in _STOPS) + 1
        before = clean[max(opening, start - 400) : start]
        clause = re.split(r"[，,]", before)[-1]
        types = ctx.types(section_of[starts[at]]) if starts else ()
        found.append(Place(figure, before, clause, clean[end : end + 12], types, opening != seen))
        seen = opening
    return found


def _alternatives(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@cache
def _dictionary() -> tuple[re.Pattern[str], Mapping[str, frozenset[str]]]:
    meant: dict[str, set[str]] = {}
    for field in fields().values():
        if field.kind == "money":
            for alias in field.aliases:
                for word in expand(alias):
                    meant.setdefault(word, set()).add(field.key)
    return _alternatives(list(meant)), {word: frozenset(keys) for word, keys in meant.items()}


def by_words(place: Place) -> str | None:
    """The last declared word before the figure; one of several fields by its section."""
    pattern, meant = _dictionary()
    told = [match[0] for match in pattern.finditer(place.before[-_REACH:])]
    if not told:
        return None
    keys = meant[told[-1]]
    if len(keys) > 1:
        keys = frozenset(key for key in keys if set(fields()[key].sections) & set(place.types[:1]))
    return next(iter(keys)) if len(keys) == 1 else None


def by_section(place: Place) -> str | None:
    """What the section is about, for the first figure of a sentence."""
    if not place.first or not place.types:
        return None
    keys = [f.key for f in fields().values() if place.types[0] in f.subject_of]
    return label(keys) if 0 < len(keys) <= 2 else None


@cache
def _functions() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_alternatives(function_names()).pattern})[（(类款项）)支出]{{0,8}}[^，]{{0,12}}$"
    )


@cache
def _economic() -> re.Pattern[str]:
    names = fields()["general.basic.economic"].names
    return re.compile(rf"(?:{_alternatives(names).pattern})(?:支出)?[为是]?$")


def by_names(place: Place) -> str | None:
    """Names of functional items before the figure, or of economic ones right before it."""
    if place.types[:1] == ("basic",) and _economic().search(place.clause):
        return "general.basic.economic"
    told = re.search(r"[（(][类款项][）)]", place.before) or _functions().search(place.clause)
    if place.types[:1] == ("general",) and told:
        return "general.functional"
    return None


_PROJECT = re.compile(
    r"(?:全年预算数?|执行数|预算执行率|执行率|涉及(?:财政|预算|项目)?(?:资金|金额)|项目资金|支出进度|完成预算)[^，]{0,6}$"
)


def by_project(place: Place) -> str | None:
    """Words for the money of projects under evaluation, in sections on performance."""
    if not set(place.types) & set(NARRATIVE) or not _PROJECT.search(place.clause):
        return None
    return "performance.project_funds"


def by_prose(place: Place) -> str | None:
    """A figure of a narrative that no declared word is near."""
    if not set(place.types[:1]) & set(NARRATIVE) or by_words(place) or by_project(place):
        return None
    return "activity.funds" if place.figure.kind == "money" else "ratio"


def by_form(place: Place) -> str | None:
    """Price limits of equipment; rates of work and of satisfaction."""
    if place.figure.kind == "money":
        return "threshold" if re.search(r"单(?:价|位价值|台)[^，]{0,4}$", place.clause) else None
    rate = re.search(
        r"(?:满意|合格|办结|整改|覆盖|知晓|好评|及时|达标)[度率][^，]{0,6}$", place.clause
    )
    return "ratio" if rate else None


def by_rule(place: Place) -> str | None:
    """The reading of the patterns, before any model."""
    return label(place.figure.candidates[0].keys)


#: Every function that needs no training, by the name it is told with.
FUNCTIONS: Mapping[str, Function] = {
    "pattern": by_rule, "words": by_words, "section": by_section, "names": by_names,
    "project": by_project, "prose": by_prose, "form": by_form,
}  # fmt: skip
MODEL = "model"
NAMES = (*FUNCTIONS, MODEL)


def votes(found: Sequence[Place], model: Sequence[str | None]) -> list[list[str | None]]:
    """Votes of each function in the order of :data:`NAMES`, the model's as given."""
    return [*([each(place) for place in found] for each in FUNCTIONS.values()), list(model)]


def model_votes(figures: Sequence[Figure]) -> list[str | None]:
    """What the amount model chooses for each figure."""
    return [label(candidate.keys) for candidate, _ in choose(figures)]


def best(figure: Figure, chances: Sequence[float]) -> Candidate:
    """The likeliest reading."""
    return figure.candidates[max(range(len(chances)), key=chances.__getitem__)]
