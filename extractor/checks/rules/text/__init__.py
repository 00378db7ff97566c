"""Checks of the text itself: its numbering, what is left of its form, its typography."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.case import Case
from extractor.checks.rules.text import (
    brackets,
    chains,
    characters,
    contents,
    endings,
    leftovers,
    numbering,
    punctuation,
    repeated,
    unfilled,
    wording,
)
from extractor.finding import Finding

#: In the order in which they run.
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    numbering.numbering,
    chains.chains,
    contents.contents,
    leftovers.leftovers,
    unfilled.unfilled,
    repeated.repeated,
    punctuation.punctuation,
    brackets.brackets,
    wording.wording,
    endings.endings,
    characters.characters,
)
