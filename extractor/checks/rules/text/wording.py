"""One word written for another: 截止 for 截至, 做为 for 作为."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.rules.text.lexicon import confusions
from extractor.finding import Finding


def wording(case: Case) -> Iterator[Finding]:
    """Every confusion of the list (``checks/data/text.toml``)."""
    pattern, right = confusions()
    for match in pattern.finditer(case.clean):
        index = match.lastindex or 1
        yield case.found("FA865", match.span(), expected=right[index - 1])
