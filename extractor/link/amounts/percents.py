"""Percentages: shares, changes, completion, and what they are of."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from extractor.link.amounts.money import Money
from extractor.link.amounts.reading import MORE, RISES
from extractor.mentions import Mention
from extractor.schema import fields

_MOVES = re.compile(
    r"[^，。；\d]{0,3}(?:上升|提高|提升|增长|增加|升|涨|下降|降低|降|压减|减少|压|减)[^，。；\d]{0,2}[到至为]"
)
#: 较上年少列5万元，幅度10%: the way that the amount before it went
_EXTENT = re.compile(r"(?:幅度|比例|幅)(?:为|达|是)?$")
_RATE = re.compile(r"[率度比](?:为|达到?|是|：|约|保持在|均为)?$")


class Percents(Money):
    """Reads percentages."""

    def _percent(self, index: int, mention: Mention) -> None:
        state = self.state
        start, end = mention.start, mention.end
        self.ctx.claimed.add(index)
        role, direction, extra = self._percent_role(start, end)
        state.compared = state.compared or role == "completion"
        subject = self._in_turn(start, end)
        sure = subject is not None
        if role == "other" and subject is not None and self.figures:
            before = self.figures[-1]
            if before.kind == "ratio":  # 分别占10%、20%和70%
                role, direction = before.candidates[0].role, before.direction
        elif role == "other" and self.figures and self.figures[-1].kind == "ratio":
            before = self.figures[-1]
            if self.clean[before.mention.end : start] in ("、", "和", "与", "及"):
                role, direction = before.candidates[0].role, before.direction  # 占10%、20%和70%
        subject = subject or state.subject_for(start, money=False)
        if role == "satisfaction" or (role == "other" and self._is_rate(start)):
            subject = None
        if not sure and not state.prose and self._of_strange():
            subject = None
        if role == "share":
            of = state.of or (subject is not None and self._told_above(subject.keys[0]))
            if of:
                extra["of"] = of
        period = self._before(start, end)
        self._add(mention, "ratio", role, direction, subject, extra, period, sure=sure)
        state.spent(start, end, commit=subject is not None)

    def _percent_role(self, start: int, end: int) -> tuple[str, str | None, dict[str, object]]:
        state = self.state
        direction = self._direction(start)
        if direction and state.direction_at > state.percent_at:
            return "change", direction, {"base": state.base or "prior_year"}
        signs = self.clean[max(0, start - 1) : start + 1]
        if state.base and ("+" in signs or "-" in signs):
            went = "decrease" if "-" in signs else "increase"
            return "change", went, {"base": state.base}  # 同比-3.1%
        if self._closes_row(start, end):
            return "completion", None, {}
        if state.gap and self.clean.endswith(("差异率", "差异率为"), 0, start):
            return "change", state.gap, {"base": "budget"}
        if state.percent in ("share", "completion", "satisfaction"):
            return state.percent, None, {}
        if state.last_role == "change" or state.base:
            lead = self.clean[max(self.state.label_end, start - 5) : start]
            more = MORE.search(lead)
            if more is not None and "到" not in lead:
                went = "increase" if more[0][0] in RISES else "decrease"
                return "change", went, {"base": state.base or "prior_year"}
            if _EXTENT.search(lead) and state.last_figure is not None:
                went = self.figures[state.last_figure].direction or "flat"
                return "change", went, {"base": state.base or "prior_year"}
        if state.percent == "execution":
            return "execution_rate", None, {}
        gap = self.clean[state.label_end : start] if state.label_end <= start else "?"
        if state.last_role == "budget" and gap == "的":
            return "completion", None, {}  # 为年初预算120万元的98%
        if state.last_figure is not None and gap == "（" and self.clean[end : end + 1] == "）":
            return "share", None, {}  # 基本支出40万元（40%）
        if (
            state.last_figure is not None
            and state.last_role == "actual"
            and gap == "、"
            and self.clean[end : end + 1] in "；，。、\n"
            and not state.prose
        ):
            return "share", None, {}  # 教育支出40万元、40%；
        return "other", None, {}

    def _of_strange(self) -> bool:
        """Whether a percentage follows an amount with a name of its own: 水费收入30万元，占5%."""
        state = self.state
        at = state.last_figure
        if at is None or state.last is not None or self.figures[at].kind != "money":
            return False
        return state.label_end == self.figures[at].mention.end and state.strange_at > 0

    def _told_above(self, key: str) -> str | None:
        """The nearest whole of a field that the section has told a figure of."""
        declared = fields()
        field = declared.get(key)
        while field is not None and field.parent:
            if field.parent in self.state.told:
                return field.parent
            field = declared.get(field.parent)
        return None

    def _before(self, start: int, end: int) -> str | None:
        """The year before, for the level that a rate comes from: 由62.1%上升到62.8%."""
        year = self.state.year or self.ctx.year
        if self.clean[start - 1 : start] not in ("由", "从") or year is None:
            return None
        return str(int(year) - 1) if _MOVES.match(self.clean, end) else None

    def _closes_row(self, start: int, end: int) -> bool:
        """Whether a percentage ends a row of bare figures: 行政运行 640.00 668.14 104.40%.

        The first figure is the budget where the second over it gives the percentage.
        """
        at = self.state.last_figure
        if at is None or at < 1 or self.clean[start - 1] != " " or self.state.percent:
            return False
        one, two = self.figures[at - 1], self.figures[at]
        values = (one.mention.value, two.mention.value)
        if one.mention.unit or two.mention.unit or one.mention.end + 1 != two.mention.start:
            return False
        if two.mention.end + 1 != start or not all(isinstance(v, Decimal) and v for v in values):
            return False
        percent = Decimal(self.clean[start:end].rstrip("%％").replace(",", ""))
        if abs(values[1] / values[0] * 100 - percent) > Decimal("0.1"):  # type: ignore[operator]
            return False
        budget = [msgspec.structs.replace(each, role="budget") for each in one.candidates]
        self.figures[at - 1] = msgspec.structs.replace(one, candidates=tuple(budget))
        return True

    def _is_rate(self, start: int) -> bool:
        """Whether a percentage is a rate with a name of its own: 负债率41.5%."""
        return _RATE.search(self.clean, max(0, start - 6), start) is not None
