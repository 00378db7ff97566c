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
    language = look.language
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
    yield from (f"    {line}" for line in _places(checked, finding, look))
    notes = []
    if finding.sum and finding.sum not in told:
        notes.append(("arithmetic", finding.sum))
    if finding.mistake:
        notes.append(("mistake", mistake(finding.mistake, language)))
    for name, note in notes:
        yield f"    {word('says', name, language)}{word('says', 'colon', language)}{shown(note)}"
    yield ""


def _where(checked: Checked, finding: Finding, language: str) -> str:
    if not finding.spans:
        return shown(checked.name)
    return _at(checked.name, checked.lines, finding.spans[0], language)


def _at(name: str, lines: Lines | None, span: FindingSpan, language: str) -> str:
    """File and page of a place, or its line and column; its character where no text is known."""
    if lines is None:
        return f"{shown(name)} {word('says', 'at', language, start=span.start)}"
    if span.bbox is not None:  # what somebody who opens the file can find
        return f"{shown(name)}:p{span.page}"
    place = lines.place(span.start)
    return f"{shown(name)}:{place.line}:{place.column}"


def _places(checked: Checked, finding: Finding, look: Look) -> Iterator[str]:
    """The places of a finding, those of another document under its name."""
    spans = finding.spans[: 1 + _OTHERS]
    language = look.language
    for source in dict.fromkeys(each.source for each in spans):
        here = [each for each in spans if each.source == source]
        document = checked.of(here[0])
        lines = None if document is None else document.lines
        if source is not None:
            yield _paint(_at(source, lines, here[0], language), "dim", look)
        yield from _quotes(here, language) if lines is None else _lines(lines, here, finding, look)
    left = len(finding.spans) - len(spans)
    if left:
        yield f"… {word('says', 'more', language, count=left)}"


def _quotes(spans: Sequence[FindingSpan], language: str) -> Iterator[str]:
    """The places of a record without its text: what it quotes of it."""
    for span in spans:
        sign = "^" if span.role == "primary" else "~"
        yield f"{sign} {word('says', 'at', language, start=span.start)}  {_short(span.quote)}"


def _short(quote: str) -> str:
    line = shown(" ".join(quote.split()))
    return line if len(line) <= 60 else f"{line[:40]}…{line[-16:]}"


def _lines(
    lines: Lines, spans: Sequence[FindingSpan], finding: Finding, look: Look
) -> Iterator[str]:
    """The lines of places of one document, the first place first, each with its marks."""
    marks: dict[int, list[Mark]] = {}
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
        yield f"{_paint(f'{line:>{gutter}} │', 'dim', look)} {above}"
        yield f"{_paint(' ' * gutter + ' │', 'dim', look)} {signs}"


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
