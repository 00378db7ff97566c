"""Amounts, percentages and the counts beside them: which field, role and period each states.

A document states its figures in a fixed order of words: the field, then what kind of
figure comes (budget, account, change, share), then the figure. So a sentence is walked
from left to right with a small state, and what a sentence leaves out is carried over from
the one before it, from its heading, or from the type of its section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.fact import Fact
from extractor.link.context import Context, decimal_text
from extractor.link.counts import count_field
from extractor.link.dates import as_of
from extractor.link.functions import Path, attach_code, coded_paths, marked_paths
from extractor.link.lexicon import Entry, resolve
from extractor.link.names import amount_name
from extractor.link.none import NONE
from extractor.link.state import SILENT, State, Subject, section_subjects
from extractor.mentions import Mention
from extractor.schema import fields
from extractor.segment import Sentence

#: Families whose own names hold the word 预算.
_OF_A_BUDGET = ("general.", "fund.", "capital.", "revenue.fiscal", "fiscal.")
_ENDS_LISTING = frozenset(("role", "base", "completion", "share", "direction"))
_JOINERS = frozenset(("、", "和", "及", "与", "以及"))
_COMPARED_BEFORE = "与比较同和"
_COMPARED_AFTER = re.compile(r"(?:年度?)?(?:决算数?|支出数?|预算数?)?(?:相比|比较|相比较|，同比)")
_COMPARE = re.compile(r"(?:比|与|较|大于|小于|等于|低于|高于|超过|超|同|和|占)$")
_GOES_ON = re.compile(r"[一二三四五][是、]|其[次一二三]|另外?|同时|此外|再次|再者|[（(]?\d[)）.、]")
_LEVEL = re.compile(r"[到至]")
_MORE = re.compile(r"(?:多|少|增|减|高|低|超)(?:出|了)?$")
_SPENT = re.compile(r"[，、；]?(?:实际|已|共|累计|全年)*(?:支出|执行|使用|支付|完成支出|执行数|决算)(?:资金|金额|了|为|数)*$")
_IN_TURN = re.compile(r"分别|依次|各")
_DUE = re.compile(r"(?<=[，；])([^，。；]{4,60})所致")
_RATE = re.compile(r"[率度比](?:为|达到?|是|：|约|保持在|均为)?$")
_BREAK = re.compile(r"[，；。：]")
_ADJACENT = re.compile(r"[（(]?(?:共计|总计|合计|总额|总值|原值|净值|账面|价值)?(?:为|是|：|共|约)?$")

Event = tuple[int, int, int, object]
_HIT, _PATH, _MENTION = 0, 1, 2


def link_money(ctx: Context) -> Iterator[Fact]:
    """Facts of kind money, ratio, quantity (batches and persons) and reason."""
    return _Walker(ctx).walk()


class _Walker:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.clean = ctx.clean
        self.paths = [attach_code(ctx.clean, path) for path in marked_paths(ctx.clean)]
        self.state = State()
        self.subjects = section_subjects(ctx, self.paths)

    def walk(self) -> Iterator[Fact]:
        section: int | None = -1
        paragraph = -1
        at = 0
        for sentence in self.ctx.sentences:
            types = self.ctx.types(sentence.section)
            if sentence.section != section:
                section = sentence.section
                self.state.enter(self.subjects.get(section), types)
                paragraph = sentence.paragraph
                self.state.paragraph_start = sentence.start
            elif sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                self.state.new_paragraph(self.subjects.get(section))
                self.state.paragraph_start = sentence.start
            if sentence.form == "cell" or (types and types[0] in SILENT):
                continue
            while at < len(self.paths) and self.paths[at].start < sentence.start:
                at += 1
            stop = at
            while stop < len(self.paths) and self.paths[stop].start < sentence.end:
                stop += 1
            yield from self._sentence(sentence, self.paths[at:stop])

    def _events(self, sentence: Sentence, paths: list[Path]) -> list[Event]:
        ctx, state = self.ctx, self.state
        mentions = [(i, ctx.mentions[i]) for i in ctx.mentions_in(sentence.start, sentence.end)]
        if not paths and mentions and state.is_("general", "expenditure", "revenue", "fund"):
            paths = coded_paths(self.clean, sentence.start, sentence.end)
        events: list[Event] = [(p.start, p.end, _PATH, p) for p in paths]
        for start, end, entry in ctx.hits_in(sentence.start, sentence.end):
            if any(p.start <= start < p.end for p in paths):
                continue
            events.append((start, end, _HIT, entry))
        for index, mention in mentions:
            if index in ctx.claimed or any(p.start <= mention.start < p.end for p in paths):
                continue
            inside = [e for e in events if e[2] == _HIT and mention.start <= e[0] < mention.end]
            for each in inside:
                events.remove(each)
            events.append((mention.start, mention.end, _MENTION, index))
        events.sort(key=lambda event: event[:3])
        return events

    def _sentence(self, sentence: Sentence, paths: list[Path]) -> Iterator[Fact]:
        state = self.state
        state.new_sentence(sentence.start)
        events = self._events(sentence, paths)
        for at, (start, end, what, payload) in enumerate(events):
            if state.clause_end < start and (cut := self._last_break(state.clause_end, start)):
                state.new_clause(cut, self.clean[cut - 1])
                if state.reason_at is not None and self._reason_over(state.reason_at, cut, start):
                    yield from self._reason(state.reason_at, cut)
                    state.end_reason()
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
                yield from self._mention(payload, start, end)
            state.clause_end = max(state.clause_end, end)
        if state.reason_at is not None:
            yield from self._reason(state.reason_at, sentence.end)
        elif state.compared and (due := _DUE.search(self.clean, sentence.start, sentence.end)):
            state.reason_about = state.about()
            yield from self._reason(due.start(1), due.end(1))
        elif state.label_open and NONE.search(self.clean, sentence.start, sentence.end):
            state.forget_label()
        state.end_sentence()

    def _last_break(self, low: int, high: int) -> int:
        found = 0
        for match in _BREAK.finditer(self.clean, low, high):
            found = match.end()
        return found

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
        if len(entry.word) == 2 and state.subject is not None and state.subject.path and start == state.subject.end:
            return  # 教育（类）支出: the word belongs to the path
        if entry.function and near and state.is_("general", "expenditure", "revenue"):
            state.see(Subject((self._functional(),), (entry.word,), None, start, end), False)
            return
        if entry.names and figure and state.is_("basic", "general"):
            state.see(Subject(entry.names[:1], (entry.word,), None, start, end), joined=False)
            return
        keys = resolve(entry, state.types, state.family())
        if not keys:
            return
        if state.percent == "share" and state.percent_at <= start:
            state.of = keys[0]
            return
        gap = self.clean[state.label_end : start] if state.label_end <= start else "?"
        joined = state.label_open and gap in _JOINERS
        if "预算" in entry.word and not keys[0].startswith(_OF_A_BUDGET):
            state.role, state.role_at = "budget", end
        state.see(Subject(keys, None, None, start, end), joined=joined)

    def _functional(self) -> str:
        state = self.state
        if state.is_("expenditure"):
            return "expenditure.functional"
        if state.is_("revenue"):
            return "revenue.functional"
        return "general.functional"

    def _cue(self, start: int, end: int, entry: Entry) -> None:
        state, clean = self.state, self.clean
        kind = entry.kind
        if kind in _ENDS_LISTING:
            state.listing = False
        if kind == "role":
            if entry.value == "budget":
                if state.percent == "completion":
                    return
                if state.percent == "share":
                    state.percent = "completion"
                    return
                if _COMPARE.search(clean, max(0, start - 2), start):
                    state.base = "budget"
                    return
                state.role, state.basis = "budget", entry.basis or None
            elif not _COMPARE.search(clean, max(0, start - 2), start):
                state.role, state.basis = "actual", None
            state.role_at = end
        elif kind == "direction":
            state.direction, state.direction_at = entry.value, end
            state.compared = True
        elif kind == "base":
            state.base = "prior_year"
            state.prior = entry.word != "同比" and not _COMPARED_AFTER.match(clean, end)
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
            elif state.reason_at is None and (state.compared or opens or "原因" in entry.word):
                state.reason_at = end
                state.reason_about = state.about()
                state.label_open = False
        elif kind == "threshold":
            state.threshold = True
        elif kind == "listing":
            state.listing = True

    # -- figures ---------------------------------------------------------------------

    def _mention(self, index: int, start: int, end: int) -> Iterator[Fact]:
        mention = self.ctx.mentions[index]
        kind = mention.kind
        if kind == "date":
            self._date(mention, start, end)
        elif kind == "money":
            yield from self._money(index, mention)
        elif kind == "percent":
            yield from self._percent(index, mention)
        elif kind == "count":
            yield from self._count(index, mention)
        elif kind == "number":
            state = self.state
            gap = self.clean[state.label_end : start] if state.label_end <= start else "?"
            close = len(gap) <= 6 and state.label_open and _ADJACENT.fullmatch(gap)
            if close and self.clean[end : end + 1] in "，。；、\n）":
                yield from self._money(index, mention)

    def _date(self, mention: Mention, start: int, end: int) -> None:
        state = self.state
        value = str(mention.value or "")
        if not value[:4].isdigit():
            return
        before = self.clean[start - 1 : start]
        if before in _COMPARED_BEFORE or _COMPARED_AFTER.match(self.clean, end):
            state.base = "prior_year"
            state.prior = not _COMPARED_AFTER.match(self.clean, end)
            state.base_year = value[:4]
            return
        state.year = value[:4]

    def _period(self, role: str) -> str | None:
        state, year = self.state, self.ctx.year
        if role == "prior_actual":
            if state.year and year and int(state.year) < year:
                return state.year
            if state.base_year:
                return state.base_year
            return str(year - 1) if year else None
        return state.year or (str(year) if year else None)

    def _money(self, index: int, mention: Mention) -> Iterator[Fact]:
        state = self.state
        start, end = mention.start, mention.end
        direction = self._direction(start)
        if direction is None and state.base and (more := _MORE.search(self.clean, start - 3, start)):
            direction = "increase" if more[0][0] in "多增高超" else "decrease"
        if direction and state.prose and state.base is None and state.reason_at is None:
            direction = None  # 节约费用5万元 in a narrative is a result, not a comparison
        extra: dict[str, object] = {}
        role = "actual"
        name = None
        if self._threshold(mention):
            year = self._period("actual")
            yield self._fact("threshold", "threshold", mention, None, year, {}, None)
            state.spent(start, end, commit=False)
            return
        if direction:
            role = "change"
            extra["base"] = state.base or "prior_year"
        elif state.role:
            role = state.role
            if role == "budget" and state.basis:
                extra["budget_basis"] = state.basis
            elif role == "actual" and state.prior:
                role = "prior_actual"
        elif state.percent == "completion" or state.base == "budget":
            role = "budget"  # 完成预算30万元的95%, 与年初预算30万元相比
        elif state.prior:
            role = "prior_actual"
        if state.percent == "share" and state.of and role == "actual":
            yield from self._whole(index, mention)
            return
        subject = self._in_turn(start, end) or state.subject_for(start, money=True)
        if subject is None and state.last is not None and role == "actual":
            lead = self.clean[state.label_end : start] if state.label_end <= start else "?"
            subject = state.last if _SPENT.fullmatch(lead) else None
        period = self._period(role)
        completion = state.percent == "completion" and role == "budget"
        if subject is None:
            name = amount_name(self.ctx, start, end)
            yield self._fact("activity.funds", role, mention, direction, period, extra, None, name)
        else:
            for key in subject.keys:
                own = name
                if key.startswith("assets."):
                    period = as_of(self.ctx, state.paragraph_start, start) or period
                if key in ("activity.funds", "performance.project_funds"):
                    own = amount_name(self.ctx, start, end)
                yield self._fact(key, role, mention, direction, period, extra, subject, own)
        self.ctx.claimed.add(index)
        state.last, state.last_role = subject, role
        state.spent(start, end, commit=subject is not None)
        if completion:
            state.percent, state.percent_at = "completion", end

    def _whole(self, index: int, mention: Mention) -> Iterator[Fact]:
        """占本年支出120万元的40%: the amount is that of the whole, the share still to come."""
        state = self.state
        assert state.of is not None
        period = self._period("actual")
        yield self._fact(state.of, "actual", mention, None, period, {}, None)
        self.ctx.claimed.add(index)
        state.percent_at = mention.end

    def _threshold(self, mention: Mention) -> bool:
        after = self.clean[mention.end : mention.end + 3]
        bound = mention.high is None and mention.low is not None
        return self.state.threshold and (bound or after[:1] in "（的" or after.startswith("以上"))

    def _direction(self, start: int) -> str | None:
        state = self.state
        if state.direction is None or _BREAK.search(self.clean, state.direction_at, start):
            return None
        if _LEVEL.search(self.clean, state.direction_at, start):
            return None  # 提高到5%: the level that was reached, not the change
        return state.direction

    def _percent(self, index: int, mention: Mention) -> Iterator[Fact]:
        state = self.state
        start, end = mention.start, mention.end
        direction = self._direction(start)
        role = "other"
        extra: dict[str, object] = {}
        if direction and state.direction_at > state.percent_at:
            role = "change"
            extra["base"] = state.base or "prior_year"
        elif state.percent in ("share", "completion", "satisfaction"):
            role, direction = state.percent, None
        elif state.percent == "execution":
            role, direction = "execution_rate", None
        elif state.last_role == "budget" and self.clean[state.label_end : start] == "的":
            role, direction = "completion", None  # 为年初预算120万元的98%
        else:
            direction = None
        state.compared = state.compared or role == "completion"
        subject = self._in_turn(start, end) or state.subject_for(start, money=False)
        if role == "satisfaction" or (role == "other" and self._rate(start)):
            subject = None
        keys = subject.keys if subject is not None else ("ratio",)
        period = self._period("actual")
        for key in keys:
            own = dict(extra)
            if role == "share":
                whole = state.of or (fields()[key].parent if key in fields() else "")
                if whole:
                    own["of"] = whole
            yield self._fact(key, role, mention, direction, period, own, subject, None, "ratio")
        self.ctx.claimed.add(index)
        state.spent(start, end, commit=subject is not None)

    def _in_turn(self, start: int, end: int) -> Subject | None:
        """The field of a figure in 基本支出、项目支出分别为5万元、7万元: the next in turn."""
        state = self.state
        lead = self.clean[state.label_end : start] if state.label_end <= start else ""
        if state.turn and state.turn_end == state.label_end and lead in ("、", "和", "，", "与"):
            pass
        elif _IN_TURN.search(lead) and state.subject is not None and len(state.subject.keys) > 1:
            if "，" in lead and "占" not in lead:
                return None
            state.turn = state.subject.keys
            following = self.ctx.mentions_in(end, end + 2)
            if not following or self.clean[end : end + 1] not in "、和，与":
                state.turn = ()  # 各增加5万元: the same for both
                return None
        else:
            state.turn = ()
            return None
        key, state.turn = state.turn[0], state.turn[1:]
        state.turn_end = end
        assert state.subject is not None
        return state.subject._replace(keys=(key,))

    def _rate(self, start: int) -> bool:
        """Whether a percentage is a rate with a name of its own: 负债率41.5%."""
        return _RATE.search(self.clean, max(0, start - 6), start) is not None

    def _count(self, index: int, mention: Mention) -> Iterator[Fact]:
        state = self.state
        subject = state.subject or state.anchor
        if subject is None or mention.value is None:
            return
        found = count_field(self.clean, mention, subject.keys)
        if found is None:
            return
        key, name = found
        year = self._period("actual")
        assert isinstance(mention.value, Decimal)
        yield self.ctx.fact(
            key,
            [("value", mention.start, mention.end)],
            value=decimal_text(mention.value),
            raw=self.ctx.text.original(mention.start, mention.end),
            unit=mention.unit,
            period=year,
            name=name,
            approx=mention.approx,
            confidence=0.95,
            made_by="rule:counts",
        )
        self.ctx.claimed.add(index)

    def _fact(
        self,
        key: str,
        role: str,
        mention: Mention,
        direction: str | None,
        period: str | None,
        extra: dict[str, object],
        subject: Subject | None,
        name: str | None = None,
        kind: str = "money",
    ) -> Fact:
        spans = [("value", mention.start, mention.end)]
        if subject is not None and subject.end > subject.start:
            spans.append(("label", subject.start, subject.end))
        value = mention.value
        if isinstance(value, Decimal) and direction:
            value = abs(value)
        hedged = mention.low != value or mention.high != value
        unit = "percent" if kind == "ratio" else (mention.currency if mention.unit else None)
        if subject is not None and subject.code:
            extra = {**extra, "code": subject.code}
        return self.ctx.fact(
            key,
            spans,
            kind=kind,
            role=role,
            period=period,
            value=decimal_text(value),
            low=decimal_text(mention.low) if hedged else None,
            high=decimal_text(mention.high) if hedged else None,
            unit=unit,
            raw=self.ctx.text.original(mention.start, mention.end),
            direction=direction,
            path=subject.path if subject is not None else None,
            name=name,
            approx=mention.approx,
            extra=extra,
            confidence=0.9 if subject is not None else 0.7,
            made_by="rule:walk",
        )

    def _reason_over(self, start: int, cut: int, at: int) -> bool:
        """Whether the reason has ended at the ； before *cut* and a new statement began."""
        clean = self.clean
        return start < cut - 1 and clean[cut - 1] == "；" and not _GOES_ON.match(clean, cut)

    def _reason(self, start: int, end: int) -> Iterator[Fact]:
        state, clean = self.state, self.clean
        if not state.reason_about:
            return
        while start < end and clean[start] in "：:，是为 ":
            start += 1
        while end > start and clean[end - 1] in "。；！\n":
            end -= 1
        if end - start < 4:
            return
        yield self.ctx.fact(
            "reason",
            [("value", start, end)],
            value=self.ctx.text.original(start, end).replace("\n", ""),
            extra={"about": list(state.reason_about)},
            confidence=0.9,
            made_by="rule:reason",
        )
