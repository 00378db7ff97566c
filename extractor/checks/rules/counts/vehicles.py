"""FA131 to FA135, FA406: vehicles and equipment by use, and what was bought and kept of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear, plain, shown
from extractor.checks.figures import Figure
from extractor.checks.rules.counts.data import words
from extractor.checks.rules.counts.lists import Count, Parting, paragraphs
from extractor.finding import Finding

_VEHICLE: Final = "asset.vehicle"
_PUBLIC: Final = "公务用车"  #: the category of vehicles that three-public money runs
_REST: Final = re.compile(r"[^。；\d]{0,6}(?:其他|其余|其它)[^。；\d]{0,6}\d+\s?[辆台]")
_POSTS: Final = "车辆编制"


def _is_bought(count: Count) -> bool:
    return bool(count.figure.fact.extra.get("purchased"))


def vehicle_sums(case: Case) -> Iterator[Equation]:
    """FA131, FA132: vehicles are the sum of their uses; a part is not larger than its whole."""
    for _, lists in paragraphs(case, "asset"):
        for parting in lists:
            whole = parting.whole
            field = whole.figure.key.field
            parts = tuple(
                each
                for each in parting.parts
                if each.figure.key.field == field and _is_bought(each) == _is_bought(whole)
            )
            if not parts or parts[0] is not parting.parts[0]:
                continue
            parting = parting._replace(parts=parts)
            fitting = parting.fitting()
            if fitting is not None:
                if field == _VEHICLE:
                    yield _linear(whole, fitting)
            elif field == _VEHICLE and _is_closed(parting) and not _goes_on(case, parting):
                yield _linear(whole, parting.sure)
            elif parts[0].value > whole.value:
                yield Linear("FA132", parts[0].figure, ((1, whole.figure),), bound=True)


def _goes_on(case: Case, parting: Parting) -> bool:
    """Whether a list has a last part that was not read: …、其他1辆."""
    end = max(each.figure.end for each in parting.parts)
    return _REST.match(case.clean, end) is not None


def _linear(whole: Count, parts: tuple[Count, ...]) -> Linear:
    return Linear("FA131", whole.figure, tuple((1, each.figure) for each in parts))


def _is_closed(parting: Parting) -> bool:
    """Whether the parts are meant to make up the whole: uses by their names, or any kinds
    behind a colon; of others a few may be missing."""
    known, sure = words(), parting.sure
    if len(sure) < 2 or any(each.figure.fact.approx for each in (parting.whole, *sure)):
        return False
    if known.closed.search(parting.opener):
        return True
    if all("用车" in (each.figure.key.category or "") for each in sure):
        return True
    return sum(each.value for each in sure) > parting.whole.value


def vehicles_elsewhere(case: Case) -> Iterator[Finding]:
    """FA133, FA134, FA135: vehicles that three-public money runs or buys are among those told of
    the assets."""
    held: list[Figure] = []
    bought: list[Figure] = []
    run: list[Figure] = []
    purchases: list[Figure] = []
    for figure in case.ledger.of(_VEHICLE, None):
        category, public = figure.key.category, "three_public" in case.type_at(figure.start)
        new = bool(figure.fact.extra.get("purchased"))
        if public and category == _PUBLIC:
            (purchases if new else run).append(figure)
        elif not public and category == "total":
            (bought if new else held).append(figure)
    for told, of, beyond, short in (
        (run, held, "FA133", ""),
        (purchases, bought, "FA134", "FA135"),
    ):
        if not told or not of or told[0].year != of[0].year:
            continue
        most = max(of, key=lambda each: each.value)
        code = beyond if told[0].value > most.value else short
        if code and told[0].value != most.value:
            yield case.found(
                code, told[0], most, stated=plain(told[0].value), expected=plain(most.value),
                other=shown(most),
            )  # fmt: skip


def more_vehicles_than_posts(case: Case) -> Iterator[Finding]:
    """FA406: vehicles are not more than the establishment allows."""
    for counts, _ in paragraphs(case, "asset"):
        posts = next((each for each in counts if each.figure.key.category == _POSTS), None)
        if posts is None:
            continue
        kept = next(
            (
                each
                for each in counts
                if each.figure.start > posts.figure.start
                and each.figure.key.field == _VEHICLE
                and each.figure.key.category == "total"
                and not _is_bought(each)
            ),
            None,
        )
        if kept is not None and kept.value > posts.value:
            yield case.found(
                "FA406", kept.figure, posts.figure, stated=plain(kept.value),
                expected=f"≤{plain(posts.value)}", posts=shown(posts.figure),
            )  # fmt: skip
