"""FA211 to FA214: words of direction against one another and against the figures (19, 20)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.case import Case, Place
from extractor.checks.figures import Figure, Ledger
from extractor.checks.rules.amounts.changes import before, change_of, is_of_another, is_rate
from extractor.checks.rules.amounts.completions import operands
from extractor.checks.scan import around
from extractor.finding import Finding

_RISE = "增加|增长|上升|提高|上涨|增幅|多支出?|增支|增收|超支|提升|净增|追加"
_FALL = "减少|下降|降低|压减|降幅|缩减|减支|减收|少支出?|核减|调减|回落|下滑|减幅|节约|压缩"
_WORD = re.compile(f"(?P<rise>{_RISE})|(?P<fall>{_FALL})")
_BACK = 10  #: how far before its figure a word of direction stands
_COMPARED = re.compile(
    r"(?P<left>支?出?决算数?|实际支出|执行数)(?P<word>大于|高于|多于|超过|小于|低于|少于|等于)"
    r"(?:当年|本年|年初|全年|调整)?(?:预算数?|全年预算数?)"
)
#: The words of it that begin with a literal.
_THAN = tuple(
    re.compile(f"{last}(?<=[{first}]{last})(?=(?:当年|本年|年初|全年|调整)?(?:全年)?预算)")
    for first, last in (("大高多小低少等", "于"), ("超", "过"))
)
_SIGNS = {"大": 1, "高": 1, "多": 1, "超": 1, "小": -1, "低": -1, "少": -1, "等": 0}


def word_before(case: Case, figure: Figure) -> Place:
    """The figure with the word of direction that stands before it."""
    at = max(0, figure.start - _BACK)
    found = [*_WORD.finditer(case.clean, at, figure.start)]
    return (found[-1].start() if found else figure.start), figure.end


def disagreeing_words(case: Case) -> Iterator[Finding]:
    """FA211: an amount rose by so much and fell by so many per cent."""
    ledger = case.ledger
    told: set[int] = set()
    for rate in ledger.ratios:
        if not is_rate(rate) or not rate.sign or rate.start in told:
            continue
        change = change_of(ledger, rate)
        if change is None or change.sentence != rate.sentence or change.sign != -rate.sign:
            continue
        if not change.value or not rate.value or is_of_another(ledger, rate):
            continue
        told.add(rate.start)
        right = _direction(ledger, change)
        first, second = (change, rate) if change.start < rate.start else (rate, change)
        wrong, other = (first, second) if right == second.sign else (second, first)
        yield case.found(
            "FA211", word_before(case, wrong), word_before(case, other),
            facts=(wrong.fact, other.fact), stated=wrong.fact.direction,
            expected=other.fact.direction,
        )  # fmt: skip


def _direction(ledger: Ledger, change: Figure) -> int:
    """1 or -1 where the amounts compared tell which way it went, else 0."""
    now, prior = ledger.near(change, change.key, "actual"), before(ledger, change)
    if now is None or prior is None or now.section != change.section:
        return 0
    return (now.value > prior.value) - (now.value < prior.value)


def against_amounts(case: Case) -> Iterator[Finding]:
    """FA212: the amount is told to have risen, and is less than what it is compared with."""
    ledger = case.ledger
    told: set[int] = set()
    for change in ledger.changes:
        now, prior = ledger.near(change, change.key, "actual"), before(ledger, change)
        if now is None or prior is None or not change.sign or change.start in told:
            continue
        if not now.paragraph == prior.paragraph == change.paragraph:
            continue
        gap = now.interval - prior.interval
        size = gap if now.value > prior.value else -gap
        right = (now.value > prior.value) - (now.value < prior.value)
        if right != -change.sign or not size.overlaps(change.interval):
            continue
        rate = next((each for each in ledger.ratios if change_of(ledger, each) is change), None)
        if rate is not None and rate.sign == -change.sign:
            continue  # told by the pair of words
        told.add(change.start)
        yield case.found(
            "FA212", word_before(case, change), now, prior, facts=(change.fact,),
            stated=change.fact.direction,
            expected="increase" if right > 0 else "decrease",
        )  # fmt: skip


def compared_with_budget(case: Case) -> Iterator[Finding]:
    """FA213: 决算数小于预算数 of an account that is above its budget."""
    for match in (each for sign in _THAN for each in around(case.clean, _COMPARED, sign, 6)):
        rates = _completions_before(case, match.start())
        if not rates or len({each.value > 100 for each in rates}) > 1:
            continue  # of several budgets nobody knows which is compared
        rate = rates[-1]
        above, below = rate.value > 100, rate.value < 100
        spent, budget = operands(case, rate)
        if spent is not None and budget is not None:
            # where the rate itself errs, nobody knows what the words should be
            above = above and spent.value > budget.value
            below = below and spent.value < budget.value
        sign = _SIGNS[match["word"][0]]
        if (sign < 0 and above) or (sign > 0 and below) or (sign == 0 and (above or below)):
            yield case.found(
                "FA213", match.span(), rate, stated=match["word"],
                expected="大于" if above else "小于",
            )  # fmt: skip


def _completions_before(case: Case, at: int) -> list[Figure]:
    """The completions that a comparison with the budget may go with: of its sentence, or of the
    one before it in its section."""
    sentence = case.sentence_at(at)
    for index in (sentence, sentence - 1):
        found = [
            each
            for each in case.ledger.in_sentence(index)
            if each.role == "completion" and each.start < at
        ]
        if found:
            return found if found[-1].section == case.section_at(at) else []
    return []


_FLAT = re.compile(r"持平|无变化|无增减|一致|相等|没有变化")


def flat(case: Case) -> Iterator[Finding]:
    """FA214: 持平 of two amounts that differ by more than a trifle."""
    ledger = case.ledger
    for match in _FLAT.finditer(case.clean):
        sentence = case.sentence_at(match.start())
        figures = ledger.in_sentence(sentence)
        near = [each for each in figures if each.end <= match.start() and each.fact.kind == "money"]
        if len(near) < 2 or near[-1].end < match.start() - 6:
            continue
        prior = near[-1]
        if prior.role not in ("prior_actual", "budget"):
            continue
        now = ledger.near(prior, prior.key, "actual", year=None)
        if now is None or now.sentence != sentence or now.start > prior.start:
            continue
        gap = abs(now.value - prior.value)
        if now.interval.overlaps(prior.interval) or gap * 100 <= prior.value:
            continue
        yield case.found(
            "FA214", match.span(), now, prior, stated=match[0],
            expected="增加" if now.value > prior.value else "减少",
        )  # fmt: skip


def negative_change(case: Case) -> Iterator[Finding]:
    """FA215: 减少-0.36万元, a fall by less than nothing."""
    for figure in (*case.ledger.changes, *case.ledger.ratios):
        if figure.role != "change" or not figure.sign:
            continue
        if figure.fact.raw and figure.fact.raw.lstrip()[:1] in "-－—−":
            yield case.found("FA215", word_before(case, figure), facts=(figure.fact,))
