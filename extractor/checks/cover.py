"""Which figures an identity covers: those whose misprint would show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.checks.case import Case
from extractor.checks.equations import Equation
from extractor.checks.figures import NUMERIC
from extractor.checks.rules import IDENTITIES
from extractor.fact import Fact
from extractor.layout import Text
from extractor.outline import Outline
from extractor.record import Record
from extractor.segment import Sentence


def identities(case: Case) -> Iterator[Equation]:
    """Every identity that the figures of a document take part in, kept or broken."""
    for identity in IDENTITIES:
        yield from identity(case)


def covered(
    record: Record, text: Text, outline: Outline, sentences: Sequence[Sentence]
) -> dict[str, tuple[str, ...]]:
    """The ids of the figures that identities cover, each with the codes of these.

    ``text``, ``outline`` and ``sentences`` are what the record was made from.
    """
    year = int(record.year) if record.year else None
    codes: dict[str, list[str]] = defaultdict(list)
    for each in identities(Case(record.facts, text, outline, sentences, year)):
        for figure in each.figures:
            codes[figure.id].append(each.code)
    return {name: tuple(dict.fromkeys(found)) for name, found in codes.items()}


def unguarded(
    record: Record, text: Text, outline: Outline, sentences: Sequence[Sentence]
) -> tuple[Fact, ...]:
    """The printed figures that no identity covers, in reading order: nobody would see a slip."""
    known = covered(record, text, outline, sentences)
    return tuple(
        each
        for each in record.facts
        if each.kind in NUMERIC and not each.implied and each.id not in known
    )
