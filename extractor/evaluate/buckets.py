"""Errors, each in one bucket, with what stands around it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation

import msgspec

from extractor.evaluate.count import Compared
from extractor.evaluate.match import same_period, same_role, valued
from extractor.evaluate.score import Report
from extractor.evaluate.types import NUMERIC, WITH_ROLES, Item

#: Buckets in the order in which a pair is tried for them.
BUCKETS = {
    "missed": "gold that nothing overlaps",
    "spurious": "a prediction that overlaps no gold",
    "unit": "the value is off by a power of ten (元 for 万元 is 10^4)",
    "boundary": "the span is not exact",
    "value": "another value on the right span",
    "wrong field": "the value is right, the field is not",
    "budget for actual": "a budget told as actual, or the other way",
    "role": "another wrong role",
    "wrong year": "the year or date is not the gold's",
    "direction": "increase for decrease, or the other way",
    "category": "the wrong category of staff or assets",
    "class": "the wrong functional or economic class",
}
_AROUND = 24


class Error(msgspec.Struct, frozen=True):
    """One error: its bucket, place, gold and prediction, and the text around it.

    ``start``/``end`` are the gold's, of a spurious prediction its own; ``predicted_span`` is
    told where there is a prediction.
    """

    bucket: str
    doc: str
    kind: str
    field: str
    start: int
    end: int
    gold: str | None
    predicted: str | None
    context: str
    predicted_span: tuple[int, int] | None = None


def errors(report: Report) -> list[Error]:
    """Every error of *report*, document by document, in reading order."""
    found: list[Error] = []
    for compared in report.documents:
        found += sorted(_document(compared), key=lambda each: (each.start, each.end, each.bucket))
    return found


def bucket_counts(found: list[Error]) -> dict[str, int]:
    """How many errors each bucket holds, in the order of BUCKETS."""
    counts = Counter(each.bucket for each in found)
    return {name: counts[name] for name in BUCKETS if counts[name]}


def _document(compared: Compared) -> list[Error]:
    gold, predicted = compared.gold.items, compared.predicted.items
    text = compared.gold.text if compared.gold.text is not None else compared.predicted.text
    taken_gold = {i for i, _ in compared.pairs}
    taken_predicted = {j for _, j in compared.pairs}
    found: list[Error] = []

    def add(bucket: str, here: Item | None, there: Item | None) -> None:
        item = here or there
        assert item is not None
        place = (compared.gold.name, item.kind, item.row, item.start, item.end)
        told = (_tell(here), _tell(there), _context(text, item))
        span = (there.start, there.end) if there is not None else None
        found.append(Error(bucket, *place, *told, span))

    for i, item in enumerate(gold):
        if i not in taken_gold:
            add("missed", item, None)
    for j, item in enumerate(predicted):
        if j not in taken_predicted:
            add("spurious", None, item)
    for i, j in sorted(set(compared.pairs) - compared.twins):
        bucket = bucket_of(gold[i], predicted[j])
        if bucket:
            add(bucket, gold[i], predicted[j])
    return found


def bucket_of(gold: Item, predicted: Item) -> str | None:
    """The bucket of a pair, None where nothing is wrong.

    >>> one = Item("money", "training", 0, 5, "120000", role="actual", period="2023")
    >>> bucket_of(one, Item("money", "training", 0, 5, "12", role="actual", period="2023"))
    'unit'
    """
    exact = (gold.start, gold.end) == (predicted.start, predicted.end)
    if not valued(gold, predicted):
        if _power_of_ten(gold, predicted):
            return "unit"
        return "value" if exact else "boundary"
    if gold.field != predicted.field:
        return "wrong field"
    if not same_role(gold, predicted):
        swapped = {gold.role, predicted.role} == {"budget", "actual"}
        return "budget for actual" if swapped else "role"
    if not same_period(gold, predicted):
        return "wrong year"
    if gold.kind in WITH_ROLES and gold.direction != predicted.direction:
        return "direction"
    if gold.category != predicted.category:
        return "category"
    if gold.path and gold.path != predicted.path:
        return "class"
    return None if exact else "boundary"


def _power_of_ten(gold: Item, predicted: Item) -> bool:
    if gold.kind not in NUMERIC or gold.value is None or predicted.value is None:
        return False
    try:
        one, other = Decimal(gold.value), Decimal(predicted.value)
    except InvalidOperation:  # a range
        return False
    if not one or not other:
        return False
    ratio = (one / other).normalize()
    digits = ratio.as_tuple()
    return digits.sign == 0 and digits.digits == (1,)


def _tell(item: Item | None) -> str | None:
    if item is None:
        return None
    parts = (item.row, item.role, item.period, item.direction, item.category, item.shown[:40])
    return " ".join(part for part in parts if part)


def _context(text: str | None, item: Item) -> str:
    if text is None or item.start < 0:
        return item.quote or ""
    before = text[max(0, item.start - _AROUND) : item.start]
    after = text[item.end : item.end + _AROUND]
    inside = text[item.start : item.end]
    if len(inside) > 60:
        inside = inside[:30] + "…" + inside[-29:]
    return " ".join(f"{before}[{inside}]{after}".split())
