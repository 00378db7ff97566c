"""What is in a corpus: documents, what they are annotated with, and how long they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median

import msgspec

from extractor.annotate.corpus import folder
from extractor.annotate.markup import Document


class Tally(msgspec.Struct):
    """Sums over a group of documents."""

    documents: int = 0
    by_hand: int = 0
    characters: int = 0
    sections: int = 0
    kinds: Counter[str] = msgspec.field(default_factory=Counter)
    findings: int = 0

    @property
    def facts(self) -> int:
        """How many facts of all kinds."""
        return sum(self.kinds.values())


class Lengths(msgspec.Struct, frozen=True):
    """Characters of texts: the shortest, the middle one, the longest, all."""

    shortest: int
    median: int
    longest: int
    total: int


class Contents(msgspec.Struct, frozen=True):
    """All there is to count; counts are of the whole corpus, most frequent first.

    ``noise`` counts the documents that bear each operator, ``facts`` the facts by field (the
    key of the amount for ratios), ``roles`` by kind and role, ``twice`` names the documents
    that have a second annotation.
    """

    groups: dict[str, dict[str, Tally]]
    noise: dict[str, int]
    facts: dict[str, dict[str, int]]
    roles: dict[str, int]
    families: dict[str, int]
    severities: dict[str, int]
    lengths: dict[str, Lengths]
    narrative: Lengths | None
    twice: tuple[str, ...]


#: What documents may be counted by.
GROUPS: Mapping[str, Callable[[Path, Document], Iterable[str]]] = {
    "split": lambda path, _: [folder(path)],
    "province": lambda _, document: [document.front.province],
    "unit_kind": lambda _, document: [document.front.unit_kind],
    "year": lambda _, document: [str(document.front.year)],
    "written": lambda _, document: ["by hand" if document.front.by_hand else "composed"],
    "noise": lambda _, document: [*map(_operator, document.front.noise)] or ["none"],
}


def _operator(noise: str) -> str:
    return noise.split(":")[0]


def stats(documents: Mapping[Path, Document], by: str) -> dict[str, Tally]:
    """Sums by one of :data:`GROUPS`, and in ``total``."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for path, document in documents.items():
        for tally in [tallies[each] for each in GROUPS[by](path, document)] + [tallies["total"]]:
            tally.documents += 1
            tally.by_hand += document.front.by_hand
            tally.characters += len(document.text)
            tally.sections += len(document.sections)
            tally.kinds.update(each.kind for each in document.facts)
            tally.findings += len(document.findings)
    total = tallies.pop("total", Tally())
    return dict(sorted(tallies.items())) | {"total": total}


def contents(documents: Mapping[Path, Document], second: Iterable[Path] = ()) -> Contents:
    """Count everything; *second* are the files of second annotations."""
    fields: dict[str, Counter[str]] = defaultdict(Counter)
    roles: Counter[str] = Counter()
    noise: Counter[str] = Counter()
    families: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    lengths: dict[str, list[int]] = defaultdict(list)
    narratives: list[int] = []
    for document in documents.values():
        for fact in document.facts:
            fields[fact.kind][fact.field] += 1
            if fact.role:
                roles[f"{fact.kind} {fact.role}"] += 1
            if fact.kind == "performance" and isinstance(fact.value, str):
                narratives.append(len(fact.value))
        noise.update(set(map(_operator, document.front.noise)))
        families.update(each.family for each in document.findings)
        severities.update(each.severity for each in document.findings)
        lengths["by hand" if document.front.by_hand else "composed"].append(len(document.text))
    return Contents(
        {name: stats(documents, name) for name in GROUPS},
        _ordered(noise),
        {kind: _ordered(fields[kind]) for kind in sorted(fields)},
        _ordered(roles),
        _ordered(families),
        _ordered(severities),
        {name: _lengths(sizes) for name, sizes in sorted(lengths.items())},
        _lengths(narratives) if narratives else None,
        tuple(sorted(path.stem for path in second)),
    )


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _lengths(sizes: list[int]) -> Lengths:
    return Lengths(min(sizes), round(median(sizes)), max(sizes), sum(sizes))
