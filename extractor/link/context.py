"""What every linker needs to know about one document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache, cached_property
from itertools import accumulate, count
from operator import add
from typing import Any, NamedTuple

import msgspec

from extractor.fact import INHERITED, Evidence, Fact
from extractor.layout import Text
from extractor.link.lexicon import Hit, lexicon
from extractor.mentions import Mention
from extractor.outline import Outline, Section
from extractor.schema import fields
from extractor.segment import Sentence

_UNIT = re.compile(
    r"单位(?:一律|统一|均|都|皆|全)*(?:以|用|为|是|：|（| )*(?:人民币)?([万亿千百]?元)"
    r"|以(?:人民币)?([万亿千百]元)为(?:计量|金额)?单位"
)
#: such a unit holds for the whole text that follows, not for its own section alone
_EVERYWHERE = re.compile(r"(?:本|以下|下同|全文|文中|正文|说明中|均|统一|一律|除.{0,12}外)")


#: Kinds of mentions as bits, so that those of a sentence are one number.
KINDS = {"money": 1, "percent": 2, "number": 4, "count": 8, "date": 16}


class UnitHeading(NamedTuple):
    """Where the unit of bare figures is told (单位：万元), and how far it holds."""

    start: int
    end: int
    unit: str
    until: int


class Context:
    """One document on its way from mentions to facts, in clean offsets.

    ``claimed`` holds the indices of mentions that a linker has used, so that the ones
    that come after it leave them alone.
    """

    def __init__(
        self,
        text: Text,
        outline: Outline,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        year: int | None,
    ) -> None:
        self.text = text
        self.clean = text.clean
        self.outline = outline
        self.sentences = sentences
        self.mentions = mentions
        self.year = year
        self.period = None if year is None else str(year)  #: as facts tell it
        self.claimed: set[int] = set()
        self._fields = fields()
        self.mention_starts = [each.start for each in mentions]
        self._hits: dict[int, list[Hit]] = {}  # by line, of those that were looked at
        #: types of a section and of those above it, innermost first, each once; () for None
        self.types: Callable[[int | None], tuple[str, ...]] = _types(outline.sections).__getitem__

    def mentions_in(self, start: int, end: int) -> range:
        """Indices of the mentions that begin in ``[start, end)``."""
        starts = self.mention_starts
        return range(bisect_left(starts, start), bisect_left(starts, end))

    def hits_in(self, start: int, end: int) -> list[Hit]:
        """Words of the lexicon that begin in ``[start, end)``; no line is read unasked."""
        begins = self._line_starts
        found: list[Hit] = []
        for line in range(bisect_right(begins, start) - 1, bisect_left(begins, end)):
            hits = self._hits.get(line)
            if hits is None:
                hits = lexicon().scan(self.clean, begins[line], begins[line + 1])
                self._hits[line] = hits
            found += hits[bisect_left(hits, (start,)) : bisect_left(hits, (end,))]
        return found

    @cached_property
    def _line_starts(self) -> list[int]:
        lengths = map(len, self.clean.split("\n"))
        return list(map(add, accumulate(lengths, initial=0), count()))

    @cached_property
    def running(self) -> list[tuple[Sentence, int]]:
        """The sentences outside tables, each with the :data:`KINDS` of its mentions as one
        number; a paragraph is of a table as a whole or not at all."""
        found: list[tuple[Sentence, int]] = []
        mentions, starts = self.mentions, self.mention_starts
        at, size = 0, len(mentions)
        for sentence in self.sentences:
            if sentence.form == "cell":
                continue
            inside = 0
            if at < size and starts[at] < sentence.end:
                at = bisect_left(starts, sentence.start, at)
                while at < size and starts[at] < sentence.end:
                    inside |= KINDS.get(mentions[at].kind, 0)
                    at += 1
            found.append((sentence, inside))
        return found

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [each.start for each in self.sentences]

    def sentences_with(self, words: tuple[str, ...]) -> list[Sentence]:
        """The sentences in which one of some words begins, in order."""
        sentences, starts = self.sentences, self._sentence_starts
        found: set[int] = set()
        for match in _any_of(words).finditer(self.clean):
            at = match.start()
            index = bisect_right(starts, at) - 1
            if index >= 0 and at < sentences[index].end:
                found.add(index)
        return [sentences[index] for index in sorted(found)]

    @cached_property
    def own_year(self) -> tuple[Evidence, ...]:
        """Where the document's own year is first told, as evidence for what names none."""
        at = self.clean.find(f"{self.year}年") if self.year else -1
        if at < 0:
            return ()
        found = self.text.evidence("period", at, at + 4)
        return (msgspec.structs.replace(found, status=INHERITED),)

    @cached_property
    def unit_headings(self) -> list[UnitHeading]:
        """Places that tell the unit of bare figures, in order."""
        return [
            UnitHeading(*m.span(m.lastindex or 1), m[m.lastindex or 1], self._scope(m))
            for m in _UNIT.finditer(self.clean)
        ]

    def _scope(self, told: re.Match[str]) -> int:
        """How far a unit holds: to the end of the innermost section or table around it."""
        at = told.start()
        line = self.clean.rfind("\n", 0, at) + 1
        if _EVERYWHERE.search(self.clean, max(line, at - 24), told.end() + 3):
            return len(self.clean)
        for region in self.text.regions:
            if region.start <= at < region.end:
                return region.end
        sections = self.outline.sections
        last = bisect_right(sections, at, key=lambda each: each.start) - 1
        while last >= 0 and sections[last].body_end <= at:
            last -= 1
        return sections[last].body_end if last >= 0 else len(self.clean)

    def unit_heading(self, at: int) -> UnitHeading | None:
        """The heading 单位：万元 that holds at *at*, the nearest one."""
        headings = self.unit_headings
        last = bisect_right(headings, (at,)) - 1 if headings else -1
        while last >= 0 and headings[last].until <= at:
            last -= 1
        return headings[last] if last >= 0 else None

    def fact(
        self,
        field: str,
        spans: Sequence[tuple[str, int, int]],
        *,
        kind: str | None = None,
        inherited: tuple[Evidence, ...] = (),
        as_printed: bool = False,
        **given: Any,
    ) -> Fact:
        """A fact grounded in the source; ``spans`` are (evidence role, start, end).

        ``inherited`` is what a heading or title tells for it: the unit, the year.
        ``as_printed`` keeps what is printed at the first of the spans as ``raw``.
        """
        declared = self._fields.get(field)
        if kind is None:
            kind = declared.kind if declared else "ratio"
        label = declared.label if declared else ""
        evidence = (*self.text.grounded(spans), *inherited)
        if as_printed:
            _, start, end = spans[0]
            given["raw"] = self.text.printed(start, end)
        return Fact(field=field, kind=kind, label=label, evidence=evidence, **given)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    # of literals alone, so that the search skips to what they begin with
    return re.compile("|".join(map(re.escape, words)))


def _types(sections: Sequence[Section]) -> dict[int | None, tuple[str, ...]]:
    found: dict[int | None, tuple[str, ...]] = {None: ()}
    for own in sections:  # those above come first
        above = found[own.parent]
        found[own.index] = above if not own.type or own.type in above else (own.type, *above)
    return found


def decimal_text(value: Decimal | str | None) -> str | None:
    """A decimal as the contract writes it: no exponent, no trailing zeros.

    >>> decimal_text(Decimal("3604400.00")), decimal_text(Decimal("1E+3"))
    ('3604400', '1000')
    """
    if value is None or isinstance(value, str):
        return value
    plain = str(value)
    if "E" in plain:
        plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain
