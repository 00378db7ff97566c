"""One document before its checks: text, outline, figures, and how to tell what was found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

import msgspec

from extractor.checks.catalogue import rules
from extractor.checks.figures import NUMERIC, Figure, Key, Ledger, hedged, printed
from extractor.fact import Fact
from extractor.finding import PUBLISHER, Finding, FindingSpan
from extractor.layout import Text
from extractor.outline import Outline, Section
from extractor.segment import Sentence
from extractor.tables import Table

#: So many figures are held against one another; the longest accounts have half of them.
MOST_FIGURES = 2000
_NO_ROUNDING = re.compile(r"(?:不存在|没有|无|未出现)[^，。；]{0,6}(?:尾差|差异|误差)")
_ADDED = re.compile(r"(?:追加|追减|调增|调减|调剂|调入|调出|收回|扣除|剔除)(?:了|为)?\s?$")
#: Types of sections that are a part of their own, whatever their number.
_APART = frozenset(("attachment", "performance_report"))
#: What an amount has come to (降至), not how far.
_REACHED = frozenset(("至", "到"))
#: A place to point at, in clean offsets.
Place = tuple[int, int]


class Case:
    """A document on its way from facts to findings. All offsets are of the clean text.

    ``year`` is the document's own, None where nobody knows. ``facts`` are those of the text: what
    tables state is held against them and against one another by checks of its own.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        text: Text,
        outline: Outline,
        sentences: Sequence[Sentence],
        year: int | None,
        tables: Sequence[Table] = (),
    ) -> None:
        self.facts = [each for each in facts if each.origin == "text"]
        self.stated = facts  #: those of the tables, too
        self.tables = tables
        self.text = text
        self.clean = text.clean
        self.outline = outline
        self.sections: Sequence[Section] = outline.sections
        self.sentences = sentences
        self.year = year
        self._starts = [each.start for each in sentences]
        self._headings = [each.start for each in outline.sections]
        self._parts = _parts(outline.sections)
        self._tables = [each.start for each in text.regions]
        self.unchecked: dict[str, str] = {}
        self.tabled: set[str] = set()  #: rules whose identity was checked in tables
        self.cut = False  #: whether there are more figures than are held against one another

    # where things stand

    def place(self, fact: Fact) -> Place:
        """Where the value of a fact stands."""
        first = fact.evidence[0]
        return self.text.map.to_clean(first.start, first.end)

    def in_table(self, at: int) -> bool:
        """Whether the offset *at* stands in a table region."""
        index = bisect_right(self._tables, at) - 1
        return index >= 0 and at < self.text.regions[index].end

    def sentence_at(self, at: int) -> int:
        """Index of the sentence that holds the offset *at*, or the last one before it; -1."""
        return bisect_right(self._starts, at) - 1

    def reach(self, sentence: int) -> Place:
        """From the start of a sentence to that of the next one, or to the end."""
        last = sentence + 1 >= len(self._starts)
        start = self._starts[sentence] if sentence >= 0 else 0
        return start, len(self.clean) if last else self._starts[sentence + 1]

    def section_at(self, at: int) -> int:
        """Index of the innermost section that holds the offset *at*, -1 where none does."""
        index = bisect_right(self._headings, at) - 1
        while index >= 0 and self.sections[index].body_end <= at:
            parent = self.sections[index].parent
            index = -1 if parent is None else parent
        return index

    def part_of(self, section: int) -> int:
        """Index of the section that opens the part of *section*; -1 for -1."""
        return self._parts[section] if section >= 0 else -1

    def type_at(self, at: int) -> str:
        """The type of the section that holds the offset *at* (``schema/sections.toml``), or ""."""
        section = self.section_at(at)
        return self.sections[section].type if section >= 0 else ""

    # figures

    @cached_property
    def ledger(self) -> Ledger:
        """Every figure of the document."""
        figures = list(islice(self._figures(), MOST_FIGURES))
        if len(figures) == MOST_FIGURES:
            self.cut = True
        return Ledger(figures)

    def _figures(self) -> Iterable[Figure]:
        to_clean = self.text.map.to_clean
        for fact in self.facts:
            if fact.kind not in NUMERIC:
                continue
            first = fact.evidence[0]
            start, end = to_clean(first.start, first.end)
            if fact.role == "change" and self.clean[start - 1 : start] in _REACHED:
                fact = msgspec.structs.replace(fact, role="actual", direction=None)
            if not isinstance(fact.value, str) or (fact.role == "change" and self._is_added(start)):
                continue
            # counts of people and things are exact, and so is what is not there at all
            counted = fact.implied or fact.kind in ("staffing", "asset")
            counted = counted or (fact.kind == "quantity" and "." not in fact.value)
            value, step, interval = printed(fact.raw or "", fact.value, counted)
            if fact.approx or fact.low is not None or fact.high is not None:
                interval = hedged(fact, value, step)
            sentence, section = self.sentence_at(start), self.section_at(start)
            yield Figure(
                fact, Key(fact.field, fact.path, fact.category, fact.name), value, step,
                interval, start, end, sentence,
                self.sentences[sentence].paragraph if sentence >= 0 else -1,
                section, self.part_of(section),
            )  # fmt: skip

    def _is_added(self, start: int) -> bool:
        """Whether an amount was added to a budget or taken from it, and compares nothing."""
        return _ADDED.search(self.clean, max(0, start - 6), start) is not None

    @cached_property
    def rounding(self) -> bool:
        """Whether the document declares that its sums may be off by rounding (尾差)."""
        notes = (str(f.value) for f in self.facts if f.field == "document.rounding_note")
        return any(_NO_ROUNDING.search(note) is None for note in notes)

    # telling

    def span(self, role: str, start: int, end: int) -> FindingSpan:
        """A place in the source."""
        begin, stop = self.text.map.bounds(start, end)
        pages = self.text.source.pages
        page = bisect_right(pages, begin) if pages else None
        return FindingSpan(role, begin, stop, self.text.source.text[begin:stop], page)

    def found(
        self,
        code: str,
        primary: Place | Figure,
        *secondary: Place | Figure,
        stated: str | None = None,
        expected: str | None = None,
        due: str | None = None,
        severity: str | None = None,
        mistake: str | None = None,
        sum: str | None = None,
        blame: str = PUBLISHER,
        confidence: float = 1.0,
        facts: Iterable[Fact] = (),
        **values: str,
    ) -> Finding:
        """A finding of the rule *code* at *primary*, against *secondary*.

        Places are spans of the clean text, or figures, which also give the facts. ``values`` fill
        the message of the rule; ``quote``, ``stated``, ``expected`` and ``sum`` are filled anyway,
        ``expected`` as ``due`` where that tells it in the unit of the text.
        """
        rule = rules()[code]
        spans: list[FindingSpan] = []
        ids: list[str] = []
        role = "primary"
        for each in (primary, *secondary):
            if isinstance(each, Figure):
                spans.append(self.span(role, each.start, each.end))
                if each.fact.id:
                    ids.append(each.fact.id)
            else:
                spans.append(self.span(role, *each))
            role = "secondary"
        ids += [each.id for each in facts]
        start, end = (primary.start, primary.end) if isinstance(primary, Figure) else primary
        filled = {
            "quote": self.clean[start:end].replace("\n", ""),
            "stated": stated or "", "expected": due or expected or "", "sum": sum or "", **values,
        }  # fmt: skip
        return Finding(
            code=code, family=rule.family, severity=severity or rule.severity,
            message=rule.message.zh.format_map(filled), spans=tuple(spans),
            facts=tuple(dict.fromkeys(ids)), stated=stated, expected=expected, mistake=mistake,
            sum=sum, blame=blame, confidence=confidence, values=filled,
        )  # fmt: skip

    def missing(self, code: str, *what: str) -> None:
        """Note that the rule *code* cannot be checked, since *what* is not stated."""
        self.unchecked.setdefault(code, "、".join(what))


def _parts(sections: Sequence[Section]) -> list[int]:
    """The part of the document that each section belongs to: the index of the section that opens
    it. 第N部分, 附件 and an attached report open a part, 一、 at the top does not."""
    parts: list[int] = []
    part = 0
    for section in sections:
        if section.parent is None and (
            section.ordinal[:1] in ("第", "附") or section.type in _APART
        ):
            part = section.index
        parts.append(part)
    return parts
