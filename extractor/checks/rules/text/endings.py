"""Sentences that end without a stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.checks.case import Case
from extractor.checks.rules.text.ordinals import in_table, runs
from extractor.finding import Finding

_ENDED = frozenset("。！？；：…，、")
_CLOSING = frozenset("）”》’")
#: what speaks of the unit and says something is a sentence, whatever its length
_SAYS = re.compile(
    r"(?:本|我)(?:单位|部门|局|中心|院|校|馆|站|所|办|委|镇|乡|街道|会)[^\n：]{0,40}?(?:无|没有|未|不|已|共有|开展|完成)"
)
_SHORT, _LIST = 12, 3


def endings(case: Case) -> Iterator[Finding]:
    """A paragraph of sentences whose last one is left open, before a heading."""
    clean, sections = case.clean, {each.start for each in case.sections}
    for sentence in case.sentences:
        end = sentence.end
        if sentence.form != "prose" or clean[end - 1] in _ENDED:
            continue
        if end + 1 not in sections or clean[end] != "\n":
            continue  # the paragraph may go on
        if end - sentence.start < _SHORT or clean[end - 1] in _CLOSING:
            continue
        if in_table(case, sentence.start) or not _SAYS.match(clean, sentence.start, end):
            continue
        yield case.found("FA859", (end - 1, end))
    yield from _items(case)


def _items(case: Case) -> Iterator[Finding]:
    """The one item of a list that has no stop where all others do."""
    clean = case.clean
    for run in runs(case):
        items = [each for each in run.entries if not each.heading]
        if len(items) <= _LIST or len(items) != len(run.entries):
            continue
        ends = []
        for each, after in pairwise(items):
            end = clean.find("\n", each.end)
            if end + 1 == after.start:  # else it is read in several paragraphs
                ends.append(end - 1)
        open_ends = [end for end in ends if clean[end] not in _ENDED and clean[end] not in _CLOSING]
        if len(open_ends) == 1 and len(ends) >= _LIST:
            yield case.found("FA859", (open_ends[0], open_ends[0] + 1))
