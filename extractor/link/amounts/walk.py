"""Amounts, percentages and the counts beside them: which field, role and period each states.

A document states its figures in a fixed order of words: the field, then what kind of
figure comes (budget, account, change, share), then the figure. So a sentence is walked
from left to right with a small state, and what a sentence leaves out is carried over from
the one before it, from its heading, or from the type of its section.
"""

from __future__ import annotations

from bisect import bisect_right

from extractor.link.amounts.events import HIT, MENTION, PATH, PLACE, Event
from extractor.link.amounts.labels import Labels
from extractor.link.amounts.state import bare
from extractor.link.amounts.subjects import headed_paths, section_subjects
from extractor.link.context import KINDS, Context
from extractor.link.functions import Path, attach_code, coded_paths, marked_paths, named_paths
from extractor.link.lexicon import Entry
from extractor.link.none import NONE
from extractor.link.sections import SILENT
from extractor.segment import Sentence

_BY_FUNCTION = ("general", "expenditure", "revenue", "fund")
_FIGURES = KINDS["money"] | KINDS["percent"] | KINDS["number"]


def _inside(paths: list[Path], starts: list[int], offset: int) -> bool:
    """Whether an offset lies in one of some paths, given in order."""
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < paths[at].end


class Walker(Labels):
    """Walks the sentences of a document once; ``figures`` and ``facts`` are what it found."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.paths = [attach_code(ctx.clean, path) for path in marked_paths(ctx.clean)]
        self.headed = headed_paths(ctx, self.paths)
        self.subjects = section_subjects(ctx, self.headed)
        self.last: Path | None = None  # the marked path before, and its paragraph
        self.last_at = -1
        self.above: Path | None = None  # the path that unmarked names stand below

    def walk(self) -> None:
        """Read every sentence in order."""
        section: int | None = -1
        paragraph = -1
        at = 0
        for sentence, kinds in self.ctx.running:
            types = self.ctx.types(sentence.section)
            if sentence.section != section:
                section = sentence.section
                self.above = self.headed.get(section) if section is not None else None
                self.state.enter(self.subjects.get(section), types)
                self.state.home = self._home(section)
                paragraph = sentence.paragraph
                self.state.paragraph_start = sentence.start
            elif sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                self.state.new_paragraph(self.subjects.get(section))
                self.state.paragraph_start = sentence.start
            if types and types[0] in SILENT:
                continue
            if self.state.prose and not kinds & _FIGURES:
                continue
            while at < len(self.paths) and self.paths[at].start < sentence.start:
                at += 1
            stop = at
            while stop < len(self.paths) and self.paths[stop].start < sentence.end:
                stop += 1
            self._sentence(sentence, self.paths[at:stop])

    def _home(self, section: int | None) -> int | None:
        """Where the section begins that is of the same type as *section* and around it."""
        sections = self.ctx.outline.sections
        while section is not None:
            above = sections[section].parent
            if above is None or sections[above].type != sections[section].type:
                return sections[section].start
            section = above
        return None

    def _events(self, sentence: Sentence, paths: list[Path]) -> list[Event]:
        ctx, state = self.ctx, self.state
        mentions = ctx.mentions_in(sentence.start, sentence.end)
        if not paths and mentions and not state.prose:
            paths = self._unmarked(sentence)
        elif paths:
            paths = self._completed(paths, sentence.paragraph)
        events: list[Event] = [(p.start, p.end, PATH, p) for p in paths]
        starts = [p.start for p in paths]
        taken = []  # the ends of mentions, which swallow the words inside them
        begun = []
        for index in mentions:
            mention = ctx.mentions[index]
            start, end = mention.start, mention.end
            if index in ctx.claimed or (paths and _inside(paths, starts, start)):
                continue
            events.append((start, end, MENTION, index))
            begun.append(start)
            taken.append(end)
        for start, end, entry in ctx.hits_in(sentence.start, sentence.end):
            before = bisect_right(begun, start)
            if not before or end > taken[before - 1]:
                events.append((start, end, HIT, entry))
        if paths:
            events = [
                event for event in events if event[2] != HIT or not _inside(paths, starts, event[0])
            ]
        events.sort(key=PLACE)
        return events

    def _completed(self, paths: list[Path], paragraph: int) -> list[Path]:
        """Marked paths with the names above them: those of the path before in the same
        paragraph, or of the last one that ended above the items (公共安全支出（类）)."""
        found: list[Path] = []
        for path in paths:
            whole = path
            if self.last_at == paragraph:
                whole = path.below(self.last)
            if whole.top:
                whole = path.below(self.above, close=False)
            if whole.level < 2 and whole.top == 0:
                self.above = whole
            self.last, self.last_at = whole, paragraph
            found.append(whole)
        return found

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
            if what == PATH:
                assert isinstance(payload, Path)
                state.see_path(payload, self._functional())
            elif what == HIT:
                assert isinstance(payload, Entry)
                following = events[at + 1] if at + 1 < len(events) else None
                self._hit(start, end, payload, following)
            else:
                assert isinstance(payload, int)
                self.mention(payload, start, end)
            if what != MENTION and start >= state.stretch:
                state.known += bare(self.clean[start:end])
            if end > state.clause_end:
                state.clause_end = end
        if state.reason_at is not None:
            self._reason(state.reason_at, sentence.end)
        elif state.label_open and NONE.search(self.clean, sentence.start, sentence.end):
            state.forget_label()
        state.end_sentence()

    def _last_break(self, low: int, high: int) -> int:
        """The end of the last comma, stop or colon in ``[low, high)``, 0 for none."""
        last = self.clean.rfind
        comma, stop = last("，", low, high), last("。", low, high)
        return 1 + max(comma, stop, last("：", low, high), last("；", low, high))
