"""What a document tells of the year before: in figures, or by how far this year's are from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from extractor.checks.across.documents import Document, certain
from extractor.checks.across.telling import printed, stated
from extractor.checks.equations import Growth
from extractor.checks.figures import Figure, Key
from extractor.quantity import Interval

#: Fields whose amounts share nothing but a name.
LOOSE: Final = frozenset((
    "activity.funds", "performance.project_funds", "threshold", "ratio", "quantity",
    "performance.score", "performance.projects", "performance.problems",
))  # fmt: skip
_KINDS: Final = frozenset(("money", "staffing", "asset", "quantity"))
_HUNDRED: Final = Decimal(100)
_LEVEL: Final = re.compile(r"[至到为达]了?\s*$")  #: before a figure: no difference
#: Before a figure: what has grown to it is this year's.
_GROWN_TO: Final = re.compile(r"(?:[增升涨降减]|加|长|高|升|少|低|缩|落)了?[至到为]\s*$")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=\s*年)")
_BACK: Final = 40  #: how far before a change the year stands that it compares with
_CUE: Final = re.compile(r"上年|去年|上一年|年初")
_FLAT: Final = re.compile(
    r"(?:与|同|和|跟|较|比)(?:上年|去年|上一年|(?P<year>20\d{2})年)度?(?:决算数?|支出|收入|同期|数|相比|保持){0,3}"
    r"(?:持平|一致|相同|相等|无变化|无增减(?:变化)?|没有变化|保持不变)"
)
_APART: Final = 16  #: how far behind its figure 与上年持平 may stand


class Told(msgspec.Struct, frozen=True, eq=False):
    """A figure of the year before: ``interval`` as ``figure`` shows it, with ``others`` where it
    is computed; ``sum`` is the arithmetic. ``sure`` is False where the reading is a guess, and
    ``strange`` where another amount fits better: then only the year before can tell, by agreeing
    with ``by_rate``, what the rate beside a change gives."""

    figure: Figure
    interval: Interval
    sum: str
    others: tuple[Figure, ...] = ()
    sure: bool = True
    strange: bool = False
    by_rate: Interval | None = None


def told_of_before(document: Document) -> Iterator[Told]:
    """Every figure of the year before that *document* states or implies, the plainest reading of
    each in its paragraph."""
    if document.year is None:
        return
    before = str(document.year - 1)
    done: set[tuple[object, ...]] = set()
    for reading in (_stated, _changed, _rated, _flat):
        places = set()
        for each in reading(document, before):
            place = (each.figure.fact.kind == "staffing", each.figure.key, each.figure.paragraph)
            places.add(place)
            if place not in done:
                yield each
        done |= places


def _stated(document: Document, before: str) -> Iterator[Told]:
    """Figures that are given as those of the year before."""
    now = str(document.year)
    for figure in document.case.ledger.figures:
        if figure.fact.kind not in _KINDS or figure.key.field in LOOSE or not certain(figure):
            continue
        if figure.year != before or figure.fact.implied:
            continue
        if _GROWN_TO.search(document.case.clean, max(0, figure.start - 4), figure.start):
            continue
        if figure.role is None:
            # a date may be a slip of the pen or of the reading: there must be one of this year
            twins = document.by_key[figure.fact.kind, figure.key, None]
            if not any(each.year == now for each in twins) or not _cued(document, figure, before):
                continue
        elif figure.role != "prior_actual":
            continue
        sure = _is_of(document, figure)
        if sure is not None:
            yield Told(figure, document.interval(figure), stated(figure), (), sure)


def _is_of(document: Document, figure: Figure) -> bool | None:
    """Whether a figure of the year before is surely of what it was read as; None where the change
    behind it leads to another amount. False where it leads to several."""
    ledger = document.case.ledger
    change = next(
        (
            each
            for each in ledger.in_sentence(figure.sentence)
            if each.key == figure.key and each.role == "change" and each.fact.kind == "money"
            and each.start > figure.start and each.sign
        ),
        None,
    )  # fmt: skip
    if change is None or figure.fact.kind != "money":
        return True
    now = document.interval(figure) + document.interval(change).scaled(change.sign)
    keys = _keys(document, figure, now)
    if not keys or keys == {figure.key}:
        whole = ledger.near(change, change.key, "actual")
        return whole is None or not _doubled(document, whole)
    return None if figure.key not in keys else False


def _keys(document: Document, figure: Figure, now: Interval) -> set[Key]:
    """What is *now* in the section of *figure*, but for what is told at its very place."""
    here = document.case.ledger.in_sentence(figure.sentence)
    beside = {each.key for each in here if each.start == figure.start} - {figure.key}
    return {
        each.key
        for each in document.amounts_near(figure)
        if each.key not in beside
        and each.year in (None, str(document.year)) and document.interval(each).overlaps(now)
    }  # fmt: skip


def _cued(document: Document, figure: Figure, before: str) -> bool:
    """Whether its own sentence says that a figure is of the year before."""
    sentence = document.case.sentences[figure.sentence] if figure.sentence >= 0 else None
    start = sentence.start if sentence is not None else max(0, figure.start - _BACK)
    words = document.case.clean[start : figure.start]
    return _CUE.search(words) is not None or f"{before}年" in words


def _changed(document: Document, before: str) -> Iterator[Told]:
    """This year's amount less what it has grown by."""
    ledger = document.case.ledger
    for change in ledger.figures:
        if change.role != "change" or change.fact.kind not in ("money", "staffing"):
            continue
        if not _of_year(document, change, before) or not change.sign or not certain(change):
            continue
        if _LEVEL.search(document.case.clean, max(0, change.start - 4), change.start):
            continue
        role = "actual" if change.fact.kind == "money" else None
        now = ledger.near(change, change.key, role, kind=change.fact.kind)
        if now is None or now.year != str(document.year) or not certain(now):
            continue
        interval = document.interval(now) + document.interval(change).scaled(-change.sign)
        sign = "-" if change.sign > 0 else "+"
        sum = f"{stated(now)} {sign} {stated(change)} = {printed(interval, now)}"
        yield _confirmed(document, Told(change, interval, sum, (now,)))


