"""Figures -> facts: the model scores every reading at once, the best one is stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from struct import Struct

import msgspec
import numpy as np
from numpy.typing import NDArray

from extractor.fact import INHERITED, Evidence, Fact
from extractor.link.amounts.candidates import (
    FEATURES,
    OF_FIGURE,
    OF_READING,
    Candidate,
    Figure,
)
from extractor.link.amounts.names import amount_name
from extractor.link.amounts.projects import project_name
from extractor.link.amounts.subjects import Subject
from extractor.link.context import Context, UnitHeading, decimal_text
from extractor.link.model import Model, agree, load
from extractor.schema import fields

MODEL = "amounts"
#: The factors of each feature, as columns of what figures and readings are told by; a column
#: of ones stands for a second one that is not there.
_COLUMNS = (*OF_FIGURE, *OF_READING)
_PACK = Struct(f"{len(_COLUMNS)}ff").pack
_FACTORS = [
    [_COLUMNS.index(each) for each in name.replace("same_clause", "clause").split("*")]
    for name in FEATURES
]
_FIRST = np.array([each[0] for each in _FACTORS])
_SECOND = np.array([each[1] if len(each) > 1 else len(_COLUMNS) for each in _FACTORS])
_THIRD = [(column, each[2]) for column, each in enumerate(_FACTORS) if len(each) > 2]
#: What the model's card must say of its features.
SPECIFICATION = {"dense": list(FEATURES)}
_SCALES = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10000),
    "亿元": Decimal(100000000),
}
_PROJECTS = ("performance.project_funds",)
#: what a percentage behind the money of projects says of it
_OF_FUNDS = frozenset(("share", "completion", "execution_rate"))


def matrix(figures: Sequence[Figure]) -> NDArray[np.float32]:
    """Features of every reading of every figure, one row each, in order."""
    told = [
        _PACK(*figure.features, *each.features, 1.0)
        for figure in figures
        for each in figure.candidates
    ]
    base = np.frombuffer(b"".join(told), np.float32).reshape(len(told), len(_COLUMNS) + 1)
    table = base.take(_FIRST, axis=1)
    table *= base.take(_SECOND, axis=1)
    for column, factor in _THIRD:
        table[:, column] *= base[:, factor]
    return table


def choose(figures: Sequence[Figure]) -> list[tuple[Candidate, float]]:
    """The chosen reading of each figure, with its calibrated probability to four places."""
    if not figures:
        return []
    probabilities = scorer().probabilities(matrix(figures))[:, 1]
    chances, rounded = probabilities.tolist(), probabilities.round(4).tolist()
    chosen: list[tuple[Candidate, float]] = []
    at = 0
    for figure in figures:
        size = len(figure.candidates)
        scores = chances[at : at + size]
        best = scores.index(max(scores))
        chosen.append((_follow(figure, figure.candidates[best], chosen), rounded[at + best]))
        at += size
    return chosen


def _follow(
    figure: Figure, candidate: Candidate, chosen: list[tuple[Candidate, float]]
) -> Candidate:
    """A percentage about the amount before it is about what that amount turned out to be."""
    if figure.follows is None:
        return candidate
    if candidate.subject is None:
        before = chosen[figure.follows][0]
        project = before.subject if before.keys == _PROJECTS else None
        if figure.followed is not None or project is None or candidate.role not in _OF_FUNDS:
            return candidate
        return msgspec.structs.replace(candidate, subject=project, keys=_PROJECTS)
    if candidate.subject is not figure.followed:
        return candidate
    before = chosen[figure.follows][0]
    if before.subject is candidate.subject:
        return candidate
    if before.subject is None:
        return Candidate(None, ("ratio",), candidate.role, candidate.period, candidate.features)
    return Candidate(
        before.subject, before.keys, candidate.role, candidate.period, candidate.features
    )


def scorer() -> Model:
    """The trained model, checked against the features of this release."""
    return agree(load(MODEL), SPECIFICATION)


def state_facts(ctx: Context, figures: Sequence[Figure]) -> Iterator[Fact]:
    """The facts of the chosen readings, one for each field that a figure states."""
    for figure, (candidate, probability) in zip(figures, choose(figures), strict=True):
        by_rule = candidate is figure.candidates[0]
        for key in candidate.keys:
            yield _fact(ctx, figure, candidate, key, probability, by_rule)


def _told_above(
    ctx: Context, figure: Figure, period: str | None, heading: UnitHeading | None
) -> tuple[Evidence, ...]:
    """What a heading tells for a figure: the document's year, the unit of a bare number."""
    told: tuple[Evidence, ...] = ()
    if figure.year_at is None and period is not None and period == ctx.period:
        told = ctx.own_year
    if heading is not None:
        unit = ctx.text.evidence("unit", heading.start, heading.end)
        told = (*told, msgspec.structs.replace(unit, status=INHERITED))
    return told


def _fact(
    ctx: Context,
    figure: Figure,
    candidate: Candidate,
    key: str,
    probability: float,
    by_rule: bool,
) -> Fact:
    mention, subject, role = figure.mention, candidate.subject, candidate.role
    spans = [("value", mention.start, mention.end)]
    if subject is not None and subject.end > subject.start:
        spans.append(("label", subject.start, subject.end))
    if figure.year_at is not None:
        spans.append(("period", *figure.year_at))
    ratio = figure.kind == "ratio"
    # 单位：万元 above a number that has no unit of its own
    heading = None if mention.unit or ratio else ctx.unit_heading(mention.start)
    value, low, high = mention.value, mention.low, mention.high
    hedged = low != value or high != value
    if isinstance(value, Decimal) and value < 0 and figure.direction:
        value, low, high = -value, _negated(high), _negated(low)  # 减少-3万元
    if heading is not None:
        scale = _SCALES[heading.unit]
        value, low, high = (v * scale if isinstance(v, Decimal) else v for v in (value, low, high))
    unit = "percent" if ratio else (mention.currency if mention.unit else heading and "CNY")
    name = None
    if key == "activity.funds":
        name = amount_name(ctx, mention.start, mention.end)
    elif key in _PROJECTS:
        name = project_name(ctx, mention.start)
    return ctx.fact(
        key,
        spans,
        kind=figure.kind,
        role=role,
        period=candidate.period,
        value=decimal_text(value),
        low=decimal_text(low) if hedged else None,
        high=decimal_text(high) if hedged else None,
        unit=unit,
        inherited=_told_above(ctx, figure, candidate.period, heading),
        as_printed=True,
        direction=figure.direction if role == "change" else None,
        path=subject.path if subject is not None else None,
        name=name,
        approx=mention.approx,
        extra=_extra(figure, candidate, key, subject),
        confidence=probability,
        made_by="rule:walk" if by_rule else "model:amounts",
    )


def _negated(value: Decimal | str | None) -> Decimal | None:
    return -value if isinstance(value, Decimal) else None


def _extra(
    figure: Figure, candidate: Candidate, key: str, subject: Subject | None
) -> dict[str, object]:
    extra = dict(figure.extra)
    if candidate.role != "budget":
        extra.pop("budget_basis", None)
    if candidate.role == "share" and "of" not in extra:
        field = fields().get(key)
        if field is not None and field.parent:
            extra["of"] = field.parent
    if subject is not None and subject.code:
        extra["code"] = subject.code
    return extra
