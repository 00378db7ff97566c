"""Counts of people: establishment, actual, retired and others, by category and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.fact import Fact
from extractor.link.context import KINDS, Context, decimal_text
from extractor.link.dates import as_of
from extractor.link.sections import NARRATIVE, SILENT
from extractor.link.staffing_label import known, part, read, trade
from extractor.mentions import Mention
from extractor.segment import Sentence

_TRIGGER = re.compile(
    r"编制|编内|实有|在职|退休|离休|在岗|编外|在编|[聘雇]|职工|学生|教师|遗属|人员|派遣|职数|[0-9]名"
)
_STRONG = re.compile(
    r"编制(?!范围|本)|实有|在职在编|在编在职|离退休人员|编内|核定\d|在编\d|在职人员|退休人员\d|人员概况"
)
_ESTABLISHED = re.compile(r"编制[^，。]{0,6}\d|实有人")
_HOME = ("staffing", "organisation", "internal_departments", "units", "attachment", "document")
_AT_HOME = _HOME[:4]
_UNITS = ("人", "名", "位", "人次")
_COUNTED = KINDS["count"] | KINDS["number"]
_CHANGED = re.compile(
    r"^[，（]?(?:比|较|与)?(?:上年|去年|同期)*(?:相比)?，?净?(?P<up>增加|减少)了?$"
)
_CHANGE = re.compile(
    r"(?:增加|减少|新增|调入|调出|招录|较上年|比上年|录用|招聘|引进|培训|变动)[^，；]{0,8}$"
)
_UNITLESS = re.compile(r"(?:人数|编制|人员|编制数)(?:为|：)?$|在职|离休|退休|事业|行政|实有")
_ESTABLISHMENT_COUNT = re.compile(r"编制数?(?:共|共计|总数)?(?:为|是|：)?$")
_BARE = re.compile(
    r"[，、（]?(?:年末|年底|现)?(?:实际|实有|现有|实有数|在编|实配|在岗|到岗|在编在岗)(?:人数|人员)?(?:为|是)?"
)
_IN_POST = re.compile(r"^(?!.*(?:实有|总)).*(?:在职|在编)")
_GOES_ON = re.compile(r"其中|包括|包含|分别")  #: a sentence that parts the count before it
_SUM = re.compile(r"(?:合计|共计|总计|共)(?:为)?$")
#: 机关16人、科技馆22人
_PART = re.compile(r"[，、（]?(?:其中：?)?(?:具有|具备|持有)?([一-鿿]{2,10}?)的?")
_STAFF = ("staffing.actual", "staffing.establishment")
_DIVIDED = ("other:学生",)  #: others whose parts are told by class or kind
_NOW = re.compile(r"年[末底]|现有|目前")
_AMONG = re.compile(r"[，：（]?其中")
_ASIDE = re.compile(r"（[^（）]{0,20}$|含")
_MOST_PARTS = 16
_NO_STAFF = re.compile(
    r"(?:没有|暂无|无)(?P<label>离、?退休|离休|退休|编外|遗属|临时|聘用|劳务派遣|其他)(?:干部|职工|工作)?(?:聘用)?人员(?![^，。；]{0,6}费)"
)


Count = tuple[int, Mention, str]  #: index, mention, the words since the count before


def link_staffing(ctx: Context) -> Iterator[Fact]:
    """Facts of kind staffing."""
    clean = ctx.clean
    paragraph, start, told, actual = -1, 0, False, False
    last: str | None = None
    for sentence, kinds in ctx.running:
        if sentence.paragraph != paragraph:
            paragraph, start, told, last = sentence.paragraph, sentence.start, False, None
        if not (told or kinds & _COUNTED):
            continue
        if not told and not _TRIGGER.search(clean, sentence.start, sentence.end):
            continue
        types = ctx.types(sentence.section)
        own = types[0] if types else ""
        if own in SILENT and own != "duties":
            continue
        at_home = own in _AT_HOME or told
        if not at_home and not _STRONG.search(clean, sentence.start, sentence.end):
            continue
        home = own in _HOME or own in ("", "duties") or told
        if home or own not in NARRATIVE or _ESTABLISHED.search(clean, sentence.start, sentence.end):
            people = told and own in _AT_HOME
            reader = _Sentence(ctx, sentence, start, people=people, actual=actual)
            if last and _GOES_ON.match(clean, sentence.start):
                reader.group = last
            for fact in reader.facts():
                told = True
                yield fact
            actual = reader.actual_stated
            last = reader.last[0] if reader.last else last


class _Sentence:
    """One sentence read from left to right; every count takes up what came before it.

    ``people`` says that its paragraph counts staff, so that unknown words are trades;
    ``actual`` that all the staff have been counted above.
    """

    def __init__(
        self, ctx: Context, sentence: Sentence, paragraph: int, *, people: bool, actual: bool
    ) -> None:
        self.ctx = ctx
        self.sentence = sentence
        self.paragraph = paragraph
        self.people = people
        self.group: str | None = None
        self.last: tuple[str, str] | None = None
        self.actual_stated = actual
        self.depth = 0  # of brackets
        self.whole: tuple[str, str] | None = None  # what the counts up to ``until`` make up
        self.until = -1
        self.divided: tuple[str, str] | None = None
        self.established: list[str] = []  # the categories of posts since people were counted
        section = sentence.section
        self.section = None if section is None else ctx.outline.sections[section].end

    def facts(self) -> Iterator[Fact]:
        ctx = self.ctx
        counts = self._counts()
        for at, (index, mention, lead) in enumerate(counts):
            changed = _CHANGED.match(lead)
            if changed and self.last:
                ctx.claimed.add(index)
                yield self._change(mention, "increase" if changed["up"] == "增加" else "decrease")
                continue
            self.depth += lead.count("（") - lead.count("）")
            self._summed(counts, at)
            told = self._part(lead, at) or self._told(lead)
            if told is not None:
                ctx.claimed.add(index)
                self.last = told
                self._whole(told, counts, at)
                yield self._fact(mention, *told)
        yield from self._none()

    def _counts(self) -> list[Count]:
        """The counts of people of the sentence, each with the words since the one before."""
        ctx, previous = self.ctx, self.sentence.start
        found: list[Count] = []
        for index in ctx.mentions_in(previous, self.sentence.end):
            mention = ctx.mentions[index]
            if _is_people(ctx, mention):
                found.append((index, mention, ctx.clean[previous : mention.start]))
                previous = mention.end
            elif mention.kind not in ("date", "number"):
                previous = mention.end
        return found

    def _whole(self, told: tuple[str, str], counts: list[Count], at: int) -> None:
        """Note which of the counts behind a whole are its parts: they make it up."""
        field, category = told
        if self.depth or at <= self.until or not (field in _STAFF or category in _DIVIDED):
            return
        whole, total, depth = counts[at][1].value, Decimal(0), 0
        for further in range(at + 1, min(len(counts), at + _MOST_PARTS)):
            _, mention, lead = counts[further]
            depth += lead.count("（") - lead.count("）")
            if further > at + 1 and "；" in lead:
                return
            if depth:
                continue
            other = read(lead)[0]
            if other not in (field, None, "staffing.other"):
                return
            assert isinstance(mention.value, Decimal)
            total += mention.value
            if total == whole and further > at + 1:
                self.whole, self.until = told, further
                if re.match("[^（]{0,6}按|，?其中", _after(counts, further)):
                    self._again(whole, counts, further)
                return

    def _summed(self, counts: list[Count], at: int) -> None:
        """Note which counts from here on are the parts of a sum that follows them: 合计45人."""
        if at <= self.until or self.depth or not (self.people or self.last):
            return
        total = Decimal(0)
        for further in range(at, min(len(counts), at + _MOST_PARTS)):
            _, mention, lead = counts[further]
            if further > at and "；" in lead:
                return
            if further > at + 1 and _SUM.search(lead) and mention.value == total:
                field = read(counts[at][2])[0]
                if field not in _STAFF:
                    field = "staffing.actual" if _NOW.search(counts[at][2]) else self.group
                if field is not None:
                    self.whole, self.until, self.group = (field, "total"), further - 1, field
                return
            total += Decimal(str(mention.value))

    def _again(self, whole: object, counts: list[Count], at: int) -> None:
        """A whole that is parted a second time: 按岗位分…."""
        total = Decimal(0)
        for further in range(at + 1, min(len(counts), at + _MOST_PARTS)):
            total += Decimal(str(counts[further][1].value))
            if total == whole:
                self.until = further
                return

    def _part(self, lead: str, at: int) -> tuple[str, str] | None:
        """Field and category of a count that is a part of a whole, or an aside of one."""
        last = lead.rsplit("，", 1)[-1]
        if self.whole is not None and at <= self.until:
            field, category = self.whole
            if field in _STAFF and read(lead)[0] not in (None, "staffing.other"):
                return None
        elif self.last is not None and (self.last[1] in _DIVIDED) and _AMONG.match(lead):
            (field, category), self.divided = self.last, self.last
        elif self.divided is not None and "；" not in lead and not known(last):
            field, category = self.divided
        elif self.depth > 0 and self.last is not None and not known(last):
            field, category = self.last[0], ""
        else:
            self.divided = None
            return None
        named = part(last)
        if named is None:
            return None
        if category in _DIVIDED and not named.endswith(category[6:]):
            named += category[6:]  # 其中高中1902人, of the pupils
        return field, named

    def _told(self, lead: str) -> tuple[str, str] | None:
        """Field and category of a count, by the words since the one before it."""
        if "；" in lead:
            lead, self.established = lead.rsplit("；", 1)[1], []
        last = lead.rsplit("，", 1)[-1]
        label = last if known(last) else lead
        if not label.strip() or _CHANGE.search(label):
            return None
        field, category = read(label)
        if field is None and category == "total":
            return self._unknown(last)
        field = field or self.group
        if field is None:
            field = read(lead)[0] if self.people else None
            if field not in _STAFF:
                return self._unknown(last)
        if field == "staffing.actual" and category == "total":
            if _BARE.fullmatch(label) and len(self.established) == 1 and not self.depth:
                # 行政编制5人，实有4人: the count is of the category just named
                category = self.established[0]
            elif self.actual_stated and _IN_POST.search(label):
                category = "other:在职" if "在职" in label else "other:在编"
        if field == "staffing.establishment" and not _ASIDE.search(lead):
            self.established.append(category)
        elif field == "staffing.actual" and not self.depth:
            self.established = []
        if field in ("staffing.establishment", "staffing.actual"):
            self.group = field
        if field == "staffing.actual" and category == "total":
            self.actual_stated = True
        return field, category

    def _unknown(self, label: str) -> tuple[str, str] | None:
        """What a count is whose words are none of the known: a sum, a trade, a part."""
        if not (self.people or self.last):
            return None
        if self.group and _SUM.search(label):
            return self.group, "total"
        noun = trade(label)
        if noun is not None:
            return "staffing.other", f"other:{noun}"
        part = _PART.fullmatch(label)
        return (self.group, f"other:{part[1]}") if self.group and part else None

    def _period(self, at: int) -> str | None:
        return as_of(self.ctx, self.paragraph, at, self.section) or self.ctx.period

    def _fact(self, mention: Mention, field: str, category: str) -> Fact:
        return self.ctx.fact(
            field,
            [("value", mention.start, mention.end)],
            category=category,
            period=self._period(mention.start),
            value=decimal_text(mention.value),
            unit="person",
            as_printed=True,
            approx=mention.approx,
            confidence=0.95,
            made_by="rule:staffing",
        )

    def _change(self, mention: Mention, direction: str) -> Fact:
        assert self.last is not None
        field, category = self.last
        return self.ctx.fact(
            field,
            [("value", mention.start, mention.end)],
            role="change",
            direction=direction,
            category=category,
            period=self._period(mention.start),
            value=decimal_text(mention.value),
            unit="person",
            as_printed=True,
            extra={"base": "prior_year"},
            confidence=0.9,
            made_by="rule:staffing",
        )

    def _none(self) -> Iterator[Fact]:
        """无离休人员 is a count of 0."""
        if not (self.people or self.last):
            return
        for stated in _NO_STAFF.finditer(self.ctx.clean, self.sentence.start, self.sentence.end):
            field, category = read(stated["label"])
            if field is None:
                field, category = "staffing.other", f"other:{stated['label']}"
            yield self.ctx.fact(
                field,
                [("value", *stated.span())],
                category=category,
                period=self._period(stated.start()),
                value="0",
                unit="person",
                as_printed=True,
                implied=True,
                confidence=0.9,
                made_by="rule:none",
            )


def _after(counts: list[Count], at: int) -> str:
    return counts[at + 1][2] if at + 1 < len(counts) else ""


def _is_people(ctx: Context, mention: Mention) -> bool:
    if mention.value is None:
        return False
    before = ctx.clean[max(0, mention.start - 8) : mention.start]
    if mention.kind == "count":
        if mention.unit in _UNITS:
            return True
        return mention.unit == "个" and _ESTABLISHMENT_COUNT.search(before) is not None
    if mention.kind == "number":
        # 编制人数42，其中：行政编制19: the unit is in the label, if anywhere
        return _UNITLESS.search(before[-6:]) is not None
    return False
