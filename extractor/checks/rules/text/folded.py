"""What a form leaves everywhere is told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks.case import Case, Place
from extractor.finding import Finding

#: A filled-in document has a few of a kind left; one with more of them is the form itself.
FORM = 20
#: so many further places are shown
_SHOWN = 49


def folded(case: Case, code: str, places: Sequence[Place]) -> Iterator[Finding]:
    """A finding of *code* for each place, or a single one with all of them in an empty form."""
    if len(places) < FORM:
        for each in places:
            yield case.found(code, each, count="1")
        return
    yield case.found(code, places[0], *places[1 : _SHOWN + 1], count=str(len(places)))
