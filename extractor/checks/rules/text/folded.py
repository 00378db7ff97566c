"""What a form leaves everywhere is told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.checks.case import Case, Place
from extractor.finding import Finding

#: A filled-in document has a few of a kind left; one with more of them is the form itself.
FORM = 20
#: so many further places are shown
_SHOWN = 49


def folded(case: Case, found: Mapping[str, Sequence[Place]]) -> Iterator[Finding]:
    """A finding for each place of each code, or one a code with all its places in an empty form."""
    form = any(len(places) >= FORM for places in found.values())
    for code, places in found.items():
        if not form:
            for each in places:
                yield case.found(code, each, count="1")
        elif places:
            yield case.found(code, places[0], *places[1 : _SHOWN + 1], count=str(len(places)))
