"""Gold that is most likely wrong: where it parts from an extraction that has not learned from
it, from the same words elsewhere, or from its own quote.

Each reason has a chance; the score of a suspect is that of at least one being right. How much
a disagreement says is learned from the corpus itself: of a field that the extraction gets
right everywhere else, one that differs is worth a look.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from extractor.annotate.formats.labels import label_of
from extractor.annotate.formats.sheets import digest
from extractor.annotate.formats.types import Line, Sheet
from extractor.evaluate import lines
from extractor.evaluate.load import record_document
from extractor.evaluate.match import match, same_period, same_role, valued
from extractor.evaluate.types import Item
from extractor.link.model import has, load
from extractor.pipeline import extract
from extractor.source import Text
from extractor.train.evidence import Reason, neighbours, underived

#: A sheet -> the facts that are extracted from it.
Extracting = Callable[[Sheet], Sequence[Item]]
_MODELS = ("amounts", "roles", "confidence")
#: What a gold fact that nothing was found for, or a fact that gold lacks, weighs beside one
#: that differs: what is no fact to the guidelines is the commonest cause.
_ALONE = 0.8
#: What the same words elsewhere weigh against a label that the extraction agrees with.
_AGAINST = 0.3
_NO_FACTS = ("section", "finding", "scope")


class Suspect(msgspec.Struct, frozen=True):
    """A line of gold (from 1; None for a fact that is missing), its place, and why.

    ``label`` is as in ``annotate.formats.labels``; ``reasons`` are the strongest first.
    """

    doc: str
    line: int | None
    label: str
    start: int
    end: int
    quote: str
    score: float
    reasons: tuple[str, ...]


class _Pair(NamedTuple):
    gold: int | None
    found: int | None


class _Compared(NamedTuple):
    sheet: Sheet
    numbers: list[int]  #: of the lines that are facts
    gold: list[Item]
    found: Sequence[Item]
    pairs: list[_Pair]


def suspects(sheets: Sequence[Sheet], extracting: Extracting | None = None) -> list[Suspect]:
    """The suspicious places of a corpus, the worst first.

    Documents in which not everything is marked are left out.
    """
    extracting = extracting or extracted
    whole = [each for each in sheets if not any(line["kind"] == "scope" for line in each.lines)]
    compared = [_compared(sheet, extracting(sheet)) for sheet in whole]
    rates = _Rates(compared)
    others = neighbours(whole)
    found: list[Suspect] = []
    for each in compared:
        reasons: dict[int, list[Reason]] = defaultdict(list)
        for i, reason in rates.doubts(each):
            reasons[each.numbers[i]].append(reason)
        doubted = set(reasons)
        for number in each.numbers:
            line = each.sheet.lines[number - 1]
            weight = 1.0 if number in doubted else _AGAINST
            for chance, told in others.get((each.sheet.name, number), ()):
                reasons[number].append(Reason(weight * chance, told))
            reasons[number] += underived(line)
            if reasons[number]:
                found.append(_suspect(each.sheet, number, line, reasons[number]))
        found += rates.missing(each)
    return sorted(found, key=lambda each: (-each.score, each.doc, each.start, each.label))


def extracted(sheet: Sheet) -> Sequence[Item]:
    """What the models in use make of a text."""
    record = extract(Text(sheet.text, f"{sheet.name}.txt"))
    return record_document(record.to_dict(), sheet.name).items


def seen(sheets: Iterable[Sheet]) -> list[str]:
    """The documents whose texts the models in use were trained on."""
    known = {each for name in _MODELS if has(name) for each in load(name).card.documents}
    return [each.name for each in sheets if digest(each.text) in known]


def _compared(sheet: Sheet, found: Sequence[Item]) -> _Compared:
    known = lines.field_keys()
    numbers, gold = [], []
    for number, line in enumerate(sheet.lines, 1):
        if line["kind"] in _NO_FACTS:
            continue
        numbers.append(number)
        read = msgspec.convert(line, lines.Line)
        gold.append(lines.item(read, f"{sheet.name}: line {number}", known, placed=True))
    placed = [item for item in found if item.start >= 0]
    pairs = [_Pair(i, j) for i, j in match(gold, placed)]
    paired = {each.gold for each in pairs}, {each.found for each in pairs}
    pairs += [_Pair(i, None) for i in range(len(gold)) if i not in paired[0]]
    pairs += [_Pair(None, j) for j in range(len(placed)) if j not in paired[1]]
    return _Compared(sheet, numbers, gold, placed, pairs)


def differences(gold: Item, found: Item) -> list[str]:
    """In what two facts of one place differ."""
    told = []
    if gold.field != found.field:
        told.append("field")
    if not same_role(gold, found):
        told.append("role")
    if not valued(gold, found):
        told.append("value")
    if not same_period(gold, found):
        told.append("period")
    if gold.direction != found.direction:
        told.append("direction")
    if gold.category != found.category:
        told.append("category")
    if (gold.start, gold.end) != (found.start, found.end):
        told.append("place")
    return told


class _Rates:
    """How often gold and extraction agree in this corpus, by what is compared."""

    def __init__(self, compared: Sequence[_Compared]) -> None:
        self._right: Counter[tuple[str, ...]] = Counter()
        self._all: Counter[tuple[str, ...]] = Counter()
        for each in compared:
            for i, j in each.pairs:
                if i is not None:
                    self._count(("found", each.gold[i].kind, each.gold[i].field), j is not None)
                if j is not None:
                    item = each.found[j]
                    self._count(("wanted", item.kind, item.field), i is not None)
                if i is not None and j is not None:
                    self._agreement(each.gold[i], each.found[j])

    def _agreement(self, gold: Item, found: Item) -> None:
        apart = set(differences(gold, found))
        for what in ("field", "role", "value", "period", "direction", "category", "place"):
            for item in {gold.field: gold, found.field: found}.values():
                self._count((what, item.kind, item.field), what not in apart)

    def _count(self, key: tuple[str, ...], right: bool) -> None:
        for part in (key, key[:2]):
            self._all[part] += 1
            self._right[part] += right

    def rate(self, *key: str) -> float:
        """The share that agrees, drawn towards that of the kind where there is little of it."""
        over, right = self._all[key[:2]], self._right[key[:2]]
        kind = (right + 1) / (over + 2)
        return float((self._right[key] + 4 * kind) / (self._all[key] + 4))

    def doubts(self, each: _Compared) -> Iterator[tuple[int, Reason]]:
        """What the extraction says otherwise, or not at all, of each gold fact."""
        for i, j in each.pairs:
            if i is None:
                continue
            gold = each.gold[i]
            if j is None:
                chance = _ALONE * self.rate("found", gold.kind, gold.field) ** 2
                yield i, Reason(chance, "the extraction finds no such fact here")
                continue
            found = each.found[j]
            apart = differences(gold, found)
            if not apart:
                continue
            # one thing that differs is the label's; several, another reading of the place
            chance = max(
                min(self.rate(what, gold.kind, gold.field),
                    self.rate(what, found.kind, found.field)) ** 3
                for what in apart
            )  # fmt: skip
            sure = 1.0 if found.confidence is None else found.confidence
            told = ", ".join(f"{what} {_of(found, what)}" for what in apart)
            yield i, Reason(chance * sure, f"the extraction says {told} ({sure:.2f})")

    def missing(self, each: _Compared) -> Iterator[Suspect]:
        """Facts that gold lacks."""
        for i, j in each.pairs:
            if i is not None or j is None:
                continue
            found = each.found[j]
            sure = 1.0 if found.confidence is None else found.confidence
            chance = _ALONE * sure * self.rate("wanted", found.kind, found.field) ** 2
            label = label_of({"kind": found.kind, "field": found.field, "role": found.role})
            yield Suspect(
                each.sheet.name, None, label, found.start, found.end,
                each.sheet.text[found.start : found.end], chance,
                (f"missing: the extraction finds {label} = {found.shown} ({sure:.2f})",),
            )  # fmt: skip


def _of(item: Item, what: str) -> str:
    if what == "place":
        return f"{item.start}-{item.end}"
    return str(item.shown if what == "value" else getattr(item, what))


def _suspect(sheet: Sheet, number: int, line: Line, reasons: list[Reason]) -> Suspect:
    left = 1.0
    for each in reasons:
        left *= 1 - each.chance
    ordered = sorted(reasons, key=lambda each: -each.chance)
    place = line["evidence"][0]
    return Suspect(
        sheet.name, number, label_of(line), place["start"], place["end"], place["quote"],
        1 - left, tuple(each.told for each in ordered),
    )  # fmt: skip


def cross_validated(
    sheets: Sequence[Sheet], corpus: Path, folds: int, tick: Callable[[str], None] = lambda _: None
) -> Extracting:
    """Extracts each document that the models in use were trained on by models trained without
    its province. Raises EX402 for too few documents."""
    import tempfile

    from extractor.annotate.corpus import SPLITS, read_corpus
    from extractor.errors import fail
    from extractor.link.model import use_models
    from extractor.train.leave import kit, retrain

    documents, faults = read_corpus(corpus)
    if faults:
        raise fail("EX202", str(faults[0]))
    whole = [each for each in documents.values() if not each.front.marks]
    home = {each.front.id: each.front.province for each in whole}
    known = {name for name in seen(sheets) if name in home}
    provinces = sorted({home[name] for name in known})
    if len(provinces) < 2:
        raise fail("EX402", f"{corpus}: documents of two provinces are needed to leave one out")
    told: dict[str, Sequence[Item]] = {}
    # sentences of a corpus lie beside its splits
    given = kit(whole, corpus.parent if corpus.name in SPLITS else corpus)
    for fold in range(min(folds, len(provinces))):
        left_out = set(provinces[fold::folds])
        with tempfile.TemporaryDirectory() as folder:
            retrain(given, left_out, Path(folder))
            tick(f"without {'、'.join(sorted(left_out))}")
            with use_models(Path(folder)):
                for sheet in sheets:
                    if sheet.name in known and home[sheet.name] in left_out:
                        told[sheet.name] = extracted(sheet)
    return lambda sheet: told[sheet.name] if sheet.name in told else extracted(sheet)
