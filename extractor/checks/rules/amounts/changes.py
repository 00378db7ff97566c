"""FA201, FA202: changes and their rates (identities 18 and 22)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Growth, Linear, Quotient, Relative, plain
from extractor.checks.figures import Figure, Ledger
from extractor.checks.mistakes import has_one_slip
from extractor.checks.rules.amounts.declared import declared
from extractor.finding import Finding

_NO_SUBJECT = re.compile(r"\s*(?:与?[比较]|与|同比|相比)")
_LIKE = re.compile("同口径|可比口径|剔除|扣除")
_CLAUSE = 40  #: how far before its rate such a word stands
_SIZE = 5  #: how many times a misprinted change the true one is at most
_NEAR = 200  #: how far before its change the amount stands that has no name in common with it


def rates_of_change(case: Case) -> Iterator[Equation]:
    """FA201: a rate is the change over the amount before it, told by any two of the three."""
    ledger = case.ledger
    for rate in ledger.ratios:
        if not is_rate(rate) or _from_nothing(ledger, rate) is not None:
            continue
        given = list(_readings(ledger, rate))
        right = next((each for each in given if each.holds()), None)
        if right is not None:
            yield right
        elif _LIKE.search(case.clean, max(0, rate.start - _CLAUSE), rate.start):
            continue  # against a prior year that is not printed
        elif given and (other := _elsewhere(ledger, rate)) is not None:
            yield other
        elif is_of_another(ledger, rate):
            continue
        elif given and not _turned(given[0]):
            if given[0].figures[1].sentence == rate.sentence or has_one_slip(given[0]):
                yield given[0]
        elif not given and (near := _by_place(case, rate)) is not None:
            yield near


def is_of_another(ledger: Ledger, rate: Figure) -> bool:
    """Whether a change of something else stands between a rate and the change of its own: then
    it is that one's rate, and nobody knows of what."""
    change = change_of(ledger, rate)
    return change is not None and any(
        each.key != change.key and change.end <= each.start < rate.start
        for each in ledger.in_sentence(rate.sentence)
        if each.role == "change" and each.fact.kind == "money"
    )


def is_rate(rate: Figure) -> bool:
    """Whether a percentage tells how far an amount has changed, and not by how many points."""
    return rate.role == "change" and rate.base is not None and "点" not in (rate.fact.raw or "")


def change_of(ledger: Ledger, rate: Figure) -> Figure | None:
    """The change that a rate goes with, of the same paragraph and base."""
    found = ledger.near(rate, rate.key, "change")
    if found is None or found.base != rate.base or found.paragraph != rate.paragraph:
        return None
    return found


def before(ledger: Ledger, figure: Figure) -> Figure | None:
    """What a change is compared with: the budget, or the amount of the year before."""
    if figure.base == "budget":
        return ledger.near(figure, figure.key, "budget")
    if figure.year is None or not figure.year.isdigit():
        return None
    year = str(int(figure.year) - 1)
    found = ledger.near(figure, figure.key, "prior_actual", year=year)
    found = found or ledger.near(figure, figure.key, "actual", year=year)
    return found if found is not None and found.section == figure.section else None


def _readings(ledger: Ledger, rate: Figure) -> Iterator[Equation]:
    """The equations that the figures of the same thing give, the plainest first."""
    change = change_of(ledger, rate)
    now = ledger.near(rate, rate.key, "actual")
    if now is not None and not now.value and rate.value < 100:
        now = None  # what is nothing now has fallen by all of it
    prior = before(ledger, rate)
    if change is not None and prior is not None:
        yield Quotient("FA201", rate, change, prior)
    if change is not None and now is not None:
        yield Growth("FA201", rate, change, now)
    if now is not None and prior is not None:
        yield Relative("FA201", rate, now, prior)


def _elsewhere(ledger: Ledger, rate: Figure) -> Equation | None:
    """Another reading that fits: the change beside the rate, over an amount near it."""
    changes = [
        each
        for each in ledger.changes
        if each.paragraph == rate.paragraph and each.start < rate.start
    ]
    behind = [
        each
        for each in ledger.changes
        if each.sentence == rate.sentence and each.start > rate.start
    ]
    for change in (*changes[-1:], *behind[:1]):
        for amount in ledger.amounts:
            if amount.section == rate.section or amount.key == rate.key:
                found = Growth("FA201", rate, change, amount)
                if found.solve(rate).low is not None and found.holds():
                    return found
    return None


def _by_place(case: Case, rate: Figure) -> Equation | None:
    """The change told with a rate over the amount told before it, where the rate was read as one
    of something that no amount is of: kept where it fits, or is one digit off."""
    near = [
        each
        for each in case.ledger.in_sentence(rate.sentence)
        if each.role == "change" and each.fact.kind == "money" and each.base == rate.base
        and each.key == rate.key
    ]  # fmt: skip
    change = min(near, key=lambda each: abs(each.start - rate.start), default=None)
    if change is None or not change.sign or change.base == "budget":
        return None
    first = min(change.start, rate.start)
    before = [
        each
        for each in case.ledger.amounts
        if each.section == rate.section and first - _NEAR < each.start < first
    ]
    if not before or before[-1].year != rate.year:
        return None
    found = Growth("FA201", rate, change, before[-1], by_place=True)
    if found.solve(rate).low is None:
        return None
    return found if _follows(case, before[-1], change) or _fits_or_slips(found) else None


