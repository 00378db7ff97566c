"""Words that name a field: which one, and when they name none."""

from __future__ import annotations

import re

from msgspec.structs import replace

from extractor.link.amounts.cues import Cues
from extractor.link.amounts.events import MENTION, Event, is_cue
from extractor.link.amounts.subjects import Subject
from extractor.link.lexicon import Entry, resolve

#: Families whose own names hold the word 预算.
_OF_A_BUDGET = ("general.", "fund.", "capital.", "revenue.fiscal", "fiscal.")
_JOINERS = frozenset(("、", "和", "及", "与", "以及"))
_AMONG = ("中占", "中所占", "中的占比", "里占")
_SUMS = frozenset(("总支出", "总收入", "支出总额", "收入总额", "支出合计", "收入合计", "支出总计"))
_ALSO_ITEMS = ("three_public.", "training", "meeting")
#: what the money of a heading was for: 用于保障机构正常运转的日常|支出
_PURPOSE = re.compile(r"(?:用于|用在|花在|保障|为完成)[^。；]{2,70}$")
_OF_TOTALS = ("totals", "revenue", "expenditure", "fiscal_totals")
_COMPOUND = re.compile(r"(?:[费金款租品息疗]|工程|资金|服务|人员|专户|设备|学)$")


class Labels(Cues):
    """Reads the labels of figures."""

    def _hit(self, start: int, end: int, entry: Entry, following: Event | None) -> None:
        state = self.state
        if entry.kind not in ("field", "skip"):
            self._cue(start, end, entry)
            return
        near = following is not None and following[0] - end <= 4
        figure = near and following is not None and following[2] == MENTION
        if entry.kind == "skip" and not (entry.weak and figure):
            return
        if self.clean[end : end + 1] == "率" or (state.listing and not figure):
            return
        if (
            len(entry.word) == 2
            and state.subject is not None
            and state.subject.path
            and start == state.subject.end
        ):
            return  # 教育（类）支出: the word belongs to the path
        if len(entry.word) == 2 and entry.weak and state.label_open and start == state.label_end:
            return  # 公务接待费|合计: the word belongs to the label
        if figure and entry.word in ("收入", "支出") and self._is_compound(start):
            state.strange_at = end
            return
        if state.label_open and start == state.label_end and entry.word in _SUMS:
            return  # “三公”经费|总支出
        alone = len(entry.word) == 2 and not entry.strong and not figure
        if alone and self.clean[end : end + 1] in "。，；" and self.clean[start - 1] in "的等面":
            return  # 开展业务取得的收入。 反映校舍维修等支出。: what it is, or is for
        if entry.function and near and not state.prose and not state.is_("basic"):
            state.see(Subject((self._functional(),), (entry.word,), None, start, end), False)
            return
        if entry.names and not state.prose and self._is_economic(entry, following, figure, near):
            state.see(Subject(entry.names[:1], (entry.word,), None, start, end), joined=False)
            return
        if figure and self._is_listed_item(start, entry):
            item = Subject(("general.basic.economic",), (entry.word,), None, start, end)
            state.see(item, joined=False)
            return
        keys = resolve(entry, state.types, state.family())
        if not keys:
            return
        if self._is_echo(start, entry):
            if figure and state.anchor is not None:
                state.see(replace(state.anchor, start=start, end=end), joined=False)
            return
        if state.percent == "share" and state.percent_at <= start:
            # 占本年支出合计的: as a whole, a word means what it means in any section
            state.of = (resolve(entry, (), None) or keys)[0]
            return
        if self.clean.startswith(_AMONG, end):
            state.percent, state.percent_at, state.of = "share", end, keys[0]
            return
        if following is not None and self._is_whole(start, end, following):
            state.percent, state.percent_at, state.of = "share", end, keys[0]
            return
        gap = self.clean[state.label_end : start] if state.label_end <= start else "?"
        joined = state.label_open and gap in _JOINERS
        if "预算" in entry.word and not keys[0].startswith(_OF_A_BUDGET):
            state.role = "budget"
        state.see(Subject(keys, None, None, start, end), joined=joined)

    def _is_economic(self, entry: Entry, following: Event | None, figure: bool, near: bool) -> bool:
        """Whether a word that names an economic item stands for it here."""
        told = near and following is not None and is_cue(following, "direction", "role")
        if not (figure or told):
            return False
        state = self.state
        return (
            not (entry.strong or entry.weak) or state.is_("basic") or state.family() == "general."
        )

    def _is_listed_item(self, start: int, entry: Entry) -> bool:
        """Whether a word stands in a list of economic items, where it is one of them:
        差旅费2万元、公务接待费1万元."""
        last = self.state.last
        if last is None or last.keys != ("general.basic.economic",) or not entry.strong:
            return False
        return self.clean[start - 1] == "、" and entry.strong[0].startswith(_ALSO_ITEMS)

    def _is_compound(self, start: int) -> bool:
        """Whether 收入 or 支出 ends a name that no declaration knows: 水费收入."""
        state = self.state
        if state.prose or start <= state.label_end + 1 or not state.is_(*_OF_TOTALS):
            return False
        return _COMPOUND.search(self.clean, max(state.clause_start, start - 8), start) is not None

    def _is_whole(self, start: int, end: int, following: Event) -> bool:
        """Whether a label is a whole that a share is given of: 为采购总额的91.32%."""
        return (
            following[2] == MENTION
            and self.clean[start - 1] in "为是达"
            and self.clean[end : following[0]] == "的"
        )

    def _is_echo(self, start: int, entry: Entry) -> bool:
        """Whether a word as general as 支出 only speaks of what the heading has named:
        一、基本支出情况 … 用于日常运转的支出5万元."""
        state = self.state
        if len(entry.word) > 2 or not entry.weak or entry.strong or state.anchor is None:
            return False
        if state.anchor.end <= state.anchor.start or not state.types:
            return False
        own = entry.weak.get(state.types[0])
        if own is None or (self.clean[start - 1] == "的" and state.anchor.keys[0] not in own):
            return True
        low = max(state.sentence_start, start - 80)
        purpose = _PURPOSE.search(self.clean, low, start)
        return purpose is not None and state.anchor.keys[0] not in own

    def _functional(self) -> str:
        state = self.state
        if state.is_("fund"):
            return "fund.expenditure"
        if state.is_("general", "fiscal_totals"):
            return "general.functional"
        if state.is_("expenditure", "totals"):
            return "expenditure.functional"
        if state.is_("revenue"):
            return "revenue.functional"
        return "general.functional"
