"""FA302: shares of one whole that nobody tells are more than a hundred together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.case import Case
from extractor.checks.equations import plain, told
from extractor.checks.figures import Figure
from extractor.finding import Finding

_MOST = Decimal(101)  #: what roundings may make of a hundred


def over_hundred(case: Case) -> Iterator[Finding]:
    """The share of a list that is too large for its amount, beside the others of the list."""
    ledger = case.ledger
    lists: dict[tuple[int, str], list[tuple[Figure, Figure]]] = defaultdict(list)
    for rate in ledger.ratios:
        of = rate.fact.extra.get("of")
        if rate.role != "share" or not isinstance(of, str) or not rate.value:
            continue
        part = ledger.near(rate, rate.key, "actual")
        if part is not None and part.section == rate.section and part.value and part.start:
            lists[rate.section, of].append((rate, part))
    for (section, of), shares in lists.items():
        if len({part.key for _, part in shares}) < len(shares) or len(shares) < 2:
            continue  # several lists
        if sum(rate.value for rate, _ in shares) <= _MOST:
            continue
        if any(each.section == section for each in ledger.of(of)):
            continue  # each is held against the whole itself
        most = max(part.value for _, part in shares)
        wrong = [(rate, part) for rate, part in shares if _whole(rate, part) < most]
        if len(wrong) == 1:
            ((rate, part),) = wrong
            other = max((each for each in shares if each[0] is not rate), key=lambda e: e[1].value)
            due = (part.interval / other[1].interval).scaled(other[0].value)
            yield case.found(
                "FA302", rate, part, *other, stated=plain(rate.value), expected=told(due),
            )  # fmt: skip


def _whole(rate: Figure, part: Figure) -> Decimal:
    """The whole that a share and its amount give."""
    return part.value * 100 / rate.value