def _follows(case: Case, amount: Figure, change: Figure) -> bool:
    """Whether a sentence that has no subject goes on from the one that tells one amount."""
    start = case.sentences[change.sentence].start
    alone = [f for f in case.ledger.in_sentence(change.sentence - 1) if f.fact.kind == "money"]
    return alone == [amount] and _NO_SUBJECT.match(case.clean, start) is not None


def _fits_or_slips(found: Equation) -> bool:
    return found.holds() or has_one_slip(found)


def _turned(given: Equation) -> bool:
    """Whether a rate is right for the other direction: then it is the word that errs."""
    if not isinstance(given, Growth):
        return False
    other = Growth(given.code, given.stated, given.change, given.now, turned=True)
    # a change that is more than the amount can have gone one way only
    return other.solve(other.stated).low is not None and other.holds()


def amounts_of_change(case: Case) -> Iterator[Equation]:
    """FA202: a change is the difference of the amounts that it compares, where both are told.

    The three stand in one paragraph; where another amount of it explains the change, that is
    what was compared.
    """
    ledger = case.ledger
    for change in ledger.changes:
        now = ledger.near(change, change.key, "actual")
        prior = before(ledger, change)
        if now is None or prior is None or not change.sign:
            continue
        if not now.paragraph == prior.paragraph == change.paragraph:
            continue
        close = prior.sentence == change.sentence and prior.start < change.start
        if not close and not _is_of(ledger, change, now, prior):
            continue
        found = _difference(change, now, prior)
        if found.holds():
            yield found
            continue
        plausible = found.whole.high is not None and found.whole.high < change.value * _SIZE
        plausible = plausible or _is_of(ledger, change, now, prior)
        if not plausible and not has_one_slip(found):
            sign = change.sign
            turned = Linear("FA202", change, ((sign, now), (-sign, prior)))
            if has_one_slip(turned):
                yield turned
            continue  # two amounts that the change is not between
        # of several changes told of one thing, one is the difference and explains the others
        told = [e for e in ledger.changes if e.paragraph == change.paragraph and e is not change]
        if any(_difference(each, now, prior).holds() for each in told):
            continue
        if not any(_difference(change, each, prior).holds() for each in ledger.amounts):
            yield found


def changes_of_parts(case: Case) -> Iterator[Equation]:
    """FA205: a total changes by what its parts change by, where these are told beside it.

    A part may have changed that nobody tells of, so they are held against it only where they agree
    or one digit is off.
    """
    if len(case.ledger.changes) < 3:
        return
    told: dict[tuple[str, int, str | None], list[Figure]] = defaultdict(list)
    for change in case.ledger.changes:
        if change.sign and change.key.path is None:
            told[change.key.field, change.section, change.base].append(change)
    for rule, readings in declared():
        for reading in readings:
            for (field, section, base), wholes in told.items():
                if field != reading.whole or len(wholes) != 1:
                    continue
                found = [told.get((key, section, base), []) for _, key, _ in reading.parts]
                parts = [each[0] for each in found if len(each) == 1]
                if len(parts) < 2 or any(len(each) > 1 for each in found):
                    continue
                sign = wholes[0].sign
                signed = tuple((sign * each.sign, each) for each in parts)
                equation = Linear("FA205", wholes[0], signed)
                if rule.code != "FA101" and _fits_or_slips(equation):
                    yield equation


def _is_of(ledger: Ledger, change: Figure, now: Figure, prior: Figure) -> bool:
    """Whether the rate that stands with a change is of just these amounts."""
    return prior.value > 0 and any(
        rate.fact.kind == "ratio"
        and rate.key == change.key
        and rate.base == change.base
        and is_rate(rate)
        and Relative("FA201", rate, now, prior).holds()
        for rate in ledger.in_sentence(change.sentence)
    )


def _difference(change: Figure, now: Figure, prior: Figure) -> Linear:
    sign = 1 if now.value >= prior.value else -1
    return Linear("FA202", change, ((sign, now), (-sign, prior)))


def _from_nothing(ledger: Ledger, rate: Figure) -> Figure | None:
    """The change that a rate goes with, where it is the whole amount: before it was nothing."""
    change, now = change_of(ledger, rate), ledger.near(rate, rate.key, "actual")
    if change is None or now is None or change.sign <= 0 or not now.value:
        return None
    if now.sentence == change.sentence and now.start > change.start:
        return None  # 分别增加1.20万元、1.20万元: the second of two changes
    return change if change.value == now.value else None


def growth_from_nothing(case: Case) -> Iterator[Finding]:
    """FA204: growth from nothing is no percentage, 100 neither."""
    told: set[int] = set()
    for rate in case.ledger.ratios:
        if is_rate(rate) and rate.value and rate.start not in told:
            change = _from_nothing(case.ledger, rate)
            if change is not None:
                told.add(rate.start)
                yield case.found("FA204", rate, change, stated=plain(rate.value))
