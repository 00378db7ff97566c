"""Words that tell what a figure is: budget or account, change, share, comparison, reason."""

from __future__ import annotations

import re

from extractor.link.amounts.figures import Figures
from extractor.link.amounts.reading import COMPARED_AFTER, COMPARED_BEFORE
from extractor.link.context import Context
from extractor.link.lexicon import Entry

_ENDS_LISTING = frozenset(("role", "base", "completion", "share", "direction"))
_COMPARE = re.compile(r"(?:比|与|较|大于|小于|等于|低于|高于|超过|超出|超|同|和|占)$")
_FIGURE_FOLLOWS = tuple("为的决支收0123456789")
_SAME = re.compile(r"[、和与及](?:实际)?(?:支出)?(?:决算|支出|执行)(?:数|金额)?(?:均|同|都|皆)")
_UP_TO = ("截止", "截至")
_GOES_ON = re.compile(r"[一二三四五][是、]|其[次一二三]|另外?|同时|此外|再次|再者|[（(]?\d[)）.、]")
#: What stands between the words that open a reason and the reason.
_OPENING = re.compile(r"(?:分析|如下)?[：:，是为 ]*")
#: A count of vehicles behind a reason is a statement of its own.
_BESIDE = re.compile(
    r"，(?:年[末底]|期末|截[至止]|现有|单位|本)[^，。；]{0,24}\d辆[^，。；]{0,4}(?=[。；]?$)"
)


class Cues(Figures):
    """Reads the cues of figures; ``reasons`` are the clean spans of the reasons found."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.reasons: list[tuple[int, int]] = []

    def _cue(self, start: int, end: int, entry: Entry) -> None:
        state, clean = self.state, self.clean
        kind = entry.kind
        if kind in _ENDS_LISTING:
            state.listing = False
        if kind == "within":
            state.within_budget = state.last_role == "budget"
        elif kind == "role":
            state.within_budget = False
            if entry.value == "budget":
                if state.percent == "completion":
                    return
                if state.percent == "share":
                    if state.of is None:  # 占预算的95%, but not 占项目支出预算的95%
                        state.percent = "completion"
                    return
                if state.comparing or _COMPARE.search(clean, max(0, start - 2), start):
                    state.base, state.prior, state.budget_at = "budget", False, end
                    if clean.startswith("超出", start - 2):  # 超出年初预算5万元
                        state.direction, state.direction_at = "increase", end
                    return
                state.role, state.basis = "budget", entry.basis or None
                state.same_for_both = _SAME.match(clean, end) is not None
            elif state.same_for_both:
                return  # 预算、决算均为5万元
            elif not _COMPARE.search(clean, max(0, start - 2), start):
                state.role, state.basis = "actual", None
        elif kind == "direction":
            state.direction, state.direction_at = entry.value, end
            state.compared = True
        elif kind == "base":
            self._base(start, end, entry)
        elif kind == "share":
            state.percent, state.percent_at = "share", end
        elif kind in ("completion", "execution", "satisfaction"):
            state.percent, state.percent_at = kind, end
            if kind == "completion" and clean[end : end + 1] in "率比":
                state.role = None
        elif kind == "reason":
            opens = start <= state.sentence_start + 1 and state.was_compared
            if state.prose:
                return
            if state.reason_at == start:
                state.reason_at = end  # 变动原因|主要是
                return
            if state.reason_at is not None and "原因" in entry.word:
                # …；X未用完，主要原因：a further reason
                stop = clean.rfind("；", state.reason_at, start)
                if stop >= 0:
                    self._reason(state.reason_at, stop)
                    state.end_reason()
            if state.reason_at is None and (state.compared or opens or "原因" in entry.word):
                state.reason_at = end
                state.reason_about = state.about()
                state.label_open = False
        elif kind == "threshold":
            state.threshold = True
        elif kind == "listing":
            state.listing = True

    def _base(self, start: int, end: int, entry: Entry) -> None:
        """上年 and the like: what is compared with, or simply the time that is told of."""
        state, clean = self.state, self.clean
        compared = COMPARED_AFTER.match(clean, end) is not None
        if not compared and clean[start - 1 : start] not in COMPARED_BEFORE and self.ctx.year:
            told = state.prose and clean[end : end + 1] not in _FIGURE_FOLLOWS
            told = told and entry.word != "同比"
            if told or clean[max(0, start - 2) : start] in _UP_TO:
                state.year, state.year_at = str(self.ctx.year - 1), (start, end)
                return
        state.base, state.base_at = "prior_year", (start, end)
        state.prior = entry.word != "同比" and not compared

    def _reason_over(self, start: int, cut: int) -> bool:
        """Whether the reason has ended at the ； before *cut* and a new statement began."""
        clean = self.clean
        return start < cut - 1 and clean[cut - 1] == "；" and not _GOES_ON.match(clean, cut)

    def _reason(self, start: int, end: int) -> None:
        state, clean = self.state, self.clean
        if not state.reason_about:
            return
        start = _OPENING.match(clean, start, end).end()  # type: ignore[union-attr]
        beside = _BESIDE.search(clean, start, end)
        if beside:
            end = beside.start()
        while end > start and clean[end - 1] in "。；！\n":
            end -= 1
        if end - start < 4:
            return
        self.reasons.append((start, end))
        fact = self.ctx.fact(
            "reason",
            [("value", start, end)],
            value=self.ctx.text.original(start, end).replace("\n", ""),
            extra={"about": list(state.reason_about)},
            confidence=0.9,
            made_by="rule:reason",
        )
        self.facts.append(fact)
