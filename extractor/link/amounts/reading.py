"""What every figure is read with: its year, its direction, the field that is its turn."""

from __future__ import annotations

import re

from msgspec.structs import replace

from extractor.fact import Fact
from extractor.link.amounts.candidates import Figure, candidates
from extractor.link.amounts.state import State
from extractor.link.amounts.subjects import Subject
from extractor.link.context import Context
from extractor.mentions import Mention

BREAK = re.compile(r"[，；。：]")
COMPARED_AFTER = re.compile(
    r"(?:年度?)?(?:决算数?|支出数?|预算数?)?(?:相比|比较|相比较|对比|比(?=[，、增减下上多少])|，同比)"
)
COMPARED_BEFORE = tuple("与比较同和跟")
_LEVEL = re.compile(r"[到至]")
_BETWEEN = frozenset(("、", "和", "，", "与"))
_IN_TURN = re.compile(r"分别|依次|各")

#: 比上年多5万元: a word that is no cue by itself
MORE = re.compile(r"(?:多|少|增|减|高|低|超|降|升)(?:出|了|至|幅)?$")
RISES = frozenset("多增高超升")


class Reading:
    """Figures found so far, and the facts that need no choice (``facts``)."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.clean = ctx.clean
        self.state = State()
        self.figures: list[Figure] = []
        self.facts: list[Fact] = []

    def _date(self, mention: Mention, start: int, end: int) -> None:
        state = self.state
        value = str(mention.value or "")
        if not value[:4].isdigit():
            return
        compared = COMPARED_AFTER.match(self.clean, end) is not None
        if compared or self.clean[start - 1 : start] in COMPARED_BEFORE:
            state.base, state.prior = "prior_year", not compared
            state.base_year, state.base_at = value[:4], (start, end)
            state.comparing = True
            return
        if self._looks_back(value, start):
            state.base, state.prior = "prior_year", True
            state.base_year, state.base_at = value[:4], (start, end)
            return
        if state.reason_at is not None or state.depth:
            return  # a year inside a reason or brackets is no period of what follows
        state.year, state.year_at = value[:4], (start, end)

    def _looks_back(self, value: str, start: int) -> bool:
        """Whether a year is the one before, told after a figure of the document's own:
        收入总计80万元，2021年度为70万元，增加10万元."""
        state, year = self.state, self.ctx.year
        return (
            not state.prose
            and year is not None
            and value[:4] == str(year - 1)
            and len(value) == 4
            and state.last is not None
            and state.last_role == "actual"
            and state.year in (None, str(year))
            and self.clean[start - 1 : start] in "，；（"
        )

    def _period(self, role: str) -> str | None:
        state, year = self.state, self.ctx.year
        if role == "prior_actual":
            if state.year and year and int(state.year) < year:
                return state.year
            if state.base_year:
                return state.base_year
            return str(year - 1) if year else None
        return state.year or self.ctx.period

    def _year_at(self, role: str) -> tuple[int, int] | None:
        """Where the year stands that :meth:`_period` read, None for the document's own."""
        state, year = self.state, self.ctx.year
        if role == "prior_actual":
            if state.year and year and int(state.year) < year:
                return state.year_at
            return state.base_at
        return state.year_at

    def _direction(self, start: int) -> str | None:
        state = self.state
        if state.direction is None or BREAK.search(self.clean, state.direction_at, start):
            return None
        if _LEVEL.search(self.clean, state.direction_at, start):
            return None  # 提高到5%: the level that was reached, not the change
        return state.direction

    def _in_turn(self, start: int, end: int) -> Subject | None:
        """The field of a figure in 基本支出、项目支出分别为5万元、7万元: the next in turn."""
        state = self.state
        lead = self.clean[state.label_end : start] if state.label_end <= start else ""
        if not (state.turn and state.turn_end == state.label_end and lead in _BETWEEN):
            state.turn = self._turn(lead, end) if _IN_TURN.search(lead) else ()
        if not state.turn:
            return None
        subject, state.turn = state.turn[0], state.turn[1:]
        state.turn_end = end
        return subject

    def _turn(self, lead: str, end: int) -> tuple[Subject, ...]:
        """What the figures of a list are about, one each: the fields of the label before
        it, or the amounts of the sentence (…5万元、…7万元，分别占40%、60%)."""
        count = self._listed(end)
        if count < 2:
            return ()  # 各增加5万元: the same for both
        subject = self.state.subject
        if subject is not None and len(subject.keys) > 1:
            apart = "，" in lead and "占" not in lead and not lead.endswith(("分别为", "分别是"))
            return () if apart else tuple(replace(subject, keys=(key,)) for key in subject.keys)
        row = self.state.row
        return tuple(row[-count:]) if "分别占" in lead and len(row) >= count else ()

    def _listed(self, end: int) -> int:
        """How many figures a list has whose first one ends at *end*."""
        count = 1
        while self.clean[end : end + 1] in _BETWEEN and count < 12:
            following = self.ctx.mentions_in(end, end + 2)
            if not following:
                break
            count += 1
            end = self.ctx.mentions[following[0]].end
        return count

    def _add(
        self,
        mention: Mention,
        kind: str,
        role: str,
        direction: str | None,
        subject: Subject | None,
        extra: dict[str, object] | None = None,
        period: str | None = None,
        *,
        sure: bool = False,
    ) -> int:
        """Keep a figure with the readings that are open to it; its number."""
        period = period or self._period(role)
        features, readings = candidates(
            self.state, self.clean, mention, kind, role, period, subject, sure
        )
        figure = Figure(
            mention=mention,
            kind=kind,
            direction=direction,
            extra=extra or {},
            features=features,
            candidates=readings,
            year_at=self._year_at(role),
            follows=self.state.last_figure if kind == "ratio" else None,
            followed=self.state.last,
        )
        self.figures.append(figure)
        return len(self.figures) - 1
