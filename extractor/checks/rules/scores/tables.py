"""FA501 to FA508: points and scores of self-evaluation tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Linear, Quotient, plain, shown
from extractor.checks.figures import Figure
from extractor.checks.rules.scores.table import Row, Table, figure, places, tables
from extractor.finding import Finding

_FULL: Final = Decimal(100)
_REST: Final = Decimal(90)  #: the points of the indicators beside 10 for the execution
_ROUNDED: Final = Decimal("0.11")  #: what an execution score may be off by for rounding
_TOLD: Final = re.compile(r"[^。\n]{0,12}?(?:得分|总分|评分)(?:为|是|：)?(\d{1,3}(?:\.\d{1,2})?)分")


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((each.value for each in figures), Decimal(0))


def _linear(code: str, stated: Figure, parts: Sequence[Figure]) -> Linear:
    return Linear(code, stated, tuple((1, each) for each in parts))


def scores_above_points(case: Case) -> Iterator[Finding]:
    """FA501: no row has more than its points, unless the columns plainly mean something else."""
    for table in tables(case):
        rows = [
            (row.weight, row.score)
            for row in (*table.tasks, *table.rows)
            if row.weight is not None and row.score is not None
        ]
        above = [(most, score) for most, score in rows if score.value > most.value]
        if len(above) > 1 and len(above) * 3 > len(rows):
            continue
        for most, score in above:
            yield case.found(
                "FA501", score, most, stated=plain(score.value),
                expected=f"≤{plain(most.value)}", most=shown(most),
            )  # fmt: skip


def absurd_points(case: Case) -> Iterator[Finding]:
    """FA503: no row has more points than the whole table (205 for 2.5)."""
    for table in tables(case):
        for rows, total in ((table.tasks, table.tasks_total), (table.rows, table.total)):
            told = _points(total)
            most = told.value if told is not None else _FULL
            for row in rows:
                if row.weight is None or row.weight.value <= most:
                    continue
                others = [each.weight.value for each in rows if each.weight and each is not row]
                rest = most - sum(others, Decimal(0))
                yield case.found(
                    "FA503", row.weight, *(() if told is None else (told,)),
                    stated=plain(row.weight.value),
                    expected=plain(rest) if told is not None and rest > 0 else None,
                    most=plain(most),
                )  # fmt: skip


def _points(total: Sequence[Figure]) -> Figure | None:
    """The points in a row of totals, None where it tells none."""
    told = [each for each in total if each.fact.kind != "ratio"]
    return told[-2] if len(told) > 1 and told[-2].value <= _FULL else None


def _weights(rows: tuple[Row, ...]) -> list[Figure] | None:
    found = [each.weight for each in rows if each.weight is not None]
    absurd = any(each.value > _FULL for each in found)
    return found if len(found) == len(rows) > 1 and not absurd else None


def _scores(rows: tuple[Row, ...]) -> list[Figure] | None:
    found = [each.score for each in rows if each.score is not None]
    return found if len(found) == len(rows) > 1 else None


def groups(case: Case) -> Iterator[Equation]:
    """FA502: the points of a heading are those of its rows: 产出指标（50分）."""
    for table in tables(case):
        for heading in table.headings:
            weights = [each.weight for each in heading.rows if each.weight is not None]
            if heading.whole and weights and len(weights) == len(heading.rows):
                yield _linear("FA502", heading.points, weights)


def totals(case: Case) -> Iterator[Equation]:
    """FA504 and FA506: the row of totals is the sum of the rows, with the execution or without."""
    for table in tables(case):
        weights, scores = _weights(table.rows), _scores(table.rows)
        if not table.whole or weights is None:
            continue
        points, gained = table.execution or ((), ())
        stated = table.total[-2] if len(table.total) > 1 else None
        whole = stated.value if stated is not None else _FULL
        alone, within = _sum(weights), _sum([*weights, *points])
        if stated is not None and whole in (alone, within):
            yield _linear("FA504", stated, weights if alone == whole else [*points, *weights])
        elif stated is not None and alone * 2 > whole and not _explained(table, whole, points):
            yield _linear("FA504", stated, [*points, *weights])
        score = table.total[-1] if len(table.total) > 1 else _told_behind(case, table)
        if score is None or scores is None or len(gained) != len(points):
            continue
        choices = [scores] if alone == whole else []
        if points and whole in (alone, within):
            choices.append([*gained, *scores])
        if not choices:
            case.missing("FA506", "预算执行得分")
            continue
        if any(_fits(score, each) or _fits(score, _capped(table, each)) for each in choices):
            continue
        yield _linear("FA506", score, choices[0])


def _explained(table: Table, whole: Decimal, points: Sequence[Figure]) -> bool:
    """Whether a total that its rows miss is that of the headings (one of which is wrong then),
    or of indicators beside an execution that is told elsewhere."""
    told = _sum([each.points for each in table.headings])
    weights = [each.weight for each in table.rows if each.weight is not None]
    return whole in (told, told + _sum(points)) or (not points and _sum(weights) == _REST)


def _capped(table: Table, scores: Sequence[Figure]) -> list[Figure]:
    """Scores, none above its points: what is above is told by a rule of its own."""
    most = {
        row.score: row.weight
        for row in (*table.tasks, *table.rows)
        if row.score is not None and row.weight is not None and row.score.value > row.weight.value
    }
    return [most.get(each, each) for each in scores]


def _told_behind(case: Case, table: Table) -> Figure | None:
    """The score that a sentence right behind a table without a row of totals tells."""
    if table.total:
        return None
    last = table.rows[-1]
    found = _TOLD.match(case.clean, min(last.end + 1, len(case.clean)))
    if found is None:
        return None
    return figure(last.fact, found[1], found.start(1), found.end(1) + 1)


def _fits(score: Figure, parts: Sequence[Figure]) -> bool:
    """Whether scores add up to a total. One that is printed to fewer places than they may be
    rounded; one without any has lost its zeros only."""
    printed = places(score)
    gap = abs(_sum(parts) - score.value)
    if not gap or not printed or all(places(each) <= printed for each in parts):
        return not gap
    return gap <= Decimal(5).scaleb(-printed - 1)


def execution_beside(case: Case) -> Iterator[Finding]:
    """FA505: the execution has points besides rows that make up 100 without it."""
    for table in tables(case):
        weights, told = _weights(table.rows), table.execution
        if not table.whole or weights is None or told is None or len(table.total) < 2:
            continue
        if table.total[-2].value == _sum(weights) == _FULL:
            points = _sum(told[0])
            yield case.found(
                "FA505", table.total[-2], *told[0], stated="100", expected=plain(_FULL + points),
                execution=plain(points),
            )  # fmt: skip


def execution_rates(case: Case) -> Iterator[Equation]:
    """FA514: a rate of execution is what was spent over the budget of its row."""
    for table in tables(case):
        for row in table.tasks:
            if row.rate is None or len(row.money) < 2 or row.told("budget") is None:
                continue
            count = len(row.money) - sum(
                each is not None and each in row.money for each in (row.weight, row.score)
            )
            money = [each for each in row.money[:count] if each.value]
            named = _named(row, money)
            if named is not None and named.holds():
                yield named
                continue
            pairs = (
                Quotient("FA514", row.rate, spent, budget)
                for index, budget in enumerate(money)
                for spent in money[index + 1 :]
            )
            fitting = next((each for each in pairs if each.holds()), named)
            if fitting is not None:
                yield fitting


def _named(row: Row, money: Sequence[Figure]) -> Quotient | None:
    """The rate of what the columns of a row say was budgeted and spent."""
    budgets = [each for each in money if each.fact.raw == row.told("budget")]
    spent = [each for each in money if each.fact.raw == row.told("executed")]
    if row.rate is None or not budgets or not spent or budgets[0] is spent[-1]:
        return None
    return Quotient("FA514", row.rate, spent[-1], budgets[0])


def execution_scores(case: Case) -> Iterator[Finding]:
    """FA508: the score of an execution is its points times its rate, at most its points."""
    for table in tables(case):
        for row in table.tasks:
            most, score, rate = row.weight, row.score, row.rate
            if most is None or score is None or rate is None or score.value >= most.value:
                continue
            if most.value > _FULL:
                continue
            due = most.value * min(rate.value, _FULL) / _FULL
            # whole points are steps of a scale of its own
            if places(score) and abs(score.value - due) > _ROUNDED:
                yield case.found(
                    "FA508", score, most, rate, stated=plain(score.value), expected=plain(due),
                    most=shown(most), rate=shown(rate),
                )  # fmt: skip