def _confirmed(document: Document, told: Told) -> Told:
    """A change with how sure it is that it is of the amount that it was taken for.

    Where a rate goes with the change it tells; else the change must stand in the paragraph of
    its amount.
    """
    ledger, change, now = document.case.ledger, told.figure, told.others[0]
    below = told.interval.high is not None and told.interval.high < 0
    below = below and now.sentence != change.sentence
    doubled = _doubled(document, now)
    near = now.paragraph == change.paragraph and not doubled
    rates = [
        rate
        for rate in ledger.ratios
        if rate.key == change.key and rate.role == "change" and rate.base == "prior_year"
        and rate.sentence == change.sentence and rate.sign and "点" not in (rate.fact.raw or "")
    ]  # fmt: skip
    if not rates or change.fact.kind != "money":
        return msgspec.structs.replace(told, sure=near, strange=below)
    rate = min(rates, key=lambda each: abs(each.start - change.start))
    if Growth("", rate, change, now).holds():
        return msgspec.structs.replace(told, sure=not doubled)
    others = (
        each
        for each in document.amounts_near(change)
        if each.value != now.value and each.value > change.sign * change.value
    )
    strange = below or any(Growth("", rate, change, each).holds() for each in others)
    sure = near and 0 <= change.sentence - now.sentence <= 1
    by_rate = None if doubled else _before(document.interval(now), rate)
    return msgspec.structs.replace(told, sure=sure, strange=strange, by_rate=by_rate)


def _doubled(document: Document, now: Figure) -> bool:
    """Whether the section of an amount has another one of its name, or its sentence names it
    twice: then one was misread, and a change may be of either."""
    return any(
        not each.interval.overlaps(now.interval)
        or (each.sentence == now.sentence and each.start != now.start)
        for each in document.amounts_near(now)
        if each.key == now.key and each.year == now.year
    )


def _before(now: Interval, rate: Figure) -> Interval | None:
    """What has grown by *rate* to *now*; None where nothing has."""
    factor = rate.interval.scaled(rate.sign).shifted(_HUNDRED)
    if factor.low is None or factor.low <= 0:
        return None
    return (now / factor).scaled(_HUNDRED)


def _rated(document: Document, before: str) -> Iterator[Told]:
    """This year's amount, and by how many per cent it has grown."""
    for rate in document.case.ledger.ratios:
        if rate.role != "change" or not rate.sign or "点" in (rate.fact.raw or ""):
            continue
        if not _of_year(document, rate, before) or not certain(rate) or rate.value > 1000:
            continue
        ledger = document.case.ledger
        here = (rate.key, rate.paragraph)
        if any((each.key, each.paragraph) == here for each in ledger.changes):
            continue  # the amount tells, or it is of something else
        now = ledger.near(rate, rate.key, "actual")
        if now is None or now.paragraph != rate.paragraph or now.year != str(document.year):
            continue
        interval = _before(document.interval(now), rate)
        if interval is None or not certain(now) or not now.value:
            continue
        sign = "+" if rate.sign > 0 else "-"
        sum = f"{stated(now)} ÷ (100% {sign} {stated(rate)}) = {printed(interval, now)}"
        yield Told(rate, interval, sum, (now,), 0 <= rate.sentence - now.sentence <= 1)


def _flat(document: Document, before: str) -> Iterator[Told]:
    """An amount that is as it was the year before."""
    case = document.case
    for match in _FLAT.finditer(case.clean):
        if match["year"] not in (None, before):
            continue
        figures = case.ledger.in_sentence(case.sentence_at(match.start()))
        ahead = [each for each in figures if each.end <= match.start()]
        if not ahead or match.start() - ahead[-1].end > _APART:
            continue
        now = ahead[-1]
        between = case.clean[now.end : match.start()]
        if now.role != "actual" or now.fact.kind != "money" or not certain(now):
            continue
        if now.key.field in LOOSE or now.year != str(document.year) or _named(between):
            continue
        yield Told(now, document.interval(now), f"{stated(now)}，{match[0]}")


def _named(between: str) -> bool:
    """Whether another thing is named between a figure and what is said to be the same."""
    return len(between.strip(" ，,；（）\n")) > 0


def _of_year(document: Document, figure: Figure, before: str) -> bool:
    """Whether a change is one against the year before, and no other year."""
    if figure.base != "prior_year" or figure.key.field in LOOSE:
        return False
    if figure.year not in (None, str(document.year)):
        return False
    case = document.case
    start = max(0, figure.start - _BACK)
    if figure.sentence >= 0:
        start = max(start, case.sentences[figure.sentence].start)
    years = _YEAR.findall(case.clean, start, figure.start)
    return all(year in (before, str(document.year)) for year in years)
