"""Amounts: what is one, in which role, and of what."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from extractor.link.amounts.reading import MORE, RISES, Reading
from extractor.link.amounts.subjects import Subject
from extractor.link.dates import as_of
from extractor.mentions import Mention

#: totals that stand one beside the other
_TOTALS = {
    "revenue.total": "expenditure.total",
    "fiscal.revenue_total": "fiscal.expenditure_total",
}
_PER_HEAD = re.compile(
    r"(?:人均|户均|车均|生均|平均每|每人每[年月天]|每人|每户|每辆)[^，。；\d]{0,4}$"
)
_OF_ASSETS = re.compile(r"资产[^，。；\d]{0,4}$")
#: what a limit is of, behind an amount with 以上: 100万元以上专用设备
_LIMITED = re.compile(
    r"(?:（含）)?(?:以上|以下)?(?:的)?(?:\d{1,4}[台套个]|(?:大型|通用|专用|单台|单价)*设备|[^，。；]{0,6}项目(?!支出))"
)
_GAP = re.compile(r"(?:差异|差额|相差)(?:额|数|金额)?(?:为)?$")
_SPENT = re.compile(
    r"[，、；]?(?:实际|已|共|累计|全年)*(?:支出|执行|使用|支付|完成支出|执行数|决算)(?:资金|金额|了|为|数)*$"
)
_PART = re.compile(r"[，、](?:其中[：，]?)?[一-鿿（）]{2,10}(?:经费|资金|支出)")
_SAVED = re.compile(r"(?:节约|节省)(?:了|资金|经费)?$")
_WORTH = re.compile(r"\d[^，。；\d]{1,5}，(?:账面|总)?(?:价值|原值|净值)(?:为|共计?)?$")
_DECIMALS = re.compile(r"-?\d[\d,]{0,17}\.\d{1,2}")
_CODE_GOES_ON = re.compile(r"[.\d]|[-—]\d")  #: what stands behind a number that is part of a code
_ADJACENT = re.compile(
    r"[（(]?(?:共计|总计|合计|总额|总值|原值|净值|账面|价值)?[均都皆]?(?:为|是|：|共|约)?$"
)


class Money(Reading):
    """Reads amounts, with a unit or below a heading that tells it."""

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
        subject = self._in_turn(start, end) or self._both(role)
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
            period = as_of(self.ctx, state.paragraph_start, start, state.home)
        completion = state.percent == "completion" and role == "budget"
        if state.same_for_both and role == "budget":
            self._add(mention, "money", "actual", None, subject, None, period, sure=sure)
            state.same_for_both = False
        figure = self._add(mention, "money", role, direction, subject, extra, period, sure=sure)
        self._remember(role, mention)
        if role == "actual" and subject is not None:
            self._pair(subject, mention)
            state.row.append(subject)
        state.last, state.last_role, state.last_figure = subject, role, figure
        state.spent(start, end, commit=subject is not None)
        if completion:
            state.percent, state.percent_at = "completion", end

    def _remember(self, role: str, mention: Mention) -> None:
        """How the account stands to the budget that was told before it, or the reverse."""
        state, value = self.state, mention.value
        if role not in ("budget", "actual") or not isinstance(value, Decimal):
            return
        state.sums[role] = value
        if len(state.sums) == 2:
            spent, planned = state.sums["actual"], state.sums["budget"]
            state.gap = "increase" if spent > planned else "decrease"
            state.gap = "flat" if spent == planned else state.gap

    def _pair(self, subject: Subject, mention: Mention) -> None:
        """Remember two totals told one after the other: 收入总计80万元，支出总计80万元."""
        state, last = self.state, self.state.last
        state.pair = None
        if last is None or state.last_role != "actual" or state.last_figure is None:
            return
        beside = len(last.keys) == 1 and _TOTALS.get(last.keys[0]) == subject.keys[0]
        if beside and self.figures[state.last_figure].mention.value == mention.value:
            state.pair = replace(subject, keys=(*last.keys, *subject.keys))

    def _both(self, role: str) -> Subject | None:
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
        strange = state.strange_at >= state.label_end and start - state.strange_at < 3
        if strange and role == "actual":
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
        if direction is None and state.base and (more := MORE.search(self.clean, start - 3, start)):
            direction = "increase" if more[0][0] in RISES else "decrease"
            state.compared = True
        if direction and state.prose and state.base is None and state.reason_at is None:
            direction = None  # 节约费用5万元 in a narrative is a result, not a comparison
        if direction:
            return "change", direction, {"base": state.base or "prior_year"}
        if _GAP.search(self.clean, max(state.label_end, start - 8), start) and state.gap:
            return "change", state.gap, {"base": "budget"}
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
            told, last = state.subject, state.last  # 采购预算9万元，采购支出8万元: no part
            same = state.label_open and told and last and told.keys == last.keys
            if _PART.fullmatch(lead) and "实际" not in lead and not same:
                return "budget", None, {}  # 预算总额30万元，人员经费20万元: a part of it
        return "prior_actual" if state.prior else "actual", None, {}

    def _is_threshold(self, mention: Mention) -> bool:
        after = self.clean[mention.end : mention.end + 3]
        bound = mention.high is None and mention.low is not None
        if (bound or after.startswith("（含")) and _LIMITED.match(self.clean, mention.end):
            return True
        return self.state.threshold and (bound or after[:1] in "（的" or after.startswith("以上"))
