"""Slots: what a document says, whatever the place - each field's values, with what they are of.

A slot is a kind and a field with role, period, direction, category and class; it holds a
multiset of values. A prediction is right where slot and value are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from extractor.evaluate.types import NUMERIC, WITH_ROLES, Item
from extractor.evaluate.values import digest

#: Kind and row, as the tables of a report have them.
Leaf = tuple[str, str]
#: Kind, row, role, period, direction, category, class.
Slot = tuple[str, str, str | None, str | None, str | None, str | None, str | None]


class Slots(msgspec.Struct, frozen=True):
    """Right values by leaf, and for each kind whether its slots are all filled, and exact."""

    right: Mapping[Leaf, int]
    complete: Mapping[str, bool]
    exact: Mapping[str, bool]


def compare_slots(
    gold: Sequence[Item],
    predicted: Sequence[Item],
    here: Sequence[int] | None = None,
    there: Sequence[int] | None = None,
) -> Slots:
    """Compare the values of both sides, slot by slot.

    *complete* holds a kind of the gold where every slot of it has some value in the
    prediction; *exact* a kind of either where slots and values are the same, none over.
    *here* and *there* are what is left of both sides once facts that are the same were
    paired: then *right* counts among these alone.

    >>> one = Item("money", "training", 0, 3, "5", role="actual", period="2023")
    >>> two = Item("money", "training", 9, 12, "5", role="actual", period="2023")
    >>> compare_slots([one], [two]).exact
    {'money': True}
    """
    rest = gold if here is None else [gold[i] for i in here]
    other = predicted if there is None else [predicted[j] for j in there]
    complete = dict.fromkeys({item.kind for item in gold}, True)
    exact = dict.fromkeys({item.kind for item in (*gold, *predicted)}, True)
    if not rest and not other:
        return Slots({}, complete, exact)
    hashed = any(item.value_sha256 for item in (*gold, *predicted))
    wanted = Counter((_slot(item, hashed), _value(item, hashed)) for item in rest)
    left = Counter((_slot(item, hashed), _value(item, hashed)) for item in other)
    right: Counter[Leaf] = Counter()
    for each, number in wanted.items():
        given = min(number, left[each])
        wanted[each] -= given
        left[each] -= given
        right[each[0][:2]] += given
    for (slot, value), number in wanted.items():
        if number and slot[3] is None and slot[0] in NUMERIC:  # no period: any will do
            for one in [o for o in left if left[o] and o[1] == value and _loose(o[0]) == slot]:
                given = min(number, left[one])
                number -= given
                left[one] -= given
                wanted[slot, value] -= given
                right[slot[:2]] += given
    for count in (wanted, left):
        for (slot, _), number in count.items():
            if number:
                exact[slot[0]] = False
    open_ = {slot for (slot, _), number in wanted.items() if number}
    if open_:
        kinds = {slot[0] for slot in open_}
        filled = {_slot(item, hashed) for item in predicted if item.kind in kinds}
        filled |= {_loose(slot) for slot in filled}
        for slot in open_ - filled:
            complete[slot[0]] = False
    return Slots(right, complete, exact)


def _slot(item: Item, hashed: bool) -> Slot:
    kind = item.kind
    return (
        kind,
        item.row,
        item.role if kind in WITH_ROLES else None,
        item.period if kind in NUMERIC else None,
        item.direction,
        item.category,
        # gold that quotes nothing leaves classes out
        None if hashed else item.path,
    )


def _value(item: Item, hashed: bool) -> str | None:
    if not hashed or item.value_sha256 or item.value is None:
        return item.value_sha256 or item.value
    return digest(item.value)


def _loose(slot: Slot) -> Slot:
    return (*slot[:3], None, *slot[4:])
