"""Amounts, percentages and the counts beside them: which field, role and period each states.

A document states its figures in a fixed order of words: the field, then what kind of
figure comes (budget, account, change, share), then the figure. So a sentence is walked
from left to right with a small state, and what a sentence leaves out is carried over from
the one before it, from its heading, or from the type of its section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter

from extractor.link.amounts.figures import BREAK, COMPARED_AFTER, Figures
from extractor.link.amounts.state import PLAIN, Subject, headed_paths, section_subjects
from extractor.link.context import Context
from extractor.link.functions import Path, attach_code, coded_paths, marked_paths, named_paths
from extractor.link.lexicon import Entry, resolve
from extractor.link.none import NONE
from extractor.link.sections import SILENT
from extractor.segment import Sentence

_BY_FUNCTION = ("general", "expenditure", "revenue", "fund")
#: Families whose own names hold the word 预算.
_OF_A_BUDGET = ("general.", "fund.", "capital.", "revenue.fiscal", "fiscal.")
_ENDS_LISTING = frozenset(("role", "base", "completion", "share", "direction"))
_JOINERS = frozenset(("、", "和", "及", "与", "以及"))
_COMPARE = re.compile(r"(?:比|与|较|大于|小于|等于|低于|高于|超过|超出|超|同|和|占)$")
_COMPARED_BEFORE = tuple("与比较同和")
_FIGURE_FOLLOWS = tuple("为的决支收0123456789")
_AMONG = ("中占", "中所占", "中的占比", "里占")
_SAME = re.compile(r"[、和与及](?:实际)?(?:支出)?(?:决算|支出|执行)(?:数|金额)?(?:均|同|都|皆)")
_SUMS = frozenset(("总支出", "总收入", "支出总额", "收入总额", "支出合计", "收入合计", "支出总计"))
_OF_TOTALS = ("totals", "revenue", "expenditure", "fiscal_totals")
_COMPOUND = re.compile(r"(?:[费金款租品息疗]|工程|资金|服务|人员|专户|设备|学)$")
_UP_TO = ("截止", "截至")
_GOES_ON = re.compile(r"[一二三四五][是、]|其[次一二三]|另外?|同时|此外|再次|再者|[（(]?\d[)）.、]")
#: What stands between the words that open a reason and the reason.
_OPENING = re.compile(r"(?:分析|如下)?[：:，是为 ]*")
#: A count of vehicles behind a reason is a statement of its own.
_BESIDE = re.compile(
    r"，(?:年[末底]|期末|截[至止]|现有|单位|本)[^，。；]{0,24}\d辆[^，。；]{0,4}(?=[。；]?$)"
)

Event = tuple[int, int, int, object]
_HIT, _PATH, _MENTION = 0, 1, 2
_PLACE = itemgetter(0, 1, 2)
_FIGURES = frozenset(("money", "percent", "number"))


@lru_cache(maxsize=4096)
def _bare(word: str) -> int:
    """How many characters of a word ``State.unexplained`` would count."""
    return len(PLAIN.sub("", word))


def _inside(paths: list[Path], starts: list[int], offset: int) -> bool:
    """Whether an offset lies in one of some paths, given in order."""
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < paths[at].end


def _is_direction(event: Event) -> bool:
    return event[2] == _HIT and isinstance(event[3], Entry) and event[3].kind == "direction"


def _is_role(event: Event) -> bool:
    return event[2] == _HIT and isinstance(event[3], Entry) and event[3].kind == "role"


class Walker(Figures):
    """Walks the sentences of a document once; ``figures`` and ``facts`` are what it found."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.paths = [attach_code(ctx.clean, path) for path in marked_paths(ctx.clean)]
        self.headed = headed_paths(ctx, self.paths)
        self.subjects = section_subjects(ctx, self.headed)
        self.above_at = -1  # the paragraph that it stands in
        self.above: Path | None = None  # the path that unmarked names stand below
        self.breaks = [match.end() for match in BREAK.finditer(ctx.clean)]
        self.reasons: list[tuple[int, int]] = []  #: clean spans of the reasons found

    def walk(self) -> None:
        """Read every sentence in order."""
        section: int | None = -1
        paragraph = -1
        at = 0
        for sentence in self.ctx.sentences:
            types = self.ctx.types(sentence.section)
            if sentence.section != section:
                section = sentence.section
                self.above = self.headed.get(section) if section is not None else None
                self.state.enter(self.subjects.get(section), types)
                paragraph = sentence.paragraph
                self.state.paragraph_start = sentence.start
            elif sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                self.state.new_paragraph(self.subjects.get(section))
                self.state.paragraph_start = sentence.start
            if sentence.form == "cell" or (types and types[0] in SILENT):
                continue
            if self.state.prose and not self._has_figures(sentence):
                continue
            while at < len(self.paths) and self.paths[at].start < sentence.start:
                at += 1
            stop = at
            while stop < len(self.paths) and self.paths[stop].start < sentence.end:
                stop += 1
            self._sentence(sentence, self.paths[at:stop])

    def _has_figures(self, sentence: Sentence) -> bool:
        mentions = self.ctx.mentions
        return any(
            mentions[index].kind in _FIGURES
            for index in self.ctx.mentions_in(sentence.start, sentence.end)
        )

    def _events(self, sentence: Sentence, paths: list[Path]) -> list[Event]:
        ctx, state = self.ctx, self.state
        mentions = [(i, ctx.mentions[i]) for i in ctx.mentions_in(sentence.start, sentence.end)]
        if not paths and mentions and not state.prose:
            paths = self._unmarked(sentence)
        elif paths:
            close = self.above_at == sentence.paragraph
            for at, path in enumerate(paths):
                paths[at] = self.above = path.below(self.above, close=close or at > 0)
            self.above_at = sentence.paragraph
        events: list[Event] = [(p.start, p.end, _PATH, p) for p in paths]
        starts = [p.start for p in paths]
        taken = 0  # the end of the mention before, which swallows the words inside it
        hits = ctx.hits_in(sentence.start, sentence.end)
        at = 0
        for index, mention in mentions:
            if index in ctx.claimed or (paths and _inside(paths, starts, mention.start)):
                continue
            while at < len(hits) and hits[at][0] < mention.start:
                if hits[at][0] >= taken or hits[at][1] > taken:
                    events.append((hits[at][0], hits[at][1], _HIT, hits[at][2]))
                at += 1
            events.append((mention.start, mention.end, _MENTION, index))
            taken = mention.end
        events.extend(
            (start, end, _HIT, entry)
            for start, end, entry in hits[at:]
            if start >= taken or end > taken
        )
        if paths:
            events = [
                event
                for event in events
                if event[2] != _HIT or not _inside(paths, starts, event[0])
            ]
        events.sort(key=_PLACE)
        return events

    def _unmarked(self, sentence: Sentence) -> list[Path]:
        """Paths without （类）（款）（项）: by code, by dashes, or by names of the classification,
        below the path that the paragraphs before have announced."""
        low, high = sentence.start, sentence.end
        paths = coded_paths(self.clean, low, high)
        if not self.state.is_(*_BY_FUNCTION):
            paths = [path for path in paths if path.level == 2]
        elif not paths and not self.state.is_("basic"):
            paths = named_paths(self.clean, low, high, among=self.above is not None)
        if paths and self.above is None:
            self.above = Path(low, low, (), None, level=-1)
        return [path.below(self.above) for path in paths]

    def _sentence(self, sentence: Sentence, paths: list[Path]) -> None:
        state = self.state
        state.new_sentence(sentence.start)
        events = self._events(sentence, paths)
        bracketed = self.clean.find("（", sentence.start, sentence.end) >= 0
        for at, (start, end, what, payload) in enumerate(events):
            if state.clause_end < start and (cut := self._last_break(state.clause_end, start)):
                state.new_clause(cut, self.clean[cut - 1])
                if state.reason_at is not None and self._reason_over(state.reason_at, cut):
                    self._reason(state.reason_at, cut)
                    state.end_reason()
            if bracketed:
                state.brackets(self.clean, start)
            if what == _PATH:
                assert isinstance(payload, Path)
                state.see_path(payload, self._functional())
            elif what == _HIT:
                assert isinstance(payload, Entry)
                following = events[at + 1] if at + 1 < len(events) else None
                self._hit(start, end, payload, following)
            else:
                assert isinstance(payload, int)
                self.mention(payload, start, end)
            if what != _MENTION and start >= state.stretch:
                state.known += _bare(self.clean[start:end])
            state.clause_end = max(state.clause_end, end)
        if state.reason_at is not None:
            self._reason(state.reason_at, sentence.end)
        elif state.label_open and NONE.search(self.clean, sentence.start, sentence.end):
            state.forget_label()
        state.end_sentence()

    def _last_break(self, low: int, high: int) -> int:
        """The end of the last comma, stop or colon in ``[low, high)``, 0 for none."""
        at = bisect_right(self.breaks, high) - 1
        return self.breaks[at] if at >= 0 and self.breaks[at] > low else 0

    # -- words -----------------------------------------------------------------------

    def _hit(self, start: int, end: int, entry: Entry, following: Event | None) -> None:
        state = self.state
        if entry.kind not in ("field", "skip"):
            self._cue(start, end, entry)
            return
        near = following is not None and following[0] - end <= 4
        figure = near and following is not None and following[2] == _MENTION
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
        if len(entry.word) == 2 and not entry.strong and not figure:
            if self.clean[end : end + 1] in "。，；" and self.clean[start - 1] == "的":
                return  # 开展业务取得的收入。: what the income is
        if entry.function and near and not state.prose and not state.is_("basic"):
            state.see(Subject((self._functional(),), (entry.word,), None, start, end), False)
            return
        moves = following is not None and _is_direction(following)
        economic = not (entry.strong or entry.weak) or state.is_("basic") or (
            state.family() == "general."
        )
        told = moves or (following is not None and _is_role(following))
        if entry.names and economic and not state.prose and (figure or (near and told)):
            state.see(Subject(entry.names[:1], (entry.word,), None, start, end), joined=False)
            return
        keys = resolve(entry, state.types, state.family())
        if not keys or self._is_echo(entry):
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

    def _is_compound(self, start: int) -> bool:
        """Whether 收入 or 支出 ends a name that no declaration knows: 水费收入."""
        state = self.state
        if state.prose or start <= state.label_end + 1 or not state.is_(*_OF_TOTALS):
            return False
        return _COMPOUND.search(self.clean, max(state.clause_start, start - 8), start) is not None

    def _is_whole(self, start: int, end: int, following: Event) -> bool:
        """Whether a label is a whole that a share is given of: 为采购总额的91.32%."""
        return (
            following[2] == _MENTION
            and self.clean[start - 1] in "为是达"
            and self.clean[end : following[0]] == "的"
        )

    def _is_echo(self, entry: Entry) -> bool:
        """Whether a word as general as 支出 only speaks of what the heading has named:
        一、基本支出情况 … 用于日常运转的支出5万元."""
        state = self.state
        if len(entry.word) > 2 or not entry.weak or entry.strong or state.anchor is None:
            return False
        named = state.anchor.end > state.anchor.start
        return named and bool(state.types) and state.types[0] not in entry.weak

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
        if not compared and clean[start - 1 : start] not in _COMPARED_BEFORE and self.ctx.year:
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
