"""Reasons that no word opens before them: named from behind, or simply put after a figure.

The walk reads 主要原因是…; what it leaves is read here, between one figure and the next:
``超支因为…``, ``…是主要原因``, ``…所致``, and the bare clause behind a functional item that
missed its budget (``完成105.89%，薪酬并入本科目；``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractor.fact import Fact
from extractor.link.amounts.candidates import Figure
from extractor.link.context import Context
from extractor.link.sections import NARRATIVE, SILENT

_REACH = 160  #: characters behind a figure that a reason can take
_LEAST = 4
_GOES_ON = re.compile(r"；(?=[一二三四五][是、]|其[次一二三]|同时|此外|再次|[（(]?\d[)）.、])")
_SUBJECT = r"[^，。；：（）\d]{0,14}?"
#: Words that always open a reason.
_OPENED = re.compile(
    rf"[，。；、）]*(?:[^，。；：\d]{{0,20}}，)?{_SUBJECT}(?:是?因为|(?:主要|全|均|是|都)?由于|(?:主要)?得益于|归因于|缘于|源于|起因于"
    r"|原因(?:分析|在于|也?都是|均[是为]|[是为]|主要[是为]|：)：?)：?"
)
#: Words that open one where they stand first, or behind a word for the difference.
_AT_ONCE = re.compile(
    r"[，）]*(?:(?:这|后者|前者|多出|少出)的?[^，。；]{0,4})?(?:，?(?:系|因(?![公此素而]))|，?主要因)"
    rf"|[，。；）]*{_SUBJECT}(?:差额|差异|差别|差距|变化|变动|增量|超支|结余|[增减][加少支收](?:额|部分|的[^，。；]{{0,4}})?)"
    r"(?:[^，。；：\d]{0,4}?(?:主要)?(?:[是为系因]|来自于?|花在|用在)|，主要(?:[是为系因]|来自于?))"
)
#: What no reason told by words goes without.
_HINT = re.compile("因|由[于来]|缘|系|源于|得益|在于|来自|花在|用在|所致|使|[是为]")
_WEAK = re.compile(r"，?系")
#: Behind a budget of nothing, what the money was.
_UNPLANNED = re.compile(
    r"[，）]*(?:年初(?:没有|无|未)[^，。；]{0,8}，)?(?:[系为]|全部[是为]|均[是为]|都是|来自于?)(?!年初|全年|[本上\d])"
)
_UNBUDGETED = re.compile(r"[，）]*年初(?:没有|无|未)[^，。；]{0,8}，")
#: Words that close one: 是主要原因, 所致, 使支出多于预算.
_CLOSED = re.compile(
    r"，?(?:[也都]?是|成为|为)(?:[^，。；]{0,6}的)?(?:主要|直接|首要|根本)?(?:原因|主因|由来|缘由|缘故|因素)(?:所在)?$"
    r"|(?<!原因)所致$|使[^，。；]{0,6}(?:[多少高低大小]于|超过|超出|超)(?:年初)?预算[数]?$"
)
_BEFORE_CLOSED = re.compile(r"^(?:后者是|前者是|这是|主要是|主要系|[系因是为]|由于|因为)")
_RESULT = re.compile(
    r"而[^，。；]{0,2}?(?:超支|结余|增加|减少|节约|增长|下降|[多少高低大小]于预算数?)$"
)
_NO_REASON = re.compile(
    r"^(?:主要|用于|用作|包括|其中|具体|分别|[与和同比较占按已计含]|全部|全为|均|根据|详见|见附|决算|支出|预算|收入"
    r"|无|没有|未|等于|持平|完成|不含|以上|本[年单部科级]|该|这|共|即|[为是]|资金|结转|结余|年[初末底]|全年|上年"
    r"|不[含包存作]|每|购|采购|收支|各|公开|达到|高于|低于|超过|实际|从|在|由|列|用来|[^，]{0,4}内容)|元[。；]?$|\d"
    r"|持平|一致|相等|无变化|不变|情况|如下|[数额量]$"
)
_STOPS = "。；，！ \n"


def further_reasons(
    ctx: Context, figures: Sequence[Figure], taken: Sequence[tuple[int, int]]
) -> Iterator[Fact]:
    """Facts of kind reason beside those whose clean spans are *taken*, both in text order."""
    starts = [figure.mention.start for figure in figures]
    begun = [start for start, _ in taken]
    last: tuple[int, Figure] | None = None
    low = 0
    for sentence, _ in ctx.running:
        while low < len(starts) and starts[low] < sentence.start:
            low += 1
        if last is None and (low == len(starts) or starts[low] >= sentence.end):
            continue
        types = ctx.types(sentence.section)
        if types and (types[0] in SILENT or types[0] in NARRATIVE):
            last = None
            continue
        here = figures[low : bisect_left(starts, sentence.end, lo=low)]
        if not here:
            if last is not None and last[0] == sentence.paragraph:
                span = _told(ctx.clean, sentence.start, sentence.end)
                yield from _reason(ctx, span, last[1], taken, begun)
            last = None
            continue
        for at, figure in enumerate(here):
            end = sentence.end
            if at + 1 < len(here):
                end = _cut(ctx.clean, figure.mention.end, here[at + 1].mention.start)
            span = _behind(ctx.clean, figure, here[max(0, at - 2) : at], end)
            yield from _reason(ctx, span, figure, taken, begun)
        last = sentence.paragraph, here[-1]


def _cut(clean: str, low: int, high: int) -> int:
    """Where the clause of the figure at *high* begins, *low* where that follows at once."""
    last = clean.rfind
    comma, stop, opened = last("，", low, high), last("。", low, high), last("（", low, high)
    return max(low, comma, stop, opened, last("；", low, high), last("：", low, high))


def _behind(
    clean: str, figure: Figure, before: Sequence[Figure], end: int
) -> tuple[int, int] | None:
    """The reason behind a figure and before *end*, by its own words or by its place."""
    low = figure.mention.end
    if end - low < _LEAST:
        return None
    end = min(end, low + _REACH)
    missed = _misses(clean, figure, before)
    told = _told(clean, low, end)
    if told is not None or not missed:
        weak = not missed and _WEAK.match(clean, low, end)
        return told if not weak or any(map(_of_item, (*before, figure))) else None
    if clean[low] == "（":
        stop = clean.find("）", low, end)
        return _bare(clean, low + 1, stop) if stop >= 0 and _ends(clean, stop + 1, end) else None
    stop = _first_stop(clean, low, end)
    if stop == low:
        return None
    none = _UNBUDGETED.match(clean, low, stop)
    begin = none.end() if none else low
    unplanned = _UNPLANNED.match(clean, low, stop) if _unforeseen(before, figure) else None
    if unplanned:
        return unplanned.end(), stop
    if clean[begin - 1 : begin + 1].find("，") < 0:
        return None
    return _bare(clean, begin, stop)


def _told(clean: str, low: int, high: int) -> tuple[int, int] | None:
    """A reason that words open or close in ``[low, high)``."""
    if _HINT.search(clean, low, min(high, low + _REACH)) is None:
        return None
    stop = _first_stop(clean, low, min(high, low + _REACH))
    body = clean[low:stop].rstrip(_STOPS)
    closed = _CLOSED.search(body)
    end = low + closed.start() if closed else stop
    opened = _OPENED.match(clean, low, end) or _AT_ONCE.match(clean, low, end)
    if opened:
        return opened.end(), end
    if closed is None:
        return None
    begin = low + len(body) - len(body.lstrip("，。；、） \n"))
    lead = _BEFORE_CLOSED.match(clean[begin:stop])
    return (begin + lead.end() if lead else begin), end


def _first_stop(clean: str, low: int, high: int) -> int:
    """The first ； or 。 that ends the statement, else *high*."""
    at = low + 1
    while at < high:
        ends = [p for p in (clean.find(stop, at, high) for stop in "；。\n") if p >= 0]
        if not ends:
            return high
        at = min(ends)
        if clean[at] != "；" or not _GOES_ON.match(clean, at):
            return at
        at += 1
    return high


def _ends(clean: str, at: int, end: int) -> bool:
    return at >= end or clean[at] in "；。，\n"


def _bare(clean: str, low: int, high: int) -> tuple[int, int] | None:
    text = clean[low:high].strip(_STOPS)
    if len(text) < _LEAST or "：" in text or _NO_REASON.search(text):
        return None
    return low, high


def _misses(clean: str, figure: Figure, before: Sequence[Figure]) -> bool:
    """Whether a figure of a functional item says that its budget was not met."""
    reading = figure.candidates[0]
    if figure.kind == "ratio":
        return reading.role in ("completion", "change", "execution_rate") and (
            figure.mention.value != 100
        )
    if not _of_item(figure):
        return False
    return (
        any(_both(each, figure) for each in before)
        or _UNBUDGETED.match(clean, figure.mention.end) is not None
        or reading.role == "change"
    )


def _of_item(figure: Figure) -> bool:
    """Whether a figure is of a functional item."""
    subject = figure.candidates[0].subject
    return subject is not None and bool(subject.path)


def _both(first: Figure, second: Figure) -> bool:
    """Whether two amounts are a budget and an account that differ, of one thing."""
    one, other = first.candidates[0], second.candidates[0]
    return (
        first.kind == second.kind == "money"
        and {one.role, other.role} == {"budget", "actual"}
        and first.mention.value != second.mention.value
    )


def _unforeseen(before: Sequence[Figure], figure: Figure) -> bool:
    """Whether an amount is a change, or one for which nothing was budgeted."""
    if figure.candidates[0].role == "change":
        return figure.kind == "money"
    budgets = [each for each in (*before, figure) if each.candidates[0].role == "budget"]
    return not budgets or any(each.mention.value == 0 for each in budgets)


def _reason(
    ctx: Context,
    span: tuple[int, int] | None,
    figure: Figure,
    taken: Sequence[tuple[int, int]],
    begun: Sequence[int],
) -> Iterator[Fact]:
    if span is None:
        return
    start, end = span
    clean = ctx.clean
    while start < end and clean[start] in "：，、 \n":
        start += 1
    while end > start and clean[end - 1] in _STOPS:
        end -= 1
    result = _RESULT.search(clean[start:end])
    if result:
        end = start + result.start()
    if end - start < _LEAST:
        return
    after = bisect_left(begun, end)
    if after and taken[after - 1][1] > start:
        return
    yield ctx.fact(
        "reason",
        [("value", start, end)],
        value=ctx.text.original(start, end).replace("\n", ""),
        extra={"about": list(figure.candidates[0].keys)},
        confidence=0.85,
        made_by="rule:reason",
    )
