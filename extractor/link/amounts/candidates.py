"""What a figure could be about, and the features by which one reading is chosen."""

from __future__ import annotations

import re
from functools import cache
from math import log1p
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from extractor.link.amounts.subjects import Subject
from extractor.mentions import Mention
from extractor.schema import fields

if TYPE_CHECKING:
    from extractor.link.amounts.state import State

#: Names of the features; a model names them too. A product holds where all its factors do.
FEATURES = (
    "rule", "labelled", "same_clause", "same_sentence", "distance", "anchor", "carried",
    "none", "project", "prose", "none*prose", "project*prose", "unexplained",
    "none*unexplained", "clause*unexplained", "far*unexplained", "role_cue",
    "project*role_cue", "none*role_cue", "none*listing", "none*reason", "at_home",
    "labelled*prose", "other_role", "direction", "ratio", "ratio*none", "ratio*last",
    "joint", "path", "rule*prose", "rule*ratio", "rule*clause", "rule*stranger",
    "none*stranger", "none*stranger*prose", "project*stranger", "none*plain",
    "project*granted", "none*granted", "project*spent", "none*spent", "project*scored",
    "none*scored", "project*counted", "none*counted", "other_role*granted", "other_role*spent",
    "project*other_role*granted",
)  # fmt: skip
#: What the features are made of: what is so of a figure, and what is so of one reading of it.
OF_FIGURE = (
    "prose", "unexplained", "role_cue", "listing", "reason", "direction", "ratio", "stranger",
    "plain", "granted", "spent", "scored", "counted",
)  # fmt: skip
OF_READING = (
    "rule", "labelled", "clause", "same_sentence", "distance", "anchor", "carried", "none", "far",
    "project", "at_home", "other_role", "last", "joint", "path",
)  # fmt: skip
#: a clause of nothing but words for money granted to a project, or spent on one
_GRANTED = re.compile(
    r"[，。；：、（]?(?:(?:全年|年初|项目|共|自评|涉及|覆盖|安排|财政|总|年中|本年|该项目|到位)*"
    r"(?:资金|金额|预算(?:数|总额|资金|批复)?|批复|到账|追加后|调整后?|总投资|投入|下达))+(?:为|是|共计?|合计)?"
)
_SPENT = re.compile(
    r"[，。；：、（]?(?:到?年底|全年|年末|实际|共|已|累计|项目)*"
    r"(?:支付|付款|花费|花掉|花了|执行数?|支出|使用|列支|完成支付|拨付|兑现|支出执行)(?:资金|金额)?(?:为|了|共|数)?"
)
_SCORED = re.compile(r"得\d|得分|自评|评分|\d分(?!钟|别)|执行率|等次|评价")
_COUNTED = re.compile(
    r"\d+个[^，。；]{0,8}项目|项目\d+个|绩效目标|纳入自评|[^，。；]{2,20}项目[：，预]"
)
_OF_PROJECTS = ("项目", "绩效目标", "纳入自评")  #: one of these is in all that _COUNTED finds
_FAR = 200  #: characters from a label that count
_DISTANCES = tuple([log1p(distance) / 5.3 for distance in range(_FAR + 1)])
_PROJECT = Subject(("performance.project_funds",), None, None, 0, 0)


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """One reading of a figure; ``subject`` None is an amount or ratio without a field.

    ``features`` are those of :data:`OF_READING`.
    """

    subject: Subject | None
    keys: tuple[str, ...]
    role: str
    period: str | None
    features: tuple[float, ...]


class Figure(msgspec.Struct, frozen=True, gc=False):
    """A figure and its readings, the one of the rules first.

    ``features`` are those of :data:`OF_FIGURE`.
    ``follows`` is the number of the amount before it in the sentence, whose subject was
    ``followed``: a percentage that reads so follows what is chosen for that amount.
    ``year_at`` is where the year of its period stands, None where the document's own is meant.
    """

    mention: Mention
    kind: str
    direction: str | None
    extra: dict[str, object]
    features: tuple[float, ...]
    candidates: tuple[Candidate, ...]
    follows: int | None = None
    followed: Subject | None = None
    year_at: tuple[int, int] | None = None


