"""One word written for another: 截止 for 截至, 做为 for 作为."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.rules.text.lexicon import confusions
from extractor.finding import Finding


def wording(case: Case) -> Iterator[Finding]:
    """Every confusion of the list (``checks/data/text.toml``)."""
    clean = case.clean
    for cue, pattern, right in confusions():
        if cue in clean:
            for match in pattern.finditer(clean):
                yield case.found("FA865", match.span(), expected=right)
