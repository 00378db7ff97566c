"""What is shown, and how."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from extractor.checks.catalogue import Rule, rules
from extractor.checks.render.lines import Lines
from extractor.checks.saved import Unchecked, unchecked
from extractor.finding import PUBLISHER, Finding, FindingSpan
from extractor.record import Record


class Checked(msgspec.Struct, frozen=True, dict=True):
    """A document after its checks.

    ``name`` is how its file is called, ``record`` holds the findings that are wanted; ``text`` is
    None for a saved record without it. ``saved`` is the file that the record was read from,
    ``beside`` are documents that it was compared with.
    """

    name: str
    record: Record
    text: str | None = None
    saved: str | None = None
    beside: tuple[Checked, ...] = ()

    def of(self, span: FindingSpan) -> Checked | None:
        """The document that a place is of: this one, one of ``beside``, or one not at hand."""
        if span.source is None:
            return self
        return next((each for each in self.beside if each.name == span.source), None)

    @cached_property
    def lines(self) -> Lines | None:
        """Lines and columns, where the text is known."""
        return None if self.text is None else Lines(self.text)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the document itself gets wrong."""
        return tuple(each for each in self.record.findings if each.blame == PUBLISHER)

    @cached_property
    def to_review(self) -> tuple[Finding, ...]:
        """What was perhaps only misread."""
        return tuple(each for each in self.record.findings if each.blame != PUBLISHER)

    @cached_property
    def unchecked(self) -> tuple[Unchecked, ...]:
        """The rules that could not be checked."""
        return unchecked(self.record.warnings)


class Failure(msgspec.Struct, frozen=True):
    """A file that could not be checked, and why, in one line."""

    name: str
    message: str


class Look(msgspec.Struct, frozen=True):
    """How findings are shown: ``width`` in columns, ``catalogue`` with the user's own rules,
    ``version`` is that of the program."""

    language: str = "zh"
    review: bool = False
    unchecked: bool = False
    colour: bool = False
    width: int = 100
    catalogue: Mapping[str, Rule] = msgspec.field(default_factory=rules)
    failures: tuple[Failure, ...] = ()
    version: str = "0"