def candidates(
    state: State,
    clean: str,
    mention: Mention,
    kind: str,
    role: str,
    period: str | None,
    chosen: Subject | None,
    sure: bool,
) -> tuple[tuple[float, ...], tuple[Candidate, ...]]:
    """The features of a figure, and its readings: what the rules say, and what else is near.

    A reading that leaves no doubt stands alone: one that the form of the sentence gives
    (``sure``), or a label in the figure's own clause of the account with no unknown name by it.
    """
    start, prose = mention.start, state.prose
    readings: list[tuple[Subject | None, str]] = [(chosen, role)]
    unknown = state.unexplained(clean, start)
    if not (sure or (chosen is not None and unknown < 2 and _is_plain(state, chosen))):
        seen = [None if chosen is None else (chosen.keys, chosen.path)]
        offered: list[Subject | None] = [state.subject, state.anchor, state.last, None]
        if prose:
            offered.append(_PROJECT)
        for subject in offered:
            if subject is chosen:
                continue
            identity = None if subject is None else (subject.keys, subject.path)
            if identity not in seen:
                seen.append(identity)
                readings.append((subject, role))
        if kind == "money" and role in ("actual", "budget"):
            other = "actual" if role == "budget" else "budget"
            readings.append((chosen, other))
            if prose and seen[0] != (_PROJECT.keys, _PROJECT.path):
                readings.append((_PROJECT, other))
    bare = ("activity.funds",) if kind == "money" else ("ratio",)
    return _of_figure(state, clean, mention, kind, unknown), tuple([
        Candidate(
            subject,
            bare if subject is None else subject.keys,
            its_role,
            period,
            _of_reading(state, start, subject, subject is chosen, its_role != role),
        )
        for subject, its_role in readings
    ])  # fmt: skip


def _counts(clean: str, low: int, high: int) -> bool:
    """Whether projects are counted or named in ``[low, high)``."""
    words = clean[low:high]
    return any(map(words.__contains__, _OF_PROJECTS)) and _COUNTED.search(words) is not None


def _is_plain(state: State, chosen: Subject) -> bool:
    return not state.prose and state.clause_start <= chosen.end and chosen.end > chosen.start


def _of_figure(
    state: State, clean: str, mention: Mention, kind: str, unknown: int
) -> tuple[float, ...]:
    """The features of a figure, in the order of :data:`OF_FIGURE`."""
    unexplained = min(unknown, 8) / 8
    # a name that no declaration knows stands before the figure, and no label does
    stranger = unexplained >= 0.25 and not state.near(mention.start)
    told = _told(state, clean, mention) if state.prose and kind == "money" else _NOTHING_TOLD
    return (
        state.prose, unexplained, state.role is not None, state.listing,
        state.reason_at is not None, state.direction is not None, kind == "ratio", stranger,
        not stranger, *told,
    )  # fmt: skip


def _of_reading(
    state: State, start: int, subject: Subject | None, chosen: bool, other_role: bool
) -> tuple[float, ...]:
    """The features of one reading, in the order of :data:`OF_READING`."""
    rule = chosen and not other_role
    if subject is None:
        return rule, 0, 0, 0, 1.0, 0, 0, 1, 0, 0, 0, other_role, 0, 0, 0
    first, end, types = subject.keys[0], subject.end, state.types
    labelled = end > subject.start
    clause = labelled and end >= state.clause_start
    sentence = labelled and subject.start >= state.sentence_start
    return (
        rule, labelled, clause, sentence,
        _DISTANCES[min(max(0, start - end), _FAR)] if labelled else 1.0,
        subject is state.anchor, labelled and not sentence, 0, not clause,
        first == "performance.project_funds", len(types) > 0 and types[0] in _homes(first),
        other_role, subject is state.last, len(subject.keys) > 1, subject.path is not None,
    )  # fmt: skip


class Told(NamedTuple):
    """What a narrative says around an amount of the project that it is for."""

    granted: bool
    spent: bool
    scored: bool
    counted: bool


_NOTHING_TOLD = Told(False, False, False, False)


def _told(state: State, clean: str, mention: Mention) -> Told:
    start, end = mention.start, mention.end
    low = max(state.stretch, state.clause_start)
    return Told(
        _GRANTED.fullmatch(clean, low, start) is not None,
        _SPENT.fullmatch(clean, low, start) is not None,
        _SCORED.search(clean, max(0, start - 14), end + 30) is not None,
        _counts(clean, max(state.sentence_start, start - 60), start),
    )


@cache
def _homes(key: str) -> frozenset[str]:
    """The section types in which a field is at home."""
    field = fields().get(key)
    return frozenset() if field is None else frozenset((*field.sections, *field.subject_of))
