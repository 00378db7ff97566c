"""The year that a document accounts for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractor.layout import Text
from extractor.mentions import Mention
from extractor.outline import Outline

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年度?(?:部门|单位)?(?P<account>[^，。\n]{0,12}决算)?")


def document_year(text: Text, outline: Outline, mentions: Sequence[Mention]) -> int | None:
    """The year named most, headings and the words N年度…决算 counting more; None if none is.

    A tie goes to the later year: an account compares with years before it.
    """
    votes: Counter[int] = Counter()
    clean = text.clean
    for match in _YEAR.finditer(clean):
        weight = 3 if match["account"] else 1
        if clean.startswith("年度", match.end(1)):
            weight += 1
        votes[int(match[1])] += weight
    for section in outline.sections:
        for match in _YEAR.finditer(section.title):
            votes[int(match[1])] += 4
    if not votes:
        return None
    return max(votes, key=lambda year: (votes[year], year))
