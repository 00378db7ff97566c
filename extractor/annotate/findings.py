"""Marks of contradictions (``finding change error id=1 expected=4.53``) -> gold findings.

A finding has one primary span, where it shows, and any number of secondary ones that bear
the same ``id``. It is no fact: its places may cross those of facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import msgspec

from extractor.annotate.marks import Mark, Problem, Words
from extractor.annotate.noise import Noised
from extractor.annotate.printed import plain
from extractor.fact import Fact
from extractor.finding import FAMILIES, SEVERITIES

_PAIRS = ("id", "expected")
_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_SCALE = {"万": 10**4, "亿": 10**8, "千": 10**3, "百万": 10**6, "千万": 10**7, "": 1}
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*((?:[百千]?万|千|亿)(?!分))?")


class FindingSpan(msgspec.Struct, frozen=True):
    """A place of a finding; ``role`` is ``primary`` or ``secondary``."""

    role: str
    start: int
    end: int
    quote: str


class GoldFinding(msgspec.Struct, frozen=True, omit_defaults=True):
    """A contradiction of the gold; ``stated`` and ``expected`` are in base units."""

    family: str
    severity: str
    spans: tuple[FindingSpan, ...]
    stated: str | None = None
    expected: str | None = None


class Marked(msgspec.Struct, frozen=True):
    """The words of one finding mark, its place, and the facts marked on the same text."""

    mark: Mark
    words: Words
    facts: tuple[Fact, ...]


def check(words: Words) -> None:
    """Raise :class:`ValueError` where *words* are no finding mark.

    >>> check(Words(("finding", "secondary"), {"id": "1"}))
    """
    for each in words.pairs:
        if each not in _PAIRS:
            raise ValueError(f"{each}= is not one of a finding")
    if words.bare[1:] == ("secondary",):
        if "id" not in words.pairs:
            raise ValueError("a secondary span needs the id= of its finding")
        if "expected" in words.pairs:
            raise ValueError("expected= belongs to the primary span")
        return
    if len(words.bare) != 3:
        raise ValueError("a finding needs its family and severity: finding sum error")
    _, family, severity = words.bare
    if family not in FAMILIES:
        raise ValueError(f"unknown family {family!r}, known are {', '.join(FAMILIES)}")
    if severity not in SEVERITIES:
        raise ValueError(f"unknown severity {severity!r}, known are {', '.join(SEVERITIES)}")


def build_findings(
    marked: Sequence[Marked], clean: str, noised: Noised
) -> tuple[tuple[GoldFinding, ...], list[Problem]]:
    """The findings that *marked* tell of, in reading order, and what is wrong with them."""
    problems: list[Problem] = []
    primaries: dict[str, Marked] = {}
    secondary: dict[str, list[Marked]] = {}
    for number, each in enumerate(marked):
        name = each.words.pairs.get("id", f"#{number}")
        if each.words.bare[1] == "secondary":
            secondary.setdefault(name, []).append(each)
        elif name in primaries:
            problems.append(Problem(each.mark.line, f"finding id={name} has two primary spans"))
        else:
            primaries[name] = each
    for name, places in secondary.items():
        if name not in primaries:
            cause = f"finding id={name} has no primary span"
            problems += [Problem(each.mark.line, cause) for each in places]
    found = []
    for name, first in primaries.items():
        spans = [_span("primary", first.mark, noised)]
        spans += [_span("secondary", each.mark, noised) for each in secondary.get(name, ())]
        stated, factor = _stated(clean[first.mark.start : first.mark.end], first.facts)
        expected = _expected(first.words.pairs.get("expected"), factor)
        _, family, severity = first.words.bare
        found.append(GoldFinding(family, severity, tuple(spans), stated, expected))
    return tuple(found), problems


def _span(role: str, mark: Mark, noised: Noised) -> FindingSpan:
    start, end = noised.span(mark.start, mark.end)
    return FindingSpan(role, start, end, noised.text[start:end])


def _stated(text: str, facts: Sequence[Fact]) -> tuple[str | None, Decimal]:
    """The one number of *text* in its base unit, and what its digits were scaled by."""
    numbers = _NUMBER.findall(text.translate(_WIDTH))
    values = {each.value for each in facts if each.unit and isinstance(each.value, str)}
    if len(numbers) != 1:
        return (str(values.pop()), Decimal(1)) if len(values) == 1 else (None, Decimal(1))
    printed = Decimal(numbers[0][0].replace(",", ""))
    factor = Decimal(_SCALE[numbers[0][1]])
    if len(values) == 1:  # a unit that stands elsewhere (unit=万元) is known to the fact
        value = Decimal(str(values.pop()))
        return plain(value), value / printed if printed else factor
    return plain(printed * factor), factor


def _expected(given: str | None, factor: Decimal) -> str | None:
    """*given* in the base unit: a bare number is in the unit of the text it belongs to."""
    if given is None:
        return None
    match = _NUMBER.match(given.translate(_WIDTH))
    if match is not None and match[2]:
        return plain(Decimal(match[1].replace(",", "")) * _SCALE[match[2]])
    bare = given.translate(_WIDTH).replace(",", "").rstrip("%％元")
    try:
        return plain(Decimal(bare) * factor)
    except InvalidOperation:
        return given
