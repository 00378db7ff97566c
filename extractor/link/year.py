"""The year that a document accounts for."""

from __future__ import annotations

import re
from collections import Counter

from extractor.layout import Text
from extractor.outline import Outline

# They begin with a literal, so that the search skips to it.
_YEAR = re.compile(r"(20(?<!\d20)[0-4]\d)(?!\d)年?(?P<full>度)?")  #: and no code such as 2013801
_TITLE = re.compile(r"(20(?<!\d20)[0-4]\d)(?!\d)年?度?[^，。；\n]{0,40}决算")
_COMPARED_BEFORE = frozenset("与比较同和跟含")
_COMPARED_AFTER = re.compile(
    r"(?:部门|单位)?(?:决算数?|支出数?|预算数?)?(?:相比|比较|同期|末结|结转)"
)
_HEAD = 400  #: characters from the start in which a title stands


def document_year(text: Text, outline: Outline) -> int | None:
    """The year of titles and headings, else the one named most; None if none is named.

    Years that something is compared with do not count: in an account whose every item
    is compared with the year before, that year is named most. A tie goes to the later.
    """
    votes: Counter[int] = Counter()
    clean = text.clean
    for match in _TITLE.finditer(clean, 0, _HEAD):
        if clean[match.start() - 1 : match.start()] in _COMPARED_BEFORE:
            continue
        votes[int(match[1])] += 12
    for section in outline.sections:
        if "20" in section.title:
            for match in _YEAR.finditer(section.title):
                votes[int(match[1])] += 6
    for match in _YEAR.finditer(clean):
        if clean[match.start() - 1 : match.start()] in _COMPARED_BEFORE:
            continue
        if not _COMPARED_AFTER.match(clean, match.end()):
            votes[int(match[1])] += 2 if match["full"] else 1
    if not votes:
        return None
    return max(votes, key=lambda year: (votes[year], year))
