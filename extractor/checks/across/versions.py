"""FA987, FA988: one document in two versions, fact by fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from extractor.checks.across.documents import READ, Document
from extractor.checks.across.telling import finding, label_of
from extractor.checks.figures import NUMERIC
from extractor.fact import Fact
from extractor.finding import EXTRACTION, PUBLISHER, Finding

_ALIKE: Final = 0.6  #: how much two sentences share that are one, changed
_MOST: Final = 60  #: sentences of one kind that are compared each with each
_WORDS: Final = 40  #: characters of a text that a message repeats
_IDENTITY: Final = ("base", "budget_basis", "purchased", "of", "table", "level1", "level2", "list")
_CELLS: Final = ("target", "actual", "budget", "executed", "completion", "weight", "score")


class _Value(NamedTuple):
    """What must be the same of a fact in both versions."""

    value: str | Decimal | tuple[str, ...] | None
    unit: str | None
    direction: str | None
    cells: tuple[object, ...]


def versions(first: Document, second: Document) -> tuple[list[Finding], list[Finding]]:
    """What differs, as findings of *second*; and what only *first* states, as findings of it."""
    before, after = _grouped(first), _grouped(second)
    changed: list[Finding] = []
    dropped: list[Finding] = []
    for identity in dict.fromkeys((*after, *before)):
        olds, news = _different(before.get(identity, ()), after.get(identity, ()))
        for old, new in _pairs(olds, news):
            if old is not None and new is not None:
                changed.append(_changed(first, second, old, new))
            elif new is not None:
                changed.append(_alone(second, first, new))
            elif old is not None:
                dropped.append(_alone(first, second, old))
    return changed, dropped


def _grouped(document: Document) -> dict[tuple[object, ...], list[Fact]]:
    """Facts by what they are of."""
    found: dict[tuple[object, ...], list[Fact]] = {}
    for fact in document.record.facts:
        extra = tuple(fact.extra.get(name) for name in _IDENTITY)
        identity = (
            fact.kind, fact.field, fact.role, fact.period, fact.path, fact.category, fact.name,
            _hashable(fact.extra.get("about")), *extra,
        )  # fmt: skip
        found.setdefault(identity, []).append(fact)
    return found


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _value(fact: Fact) -> _Value:
    value: str | Decimal | tuple[str, ...] | None = fact.value
    if isinstance(value, str):
        value = Decimal(value) if fact.kind in NUMERIC else "".join(value.split())
    cells = tuple(fact.extra.get(name) for name in _CELLS) if fact.kind == "indicator" else ()
    return _Value(value, fact.unit, fact.direction, cells)


def _different(olds: Sequence[Fact], news: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The facts of either side that the other does not have as well."""
    return _without(olds, Counter(map(_value, news))), _without(news, Counter(map(_value, olds)))


def _without(facts: Sequence[Fact], others: Counter[_Value]) -> list[Fact]:
    found = []
    for fact in facts:
        value = _value(fact)
        if others[value]:
            others[value] -= 1
        else:
            found.append(fact)
    return found


def _pairs(olds: list[Fact], news: list[Fact]) -> Iterator[tuple[Fact | None, Fact | None]]:
    """What became what: figures in their order, texts where they are alike."""
    texts = olds and news and not any(fact.kind in NUMERIC for fact in (olds[0], news[0]))
    if texts and olds[0].kind not in ("document", "organisation", "indicator"):
        olds = list(olds)
        for new in news:
            old = _alike(new, olds)
            if old is not None:
                olds.remove(old)
            yield old, new
        for old in olds:
            yield old, None
        return
    for index in range(max(len(olds), len(news))):
        yield (
            olds[index] if index < len(olds) else None,
            news[index] if index < len(news) else None,
        )


def _alike(new: Fact, olds: Sequence[Fact]) -> Fact | None:
    """The text of the other version that is most like this one."""
    if not olds or len(olds) > _MOST:
        return olds[0] if olds else None
    matcher = SequenceMatcher(None, "", str(new.value)[:300], autojunk=False)

    def ratio(old: Fact) -> float:
        matcher.set_seq1(str(old.value)[:300])
        return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0

    rated = [(ratio(old), -index, old) for index, old in enumerate(olds)]
    best, _, old = max(rated, key=lambda each: each[:2])
    return old if best >= _ALIKE else None


def _changed(first: Document, second: Document, old: Fact, new: Fact) -> Finding:
    read = old.confidence * new.confidence
    numeric = new.kind in NUMERIC
    sure = min(old.confidence, new.confidence) >= READ
    return finding(
        "FA987" if numeric else "FA988", second, [new], [(first, old)],
        stated=_told(new), expected=_told(old), severity=None if sure or not numeric else "info",
        blame=PUBLISHER if sure or not numeric else EXTRACTION,
        confidence=read, label=label_of(new), key=new.field,
        printed=_raw(old), source=first.name, shown=_raw(new),
    )  # fmt: skip


def _alone(document: Document, other: Document, fact: Fact) -> Finding:
    return finding(
        "FA989", document, [fact], stated=_told(fact), confidence=fact.confidence,
        label=label_of(fact), key=fact.field, source=other.name, shown=_raw(fact),
    )  # fmt: skip


def _told(fact: Fact) -> str:
    if isinstance(fact.value, tuple):
        return "、".join(fact.value)
    return str(fact.value if fact.value is not None else fact.raw)


def _raw(fact: Fact) -> str:
    """A fact as it is printed, cut where it is long."""
    if fact.kind in NUMERIC and fact.direction in ("increase", "decrease"):
        word = {"increase": "增", "decrease": "减"}[fact.direction]
        return word + "".join((fact.raw or str(fact.value)).split())
    text = "".join((fact.raw or _told(fact)).split())
    return text if len(text) <= _WORDS else f"{text[:_WORDS]}…"
