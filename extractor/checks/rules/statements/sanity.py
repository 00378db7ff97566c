"""FA901 to FA907: what cannot be, whatever else the document says (42)."""

from __future__ import annotations

import re
from calendar import isleap
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import plain, shown
from extractor.checks.figures import Figure, Key
from extractor.checks.units import misprints, scale_of
from extractor.finding import Finding

# patterns begin with a letter, which the search looks for first: what is before is looked up
_DATE: Final = re.compile(r"月(\d{1,3})日")
_BEFORE_DATE: Final = re.compile(r"(?:(?<!\d)((?:19|20)\d\d)年)?(?<![\d.])(\d{1,2})$")
_MONTH: Final = re.compile(r"年(\d{2})月(?!\d)")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PARTIAL: Final = re.compile(r"\.\d{1,4}(?:批次|辆|个团组|人次|个批次|名|台（套）)(?!/)")
_WHOLE_PART: Final = re.compile(r"(?<![\d.,])\d{1,6}$")
_FEN: Final = Decimal("0.01")
_WAN: Final = Decimal(100)  # 0.01万元
_USUAL: Final = 20  #: amounts that tell how many places an office prints
_DIFFERENCE: Final = re.compile("增减|差额|变动|净|差异|增幅")
_SATISFIED: Final = re.compile(
    r"满意(?:度|率)[^。；\n\d%]{0,14}(?P<rate>(?:1[0-9]{2}|[2-9]\d{2})(?:\.\d+)?%)"
)
_HUNDRED: Final = Decimal(100)
#: Roles of ratios that no more than a hundred of a hundred can have.
_AT_MOST: Final = frozenset(("share", "satisfaction"))
_DEAR: Final = Decimal(100000)  # yuan for one visitor
#: Completions that are asked after, and those that are hardly right, in per cent.
_COMPLETED, _BEYOND = Decimal(1000), Decimal(10000)


def sanity(case: Case) -> Iterator[Finding]:
    """Every figure that cannot be."""
    yield from _dates(case)
    yield from _ratios(case)
    yield from _visits(case)
    yield from _signs_and_places(case)
    yield from _sizes(case)
    for match in _PARTIAL.finditer(case.clean):
        before = case.clean[max(0, match.start() - 14) : match.start()]
        whole = _WHOLE_PART.search(before)
        if whole and not any(word in before[: whole.start()] for word in "每均"):
            yield case.found("FA906", (match.start() - len(whole[0]), match.end()))


def _dates(case: Case) -> Iterator[Finding]:
    """FA901: a month or a day that no year has."""
    for match in _DATE.finditer(case.clean):
        before = _BEFORE_DATE.search(case.clean, max(0, match.start() - 8), match.start())
        if before and not _is_day(before[1], int(before[2]), int(match[1])):
            yield case.found("FA901", (before.start(), match.end()), stated=before[0] + match[0])
    for match in _MONTH.finditer(case.clean):
        if not 1 <= int(match[1]) <= 12:
            start = match.start() - 4 * case.clean[match.start() - 4 : match.start()].isdecimal()
            yield case.found("FA901", (start, match.end()), stated=case.clean[start : match.end()])


