"""Findings for people: the line with the place underlined, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from extractor.checks.render.lines import Lines, Mark, shown, underlined
from extractor.checks.render.types import Checked, Look
from extractor.checks.render.words import message, missing, mistake, title, word
from extractor.finding import SEVERITIES, Finding, FindingSpan

_COLOURS: Final = {"error": "31", "warning": "33", "info": "36", "dim": "2", "bold": "1"}
_OTHERS: Final = 8  # secondary places that are shown
_NARROWEST: Final = 40


def render(checked: Sequence[Checked], look: Look) -> str:
    """Every file with its findings and its counts; the counts of all where there are several."""
    lines: list[str] = []
    for each in checked:
        lines += _file(each, look)
    if len(checked) > 1:
        name = word("says", "total", look.language, files=len(checked))
        lines.append(_counts(name, checked, look))
    return "".join(f"{line}\n" for line in lines)


def _file(checked: Checked, look: Look) -> Iterator[str]:
    for finding in checked.findings:
        yield from _finding(checked, finding, look)
    if look.review and checked.to_review:
        yield _paint(word("says", "to_review", look.language), "bold", look)
        for finding in checked.to_review:
            yield from _finding(checked, finding, look)
    if look.unchecked and checked.unchecked:
        yield _paint(word("says", "unchecked", look.language), "bold", look)
        for each in checked.unchecked:
            what = missing(each, look.language)
            lacks = word("says", "missing", look.language, what=what) if what else ""
            told = (each.code, title(each.code, look.language, look.catalogue), lacks)
            yield "  " + "  ".join(shown(part) for part in told if part)
        yield ""
    yield _counts(shown(checked.name), [checked], look)


def _counts(name: str, checked: Sequence[Checked], look: Look) -> str:
    language = look.language
    found = Counter(finding.severity for each in checked for finding in each.findings)
    numbers = {severity: found[severity] for severity in SEVERITIES}
    parts = [word("says", "counts", language, name=name, **numbers)]
    review = sum(len(each.to_review) for each in checked)
    unchecked = sum(len(each.unchecked) for each in checked)
    if review and not look.review:
        parts.append(word("says", "review_count", language, count=review))
    if unchecked and not look.unchecked:
        parts.append(word("says", "unchecked_count", language, count=unchecked))
    return _paint(word("says", "separator", language).join(parts), "bold", look)


def _finding(checked: Checked, finding: Finding, look: Look) -> Iterator[str]:
    language, lines = look.language, checked.lines
    severity = word("severities", finding.severity, language)
    rule = title(finding.code, language, look.catalogue)
    family = word("families", finding.family, language)
    blame = word("blame", finding.blame, language)
    yield (
        f"{_paint(_where(checked, finding, language), 'bold', look)}  "
        f"{_paint(f'{severity} {finding.code}', finding.severity, look)}"
        f"{f' {shown(rule)}' if rule else ''} [{family}]  "
        f"{_paint(f'{blame} {finding.confidence:.2f}', 'dim', look)}"
    )
    told = message(finding, language, look.catalogue)
    yield f"    {shown(told)}"
    if lines is None:
        yield from (f"    {line}" for line in _quotes(finding, language))
    else:
        yield from _places(lines, finding, look)
    notes = []
    if finding.sum and finding.sum not in told:
        notes.append(("arithmetic", finding.sum))
    if finding.mistake:
        notes.append(("mistake", mistake(finding.mistake, language)))
    for name, note in notes:
        yield f"    {word('says', name, language)}{word('says', 'colon', language)}{shown(note)}"
    yield ""


def _where(checked: Checked, finding: Finding, language: str) -> str:
    name = shown(checked.name)
    if not finding.spans:
        return name
    start = finding.spans[0].start
    if checked.lines is None:
        return f"{name} {word('says', 'at', language, start=start)}"
    place = checked.lines.place(start)
    return f"{name}:{place.line}:{place.column}"


def _quotes(finding: Finding, language: str) -> Iterator[str]:
    """The places of a record without its text: what it quotes of it."""
    for span in finding.spans[: 1 + _OTHERS]:
        sign = "^" if span.role == "primary" else "~"
        yield f"{sign} {word('says', 'at', language, start=span.start)}  {_short(span.quote)}"
    if len(finding.spans) > 1 + _OTHERS:
        yield word("says", "more", language, count=len(finding.spans) - 1 - _OTHERS)


def _short(quote: str) -> str:
    line = shown(" ".join(quote.split()))
    return line if len(line) <= 60 else f"{line[:40]}…{line[-16:]}"


def _places(lines: Lines, finding: Finding, look: Look) -> Iterator[str]:
    """The lines of the finding, the one of the primary place first, each with its marks."""
    marks: dict[int, list[Mark]] = {}
    spans = finding.spans[: 1 + _OTHERS]
    for span in spans:
        sign = "^" if span.role == "primary" else "~"
        for line in _lines_of(lines, span):
            low, high = lines.bounds(line)
            mark = _mark(span, low, high, sign)
            # a place that stands twice is shown once, the primary sign first
            if mark[:2] not in [each[:2] for each in marks.get(line, [])]:
                marks.setdefault(line, []).append(mark)
    gutter = max((len(str(line)) for line in marks), default=1)
    room = max(look.width - gutter - 7, _NARROWEST)
    for line, found in marks.items():
        above, below = underlined(lines.text, lines.bounds(line), found, room)
        signs = _paint(below, finding.severity, look)
        yield f"    {_paint(f'{line:>{gutter}} │', 'dim', look)} {above}"
        yield f"    {_paint(' ' * gutter + ' │', 'dim', look)} {signs}"
    left = len(finding.spans) - len(spans)
    if left:
        yield f"    {' ' * gutter} … {word('says', 'more', look.language, count=left)}"


def _mark(span: FindingSpan, low: int, high: int, sign: str) -> Mark:
    """The part of a place on a line; a place between two characters takes the one before it."""
    start, end = max(span.start, low), min(span.end, high)
    if start >= end:
        start = max(low, min(start, high) - 1)
        end = start + 1
    return Mark(start, end, sign)


def _lines_of(lines: Lines, span: FindingSpan) -> list[int]:
    """The lines that a place stands on: of more than two the first and the last."""
    length = len(lines.text)
    first = lines.place(min(span.start, length)).line
    last = lines.place(min(max(span.end - 1, span.start), length)).line
    return [first] if first == last else [first, last]


def _paint(text: str, style: str, look: Look) -> str:
    if not look.colour or not text:
        return text
    return f"\x1b[{_COLOURS.get(style, '0')}m{text}\x1b[0m"
