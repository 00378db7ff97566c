"""Reads one figure where the walk meets it: its role, and what it could be about."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from extractor.fact import Fact
from extractor.link.amounts.candidates import Figure, candidates
from extractor.link.amounts.counts import count_field
from extractor.link.amounts.state import State, Subject
from extractor.link.context import Context, decimal_text
from extractor.link.dates import as_of
from extractor.mentions import Mention
from extractor.schema import fields

BREAK = re.compile(r"[，；。：]")
COMPARED_AFTER = re.compile(
    r"(?:年度?)?(?:决算数?|支出数?|预算数?)?(?:相比|比较|相比较|对比|比(?=[，、增减下上多少])|，同比)"
)
_COMPARED_BEFORE = tuple("与比较同和跟")
#: totals that stand one beside the other
_TOTALS = {
    "revenue.total": "expenditure.total",
    "fiscal.revenue_total": "fiscal.expenditure_total",
}
_MOVES = re.compile(
    r"[^，。；\d]{0,3}(?:上升|提高|提升|增长|增加|升|涨|下降|降低|降|压减|减少|压|减)[^，。；\d]{0,2}[到至为]"
)
_PER_HEAD = re.compile(r"(?:人均|户均|车均|生均|平均每|每人每[年月天]|每人|每户|每辆)[^，。；\d]{0,4}$")
_OF_ASSETS = re.compile(r"资产[^，。；\d]{0,4}$")
_LEVEL = re.compile(r"[到至]")
_MORE = re.compile(r"(?:多|少|增|减|高|低|超|降|升)(?:出|了|至|幅)?$")
#: 较上年少列5万元，幅度10%: the way that the amount before it went
_EXTENT = re.compile(r"(?:幅度|比例|幅)(?:为|达|是)?$")
_RISES = frozenset("多增高超升")
#: what a limit is of, behind an amount with 以上: 100万元以上专用设备
_LIMITED = re.compile(
    r"(?:（含）)?(?:以上|以下)?(?:的)?(?:\d{1,4}[台套个]|(?:大型|通用|专用|单台|单价)*设备|[^，。；]{0,6}项目(?!支出))"
)
_SPENT = re.compile(
    r"[，、；]?(?:实际|已|共|累计|全年)*(?:支出|执行|使用|支付|完成支出|执行数|决算)(?:资金|金额|了|为|数)*$"
)
_PART = re.compile(r"[，、](?:其中[：，]?)?[一-鿿（）]{2,10}(?:经费|资金|支出)")
_SAVED = re.compile(r"(?:节约|节省)(?:了|资金|经费)?$")
_WORTH = re.compile(r"\d[^，。；\d]{1,5}，(?:账面|总)?(?:价值|原值|净值)(?:为|共计?)?$")
_DECIMALS = re.compile(r"-?\d[\d,]{0,17}\.\d{1,2}")
_CODE_GOES_ON = re.compile(r"[.\d]|[-—]\d")  #: what stands behind a number that is part of a code
_IN_TURN = re.compile(r"分别|依次|各")
_RATE = re.compile(r"[率度比](?:为|达到?|是|：|约|保持在|均为)?$")
_ADJACENT = re.compile(
    r"[（(]?(?:共计|总计|合计|总额|总值|原值|净值|账面|价值)?(?:为|是|：|共|约)?$"
)


class Figures:
    """Figures found so far, and the facts that need no choice (``facts``)."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.clean = ctx.clean
        self.state = State()
        self.figures: list[Figure] = []
        self.facts: list[Fact] = []

    def mention(self, index: int, start: int, end: int) -> None:
        """Read the mention *index*."""
        mention = self.ctx.mentions[index]
        kind = mention.kind
        if kind == "date":
            self._date(mention, start, end)
        elif kind == "money":
            self._money(index, mention)
        elif kind == "percent":
            self._percent(index, mention)
        elif kind == "count":
            self._count(index, mention)
        elif kind == "number" and self._is_amount(start, end):
            self._money(index, mention)
        elif kind == "number" and self._lacks_yuan(start, end):
            self._money(index, msgspec.structs.replace(mention, unit="元", currency="CNY"))

    def _lacks_yuan(self, start: int, end: int) -> bool:
        """Whether a number of an account ends in 万 or 亿 where 元 was forgotten."""
        state = self.state
        if state.prose or self.clean[end - 1] not in "万亿":
            return False
        cued = state.label_open or state.role or state.direction
        return bool(cued) and self.clean[end : end + 1] in "，。；、）\n"

    def _is_amount(self, start: int, end: int) -> bool:
        """Whether a number without a unit is an amount: by its label, or by a heading that
        tells the unit of all numbers below it."""
        if self._labelled_number(start, end):
            return True
        if self.ctx.unit_heading(start) is None or _CODE_GOES_ON.match(self.clean, end):
            return False
        if _DECIMALS.fullmatch(self.clean, start, end):
            return True
        state = self.state
        cued = state.label_open or state.role or state.direction or state.prior
        return bool(cued) and max(state.label_end, state.clause_end) == start

    def _labelled_number(self, start: int, end: int) -> bool:
        """Whether a number without a unit stands where an amount would: 固定资产249285.33。"""
        state = self.state
        if not state.label_open or state.label_end > start:
            return False
        gap = self.clean[state.label_end : start]
        close = len(gap) <= 6 and _ADJACENT.fullmatch(gap) is not None
        return close and self.clean[end : end + 1] in "，。；、\n）"

    def _date(self, mention: Mention, start: int, end: int) -> None:
        state = self.state
        value = str(mention.value or "")
        if not value[:4].isdigit():
            return
        compared = COMPARED_AFTER.match(self.clean, end) is not None
        if compared or self.clean[start - 1 : start] in _COMPARED_BEFORE:
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
        return state.year or (str(year) if year else None)

    def _year_at(self, role: str) -> tuple[int, int] | None:
        """Where the year stands that :meth:`_period` read, None for the document's own."""
        state, year = self.state, self.ctx.year
        if role == "prior_actual":
            if state.year and year and int(state.year) < year:
                return state.year_at
            return state.base_at
        return state.year_at

    # -- amounts -----------------------------------------------------------------------

    def _money(self, index: int, mention: Mention) -> None:
        state = self.state
        start, end = mention.start, mention.end
        if state.prose and self.clean[end - 1] == "块":
            return  # so many pieces of land, or boards
        self.ctx.claimed.add(index)
        if self._is_threshold(mention):
            limit = Subject(("threshold",), None, None, start, start)
            self._add(mention, "money", "threshold", None, limit, sure=True)
            state.spent(start, end, commit=False)
            return
        role, direction, extra = self._money_role(start)
        if state.percent == "share" and state.of and role == "actual":
            # 占本年支出120万元的40%: the amount is the whole's, the share still to come
            whole = Subject((state.of,), None, None, start, start)
            self._add(mention, "money", "actual", None, whole, sure=True)
            state.percent_at = end
            return
        subject = self._in_turn(start, end) or self._both(start, role)
        sure = subject is not None
        if subject is None and not self._is_strange(start, role):
            subject = state.subject_for(start, money=True)
        if subject is None and state.last is not None and role == "actual":
            lead = self.clean[state.label_end : start] if state.label_end <= start else "?"
            subject = state.last if _SPENT.fullmatch(lead) else None
        period = None
        if (subject is not None and subject.keys[0].startswith("assets.")) or (
            _OF_ASSETS.search(self.clean, max(0, start - 8), start) and state.is_("assets")
        ):
            period = as_of(self.ctx, state.paragraph_start, start)
        completion = state.percent == "completion" and role == "budget"
        if state.same_for_both and role == "budget":
            self._add(mention, "money", "actual", None, subject, None, period, sure=sure)
            state.same_for_both = False
        figure = self._add(mention, "money", role, direction, subject, extra, period, sure=sure)
        if role == "actual" and subject is not None:
            self._pair(subject, mention)
        state.last, state.last_role, state.last_figure = subject, role, figure
        state.spent(start, end, commit=subject is not None)
        if completion:
            state.percent, state.percent_at = "completion", end

    def _pair(self, subject: Subject, mention: Mention) -> None:
        """Remember two totals told one after the other: 收入总计80万元，支出总计80万元."""
        state, last = self.state, self.state.last
        state.pair = None
        if last is None or state.last_role != "actual" or state.last_figure is None:
            return
        if _TOTALS.get(last.keys[0]) == subject.keys[0] and len(last.keys) == 1:
            if self.figures[state.last_figure].mention.value == mention.value:
                state.pair = subject._replace(keys=(*last.keys, *subject.keys))

    def _both(self, start: int, role: str) -> Subject | None:
        """Both totals, where a comparison follows them that names neither."""
        state = self.state
        if role not in ("change", "prior_actual") or state.pair is None or state.label_open:
            return None
        state.subject = state.pair
        return state.pair

    def _is_strange(self, start: int, role: str) -> bool:
        """Whether a part with a name of its own is told, one that no field knows."""
        state = self.state
        if _PER_HEAD.search(self.clean, max(0, start - 8), start):
            return True  # 人员经费20万元，人均2万元
        if role == "actual" and state.strange_at >= state.label_end and start - state.strange_at < 3:
            return True  # 水费收入30万元
        if state.prose or role != "actual" or state.role or state.near(start):
            return False
        if _WORTH.search(self.clean, max(0, start - 20), start):
            return True  # 房屋1200平方米，价值300万元
        return state.head is not None and state.unexplained(self.clean, start) >= 3

    def _money_role(self, start: int) -> tuple[str, str | None, dict[str, object]]:
        """Role, direction and what else the words before an amount tell."""
        state = self.state
        direction = self._direction(start)
        if (
            direction is None
            and state.base
            and (more := _MORE.search(self.clean, start - 3, start))
        ):
            direction = "increase" if more[0][0] in _RISES else "decrease"
            state.compared = True
        if direction and state.prose and state.base is None and state.reason_at is None:
            direction = None  # 节约费用5万元 in a narrative is a result, not a comparison
        if direction:
            return "change", direction, {"base": state.base or "prior_year"}
        if not state.prose and state.last_role and _SAVED.search(self.clean, start - 4, start):
            return "change", "decrease", {"base": "budget"}
        if state.role == "budget":
            return "budget", None, {"budget_basis": state.basis} if state.basis else {}
        completes = state.percent == "completion" and "预" in self.clean[state.percent_at : start]
        against = state.base == "budget" and state.budget_at >= state.label_end
        if state.role is None and (completes or against):
            return "budget", None, {}  # 完成预算30万元的95%, 与年初预算30万元相比
        if state.role is None and not state.prior and state.within_budget:
            return "budget", None, {}  # 预算30万元，其中：人员经费20万元
        if state.role is None and not state.prior and state.last_role == "budget":
            lead = self.clean[state.stretch : start]
            if _PART.fullmatch(lead) and state.known <= len(lead):
                return "budget", None, {}  # 预算总额30万元，人员经费20万元: a part of it
        return "prior_actual" if state.prior else "actual", None, {}

    def _is_threshold(self, mention: Mention) -> bool:
        after = self.clean[mention.end : mention.end + 3]
        bound = mention.high is None and mention.low is not None
        if (bound or after.startswith("（含")) and _LIMITED.match(self.clean, mention.end):
            return True
        return self.state.threshold and (bound or after[:1] in "（的" or after.startswith("以上"))

    def _direction(self, start: int) -> str | None:
        state = self.state
        if state.direction is None or BREAK.search(self.clean, state.direction_at, start):
            return None
        if _LEVEL.search(self.clean, state.direction_at, start):
            return None  # 提高到5%: the level that was reached, not the change
        return state.direction

    # -- percentages -------------------------------------------------------------------

    def _percent(self, index: int, mention: Mention) -> None:
        state = self.state
        start, end = mention.start, mention.end
        self.ctx.claimed.add(index)
        role, direction, extra = self._percent_role(start, end)
        state.compared = state.compared or role == "completion"
        subject = self._in_turn(start, end)
        sure = subject is not None
        if role == "other" and subject is not None and state.last_figure is not None:
            before = self.figures[state.last_figure]
            if before.kind == "ratio":  # 分别占10%、20%和70%
                role, direction = before.candidates[0].role, before.direction
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
        if state.percent in ("share", "completion", "satisfaction"):
            return state.percent, None, {}
        if state.last_role == "change" or state.base:
            lead = self.clean[max(self.state.label_end, start - 5) : start]
            more = _MORE.search(lead)
            if more is not None and "到" not in lead:
                went = "increase" if more[0][0] in _RISES else "decrease"
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

    def _in_turn(self, start: int, end: int) -> Subject | None:
        """The field of a figure in 基本支出、项目支出分别为5万元、7万元: the next in turn."""
        state = self.state
        lead = self.clean[state.label_end : start] if state.label_end <= start else ""
        if not (
            state.turn and state.turn_end == state.label_end and lead in ("、", "和", "，", "与")
        ):
            state.turn = ()
            if not _IN_TURN.search(lead) or state.subject is None or len(state.subject.keys) < 2:
                return None
            apart = "，" in lead and "占" not in lead and not lead.endswith(("分别为", "分别是"))
            if apart or self.clean[end : end + 1] not in "、和，与":
                return None  # 各增加5万元: the same for both
            if not self.ctx.mentions_in(end, end + 2):
                return None
            state.turn = state.subject.keys
        assert state.subject is not None
        key, state.turn = state.turn[0], state.turn[1:]
        state.turn_end = end
        return state.subject._replace(keys=(key,))

    # -- counts ------------------------------------------------------------------------

    def _count(self, index: int, mention: Mention) -> None:
        state = self.state
        subject = state.subject or state.anchor
        if subject is None or not isinstance(mention.value, Decimal):
            return
        found = count_field(self.clean, mention, subject.keys)
        if found is None:
            return
        key, name = found
        hedged = mention.low != mention.value or mention.high != mention.value
        fact = self.ctx.fact(
            key,
            [("value", mention.start, mention.end)],
            value=decimal_text(mention.value),
            low=decimal_text(mention.low) if hedged else None,
            high=decimal_text(mention.high) if hedged else None,
            raw=self.ctx.text.original(mention.start, mention.end),
            unit=mention.unit,
            period=self._period("actual"),
            name=name,
            approx=mention.approx,
            confidence=0.95,
            made_by="rule:counts",
        )
        self.facts.append(fact)
        self.ctx.claimed.add(index)
        if state.last is not None and subject.start > state.last.start and not state.used:
            state.subject = state.last  # its label has only told what is counted

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
        readings = candidates(self.state, self.clean, mention, kind, role, period, subject, sure)
        figure = Figure(
            mention=mention,
            kind=kind,
            direction=direction,
            extra=extra or {},
            candidates=readings,
            year_at=self._year_at(role),
            follows=self.state.last_figure if kind == "ratio" else None,
            followed=self.state.last,
        )
        self.figures.append(figure)
        return len(self.figures) - 1
