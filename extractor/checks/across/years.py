"""FA980, FA981: a year against the year before of the same unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from extractor.checks.across.documents import Document, certain
from extractor.checks.across.prior import Told, told_of_before
from extractor.checks.across.telling import finding, label, printed, stated, sureness
from extractor.checks.equations import plain, told
from extractor.checks.figures import Figure, Key
from extractor.checks.mistakes import name_mistake
from extractor.finding import EXTRACTION, PUBLISHER, Finding

#: Balances at the beginning of a year -> at the end of the one before.
BALANCES: Final = (
    ("revenue.opening_balance", "expenditure.closing_balance"),
    ("fiscal.opening_balance", "fiscal.closing_balance"),
    ("fund.opening_balance", "fund.closing_balance"),
)
#: In the sentence: the figure of the year before was made comparable.
_RESTATED: Final = re.compile(
    r"口径|不可比|可比|剔除|重述|追溯|更正|调整后|机构改革|划转|划入|划出|撤并|合并|转隶|更名"
)
#: Anywhere: all figures of the year before were.
_ALL_RESTATED: Final = re.compile(
    r"(?:上年|去年|20\d\d年)度?(?:决算|支出|收入|同期|对比|比较)?(?:数据?|金额)[^，。；\n]{0,12}(?:调整|口径|重述|可比)"
    r"|(?:调整|重述)后的?(?:上年|20\d\d年)|(?:同|可比)口径(?:的?上年|进?行?对比|相?比)"
)


def years(earlier: Document, later: Document) -> tuple[list[Finding], bool]:
    """What *later* tells of the year of *earlier* otherwise than that does, and whether anything
    could be compared."""
    comparison = _Comparison(earlier, later)
    found = list(comparison.prior())
    found += comparison.balances()
    return found, comparison.compared


class _Broken(NamedTuple):
    """A figure of the year before that its own account has otherwise."""

    told: Told
    other: Figure
    relabelled: bool

    def is_one_with(self, broken: _Broken) -> bool:
        """Whether one finding tells of both: at one place, or of one figure."""
        mine = (self.told.figure.start, self.other.start)
        return broken.told.figure.start == mine[0] or broken.other.start == mine[1]


class _Comparison:
    def __init__(self, earlier: Document, later: Document) -> None:
        self.earlier, self.later = earlier, later
        self.year = earlier.year or 0
        self.compared = False
        counts = (earlier.count, later.count)
        self.other_scope = None not in counts and counts[0] != counts[1]
        # nobody knows whether one is of the department and the other of its office
        kinds = {earlier.kind, later.kind}
        self.other_scope |= len(kinds) > 1 and "" in (earlier.scope, later.scope)
        self.restated = _ALL_RESTATED.search(later.case.clean) is not None

    def prior(self) -> Iterator[Finding]:
        """FA980, one for all tellings of a figure, and for all that one figure tells."""
        groups: list[list[_Broken]] = []
        for each in told_of_before(self.later):
            own, relabelled = self._counterparts(each.figure)
            if not own:
                continue
            self.compared = True
            if any(self.earlier.interval(other).overlaps(each.interval) for other in own):
                continue
            confirmed = each.by_rate is not None and any(
                self.earlier.interval(other).overlaps(each.by_rate) for other in own
            )
            if confirmed:  # the rate is right, so that the change is not
                each = msgspec.structs.replace(each, sure=True)
            elif each.strange or self._explained(each):
                continue
            broken = _Broken(each, own[0], relabelled)
            group = next((one for one in groups if one[0].is_one_with(broken)), None)
            if group is None:
                groups.append([broken])
            else:
                group.append(broken)
        for group in groups:
            yield self._prior(group)

    def _prior(self, group: Sequence[_Broken]) -> Finding:
        each, other = group[0].told, group[0].other
        severity = None
        if self._is_other(each, other) or other.fact.implied or not each.sure:
            severity = "warning"
        if self.other_scope:
            severity = "warning"
        if group[0].relabelled or self._restated(each.figure) or _rounded(each, other):
            severity = "info"
        slipped = each.figure if not each.others else None
        own = [each.figure, *each.others]
        for one in group[1:]:
            own += [one.told.figure, *one.told.others]
        others = {one.other.start: one.other for one in group}
        return finding(
            "FA980", self.later, [one.fact for one in own],
            [(self.earlier, one.fact) for one in others.values()],
            stated=told(each.interval), expected=plain(other.value), severity=severity,
            sum=f"{each.sum} ≠ {stated(other)}",
            mistake=name_mistake(slipped, other.interval, ()) if slipped else None,
            blame=PUBLISHER if each.sure else EXTRACTION,
            confidence=sureness(each.figure, other, *each.others),
            label="、".join(dict.fromkeys(label(one.told.figure) for one in group)),
            key=", ".join(dict.fromkeys(one.told.figure.key.field for one in group)),
            year=str(self.year), printed=stated(other), prior=printed(each.interval, other),
        )  # fmt: skip

    def _counterparts(self, figure: Figure) -> tuple[list[Figure], bool]:
        """The earlier document's own figures of the same thing, and whether its path is another."""
        own = self.earlier.actual(figure, self.year)
        if own or not figure.key.path:
            return own, False
        code, last = figure.fact.extra.get("code"), figure.key.path[-1]
        found = [
            each
            for each in self.earlier.case.ledger.of(figure.key.field)
            if each.key.path and each.year in (None, str(self.year)) and certain(each)
            and (each.key.path[-1] == last or (code and each.fact.extra.get("code") == code))
        ]  # fmt: skip
        paths = {each.key.path for each in found}
        mine = {
            each.key.path
            for each in self.later.case.ledger.figures
            if each.key.field == figure.key.field and each.key.path and each.key.path[-1] == last
        }
        if len(paths) != 1 or len(mine) != 1:
            return [], False
        path = next(iter(paths)) or ()
        # a path that is told in part is the same path; one of other names is another
        return found, not _within(path, figure.key.path)

    def _is_other(self, each: Told, other: Figure) -> bool:
        """Whether the year before had just this figure, of a neighbouring thing."""
        family = _family(other)
        return any(
            _family(fellow) == family
            and fellow.value
            and self.earlier.interval(fellow).overlaps(each.interval)
            for fellow in self.earlier.case.ledger.amounts
            if fellow.key != other.key and fellow.year in (None, str(self.year))
        )

    def _explained(self, each: Told) -> bool:
        """Whether a change is of another amount before it, whose own figure of the year before
        it gives."""
        change = each.figure
        if change.role != "change" or change.fact.kind != "money":
            return False
        back = self.later.interval(change).scaled(-change.sign)
        now = (None, str(self.later.year))
        for amount in self.later.case.ledger.amounts:
            if amount.part != change.part or amount.key == change.key:
                continue
            if amount.start > change.start:
                break
            if amount.year not in now or amount.value == each.others[0].value:
                continue
            before = self.later.interval(amount) + back
            if any(
                self.earlier.interval(other).overlaps(before)
                for other in self.earlier.actual(amount, self.year)
            ):
                return True
        return False

    def _restated(self, figure: Figure) -> bool:
        if self.restated:
            return True
        case = self.later.case
        if figure.sentence < 0:
            return False
        sentence = case.sentences[figure.sentence]
        return _RESTATED.search(case.clean, sentence.start, sentence.end) is not None

    def balances(self) -> Iterator[Finding]:
        """FA981: what was left over, and what was there to begin with."""
        for opening, closing in BALANCES:
            began = self._told(self.later, opening)
            left = self._told(self.earlier, closing)
            if not began or not left:
                continue
            self.compared = True
            if any(self._meet(one, other) for one in began for other in left):
                continue
            first, other = began[0], left[0]
            restated = self._restated(first)
            yield finding(
                "FA981", self.later, [first.fact], [(self.earlier, other.fact)],
                stated=plain(first.value), expected=plain(other.value),
                severity="info" if restated else None,
                mistake=name_mistake(first, other.interval, ()),
                confidence=sureness(first, other), label=label(first), key=opening,
                other=label(other), year=str(self.year), printed=stated(other),
            )  # fmt: skip

    def _meet(self, one: Figure, other: Figure) -> bool:
        return self.later.interval(one).overlaps(self.earlier.interval(other))

    @staticmethod
    def _told(document: Document, field: str) -> list[Figure]:
        year = (None, str(document.year))
        return [
            each
            for each in document.by_key.get(("money", Key(field), "actual"), ())
            if each.year in year and certain(each)
        ]


def _family(figure: Figure) -> str:
    """Which figures are told side by side, so that one may be taken for the other."""
    first = figure.key.field.partition(".")[0]
    return "account" if first in ("revenue", "expenditure", "fiscal", "general") else first


def _within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the names of the shorter path stand in the longer one in their order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(each in rest for each in short)


def _rounded(each: Told, other: Figure) -> bool:
    """Whether the difference shows in the last printed places only."""
    low, high = each.interval
    if low is None or high is None:
        return False
    printed = [part.step for part in (other, each.figure, *each.others) if part.role != "change"]
    step = max(printed, default=Decimal(0))
    gap = max(low - other.value, other.value - high)
    return bool(step) and gap <= step
