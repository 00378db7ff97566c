"""FA301: a share is 100 × part / whole (identity 16)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from extractor.checks.case import Case
from extractor.checks.equations import Equation, Quotient
from extractor.checks.figures import Figure, Key
from extractor.checks.mistakes import has_one_slip, one_digit_off
from extractor.schema.functions import classes

#: Kinds of procurement: their shares are of contracts whose amount is not told.
_BASIC = frozenset(("expenditure.basic", "general.basic"))
#: Totals that one word may mean; a share is right where it fits any of them.
_ALIKE = (
    frozenset(("revenue.total", "revenue.current", "revenue.fiscal", "fiscal.revenue_total")),
    frozenset((
        "expenditure.total", "expenditure.current", "general.expenditure",
        "fiscal.expenditure_total",
    )),
    _BASIC,
    frozenset(("three_public.total", "three_public.vehicles")),
)  # fmt: skip
#: Words for the class that an item is listed below.
_OWN_CLASS = ("该类", "本类", "同类")
_ALL_MEANS = frozenset(
    ("revenue.total", "revenue.current", "expenditure.total", "expenditure.current")
)
_FIRMS = frozenset(("procurement.total", "procurement.sme"))
#: What these are a share of depends on a scope that is told in words only.
_SCOPED = ("performance.project_funds", "activity.funds")
_OF = re.compile("占[^，。；\\d]*$")
_KINDS = ("procurement.goods", "procurement.works", "procurement.services")


class _Doubt(NamedTuple):
    """A share that is not what its part and whole give; where it fits another whole, with it."""

    given: Quotient | None
    rate: Figure
    part: Figure
    of: str
    first: bool
    fitting: Quotient | None = None


_BRACKETED = re.compile(r"（[^（）]*）")
_AMOUNT = re.compile(r"\d\s*[万亿]?元")


def shares(case: Case) -> Iterator[Equation]:
    """Every share whose part and whole are stated.

    The word for the whole may mean several totals (基本支出: of all means or of the budget), so
    a share is right where it fits any amount that stands near.
    """
    ledger, used = case.ledger, set[tuple[Figure, str]]()
    sure: dict[tuple[int, Figure], list[Quotient]] = defaultdict(list)
    doubtful: list[_Doubt] = []
    told: list[tuple[Figure, str, Figure]] = []
    for rate in ledger.ratios:
        of = rate.fact.extra.get("of")
        if rate.role != "share" or not isinstance(of, str) or not _is_printed(rate):
            continue
        if of in _KINDS and rate.key.field in ("procurement.sme", "procurement.micro"):
            continue
        if _foreign(rate.key.field, of):
            continue
        beside = _whole_before(case, rate)
        if beside is not None:
            yield from beside
            continue
        part = ledger.near(rate, rate.key, "actual")
        if part is None or part.section != rate.section:
            continue
        if "各自" in case.clean[part.end : rate.start]:
            continue
        if any(word in case.clean[part.end : rate.start] for word in _OWN_CLASS):
            top = _class_above(case, part)
            if top is not None:
                yield Quotient("FA301", rate, part, top)
            continue
        first = (part, of) not in used
        used.add((part, of))
        told.append((rate, of, part))
        whole = ledger.near(part, Key(of), "actual")
        if whole is None:
            whole = _alike(case, part, _meant(case, rate, part, of))
        elif of in _BASIC and whole.section != part.section:  # of the budget where it stands beside
            whole = _alike(case, part, _BASIC) or whole
        if whole is None:
            yield from _of_only_total(case, rate, part, of)
            continue
        given = Quotient("FA301", rate, part, whole) if whole is not part else None
        if rate.key.field in _SCOPED:
            budget = "预算" in case.clean[part.end : rate.start]
            if given is not None and (given.holds() or (not budget and has_one_slip(given))):
                yield given
            continue
        if given is not None and given.holds():
            if part.value:  # nothing is no share of anything
                sure[rate.section, given.whole].append(given)
            yield given
        elif not _is_of_another(case, rate, part, given):
            # (else it is the share of an amount between, that was not understood)
            doubtful.append(_Doubt(given, rate, part, of, first))
    lists: dict[tuple[int, str], list[_Doubt]] = defaultdict(list)
    parts = {(each.rate.section, each.of, each.part) for each in doubtful}
    parts |= {(rate.section, of, part) for rate, of, part in told}
    for doubt in doubtful:
        fitting = _fitting(case, doubt.rate, doubt.part, _meant(case, *doubt[1:4]))
        lists[doubt.rate.section, doubt.of].append(doubt._replace(fitting=fitting))
    for (section, of), doubts in lists.items():
        for each in _of_one_whole(doubts, sure):
            # what is a part of that whole itself is not the whole
            whole = each.whole if isinstance(each, Quotient) else None
            if whole is None or (section, of, whole) not in parts or each.holds():
                yield each


def _is_of_another(case: Case, rate: Figure, part: Figure, given: Quotient | None) -> bool:
    """Whether a share may be of another amount than its part: of one told between them, or, where
    several are told 分别, of any that it fits."""
    between = _BRACKETED.sub("", case.clean[part.end : rate.start])
    if "分别" not in between:
        return _AMOUNT.search(between) is not None
    return given is not None and any(
        Quotient(given.code, rate, each, given.whole).holds()
        for each in case.ledger.in_sentence(rate.sentence)
        if each.fact.kind == "money" and each not in (part, given.whole) and each.value
    )


def _of_only_total(case: Case, rate: Figure, part: Figure, of: str) -> Iterator[Equation]:
    """A share of a total that is only told by another name elsewhere, and with one figure: where
    that fits, or is one digit off."""
    fields = _meant(case, rate, part, of) & _ALL_MEANS
    wholes = [
        each
        for each in case.ledger.amounts
        if each.key.field in fields and each.year == part.year and each.part == part.part
    ]
    if wholes and len({each.value for each in wholes}) == 1:
        found = Quotient("FA301", rate, part, wholes[0])
        if found.holds() or has_one_slip(found):
            yield found


def _whole_before(case: Case, rate: Figure) -> list[Equation] | None:
    """The share told as 占本年支出合计400.00万元的31.60%; None where it is told otherwise."""
    figures = case.ledger.in_sentence(rate.sentence)
    before = [each for each in figures if each.end <= rate.start and each.fact.kind == "money"]
    if len(before) < 2 or case.clean[before[-1].end : rate.start].strip() != "的":
        return None
    part, whole = before[-2:]
    if not _OF.search(case.clean[part.end : whole.start]):
        return None
    own = [each for each in before[:-1] if each.key == rate.key and each is not whole]
    found = Quotient("FA301", rate, own[-1] if own else part, whole)
    return [found] if found.holds() or found.part.value <= whole.value else []


def _of_one_whole(
    doubts: list[_Doubt], sure: dict[tuple[int, Figure], list[Quotient]]
) -> Iterator[Equation]:
    """The shares of one list are of one whole: another whole must fit those that are right of the
    one that is told, and the one that is a digit off it speaks for the others."""
    right = next(
        (
            each.fitting.whole
            for each in doubts
            if each.given is not None and each.fitting is not None
            and one_digit_off(each.given.whole, each.fitting.whole.interval)
            and not sure.get((each.rate.section, each.given.whole))
        ),
        None,
    )  # fmt: skip
    for given, rate, part, of, first, fitting in doubts:
        known = sure.get((rate.section, given.whole), []) if given is not None else []
        if fitting is not None and not all(each.holds_of(fitting.whole) for each in known):
            fitting = None
        if fitting is not None and right in (None, fitting.whole):
            yield fitting
        elif right is not None and part.value:
            yield Quotient("FA301", rate, part, right)
        elif first and part.sentence == rate.sentence and given is not None and (
            # a total of another name that no share of the list fits is not the whole meant
            given.whole.key.field == of or known or len(doubts) == 1
        ):  # fmt: skip
            yield given


def _class_above(case: Case, item: Figure) -> Figure | None:
    """The class of spending that an item is told below: the last one before it."""
    above = [
        each
        for each in case.ledger.of("general.functional")
        if each.start < item.start and each.part == item.part and each.year == item.year
        and len(each.key.path or ()) == 1 and (each.key.path or ("",))[0] in classes()
    ]  # fmt: skip
    return above[-1] if above and above[-1].value >= item.value else None


def _foreign(field: str, of: str) -> bool:
    """Whether a kind of contracts is told as a share of what is no contract."""
    return field.startswith("procurement.") and not of.startswith("procurement.")


def _alike(case: Case, part: Figure, fields: frozenset[str]) -> Figure | None:
    """A total of *fields* in the section of a part, the last before it."""
    found = [
        each
        for each in case.ledger.amounts
        if each.key.field in fields and each.section == part.section and each.start < part.start
    ]
    return found[-1] if found else None


def _is_printed(rate: Figure) -> bool:
    return any(sign in (rate.fact.raw or "") for sign in "%％‰")


def _meant(case: Case, rate: Figure, part: Figure, of: str) -> frozenset[str]:
    """The fields that the words for the whole may mean: 占比 says none, 占支出的 several."""
    fields = next((each for each in _ALIKE if of in each), frozenset((of,)))
    if of not in _FIRMS:
        return fields
    between = case.clean[min(part.end, rate.start) : rate.start]
    return fields if "采购" in between or "中小" in between else _FIRMS


def _fitting(case: Case, rate: Figure, part: Figure, fields: frozenset[str]) -> Quotient | None:
    """The share of another amount of *fields* that fits."""
    for whole in case.ledger.amounts:
        if whole.key.field in fields and whole is not part and whole.value >= part.value:
            found = Quotient("FA301", rate, part, whole)
            if found.holds():
                return found
    return None
