"""What a record says of its checks, and whether its facts belong to its text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec

from extractor.checks.catalogue import Rule
from extractor.checks.figures import NUMERIC
from extractor.errors import fail
from extractor.fact import Fact
from extractor.record import Record

#: How a warning begins that tells of a rule without its operands.
NOT_CHECKABLE: Final = "not checkable: "
#: What a rule lacks in a record that was saved without its text.
TEXT: Final = "text"


class Unchecked(msgspec.Struct, frozen=True):
    """A rule that could not be checked; ``why`` names what the document does not state."""

    code: str
    why: str = ""


def unchecked(warnings: Iterable[str]) -> tuple[Unchecked, ...]:
    """The rules that *warnings* call not checkable.

    >>> unchecked(["not checkable: FA301 占比与金额不符 (部分)", "another"])
    (Unchecked(code='FA301', why='部分'),)
    """
    found = []
    for warning in warnings:
        if not warning.startswith(NOT_CHECKABLE):
            continue
        code, _, rest = warning.removeprefix(NOT_CHECKABLE).partition(" ")
        _, bracket, why = rest.rpartition(" (")
        found.append(Unchecked(code, why.removesuffix(")") if bracket else ""))
    return tuple(found)


def without_text(rule: Rule) -> str:
    """The warning that a rule needs the text of a record that was saved without it."""
    return f"{NOT_CHECKABLE}{rule.code} {rule.title.zh} ({TEXT})"


def others(warnings: Iterable[str]) -> tuple[str, ...]:
    """The warnings that are not of checks."""
    return tuple(each for each in warnings if not each.startswith(NOT_CHECKABLE))


def must_fit(record: Record) -> None:
    """Raise EX302 where the places of facts are not in the record's text, or figures are none."""
    text = record.text or ""
    name = record.source.name
    if not (record.year or "0").isdecimal():
        raise fail("EX302", f"{name}: {record.year} is no year")
    for fact in record.facts:
        if not fact.evidence:
            raise fail("EX302", f"{name}: {fact.id} has no place")
        for each in fact.evidence:
            if each.start < 0 or text[each.start : each.end] != each.quote:
                raise fail("EX302", f"{name}: {fact.id} is not in the record's own text")
        if fact.kind in NUMERIC and not _numbers(fact):
            raise fail("EX302", f"{name}: {fact.id} states no number: {fact.value}")


def _numbers(fact: Fact) -> bool:
    try:
        return all(
            Decimal(each).is_finite()
            for each in (fact.value, fact.low, fact.high)
            if isinstance(each, str)
        )
    except InvalidOperation:
        return False
