"""Counts of one paragraph -> wholes with the parts that are told of them.

A part in brackets is told of the count before it (``事业编制41人（含参公15人）``) and adds nothing
to the list that the brackets stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from extractor.checks.case import Case
from extractor.checks.figures import Figure, Key
from extractor.checks.rules.counts.data import words
from extractor.fact import Fact
from extractor.quantity import Interval

#: A count that is none of the figures: the list was not read whole.
_UNREAD: Final = re.compile(r"\d(?:人(?!次)|名|位|辆|台)")
_ASIDE: Final = re.compile("（[^（）]{0,40}）")  #: （不含由养老保险基金发放的）
_TURN: Final = re.compile("[；;]|按|其中|包括|含")  #: where a list may go on along another line
_ENDS: Final = re.compile(r"[；;]")
_FURTHEST: Final = 200  #: characters between a count and the one that goes on with its list
_MOST: Final = 24  #: parts of a list
_CLAUSE_ENDS: Final = re.compile("[。；;\\n]")
#: A count in the clause of another one: ：机关25名, 、下属中心15名.
_UNKNOWN: Final = re.compile(
    r"[，、：（）]{0,2}(?:其中：?|包括|分别为)?(?P<label>[一-龥]{2,12})(?P<number>\d{1,5})(?P<unit>[人名](?!次))"
)
_MOVED: Final = re.compile("增|减|调|招|录|辞|转|新|去|培训|参加|超|缺|空|死|病|每|约|等|比")
_PAUSE: Final = re.compile(r"[，；。：、（）]")


class Count(NamedTuple):
    """A count with the words since the one before it, and how many brackets it stands in.

    ``label`` are the words right before it: of ``，其中行政编制`` those behind the comma.
    """

    figure: Figure
    lead: str
    depth: int
    label: str

    @property
    def value(self) -> Decimal:
        return self.figure.value


def _label(lead: str) -> str:
    """The words behind the last sign of *lead*, where any are."""
    return next((each for each in reversed(_PAUSE.split(lead)) if each), "")


class Parting(NamedTuple):
    """A count and the parts told of it, in reading order. ``opener`` stands between them.

    Of the ``doubtful`` ones (the retired, the hired, parts of a part) nobody knows whether they
    are in the whole; ``wide`` tells that the list is of everybody, the retired too. ``behind`` are
    counts behind the ``；`` that ends the list, which some authors go on over.
    """

    whole: Count
    parts: tuple[Count, ...]
    doubtful: frozenset[Count] = frozenset()
    opener: str = ""
    wide: bool = False
    behind: tuple[Count, ...] = ()

    @property
    def sure(self) -> tuple[Count, ...]:
        """The parts that are surely in the whole."""
        return tuple(each for each in self.parts if each not in self.doubtful)

    def fitting(self) -> tuple[Count, ...] | None:
        """The parts that add up to the whole, doubtful ones in or out: all of them, or those
        before another line along which the whole is told. None where no choice does."""
        sums: dict[Decimal, tuple[Count, ...]] = {Decimal(0): ()}
        parts = (*self.parts, *self.behind)
        for index, each in enumerate(parts):
            further = {told + each.value: (*taken, each) for told, taken in sums.items()}
            sums = {**further, **sums} if each in self.doubtful else further
            found = sums.get(self.whole.value)
            if found and (index + 1 == len(parts) or self._turns(index + 1)):
                return found
        return None

    def _turns(self, index: int) -> bool:
        """Whether another line may begin at a part: 在编45人、合同制16人，按岗位分…."""
        parts = (*self.parts, *self.behind)
        each = parts[index]
        if each in self.doubtful or index >= len(self.parts):
            return True
        if _TURN.search(each.lead) or words().axes.search(each.label):
            return True
        listed = [part.lead[:1] for part in parts[1:index]]
        return each.lead[:1] == "，" and bool(listed) and set(listed) == {"、"}


class Paragraph(NamedTuple):
    """The counts of a paragraph, and the lists that they make up."""

    counts: list[Count]
    partings: list[Parting]


_KNOWN: Final[WeakKeyDictionary[Case, dict[str, list[Paragraph]]]] = WeakKeyDictionary()


def paragraphs(case: Case, kind: str) -> list[Paragraph]:
    """The paragraphs that tell counts of *kind* (``staffing``, ``asset``)."""
    known = _KNOWN.setdefault(case, {})
    if kind not in known:
        found = (each for each in case.ledger.figures if each.fact.kind == kind)
        known[kind] = []
        for _, group in groupby(found, key=lambda each: each.paragraph):
            counts = list(_counts(case, group))
            known[kind].append(Paragraph(counts, list(partings(case.clean, counts))))
    return known[kind]


def _counts(case: Case, figures: Iterable[Figure]) -> Iterator[Count]:
    """The counts but changes of them, which are words on the way to the next count.

    Counts of people that nobody knows the kind of (机关25名) stand among them where their clause
    tells others.
    """
    depth, end, passed = 0, -1, ""
    for figure in _with_unknown(case, list(figures)):
        begin = max(end, figure.start - _FURTHEST) if end >= 0 else max(0, figure.start - 40)
        lead = passed + case.clean[begin : figure.start].rsplit("\n", 1)[-1]
        end, passed = figure.end, lead
        if figure.role == "change":
            continue
        passed = ""
        for sign in lead:
            if sign == "（":
                depth += 1
            elif sign == "）":
                depth = max(depth - 1, 0)
            elif sign == "。":
                depth = 0
        yield Count(figure, lead, depth, _label(lead))


def _with_unknown(case: Case, figures: list[Figure]) -> Iterator[Figure]:
    """The figures with the counts of people that stand in a clause with one of them."""
    clean = case.clean
    for index, figure in enumerate(figures):
        yield figure
        if figure.fact.kind != "staffing":
            continue
        stop = figures[index + 1].start if index + 1 < len(figures) else len(clean)
        last = _CLAUSE_ENDS.search(clean, figure.end, stop)
        stop = last.start() if last else stop
        begin = figure.end
        while (found := _UNKNOWN.match(clean, begin, stop)) is not None:
            if _MOVED.search(found["label"]):
                break
            begin = found.end()
            yield _unknown(figure, found)


def _unknown(before: Figure, found: re.Match[str]) -> Figure:
    """A count of the field of the figure before it, with a kind that its words name."""
    value = Decimal(found["number"])
    fact = Fact(
        field=before.key.field, kind="staffing", evidence=(), value=str(value),
        raw=found["number"] + found["unit"], category=f"other:{found['label']}", confidence=0.98,
    )  # fmt: skip
    return msgspec.structs.replace(
        before, fact=fact, key=Key(before.key.field, None, fact.category), value=value,
        interval=Interval(value, value), start=found.start("number"), end=found.end(),
    )  # fmt: skip


def partings(clean: str, counts: list[Count]) -> Iterator[Parting]:
    """Every count of a paragraph that is followed by a list of its parts."""
    known = words()
    for at, whole in enumerate(counts[:-1]):
        first = counts[at + 1]
        inside = first.depth > whole.depth
        if inside and not first.lead.startswith("（"):
            continue
        opening = known.opens.match(first.lead, 1 if inside else 0)
        if opening is None and not inside and not _bare(whole, first):
            continue
        opener = first.lead[: opening.end()] if opening else first.lead[0]
        parting = _collect(counts, at, inside, opener)
        if parting is not None and _is_read(clean, counts, parting):
            yield parting


def _is_read(clean: str, counts: list[Count], parting: Parting) -> bool:
    """Whether no other count stands behind the last part, up to the end of its clause."""
    last = parting.parts[-1].figure
    following = next((each.figure.start for each in counts if each.figure.start > last.start), None)
    stop = len(clean) if following is None else following
    ends = _CLAUSE_ENDS.search(clean, last.end, stop)
    return _UNREAD.search(clean, last.end, ends.start() if ends else stop) is None


def _bare(whole: Count, first: Count) -> bool:
    """Whether kinds follow a total without a word between: 编制总数218名，行政26名，…."""
    known = words()
    if whole.figure.key.category != "total" or first.value > whole.value:
        return False
    if first.figure.key.category in ("total", None) or not first.lead.startswith("，"):
        return False
    label = first.lead[1:]
    return "，" not in label and known.kinds.match(label) is not None


def _collect(counts: list[Count], at: int, inside: bool, opener: str) -> Parting | None:
    """The list that begins behind the count *at*, None where it was not read whole."""
    known, whole = words(), counts[at]
    depth = whole.depth + inside
    first = counts[at + 1]
    wide = _is_wide(whole, first)
    retired = whole.figure.key.field == "staffing.retired"
    parts: list[Count] = []
    doubtful: set[Count] = set()
    behind: list[Count] = []
    nested, parted_by, ended = False, "", False
    for each in counts[at + 1 : at + 1 + _MOST]:
        lead = each.lead if parts else each.lead[len(opener) :]
        if parts:
            if each.depth < depth:
                break
            end = _ENDS.search(lead)
            if each.depth == depth and end:
                ended = ended or parted_by == "，"
                parted_by = parted_by or "；"
            if _leaves(lead, whole, each):
                break
        if _UNREAD.search(lead):
            if ended:
                break
            return None
        if each.depth > depth:
            continue
        if ended:
            behind.append(each)
            continue
        outer = not retired and known.outer.search(each.label) is not None
        if parts:
            opens = known.opens.match(lead)
            nested = opens is not None or (nested and not end and not outer)
            if not nested and not parted_by:
                parted_by = "，"
            if nested or (outer and not wide):
                doubtful.add(each)
        parts.append(each)
    if not parts:
        return None
    return Parting(whole, tuple(parts), frozenset(doubtful), opener, wide, tuple(behind))


def _is_wide(whole: Count, first: Count) -> bool:
    known = words()
    return (
        known.everybody.search(whole.label) is not None
        and known.serving.search(whole.label) is None
        and known.serving.search(first.label) is not None
    )


def _leaves(lead: str, whole: Count, each: Count) -> bool:
    """Whether a count stands behind the list rather than in it."""
    known = words()
    if "。" in lead or known.beyond.search(_ASIDE.sub("", lead)) or known.total.search(each.label):
        return True
    one, other = whole.figure.key, each.figure.key
    if one.field == "staffing.retired" and other.field != one.field:
        return True
    if one.field == "staffing.establishment" and other.field == "staffing.actual":
        return True
    return other.field == one.field and other.category == "total"


def sums_after(counts: list[Count]) -> Iterator[Parting]:
    """Every total that stands behind its parts: 行政41名，工勤3名，合计44名."""
    known = words()
    for at, whole in enumerate(counts):
        if at < 2 or not known.total.search(whole.label):
            continue
        parts: list[Count] = []
        for place in range(at - 1, -1, -1):
            after = counts[place + 1].lead
            if _UNREAD.search(after) or "。" in after or "；" in after:
                break
            if counts[place].depth == whole.depth:
                parts.append(counts[place])
        if len(parts) > 1:
            yield Parting(whole, tuple(reversed(parts)))