def _is_day(year: str | None, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return False
    return (month, day) != (2, 29) or year is None or isleap(int(year))


def _ratios(case: Case) -> Iterator[Finding]:
    """FA902: more than all of it."""
    told: set[int] = set()
    for rate in case.ledger.ratios:
        if rate.value <= _HUNDRED or rate.fact.unit != "percent" or rate.start in told:
            continue
        if rate.role in _AT_MOST and not rate.fact.approx and not _has_operands(case, rate):
            told.add(rate.start)
            yield case.found("FA902", rate, stated=plain(rate.value), expected="≤100")
        elif rate.role == "completion" and rate.value > _COMPLETED:
            told.add(rate.start)
            yield case.found(
                "FA902", rate, stated=plain(rate.value), confidence=0.6,
                severity="warning" if rate.value > _BEYOND else "info",
            )  # fmt: skip
    for match in _SATISFIED.finditer(case.clean):
        place = match.span("rate")
        value = Decimal(match["rate"].rstrip("%"))
        if value > _HUNDRED and not told & set(range(*place)):
            yield case.found("FA902", place, stated=plain(value), expected="≤100")


def _has_operands(case: Case, rate: Figure) -> bool:
    """Whether a part that is above its whole is told, so that the share follows from them."""
    of = rate.fact.extra.get("of")
    if rate.role != "share" or not isinstance(of, str):
        return False
    part = case.ledger.near(rate, rate.key, "actual")
    whole = case.ledger.near(part, Key(of), "actual") if part is not None else None
    return part is not None and whole is not None and part.value > whole.value


def _visits(case: Case) -> Iterator[Finding]:
    """FA903: fewer people than batches or groups."""
    for several, people in (
        ("three_public.reception_batches", "three_public.reception_persons"),
        ("three_public.abroad_groups", "three_public.abroad_persons"),
    ):
        by_name: dict[tuple[str | None, int], list[Figure]] = defaultdict(list)
        for each in case.ledger.of(people, None):
            by_name[_kind(each), each.paragraph].append(each)
        for batches in case.ledger.of(several, None):
            near = [
                each
                for each in by_name[_kind(batches), batches.paragraph]
                if abs(each.start - batches.start) < 60 and each.year == batches.year
            ]
            if not near or batches.fact.approx or near[0].fact.low is not None:
                continue
            persons = min(near, key=lambda each: abs(each.start - batches.end))
            if 0 < persons.value < batches.value:
                yield case.found(
                    "FA903", persons, batches, stated=shown(persons), against=shown(batches)
                )


def _kind(figure: Figure) -> str | None:
    """Whose visit it is, where that is told: other names are of the figure alone."""
    return figure.key.name if figure.key.name in ("domestic", "foreign") else None


def _signs_and_places(case: Case) -> Iterator[Finding]:
    """FA904: negative amounts, FA905: more places than the unit has."""
    told: set[int] = set()
    many: list[Figure] = []
    amounts = 0
    for figure in case.ledger.figures:
        if figure.fact.kind != "money" or figure.fact.implied or figure.start in told:
            continue
        told.add(figure.start)
        amounts += 1
        if figure.value < 0 and figure.role in ("actual", "budget", "prior_actual"):
            if figure.key.field.endswith(("balance", "reserve_used", "distribution")):
                continue
            if _DIFFERENCE.search(case.clean, max(0, figure.start - 10), figure.start):
                continue
            yield case.found("FA904", figure, stated=plain(figure.value))
        scale = scale_of(figure)
        # the last place is finer than a fen, or than the two places that 万元 have
        if figure.step and scale is not None and figure.step < _FEN:
            yield case.found("FA905", figure, stated=shown(figure))
        elif scale == 4 and 0 < figure.step < _WAN:
            many.append(figure)
    # some offices print yuan as 万元 with six places throughout
    if amounts >= _USUAL and len(many) <= max(2, amounts // 30):
        for figure in many:
            yield case.found("FA905", figure, stated=shown(figure))


def _sizes(case: Case) -> Iterator[Finding]:
    """FA907: what one visitor cannot cost."""
    wrong = {each.figure.start for each in misprints(case)}
    year = str(case.year) if case.year else None
    amounts = [e for e in case.ledger.of("three_public.reception") if e.year == year]
    counts = [
        each
        for each in case.ledger.of("three_public.reception_persons", None)
        if each.value > 0 and each.key.name in (None, "domestic")
    ]
    if len({e.value for e in amounts}) != 1 or len({e.value for e in counts}) != 1:
        return
    amount, count = amounts[0], counts[0]
    if amount.value > _DEAR * count.value and amount.start not in wrong:
        yield case.found(
            "FA907", amount, count, stated=shown(amount), against=shown(count), confidence=0.7
        )
