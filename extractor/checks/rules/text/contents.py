"""The contents page against the headings of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from extractor.checks.case import Case
from extractor.checks.rules.text.ordinals import read
from extractor.finding import Finding, FindingSpan

_CN = "[一二三四五六七八九十]{1,3}"
_LINE = re.compile(
    rf"^[ \t\u3000]*((?:第{_CN}部[分份]|{_CN}、)[ \u3000：:]*)([^\n]{{2,60}})$", re.M
)
_PAGE = re.compile(r"[…\.·\s\-—]*[\d０-９]*\s*$")
_FORMAL = re.compile(r"\d{4}年度?|关于|[^一-龥]")
#: so much of a contents page must be found before what is not found means anything
_FOUND, _LIKE, _ENTRIES = 0.8, 0.5, 5


def contents(case: Case) -> Iterator[Finding]:
    """Entries of the contents page that no heading answers to."""
    source = case.text.source.text
    pages = [each for each in case.text.asides if each.kind == "contents"]
    if not pages:
        return
    entries = [
        (match.start(1), match.end(1), match[1].strip(), _PAGE.sub("", match[2]), match.start(2))
        for page in pages
        for match in _LINE.finditer(source[: page.end], page.start)
    ]
    entries = [each for each in entries if read(each[2].strip("：: \u3000"))[1]]
    if len(entries) < _ENTRIES:
        return
    titles = [_pairs(section.title) for section in case.sections]
    bare = _FORMAL.sub("", case.clean)
    missing = [
        each
        for each in entries
        if not any(_alike(_pairs(each[3]), title) for title in titles)
        and _FORMAL.sub("", each[3]) not in bare
    ]
    if len(missing) > len(entries) * (1 - _FOUND):
        return
    for start, _, _, title, begin in missing:
        end = begin + len(title)
        finding = case.found("FA811", (0, 1), title=title)
        span = FindingSpan("primary", start, end, source[start:end])
        values = finding.values | {"quote": span.quote}
        yield msgspec.structs.replace(finding, spans=(span,), values=values)


def _pairs(title: str) -> frozenset[str]:
    """Pairs of neighbouring characters of a title, without its year."""
    bare = _FORMAL.sub("", title)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether half of the shorter one is in the longer one."""
    return len(one & two) >= _LIKE * max(1, min(len(one), len(two)))
