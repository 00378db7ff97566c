"""Stops that stand twice, behind brackets or in the place of another, and per cent signs twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case, Place
from extractor.checks.rules.text.ordinals import form, runs
from extractor.finding import Finding

#: one for each stop: a pattern that begins with a literal is found many times faster
_TWICE = tuple(re.compile(rf"{stop}[，。；：、]+") for stop in "，。；：、")
_PERCENT = re.compile(r"%%+")
#: 及时性，准确性和完整性: a comma among the members of one list
_MEMBERS = re.compile(r"性，(?=[一-龥]{1,4}性[和与及][一-龥]{1,4}性[，。；])")


def punctuation(case: Case) -> Iterator[Finding]:
    """Doubled stops and signs, and stops behind ordinals that have brackets."""
    clean = case.clean
    done = -1
    for match in sorted(
        (each for stop in _TWICE for each in stop.finditer(clean)), key=re.Match.start
    ):
        start, end = match.span()
        if start < done or match.group().startswith("。。。"):
            continue
        done = end
        if " " in case.text.source.text[slice(*case.text.map.bounds(start, end))]:
            continue  # a line that was set apart, or read in columns
        yield case.found("FA853", (start, end), expected=clean[start])
    for match in _PERCENT.finditer(clean):
        yield case.found("FA854", match.span())
    for match in _MEMBERS.finditer(clean):
        yield case.found("FA866", (match.end() - 1, match.end()))
    yield from _ordinals(case)


def _ordinals(case: Case) -> Iterator[Finding]:
    """（一）、 and （1）. (told once a kind), and 目标1；"""
    kinds: dict[str, list[Place]] = {}
    for run in runs(case):
        for entry in run.entries:
            if entry.ordinal[0] == "（" and entry.ordinal[-1] in "、.，":
                place = (entry.start, entry.end)
                kinds.setdefault(form(entry.ordinal), []).append(place)
            elif entry.ordinal[-1] in "；;":
                yield case.found("FA856", (entry.end - 1, entry.end))
    for places in kinds.values():
        first, *others = sorted(places)
        yield case.found("FA855", first, *others[:20])
