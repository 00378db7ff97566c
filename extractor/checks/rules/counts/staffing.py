"""FA401 to FA405, FA137: posts and people against their kinds, and people against posts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear, plain, shown
from extractor.checks.figures import Figure
from extractor.checks.rules.counts.data import words
from extractor.checks.rules.counts.lists import Count, Parting, paragraphs, sums_after
from extractor.finding import Finding

_CODES = {
    "staffing.establishment": "FA401", "staffing.actual": "FA402", "staffing.retired": "FA403",
    "staffing.other": "FA137",
}  # fmt: skip
#: How far a list with kinds of its own may miss its total and still be meant to make it up.
_NEAR = Decimal("0.1")
_SURE = 0.98  #: how surely a number of people is read where its kind does not matter


def staffing_sums(case: Case) -> Iterator[Equation]:
    """FA401, FA402, FA403, FA137: posts, people in post, the retired and pupils are the sum of
    their kinds."""
    for counts, lists in paragraphs(case, "staffing"):
        for parting in lists:
            code = _CODES.get(parting.whole.figure.key.field)
            fitting = parting.fitting()
            if fitting is not None:
                if code is not None:
                    yield linear(code, parting.whole, fitting)
            elif code is not None and _is_of_another(parting, counts):
                continue
            elif code is not None and is_closed(parting):
                yield linear(code, parting.whole, parting.sure)
            else:
                yield from within(parting)
        for parting in sums_after(counts):
            yield from _summed(parting)


def _is_of_another(parting: Parting, counts: list[Count]) -> bool:
    """Whether a list along a line of its own makes up an earlier count than the one before it:
    在职109人，按编制分，…、事业56人，按岗位分，管理岗位61人、…."""
    if "按" not in parting.opener and "从" not in parting.opener:
        return False
    due = sum((each.value for each in parting.sure), Decimal(0))
    before = counts[: counts.index(parting.whole)]
    return any(each.value == due for each in before)


def _summed(parting: Parting) -> Iterator[Equation]:
    """The total behind its parts: of as many of them as add up to it, else of all."""
    whole, parts = parting.whole, parting.parts
    code = _CODES.get(whole.figure.key.field)
    if code is None:
        return
    total, tail = Decimal(0), len(parts)
    while tail and (total != whole.value or tail == len(parts) - 1):
        tail -= 1
        total += parts[tail].value
    if total == whole.value:
        yield linear(code, whole, parts[tail:])
    elif all(each.figure.key.field == whole.figure.key.field for each in parts):
        yield linear(code, whole, parts)


def linear(code: str, whole: Count, parts: tuple[Count, ...]) -> Linear:
    """The equation of a whole and its parts."""
    stated, *others = (_counted(each.figure) for each in (whole, *parts))
    return Linear(code, stated, tuple((1, each) for each in others))


def _counted(figure: Figure) -> Figure:
    """A count of people beside the staff, as sure as its number: who they are matters nothing
    where they are only added up."""
    if figure.key.field != "staffing.other" or figure.fact.confidence > _SURE:
        return figure
    return msgspec.structs.replace(
        figure, fact=msgspec.structs.replace(figure.fact, confidence=_SURE)
    )


def within(parting: Parting) -> Iterator[Equation]:
    """FA404: a part is not larger than its whole (事业编制20名（含参公23名）)."""
    for each in parting.sure:
        if each.value > parting.whole.value and each.figure.key.field[:5] == "staff":
            yield Linear("FA404", each.figure, ((1, parting.whole.figure),), bound=True)


def is_closed(parting: Parting) -> bool:
    """Whether the parts are meant to make up the whole."""
    known, sure = words(), parting.sure
    if len(sure) < 2 or any(each.figure.fact.approx for each in (parting.whole, *sure)):
        return False
    labels = [each.label for each in sure]
    if any(known.axes.search(each) for each in labels):
        return False
    field = parting.whole.figure.key.field
    if field == "staffing.retired":
        kinds = {each.figure.key.category for each in sure}
        return kinds == {"retired_cadre", "retiree"}
    if parting.wide or known.closed.search(parting.opener):
        return True
    if all(known.kinds.search(each) for each in labels):
        return True
    missing = abs(parting.whole.value - sum((each.value for each in sure), Decimal(0)))
    return missing <= max(parting.whole.value * _NEAR, Decimal(2))


def _holds_retired(parting: Parting) -> bool:
    return any(each.figure.key.field == "staffing.retired" for each in parting.fitting() or ())


def more_people_than_posts(case: Case) -> Iterator[Finding]:
    """FA405: people in post are not more than the posts, in total and by kind."""
    posts: dict[tuple[int, str | None, str | None], Figure] = {}
    told: dict[tuple[int, str | None], list[Figure]] = {}
    seen: set[tuple[int, str | None, str | None]] = set()
    known, clean = words(), case.clean
    for counts, lists in paragraphs(case, "staffing"):
        wide = {each.whole.figure for each in lists if each.wide or _holds_retired(each)}
        for each in counts:
            figure, key = each.figure, each.figure.key
            where = (figure.section, figure.year)
            if key.field == "staffing.establishment":
                before = posts.get((*where, key.category))
                if before is None or figure.value > before.value:
                    posts[*where, key.category] = figure
                told.setdefault(where, []).append(figure)
                continue
            place = (*where, key.category)
            if key.field != "staffing.actual" or figure in wide or place in seen:
                continue
            seen.add(place)
            most = posts.get(place)
            if most is None and key.category == "total" and len(told.get(where, ())) == 1:
                most = told[where][0]
            if most is None or figure.value <= most.value:
                continue
            end = min(clean.find(sign, figure.end) % (len(clean) + 1) for sign in "。\n")
            paragraph = clean.find("\n", end) % (len(clean) + 1)
            if known.excess.search(clean, most.start, end) or known.explained.search(
                clean, end, paragraph
            ):
                continue
            yield case.found(
                "FA405", figure, most, stated=plain(figure.value),
                expected=f"≤{plain(most.value)}", posts=shown(most),
            )  # fmt: skip
