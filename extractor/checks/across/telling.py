"""Findings that show places of two documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from extractor.checks.across.documents import Document
from extractor.checks.catalogue import rules
from extractor.checks.equations import shown, told
from extractor.checks.figures import Figure
from extractor.checks.units import scale_of
from extractor.fact import Fact
from extractor.finding import PUBLISHER, Finding, FindingSpan
from extractor.quantity import Interval
from extractor.schema import fields

_UNIT: Final = re.compile(r"[^\d.,，．０-９]{1,6}$")
_OTHERS: Final = 12  # places that a finding shows besides its own


def place(fact: Fact, role: str, source: str | None = None) -> FindingSpan:
    """Where the value of a fact stands."""
    at = fact.evidence[0]
    return FindingSpan(role, at.start, at.end, at.quote, at.page, source)


def finding(
    code: str,
    document: Document,
    own: Iterable[Fact],
    others: Iterable[tuple[Document, Fact]] = (),
    *,
    stated: str | None = None,
    expected: str | None = None,
    severity: str | None = None,
    sum: str | None = None,
    mistake: str | None = None,
    blame: str = PUBLISHER,
    confidence: float = 1.0,
    **values: str,
) -> Finding:
    """A finding of *document*: at the first of its *own* facts, against the rest and those of
    *others*. ``values`` fill the message of the rule besides."""
    rule = rules()[code]
    own = tuple({each.evidence[0].start: each for each in own}.values())
    spans = [place(each, "secondary" if index else "primary") for index, each in enumerate(own)]
    spans += [place(fact, "secondary", other.name) for other, fact in others]
    filled = {
        "quote": "".join(spans[0].quote.split()), "stated": stated or "",
        "expected": expected or "", "sum": sum or "", **values,
    }  # fmt: skip
    return Finding(
        code=code, family=rule.family, severity=severity or rule.severity,
        message=rule.message.zh.format_map(filled), spans=tuple(spans[: 1 + _OTHERS]),
        facts=tuple(dict.fromkeys(each.id for each in own)), stated=stated, expected=expected,
        mistake=mistake, sum=sum, blame=blame, confidence=round(confidence, 4), values=filled,
    )  # fmt: skip


def printed(interval: Interval, like: Figure) -> str:
    """A number as *like* is printed, with its unit."""
    raw = "" if like.fact.implied else "".join((like.fact.raw or "").split())
    match = _UNIT.search(raw)
    unit = match[0] if match is not None else ""
    power = (scale_of(like) or 0) if like.fact.kind == "money" and unit else 0
    return told(interval.scaled(Decimal(1).scaleb(-power))) + unit


def stated(figure: Figure) -> str:
    """A figure as it is printed; 0 of a statement that there was none."""
    return "0" if figure.fact.implied else shown(figure)


def label(figure: Figure) -> str:
    """What a figure is of, in Chinese."""
    return label_of(figure.fact)


def label_of(fact: Fact) -> str:
    """What a fact is of, in Chinese."""
    if fact.path:
        return "/".join(fact.path)
    known = fields().get(fact.field)
    words = known.label if known is not None else fact.field
    detail = fact.name or (fact.category if fact.category != "total" else None)
    return f"{words}（{detail}）" if detail else words


def sureness(*figures: Figure) -> float:
    """How sure it is that figures that disagree were read rightly."""
    read = 1.0
    for each in figures:
        read *= each.fact.confidence
    return read
