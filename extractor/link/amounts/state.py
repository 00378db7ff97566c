"""What the walk over the figures remembers, and how long."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from msgspec.structs import replace

from extractor.link.amounts.subjects import Subject
from extractor.link.functions import Path
from extractor.link.sections import NARRATIVE
from extractor.schema import fields

#: Words around figures that name nothing.
PLAIN = re.compile(
    r"其中|分别|合计|共计|总计|累计|全年|当年|本年度?|年度|年末|年初|截至|实际|本?部门|本?单位|"
    r"金额|资金|收到|取得|安排|为|是|共|约|了|达|的|数|有|及|和|等|：|，|、|；|。|（|）|\d|年|月|日|“|”"
)

_SHORT = 24  #: characters of words that come again from document to document


@lru_cache(maxsize=4096)
def bare(words: str) -> int:
    """How many characters of short words are left without those that name nothing."""
    return len(PLAIN.sub("", words))


class State:
    """The memory of the walk; every method says when something is forgotten."""

    __slots__ = (
        "_types", "anchor", "base", "base_at", "base_year", "basis", "before_reason",
        "bracket_at", "budget_at", "carried", "clause_end", "clause_start", "compared",
        "comparing", "depth", "direction", "direction_at", "gap", "head", "home", "known",
        "label_end", "label_open", "last", "last_figure", "last_role", "listed", "listing",
        "of", "outside", "pair", "paragraph_start", "percent", "percent_at", "prior", "prose",
        "reason_about", "reason_at", "role", "row", "same_for_both", "sentence_start",
        "strange_at", "stretch", "subject", "sums", "threshold", "told", "turn", "turn_end",
        "types", "used", "was_compared", "within_budget", "year", "year_at",
    )  # fmt: skip

    def __init__(self) -> None:
        self.types: tuple[str, ...] = ()
        self._types: frozenset[str] = frozenset()
        self.anchor: Subject | None = None
        self.subject: Subject | None = None
        self.used = True
        self.year: str | None = None
        self.year_at: tuple[int, int] | None = None
        self.prose = False
        self.compared = False
        self.paragraph_start = 0
        self.home: int | None = None  # where the section around of the same type begins
        self.told: set[str] = set()
        self.listed: list[Subject] = []
        self.head: Subject | None = None
        self.new_sentence(0)

    # -- forgetting --------------------------------------------------------------------

    def enter(self, subject: Subject | None, types: tuple[str, ...]) -> None:
        """A new section begins."""
        self.types = types
        self._types = frozenset(types)
        self.listed = []
        self.told = set()  # the fields that the section has given figures of
        self.prose = not self._types.isdisjoint(NARRATIVE)
        self.anchor = subject
        self.subject = None
        self.head = None
        self.used = True
        self.year = None
        self.year_at = None

    def new_paragraph(self, anchor: Subject | None) -> None:
        """A new paragraph: an announced subject that no figure has used yet stays."""
        self.listed = []
        if self.used:
            self.subject = None
        self.head = None
        self.anchor = anchor
        self.year = None
        self.year_at = None

    def new_sentence(self, start: int) -> None:
        """A new sentence: roles, comparisons and reasons are its own."""
        self.sentence_start = start
        if self.prose:
            self.year = None
            self.year_at = None
        self.base: str | None = None
        self.base_year: str | None = None
        self.base_at: tuple[int, int] | None = None
        self.was_compared = self.compared
        self.compared = False
        self.reason_at: int | None = None
        self.reason_about: tuple[str, ...] = ()
        self.clause_end = start
        self.clause_start = start
        self.label_open = False
        self.label_end = start
        if self.head is not None:
            self.subject = self.head
        self.head = None
        self.carried = self.subject
        self.before_reason = self.subject
        self.listing = False
        self.last: Subject | None = None
        self.last_figure: int | None = None
        self.last_role: str | None = None
        self.strange_at = -1  # the end of an income or expenditure with a name of its own
        self.sums: dict[str, Decimal] = {}  # the last budget and account of the sentence
        self.gap: str | None = None  # how the one stands to the other
        self.within_budget = False
        self.same_for_both = False
        self.budget_at = start
        self.pair: Subject | None = None
        self.turn: tuple[Subject, ...] = ()
        self.row: list[Subject] = []  # what the amounts of the sentence were about
        self.turn_end = -1
        self.stretch = start
        self.known = 0
        self.outside: Subject | None = None
        self.depth = 0
        self.bracket_at = start
        self._clear()

    def _clear(self) -> None:
        self.role: str | None = None
        self.basis: str | None = None
        self.direction: str | None = None
        self.direction_at = -1
        self.percent: str | None = None
        self.percent_at = -1
        self.of: str | None = None
        self.prior = False
        self.comparing = False
        self.threshold = False

    def new_clause(self, start: int, mark: str) -> None:
        """A comma or the like has been passed; ； ends a list of uses."""
        self.clause_start = start
        self.comparing = False
        self.percent, self.of = None, None
        if mark == "；":
            self.listing = False
            self.prior = False

    def forget_label(self) -> None:
        """The last label was only said to have no figure."""
        self.subject = self.head or self.carried
        self.label_open = False
        self.used = True

    def end_sentence(self) -> None:
        """What a reason speaks of is no subject for the next sentence."""
        if self.reason_at is not None:
            self.subject = self.before_reason
        if self.label_open and self.reason_at is None:
            self.head = None  # a label that still waits for its figure

    def end_reason(self) -> None:
        """A reason has ended inside its sentence."""
        self.reason_at = None
        self.reason_about = ()
        self.subject = self.before_reason
        self.compared = False

    def brackets(self, clean: str, at: int) -> None:
        """Words inside brackets are about something else: forget them behind."""
        piece = clean[self.bracket_at : at]
        self.bracket_at = at
        if "（" not in piece and "）" not in piece:
            return
        for mark in piece:
            if mark == "（":
                if self.depth == 0:
                    self.outside = self.subject
                self.depth += 1
            elif mark == "）" and self.depth:
                self.depth -= 1
                if self.depth == 0 and self.outside is not None:
                    self.subject = self.outside

    def spent(self, start: int, end: int, *, commit: bool) -> None:
        """A figure has been read: its cues are used up."""
        base, base_year, compared = self.base, self.base_year, self.compared
        self._clear()
        self.base, self.base_year, self.compared = base, base_year, compared
        self.label_open = False
        self.label_end = end
        self.stretch, self.known = end, 0
        if commit:
            self.used = True
            if self.subject is not None:
                self.told.update(self.subject.keys)
                if self.subject not in self.listed:
                    self.listed.append(self.subject)
            if self.head is None and self.reason_at is None:
                self.head = self.subject
            if self.reason_at is None:
                self.before_reason = self.subject

    # -- learning ----------------------------------------------------------------------

    def see(self, subject: Subject, joined: bool) -> None:
        """A label: it joins the one right before it, or takes its place."""
        if joined and self.subject is not None:
            keys = self.subject.keys
            keys += tuple(key for key in subject.keys if key not in keys)
            subject = replace(subject, keys=keys, start=self.subject.start)
        self.subject = subject
        self.used = False
        self.label_open = True
        self.label_end = subject.end

    def see_path(self, path: Path, key: str) -> None:
        """A functional path is named."""
        self.see(Subject((key,), path.names, path.code, path.start, path.end), joined=False)

    # -- asking ------------------------------------------------------------------------

    def is_(self, *types: str) -> bool:
        """Whether the section, or one above it, is of one of these types."""
        return not self._types.isdisjoint(types)

    def family(self) -> str | None:
        """The first part of the key of the subject spoken of, with its dot."""
        subject = self.subject or self.anchor
        if subject is None:
            return None
        return subject.keys[0].split(".")[0] + "."

    def near(self, start: int) -> bool:
        """Whether the label stands in the clause of the figure at *start*."""
        return self.subject is not None and self.subject.end > self.clause_start - 1

    def unexplained(self, clean: str, start: int) -> int:
        """How many characters before a figure no known word accounts for."""
        low = max(self.stretch, self.clause_start)
        size = start - low
        if size <= self.known:
            return 0
        words = clean[low:start]
        left = bare(words) if size <= _SHORT else len(PLAIN.sub("", words))
        return left - self.known if left > self.known else 0

    def about(self) -> tuple[str, ...]:
        """The fields that a reason given now would explain."""
        subject = self.subject or self.anchor
        return subject.keys if subject is not None else ()

    def subject_for(self, start: int, *, money: bool) -> Subject | None:
        """What a figure at *start* is about; None where only its own words can tell."""
        if self.reason_at is not None:
            inside = self.subject is not None and self.subject.start >= self.clause_start
            return self.subject if inside else None
        if self.listing and not self.near(start):
            return None if money else self.last
        if self.prose:
            if self.near(start):
                return self.subject
            if not money or ((self.prior or self.base) and self.last is not None):
                return self.last
            if self.role is not None and self.anchor is not None:
                return self.anchor
            return None
        if self._speaks_of_both():
            return self.anchor
        return self._whole() or self.subject or self.anchor

    def _whole(self) -> Subject | None:
        """The total whose parts were told in sentences before, for a comparison that opens
        its sentence and names nothing: 本年收入9万元。财政拨款8万元。其他收入1万元。比上年增加…"""
        subject, listed = self.subject, self.listed
        if subject is None or not self.base or len(listed) < 3 or self.base_at is None:
            return None
        if subject.start >= self.sentence_start or self.base_at[0] > self.sentence_start + 3:
            return None
        whole, parts = listed[0], listed[1:]
        declared = fields()
        if subject in parts and all(
            (field := declared.get(part.keys[0])) is not None and field.parent in whole.keys
            for part in parts
        ):
            return whole
        return None

    def _speaks_of_both(self) -> bool:
        """After both totals, a sentence that opens with a comparison speaks of both."""
        subject, anchor = self.subject, self.anchor
        if subject is None or anchor is None or not self.base or len(anchor.keys) < 2:
            return False
        if not self.told.issuperset(anchor.keys):
            return False
        return subject.start < self.sentence_start and set(subject.keys) <= set(anchor.keys)
