"""Replay every place, quote and value of a record; stop at the first that does not hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import msgspec

from extractor.errors import fail
from extractor.fact import EXACT, INHERITED, RECOGNISED, REFLOWED, UNGROUNDED, Evidence, Fact
from extractor.layout.characters import NOTHING
from extractor.layout.traditional import views
from extractor.record import Record
from extractor.source import Source
from extractor.verify import numbers, texts
from extractor.verify.boxes import Glass, holds
from extractor.verify.numbers import KINDS, plain, says_none
from extractor.verify.plain import Furniture, fold, form, reads

_BREAKS = "\r\n\v\f\x85\u2028\u2029"
#: A value that goes on behind a cell or page of its own has a second quote.
_VALUES = ("value", "continuation")
_ABOVE = 5000  #: characters above an indicator row in which a merged cell may stand
#: Codes that users may give to checks of their own (``extractor.checks.custom``).
_OWN = re.compile(r"(?!FA|EX)[A-Z]{1,8}[0-9]{1,5}")
_STATUSES = frozenset((EXACT, REFLOWED, INHERITED, RECOGNISED))


class Mismatch(msgspec.Struct, frozen=True):
    """The first thing that does not reproduce; ``line`` and ``column`` count from 1."""

    id: str
    field: str
    what: str
    expected: str
    found: str
    line: int
    column: int

    def __str__(self) -> str:
        return (
            f"{self.id} {self.field} {self.what}: expected {_short(self.expected)}, "
            f"found {_short(self.found)} at {self.line}:{self.column}"
        )


class Outcome(msgspec.Struct, frozen=True):
    """How much was replayed, and what did not hold, if anything."""

    facts: int
    quotes: int
    sections: int
    mismatch: Mismatch | None = None


def verify(record: Record, source: Source) -> Outcome:
    """Replay *record* against *source*.

    Values are derived anew from the quotes alone, so a fault of the linker or a change
    made to the record afterwards is told, whichever it is.

    Raises:
        ExtractorError: EX302 where the record was made from another source.

    >>> from extractor import Text, extract
    >>> from extractor.source import read
    >>> text = Text("2023年度收入总计360.44万元。")
    >>> verify(extract(text), read(text)).mismatch is None
    True
    """
    if record.source.sha256 != source.sha256:
        raise fail(
            "EX302",
            f"{source.name}: not the source of the record of {record.source.name} "
            f"(sha256 {source.sha256[:12]}…, the record has {record.source.sha256[:12]}…)",
        )
    replay = _Replay(record, source)
    mismatch = next(replay.run(), None)
    return Outcome(replay.facts, replay.quotes, replay.sections, mismatch)


class _Replay:
    def __init__(self, record: Record, source: Source) -> None:
        self.record = record
        self.source = source
        self.text = source.text
        # Titles, values and what was printed hold no glosses; the first two are simplified.
        self.printed, self.read = views(source.text, NOTHING)
        self.furniture = Furniture(self.read)
        self.glass = None if source.boxes is None else Glass(source)
        self.facts = self.quotes = self.sections = 0

    def run(self) -> Iterator[Mismatch]:
        if self.record.text is not None and self.record.text != self.text:
            yield self._miss("record", "text", "text", "the text of the source", "another text", 0)
        if self.record.source.chars != len(self.text):
            chars, real = str(self.record.source.chars), str(len(self.text))
            yield self._miss("record", "source", "chars", chars, real, 0)
        yield from self._headings()
        for fact in self.record.facts:
            for evidence in fact.evidence:
                yield from self._evidence(fact, evidence)
            yield from self._fact(fact)
            self.facts += 1
        for table in self.record.tables:
            yield from self._table(table)
        yield from self._findings()

    # -- places ------------------------------------------------------------------------

    def _headings(self) -> Iterator[Mismatch]:
        known = {None, *(each.id for each in self.record.sections)}
        for each in self.record.sections:
            start, end, body = each.start, each.end, each.body_end
            if not 0 <= start <= end <= body <= len(self.text):
                shown = f"{start}, {end}, {body}"
                yield self._miss(each.id, "section", "place", "start <= end <= body_end", shown, 0)
                continue
            said = form(self.read[start:end])
            title, ordinal = form(each.title), form(each.ordinal)
            furniture = self.furniture if _wrapped(self.text[start:end]) else None
            for what, wanted in (("title", title), ("ordinal", ordinal)):
                whole = ordinal + title
                if wanted not in said and not reads(
                    whole, "\n".join(map(form, self.read[start:end].splitlines())), furniture
                ):
                    yield self._miss(each.id, "section", what, wanted, said, start)
            if each.parent not in known:
                yield self._miss(each.id, "section", "parent", str(each.parent), "none", start)
            self.sections += 1

    def _evidence(self, fact: Fact, evidence: Evidence) -> Iterator[Mismatch]:
        start, end = evidence.start, evidence.end
        role = f"{evidence.role} evidence"
        if evidence.status == UNGROUNDED or evidence.status not in _STATUSES:
            yield self._of(fact, role, "a place in the source", evidence.status, 0)
            return
        if not 0 <= start < end <= len(self.text):
            shown = f"{start} to {end} of {len(self.text)}"
            yield self._of(fact, role, "a place in the source", shown, 0)
            return
        said = self.text[start:end]
        if said != evidence.quote:
            yield self._of(fact, role, evidence.quote, said, start)
        if evidence.status == EXACT and _wrapped(said):
            yield self._of(fact, role, "one line (status exact)", said, start)
        pages = self.source.pages
        page = bisect_right(pages, start) if pages else None
        if evidence.page is not None and evidence.page != page:
            yield self._of(fact, f"{role} page", str(evidence.page), str(page or "no pages"), start)
        yield from self._box(fact, role, evidence)
        self.quotes += 1

    def _box(self, fact: Fact, role: str, evidence: Evidence) -> Iterator[Mismatch]:
        """The quote must stand on the page where its rectangles say."""
        if self.glass is None:
            if evidence.bbox is not None:
                yield self._of(fact, f"{role} bbox", "none: no places", "one", evidence.start)
            return
        if evidence.bbox is None:
            yield self._of(fact, f"{role} bbox", "a rectangle on the page", "none", evidence.start)
            return
        first = (evidence.page or 1, *evidence.bbox)
        lines = evidence.boxes or ()
        for boxes in ((first,), lines) if lines else ((first,),):
            said = self.glass.read(boxes)
            page = {box[0] for box in boxes}
            # the part on the page of the first line, where the quote goes on to another page
            quote = evidence.quote
            if boxes == (first,) and len({box[0] for box in lines}) > 1:
                quote = quote.split("\f")[0]
            if not holds(said, quote):
                told = f"{role} on page {', '.join(map(str, sorted(page)))}"
                yield self._of(fact, told, evidence.quote, said, evidence.start)

    # -- values ------------------------------------------------------------------------

    def _fact(self, fact: Fact) -> Iterator[Mismatch]:
        values = [each for each in fact.evidence if each.role in _VALUES]
        if not values:
            yield self._of(fact, "value", "a quote of the value", "no value evidence", 0)
            return
        first = values[0]
        quote = "\n".join(self._quote(each) for each in values)
        loose = len(values) > 1 or any(each.status != EXACT for each in values)
        furniture = self.furniture if loose else None
        if fact.raw is not None:
            printed = "\n".join(self._quote(each, self.printed) for each in values)
            if not reads(fact.raw, printed, furniture):
                said = texts.first_difference(fact.raw, printed, furniture)
                yield self._of(fact, "raw", fact.raw, said, first.start)
        told = self._derive(fact, first, quote, furniture)
        if told is not None:
            yield self._of(fact, *told, first.start)
        if fact.kind == "term" and fact.name:
            labels = [self._quote(each) for each in fact.evidence if each.role == "label"]
            if labels and not any(fold(fact.name) in fold(each) for each in labels):
                yield self._of(fact, "name", fact.name, " ".join(labels), first.start)

    def _derive(
        self, fact: Fact, first: Evidence, quote: str, furniture: Furniture | None
    ) -> texts.Difference | None:
        if fact.kind in KINDS:
            return self._number(fact, first, furniture)
        if fact.kind == "organisation":
            return texts.names(fact, quote, self.read, first.start, furniture)
        if fact.kind == "indicator":
            above = self.read[max(0, first.start - _ABOVE) : first.start]
            return texts.row(fact, [self._quote(each) for each in fact.evidence], above)
        return texts.text(fact, quote, furniture)

    def _number(
        self, fact: Fact, first: Evidence, furniture: Furniture | None
    ) -> texts.Difference | None:
        said = self._quote(first)
        if fact.implied:
            if plain(fact.value) != 0:
                return "value", str(fact.value), "0, as of a statement of none"
            if not says_none(said):
                return "value", "a statement of none", said
            return None
        units = [self._quote(each) for each in fact.evidence if each.role == "unit"]
        scale, currency = numbers.inherited(units)
        told = None
        read = numbers.readings(fact.kind, said, self.read, first.start, furniture)
        for mention in read:
            one = numbers.difference(fact, mention, said, scale, currency)
            if one is None:
                return None
            told = told or one
        return told or ("value", str(fact.value), said)

    def _quote(self, evidence: Evidence, view: str = "") -> str:
        """The quote in a view of the text, as it is read; one that is not there, as it is."""
        start, end = evidence.start, evidence.end
        return (
            (view or self.read)[start:end]
            if evidence.quote == self.text[start:end]
            else evidence.quote
        )

    def _table(self, table: dict[str, Any]) -> Iterator[Mismatch]:
        name = str(table.get("id", "table"))
        scale, _ = numbers.inherited([str(table.get("unit") or "")])
        for cell in _objects(table.get("cells")):
            raw, start = str(cell.get("raw")), cell.get("start")
            said = self._between(cell)
            if said is None or not isinstance(start, int):
                continue
            if fold(said) != fold(raw):
                yield self._miss(name, str(cell.get("row")), "cell", raw, said, start)
            number, value = plain(raw), plain(cell.get("value"))
            if number is not None and value not in (number * scale, number):
                yield self._miss(name, str(cell.get("row")), "cell", str(value), raw, start)
            self.quotes += 1

    def _findings(self) -> Iterator[Mismatch]:
        ids = {each.id for each in self.record.facts}
        for finding in self.record.findings:
            code = finding.code
            at = max(0, finding.spans[0].start) if finding.spans else 0
            if not _is_rule(code):
                yield self._miss("finding", code, "code", "a rule, or one of a user", code, at)
            if not finding.spans:
                yield self._miss("finding", code, "spans", "a place", "none", at)
            for name in finding.facts:
                if name not in ids:
                    yield self._miss("finding", code, "facts", "facts of the record", name, at)
            for span in finding.spans:
                if span.source is not None:  # of another document
                    continue
                said = self.text[span.start : span.end] if 0 <= span.start <= span.end else None
                if said != span.quote:
                    start = span.start if said is not None else 0
                    yield self._miss(
                        "finding", finding.code, "quote", span.quote, said or "", start
                    )
                self.quotes += 1

    def _between(self, place: dict[str, Any]) -> str | None:
        """The text of a place; None where it has none."""
        start, end = place.get("start"), place.get("end")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
            return self.text[start:end]
        return None

    # -- telling -----------------------------------------------------------------------

    def _of(self, fact: Fact, what: str, expected: str, found: str, at: int) -> Mismatch:
        return self._miss(fact.id or "fact", fact.field, what, expected, found, at)

    def _miss(
        self, name: str, field: str, what: str, expected: str, found: str, at: int
    ) -> Mismatch:
        before = self.text[: max(0, at)].replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n") + 1
        return Mismatch(name, field, what, expected, found, line, len(before) - before.rfind("\n"))


def _is_rule(code: str) -> bool:
    """Whether a finding's code is of the catalogue, or can be of a check that a user declared."""
    from extractor.checks.catalogue import rules

    return code in rules() or _OWN.fullmatch(code) is not None


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _wrapped(text: str) -> bool:
    return any(character in text for character in _BREAKS)


def _short(text: str) -> str:
    """One line of at most 60 characters."""
    line = " ".join(text.split())
    return (line if len(line) <= 60 else f"{line[:59]}…") or "nothing"
