"""FA501, FA504, FA506: lines of points and a score in words: 数量指标 分值20 得分19.20."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from extractor.checks.case import Case, Place
from extractor.checks.equations import plain
from extractor.finding import Finding

_LINE: Final = re.compile(
    r"(?:分值|权重|满分|标准分|总分)[：:为]?\s?(?P<most>\d{1,3}(?:\.\d{1,2})?)\s?分?(?!\d|%|[～~—-])"
    r"[，、；）)\s]{0,2}(?:实际|自评|实|评价|最终)?(?:得分|得|评分)[：:为]?\s?"
    r"(?P<had>\d{1,3}(?:\.\d{1,2})?)(?!\d|%|\.\d)"
)
_TOTAL: Final = re.compile(r"(?:合\s?计|总\s?计|总分|总得分|总评分)[，：:\s]{0,2}$")
_NEAR: Final = 80  #: characters between the lines of one list
_LABEL: Final = 10  #: characters before the points in which a total is told


class Line(NamedTuple):
    """Points and score of a line, in clean offsets."""

    most: Decimal
    had: Decimal
    most_at: Place
    had_at: Place
    is_total: bool


def lines(case: Case) -> Iterator[Finding]:
    """Scores above their points, and totals that the lines before them do not add up to."""
    found = [_line(case.clean, each) for each in _LINE.finditer(case.clean)]
    for each in found:
        if each.had > each.most:
            yield case.found(
                "FA501", each.had_at, each.most_at, stated=plain(each.had),
                expected=f"≤{plain(each.most)}", most=plain(each.most),
            )  # fmt: skip
    for rows, total in _lists(found):
        yield from _summed(case, rows, total)


def _line(clean: str, match: re.Match[str]) -> Line:
    label = clean[max(0, match.start() - _LABEL) : match.start()].rsplit("\n", 1)[-1]
    return Line(
        Decimal(match["most"]), Decimal(match["had"]), match.span("most"), match.span("had"),
        _TOTAL.search(label) is not None,
    )  # fmt: skip


def _lists(found: Sequence[Line]) -> Iterator[tuple[list[Line], Line]]:
    """Lines that stand close together, with the total that ends them."""
    rows: list[Line] = []
    for before, line in pairwise((None, *found)):
        if line is None:
            continue
        if before is not None and line.most_at[0] - before.had_at[1] > _NEAR:
            rows = []
        if not line.is_total:
            rows.append(line)
            continue
        if len(rows) > 1:
            yield rows, line
        rows = []


def _summed(case: Case, rows: Sequence[Line], total: Line) -> Iterator[Finding]:
    """One of both sums may fail: where neither holds, lines were missed."""
    points = sum((each.most for each in rows), Decimal(0))
    gained = sum((each.had for each in rows), Decimal(0))
    if points == total.most and gained != total.had:
        if all(each.had <= each.most for each in rows):
            yield _tell(
                case, "FA506", total.had_at, total.had, [(e.had, e.had_at) for e in rows], gained
            )
    elif points != total.most and gained == total.had:
        yield _tell(
            case, "FA504", total.most_at, total.most, [(e.most, e.most_at) for e in rows], points
        )


def _tell(
    case: Case, code: str, at: Place, stated: Decimal, parts: list[tuple[Decimal, Place]],
    due: Decimal,
) -> Finding:  # fmt: skip
    return case.found(
        code, at, *(place for _, place in parts), stated=plain(stated), expected=plain(due),
        sum=f"{plain(stated)} = {' + '.join(plain(value) for value, _ in parts)}",
    )  # fmt: skip
