"""Which figures err: the fewest that, changed, mend every broken equation.

A misprinted amount breaks every identity that it takes part in. What mends most, and breaks
nothing that holds, is likeliest to be the misprint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.checks.equations import Equation, Linear, Quotient, Same
from extractor.checks.figures import Figure
from extractor.checks.mistakes import name_mistake, one_digit_off
from extractor.quantity import Interval


class Repair(NamedTuple):
    """A figure that errs, what it should be, and the equations that this mends."""

    figure: Figure
    due: Interval
    mended: list[Equation]
    known: bool  #: whether the figure is told from the others of its equations


class Web:
    """The equations of a document, and which figures they tie together.

    ``repaired`` holds figures that are known to be misprinted and what they should be.
    """

    def __init__(self, equations: Sequence[Equation], repaired: Mapping[Figure, Interval]) -> None:
        self.of: dict[Figure, list[Equation]] = defaultdict(list)
        self.intact: set[Equation] = set()
        broken: list[Equation] = []
        for each in equations:
            for figure in each.figures:
                self.of[figure].append(each)
            if each.holds():
                self.intact.add(each)
                continue
            taken = {f: repaired[f] for f in each.figures if f in repaired}
            if not (taken and each.holds(taken)):
                broken.append(each)
        broken = [each for each in broken if not self._of_two_scopes(each)]
        self.broken = _without_other_wholes(broken)

    def repairs(self) -> Iterator[Repair]:
        """What errs, the surest first within each group of equations that hang together."""
        for group in _groups(self.broken):
            while group:
                found = self._likeliest(group)
                group = [each for each in group if each not in found.mended]
                yield found

    def _of_two_scopes(self, equation: Equation) -> bool:
        """Whether both tellings of a fact agree with figures of their own: then they tell of two
        scopes (all means, the general budget), and neither errs."""
        if not isinstance(equation, Same) or _is_of_tables(equation):
            return False
        return all(
            any(each in self.intact and not isinstance(each, Same) for each in self.of[figure])
            for figure in equation.figures
        )

    def _likeliest(self, broken: Sequence[Equation]) -> Repair:
        """The figure whose change mends most and spoils least."""
        scored: list[tuple[tuple[float, ...], Figure, Interval, list[Equation]]] = []
        of: dict[Figure, list[Equation]] = defaultdict(list)
        for each in broken:
            for figure in dict.fromkeys(each.figures):
                of[figure].append(each)
        best: tuple[float, ...] = ()
        for figure, own in of.items():
            if figure.fact.implied:  # a statement that there was none is no misprint
                continue
            if (len(own), True, any(each.stated is figure for each in own)) < best:
                continue  # whatever it mends, another mends more
            due, mended = _due(figure, own)
            if mended:
                spoilt = sum(
                    1
                    for each in self.of[figure]
                    if each in self.intact and not each.holds({figure: due})
                )
                # nothing at all is seldom a misprint
                stated = any(each.stated is figure for each in mended)
                score = (len(mended) - 1.5 * spoilt, figure.value != 0, stated)
                scored.append((score, figure, due, mended))
                best = max(best, score)
        if not scored:
            first = broken[0]
            return Repair(first.stated, first.solve(first.stated), [first], known=False)
        alike = [each for each in scored if each[0] == best]
        named = next((each for each in alike if len(alike) > 1 and name_mistake(*each[1:])), None)
        _, figure, due, mended = named or alike[0]
        known = self._is_known(figure, mended)
        if len(alike) > 1 and named is None and figure.fact.origin == "table":
            known = False  # any item of a column may err
        return Repair(figure, due, mended, known)

    def _is_known(self, figure: Figure, mended: Sequence[Equation]) -> bool:
        """Whether several identities, or those that the other figures keep, speak against it."""
        return len(mended) > 1 or any(
            each in self.intact
            for other in mended[0].figures
            if other is not figure
            for each in self.of[other]
        )


def _is_of_tables(repeat: Same) -> bool:
    """Whether two tables state the same, or a table and the text but for one slip: what they are
    of is told by their headers."""
    one, other = repeat.stated, repeat.first
    if one.fact.origin == other.fact.origin:
        return one.fact.origin == "table"
    return one_digit_off(one, other.interval)


def _without_other_wholes(broken: Sequence[Equation]) -> list[Equation]:
    """The broken equations but the shares that agree on a whole which nobody else speaks for.

    Where several parts give the same whole by their shares, it is told in words that were not
    understood (占该类的): no office errs alike in all of them. A whole that is itself misprinted
    breaks its sum too.
    """
    shares: dict[Figure, list[Quotient]] = defaultdict(list)
    for each in broken:
        if isinstance(each, Quotient):
            shares[each.whole].append(each)
    dropped: set[Equation] = set()
    for whole, group in shares.items():
        others = [b for b in broken if whole in b.figures and not isinstance(b, Quotient)]
        wholes = [(each, each.solve(whole)) for each in group]
        for _, due in wholes:
            alike = [each for each, other in wholes if due.overlaps(other)]
            if len(alike) < 2 or any(each.holds({whole: due}) for each in others):
                continue
            if not one_digit_off(whole, _common(due, [other for _, other in wholes])):
                dropped.update(alike)
    return [each for each in broken if each not in dropped]


def _common(one: Interval, others: Sequence[Interval]) -> Interval:
    """What *one* and those of *others* that it meets have in common."""
    met = [each for each in others if each.overlaps(one)]
    lows = [each.low for each in met if each.low is not None]
    highs = [each.high for each in met if each.high is not None]
    return Interval(max(lows, default=None), min(highs, default=None))


def _groups(broken: Sequence[Equation]) -> list[list[Equation]]:
    """The broken equations parted into those that share figures."""
    groups: list[tuple[set[Figure], list[Equation]]] = []
    for each in broken:
        figures, equations = set(each.figures), [each]
        apart = []
        for group in groups:
            if group[0] & figures:
                figures |= group[0]
                equations = [*group[1], *equations]
            else:
                apart.append(group)
        groups = [*apart, (figures, equations)]
    return [equations for _, equations in groups]


def _due(figure: Figure, broken: Sequence[Equation]) -> tuple[Interval, list[Equation]]:
    """What *figure* should be to mend most of *broken*, and which it mends."""
    best: tuple[Interval, list[Equation]] = (Interval(None, None), [])
    for each in broken:
        due = each.solve(figure)
        if due == (None, None) or (due.high is not None and due.high < 0):
            continue  # no figure of an account is negative
        mended = [each]
        if not _is_bound(each):  # what may not be exceeded tells nothing of other identities
            instead = {figure: due}
            mended += [
                other
                for other in broken
                if other is not each and not _is_bound(other) and other.holds(instead)
            ]
        if len(mended) > len(best[1]):
            best = (due, mended)
    return best


def _is_bound(equation: Equation) -> bool:
    return isinstance(equation, Linear) and equation.bound
