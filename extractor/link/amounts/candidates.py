"""What a figure could be about, and the features by which one reading is chosen."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

import msgspec

from extractor.link.amounts.state import Subject
from extractor.mentions import Mention
from extractor.schema import fields

if TYPE_CHECKING:
    from extractor.link.amounts.state import State

#: Names of the features, in the order of :func:`_features`; a model names them too.
FEATURES = (
    "rule", "labelled", "same_clause", "same_sentence", "distance", "anchor", "carried",
    "none", "project", "prose", "none*prose", "project*prose", "unexplained",
    "none*unexplained", "clause*unexplained", "far*unexplained", "role_cue",
    "project*role_cue", "none*role_cue", "none*listing", "none*reason", "at_home",
    "labelled*prose", "other_role", "direction", "ratio", "ratio*none", "ratio*last",
    "joint", "path", "rule*prose", "rule*ratio", "rule*clause", "rule*stranger",
    "none*stranger", "none*stranger*prose", "project*stranger", "none*plain",
)  # fmt: skip
_PROJECT = Subject(("performance.project_funds",), None, None, 0, 0)


class Candidate(msgspec.Struct, frozen=True):
    """One reading of a figure; ``subject`` None is an amount or ratio without a field."""

    subject: Subject | None
    keys: tuple[str, ...]
    role: str
    period: str | None
    features: tuple[float, ...]


class Figure(msgspec.Struct, frozen=True):
    """A figure and its readings, the one of the rules first.

    ``follows`` is the number of the amount before it in the sentence, whose subject was
    ``followed``: a percentage that reads so follows what is chosen for that amount.
    """

    mention: Mention
    kind: str
    direction: str | None
    extra: dict[str, object]
    candidates: tuple[Candidate, ...]
    follows: int | None = None
    followed: Subject | None = None


def candidates(
    state: State,
    clean: str,
    mention: Mention,
    kind: str,
    role: str,
    period: str | None,
    chosen: Subject | None,
    sure: bool,
) -> tuple[Candidate, ...]:
    """The readings of a figure: what the rules say, and what else is near.

    A reading that leaves no doubt (``sure``) stands alone.
    """
    readings: list[tuple[Subject | None, str, str | None]] = [(chosen, role, period)]
    if not sure:
        seen = [_identity(chosen)]
        offered: list[Subject | None] = [state.subject, state.anchor, state.last, None]
        if state.prose:
            offered.append(_PROJECT)
        for subject in offered:
            if _identity(subject) not in seen:
                seen.append(_identity(subject))
                readings.append((subject, role, period))
        if kind == "money" and role in ("actual", "budget"):
            readings.append((chosen, "actual" if role == "budget" else "budget", period))
    unexplained = min(state.unexplained(clean, mention.start), 8) / 8
    made = []
    for subject, its_role, its_period in readings:
        if subject is not None:
            keys = subject.keys
        else:
            keys = ("activity.funds",) if kind == "money" else ("ratio",)
        values = _features(
            state, mention, kind, subject, its_role, role, subject is chosen, unexplained
        )
        made.append(Candidate(subject, keys, its_role, its_period, values))
    return tuple(made)


def _identity(subject: Subject | None) -> object:
    return None if subject is None else (subject.keys, subject.path)


def _features(
    state: State,
    mention: Mention,
    kind: str,
    subject: Subject | None,
    role: str,
    rule_role: str,
    by_rule: bool,
    unexplained: float,
) -> tuple[float, ...]:
    rule = float(by_rule and role == rule_role)
    none = float(subject is None)
    labelled = clause = sentence = carried = anchor = home = joint = path = 0.0
    distance = 1.0
    project = 0.0
    if subject is not None:
        labelled = float(subject.end > subject.start)
        if labelled:
            clause = float(subject.end > state.clause_start - 1)
            sentence = float(subject.start >= state.sentence_start)
            carried = 1.0 - sentence
            distance = log1p(min(max(0, mention.start - subject.end), 200)) / 5.3
        anchor = float(subject is state.anchor)
        project = float(subject.keys[0] == "performance.project_funds")
        joint = float(len(subject.keys) > 1)
        path = float(subject.path is not None)
        field = fields().get(subject.keys[0])
        if field is not None and state.types:
            own = state.types[0]
            home = float(own in field.sections or own in field.subject_of)
    prose = float(state.prose)
    ratio = float(kind == "ratio")
    cue = float(state.role is not None)
    # a name that no declaration knows stands before the figure, and no label does
    stranger = float(unexplained >= 0.25 and not state.near(mention.start))
    last = float(subject is not None and subject is state.last)
    return (
        rule, labelled, clause, sentence, distance, anchor, carried,
        none, project, prose, none * prose, project * prose, unexplained,
        none * unexplained, clause * unexplained, (1 - clause) * (1 - none) * unexplained, cue,
        project * cue, none * cue, none * state.listing,
        none * (state.reason_at is not None), home,
        labelled * prose, float(role != rule_role), float(state.direction is not None), ratio,
        ratio * none, ratio * last, joint, path, rule * prose, rule * ratio, rule * clause,
        rule * stranger, none * stranger, none * stranger * prose, project * stranger,
        none * (1.0 - stranger),
    )  # fmt: skip
