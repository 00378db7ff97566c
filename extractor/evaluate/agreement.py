"""Two annotators of the same texts against each other, by the matcher of the scores.

Both directions give the same: a pair of annotations is always compared the same way round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from extractor.evaluate.bootstrap import Interval
from extractor.evaluate.count import CHARACTERS, Compared, compare
from extractor.evaluate.pause import uncollected
from extractor.evaluate.score import Report, Score, summed
from extractor.evaluate.types import KINDS, NUMERIC, WITH_ROLES, Doc, Item

_KINDS_OF_TEXT = ("duty", "performance", "reason", "term")


class Row(msgspec.Struct, frozen=True):
    """Agreement on a kind: how many facts each told, F1 of places and of everything.

    ``kappa`` is of the roles of paired facts, corrected for chance; ``characters`` F1 by
    character, and ``alpha`` Krippendorff's (nominal) of every character's role. None is
    undefined.
    """

    name: str
    one: int
    other: int
    found: float | None
    linked: float | None
    linked_ci: Interval | None = None
    kappa: float | None = None
    characters: float | None = None
    alpha: float | None = None


class Agreement(msgspec.Struct, frozen=True):
    """Agreement by kind, the total first, then headings and findings where there are any."""

    rows: tuple[Row, ...]
    documents: int


@uncollected()
def agreement(pairs: Sequence[tuple[Doc, Doc]], *, samples: int = 1000, seed: int = 0) -> Agreement:
    """Compare two annotations of each document.

    >>> one = Doc("a", "0", (Item("money", "training", 0, 3, "5"),))
    >>> told = agreement([(one, one)])
    >>> told.rows[0].linked, told.rows[0].one
    (1.0, 1)
    """
    compared = tuple(_compared(*pair) for pair in pairs)
    report = summed(compared, samples=samples, seed=seed, has_findings=True)
    kinds = [kind for kind in KINDS if (f"kind:{kind}", "found") in report.scores]
    rows = [_row("total", "total", report, pairs, None)]
    rows += [_row(kind, f"kind:{kind}", report, pairs, kind) for kind in kinds]
    for name, metrics in (("headings", ("heading", "level")), ("findings", ("finding", None))):
        score = report.scores.get((name, metrics[0]))
        if score is not None and (score.count.gold or score.count.predicted):
            rows.append(_other(name, score, report.scores.get((name, metrics[1] or "")), pairs))
    return Agreement(tuple(rows), len(pairs))


def _compared(one: Doc, other: Doc) -> Compared:
    first, second = sorted((_strict(one), _strict(other)), key=_canonical)
    # both annotators were asked for contradictions, whoever found some
    if first.findings or second.findings:
        first = msgspec.structs.replace(first, findings=first.findings or (), by_hand=False)
    return compare(first, second)


def _strict(doc: Doc) -> Doc:
    """The document with no period for an unknown one, so that it agrees with its like only."""
    items = (
        msgspec.structs.replace(item, period=item.period or "") if item.kind in NUMERIC else item
        for item in doc.items
    )
    return msgspec.structs.replace(doc, items=tuple(items))


def _canonical(doc: Doc) -> tuple[object, ...]:
    items = sorted(repr(item) for item in doc.items)
    return (items, repr(sorted(map(repr, doc.headings or ()))), repr(sorted(map(repr, doc.findings
            or ()))))  # fmt: skip


def _f1(score: Score | None) -> float | None:
    return None if score is None else score.f1


def _row(
    name: str, row: str, report: Report, pairs: Sequence[tuple[Doc, Doc]], kind: str | None
) -> Row:
    linked = report.scores.get((row, "linked"))
    sides = [
        sum(1 for pair in pairs for item in pair[side].items if kind in (None, item.kind))
        for side in (0, 1)
    ]
    return Row(
        name, sides[0], sides[1], _f1(report.scores.get((row, "found"))), _f1(linked),
        linked.f1_ci if linked else None,
        kappa=_kappa(report.documents, kind) if kind in WITH_ROLES else None,
        characters=_f1(report.scores.get((row, CHARACTERS))),
        alpha=_alpha(pairs, kind) if kind in _KINDS_OF_TEXT else None,
    )  # fmt: skip


def _other(name: str, found: Score, linked: Score | None, pairs: Sequence[tuple[Doc, Doc]]) -> Row:
    sides = [sum(len(getattr(pair[side], name) or ()) for pair in pairs) for side in (0, 1)]
    whole = linked if name == "headings" else found
    if not all(sides):  # one of the two has not marked any: they were not asked the same
        return Row(name, sides[0], sides[1], None, None)
    return Row(name, sides[0], sides[1], found.f1, _f1(whole), whole.f1_ci if whole else None)


def _kappa(compared: Sequence[Compared], kind: str | None) -> float | None:
    pairs: Counter[tuple[str | None, str | None]] = Counter()
    for each in compared:
        for i, j in each.pairs:
            one, other = each.gold.items[i], each.predicted.items[j]
            if one.kind == kind:
                pairs[one.role, other.role] += 1
    return beyond_chance(pairs)


def beyond_chance(pairs: Counter[tuple[Any, Any]]) -> float | None:
    """Agreement of counts of label pairs beyond chance; None where it is undefined.

    Chance is told by the labels of both sides together (Scott's pi), so that the sides may be
    swapped in some of the documents.

    >>> beyond_chance(Counter({("a", "a"): 3, ("b", "b"): 1}))
    1.0
    """
    size = pairs.total()
    labels: Counter[Any] = Counter()
    for (one, other), count in pairs.items():
        labels[one] += count
        labels[other] += count
    if not size:
        return None
    seen = sum(count for (one, other), count in pairs.items() if one == other) / size
    chance = sum((count / (2 * size)) ** 2 for count in labels.values())
    return None if chance == 1 else (seen - chance) / (1 - chance)


def _alpha(pairs: Sequence[tuple[Doc, Doc]], kind: str | None) -> float | None:
    import numpy as np

    names: dict[str, int] = {"": 0}
    table: Counter[tuple[int, int]] = Counter()
    for one, other in pairs:
        size = max((item.end for item in (*one.items, *other.items)), default=0)
        text = one.text if one.text is not None else other.text
        ink = np.ones(size, dtype=bool)
        if text is not None:
            size = len(text)
            ink = ~np.fromiter((c.isspace() for c in text), dtype=bool, count=size)
        sides = [_painted(doc.items, kind, size, names) for doc in (one, other)]
        both = sides[0].astype(np.int64) * 256 + sides[1]
        codes, counts = np.unique(both[ink[:size]], return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            table[code // 256, code % 256] += count
    return krippendorff(table)


def _painted(items: Sequence[Item], kind: str | None, size: int, names: dict[str, int]) -> Any:
    import numpy as np

    labels = np.zeros(size, dtype=np.uint8)
    told = [item for item in items if item.kind == kind and 0 <= item.start < item.end]
    # the shortest last: it is the nearest
    for item in sorted(told, key=lambda each: (each.start - each.end, each.role or "")):
        labels[item.start : item.end] = names.setdefault(item.role or kind or "", len(names))
    return labels


def krippendorff(pairs: Counter[tuple[int, int]]) -> float | None:
    """Krippendorff's alpha (nominal, two annotators, no gaps) of counts of label pairs.

    >>> round(krippendorff(Counter({(0, 0): 4, (1, 1): 3, (0, 1): 1})), 4)
    0.7619
    """
    size = 2 * pairs.total()
    labels: Counter[int] = Counter()
    for (one, other), count in pairs.items():
        labels[one] += count
        labels[other] += count
    expected = size * (size - 1) - sum(count * (count - 1) for count in labels.values())
    if size < 2 or not expected:
        return None
    apart = 2 * sum(count for (one, other), count in pairs.items() if one != other)
    return 1 - (size - 1) * apart / expected
