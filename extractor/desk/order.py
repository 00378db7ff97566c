"""In which order documents are annotated: what teaches most first, and some at random always."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from extractor.desk.documents import Listed
from extractor.record import Record

#: How many documents of ten are drawn at random, whatever the order.
SHARE: Final = 0.2
_REVIEW = 0.5  #: what a finding counts that need not be the extraction's fault


def uncertain(record: Record) -> float:
    """The share of its facts that are expected to be wrong."""
    if not record.facts:
        return 1.0
    return sum(1 - fact.confidence for fact in record.facts) / len(record.facts)


def suspicious(record: Record) -> float:
    """Contradictions per fact; those that are blamed on the extraction count most."""
    found = sum(
        (1.0 if each.blame == "extraction" else _REVIEW) * each.confidence
        for each in record.findings
        if each.severity != "info" or each.blame == "extraction"
    )
    ungrounded = sum(e.status == "ungrounded" for fact in record.facts for e in fact.evidence)
    return (found + ungrounded) / max(len(record.facts), 1)


def disagree(record: Record) -> float:
    """The share of its narrative sentences on whose role patterns, words and the model part.

    The record must hold its text.
    """
    from extractor.train.weak import label

    cast = label.cast_roles([(record.source.name, record.text or "")])
    told = [{vote for vote in votes if vote >= 0} for votes in cast.votes.table.tolist()]
    told = [votes for votes in told if votes]
    return sum(len(votes) > 1 for votes in told) / len(told) if told else 1.0


#: What a document is worth by its record, the highest first.
MEASURES: Final[Mapping[str, Callable[[Record], float]]] = {
    "uncertain": uncertain, "disagree": disagree, "suspicious": suspicious,
}  # fmt: skip
ORDERS: Final = ("name", "random", *MEASURES)


def in_order(
    listed: Sequence[Listed], worth: Mapping[str, float] | None, seed: int = 0, share: float = SHARE
) -> list[Listed]:
    """Documents by *worth*, the highest first, every so many of them drawn at random instead.

    Documents of a test split are drawn at random only, wherever they stand: what is measured on
    them would else be measured on what is hard. Without *worth* all are.

    >>> from pathlib import Path
    >>> docs = [Listed(name, Path("a"), name > "c") for name in "abcde"]
    >>> worth = {"a": 0.1, "b": 0.9, "c": 0.5, "d": 1.0, "e": 1.0}
    >>> [each.name for each in in_order(docs, worth, share=0)]
    ['b', 'e', 'c', 'd', 'a']
    """
    chance = sorted(listed, key=lambda each: _draw(seed, each.name))
    if worth is None:
        return chance
    tests = [each for each in chance if each.is_test]
    pool = [each for each in chance if not each.is_test]
    ranked = sorted(pool, key=lambda each: -worth.get(each.name, 1.0))
    chosen: list[Listed] = []
    taken: set[str] = set()
    drawn = 0
    for place in range(1, len(pool) + 1):
        by_chance = int(place * share + 1e-9) > drawn
        drawn += by_chance
        each = next(each for each in (pool if by_chance else ranked) if each.name not in taken)
        taken.add(each.name)
        chosen.append(each)
    return _spread(chosen, tests)


def _spread(many: Sequence[Listed], some: Sequence[Listed]) -> list[Listed]:
    """*some* at even distances among *many*, both in their own order."""
    rank = [
        ((2 * at + 1) / (2 * len(part)), number, each)
        for number, part in enumerate((many, some))
        for at, each in enumerate(part)
    ]
    return [each for _, _, each in sorted(rank, key=lambda row: row[:2])]


def _draw(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}/{name}".encode()).hexdigest()
