"""Do the models earn their place? Patterns only, a model only, and both, on provinces left out.

``python -m benchmarks.ablation`` prints the tables; ``--write`` puts them into
``docs/ablation.md``. Every number is of documents written by hand, told by models that never
saw their province. Intervals are of 95 %, by a bootstrap over documents; p is of a paired
randomisation test of both against patterns, corrected by Holm over the tasks.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.provinces import documents_of
from extractor.annotate import Document
from extractor.errors import ExtractorError
from extractor.evaluate.baseline import holm, randomised
from extractor.evaluate.bootstrap import intervals
from extractor.train import amounts, headings, roles, sections
from extractor.train.fit import Fitted, fit
from extractor.train.task import Task

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "ablation.md"
BEGIN, END = "<!-- tables: python -m benchmarks.ablation --write -->", "<!-- end of tables -->"
FOLDS = 8  #: the provinces are dealt out to so many parts, each left out in turn
VARIANTS = ("patterns", "model", "both")


class Told(NamedTuple):
    """What a task scored: counts per document and variant, shape (documents, 3, 4)."""

    name: str
    unit: str
    counts: Any


def measure(corpus: Path) -> list[Told]:
    """Every task, on the documents of ``train`` and ``dev`` that are written by hand."""
    documents = documents_of(corpus)
    by_hand = [each for each in documents if each.front.by_hand]
    return [
        _amounts(documents, by_hand),
        # composed documents have their narratives and their headings from one grammar
        _roles(by_hand, by_hand, corpus),
        _headings(documents, by_hand),
        _sections(by_hand, by_hand),
    ]


def out_of_province(task: Task, documents: Sequence[Document]) -> tuple[Fitted, Any]:
    """The fitted task, and the probabilities of each row by a model that never saw its
    province (rows of no document have none)."""
    blocks = {each.front.id: each.front.province for each in documents}
    fitted = fit(task._replace(blocks=blocks), folds=FOLDS)
    chances = np.zeros((len(task.rows.labels), fitted.out.shape[1]))
    chances[fitted.tested] = fitted.out
    return fitted, chances


def _told(
    name: str, unit: str, by_hand: Sequence[Document], counted: Sequence[dict[str, Any]]
) -> Told:
    rows = [[each.get(doc.front.id, (0, 0, 0, 0)) for each in counted] for doc in by_hand]
    return Told(name, unit, np.array(rows, dtype=np.float64))


def _shares(groups: Sequence[str], right: Any, weights: Any) -> dict[str, Any]:
    """Counts by document where every row is told one way or the other."""
    hit: dict[str, float] = defaultdict(float)
    size: dict[str, float] = defaultdict(float)
    for group, good, weight in zip(groups, right, weights, strict=True):
        hit[group] += float(weight) * bool(good)
        size[group] += float(weight)
    return {group: (hit[group], size[group], hit[group], size[group]) for group in size}


def _amounts(documents: Sequence[Document], by_hand: Sequence[Document]) -> Told:
    task = amounts.task(documents, ())
    sizes = [len(f.candidates) for each in documents for f in amounts.labels(each)[0]]
    begins = np.concatenate(([0], np.cumsum(sizes)))[:-1]
    right = np.array(task.rows.labels) == amounts.RIGHT
    groups = [task.rows.groups[at] for at in begins]
    plain = [at for at, each in enumerate(task.features["dense"]) if "rule" not in each]
    alone = task._replace(rows=task.rows._replace(dense=task.rows.dense[:, plain]))
    counted = [_shares(groups, right[begins], np.ones(len(begins)))]
    for each in (alone, task):
        chances = out_of_province(each, documents)[1][:, 1]
        best = [
            at + int(chances[at : at + n].argmax()) for at, n in zip(begins, sizes, strict=True)
        ]
        counted.append(_shares(groups, right[best], np.ones(len(best))))
    return _told("readings of amounts and percentages", "share of figures", by_hand, counted)


def _roles(documents: Sequence[Document], by_hand: Sequence[Document], corpus: Path) -> Told:
    task = roles.task(documents, (), corpus / roles.SENTENCES)
    rows = task.rows
    told = [roles.by_rules(p) for each in documents for p in roles.labelled(each)[1]]
    size = len(told)  # sentences of no document come after these
    right = [one == other for one, other in zip(told, rows.labels, strict=False)]
    counted = [_shares(rows.groups[:size], right, rows.weights[:size])]
    nothing = np.zeros((len(rows.labels), 1), dtype=np.float32)
    words = rows._replace(dense=nothing, headings=None, starts=None)
    counted += [_classified(task._replace(rows=each), documents, size) for each in (words, rows)]
    return _told("roles of narrative sentences", "share of characters", by_hand, counted)


def _classified(task: Task, documents: Sequence[Document], size: int) -> dict[str, Any]:
    fitted, chances = out_of_province(task, documents)
    best = [fitted.labels[at] for at in chances.argmax(axis=1)][:size]
    right = [one == other for one, other in zip(best, task.rows.labels, strict=False)]
    return _shares(task.rows.groups[:size], right, task.rows.weights[:size])


def _headings(documents: Sequence[Document], by_hand: Sequence[Document]) -> Told:
    tasks = [headings.task(documents, rules=rules) for rules in (False, True)]
    found = [headings.seen(each) for each in documents]
    right = np.array([each for one in found for each in one.right])
    by_rule = np.array([each for one in found for each in one.rule])
    decided = [by_rule, *(out_of_province(each, documents)[1][:, 1] > 0.5 for each in tasks)]
    counted: list[dict[str, Any]] = []
    for said in decided:
        counts = {}
        at = 0
        for document, one in zip(documents, found, strict=True):
            part = slice(at, at + len(one.right))
            at += len(one.right)
            hit = int((said[part] & right[part]).sum())
            counts[document.front.id] = (hit, int(said[part].sum()), hit, one.gold)
        counted.append(counts)
    return _told("headings against list items", "F1", by_hand, counted)


def _sections(documents: Sequence[Document], by_hand: Sequence[Document]) -> Told:
    found = [each for document in documents for each in sections.headed(document)]
    provinces = {each.front.id: each.front.province for each in documents}
    known = {
        name: sections.by_type([each for each in found if provinces[each.document] != name])
        for name in set(provinces.values())
    }
    right = []
    for each in found:
        families = known[provinces[each.document]]
        right.append(families.get(each.type, families[""]) == each.family)
    groups = [each.document for each in found]
    counted = [_shares(groups, right, np.ones(len(right)))]
    for rules in (False, True):
        task = sections.task(documents, rules=rules)
        counted.append(_classified(task, documents, len(found)))
    return _told("what stands under a heading", "share of headings", by_hand, counted)


def markdown(tasks: Sequence[Told]) -> Iterator[str]:
    """The tables."""
    yield "| task | measure | documents | " + " | ".join(VARIANTS) + " | both − patterns | p |"
    yield "|" + "---|" * 8
    p = holm([randomised(t.counts[:, :1], t.counts[:, 2:], 10_000, 0)[0] for t in tasks])
    for each, chance in zip(tasks, p, strict=True):
        shown = each.counts[each.counts.sum(axis=(1, 2)) > 0]
        three = intervals(shown, samples=2000, seed=0)
        cells = []
        for at in range(len(VARIANTS)):
            low, high = (three[0][at][2] if three else None) or (0.0, 0.0)
            cells.append(f"{_f1(shown[:, at]):.3f} [{low:.3f}, {high:.3f}]")
        gain = _f1(shown[:, 2]) - _f1(shown[:, 0])
        yield (
            f"| {each.name} | {each.unit} | {len(shown)} | " + " | ".join(cells)
            + f" | {gain:+.3f} | {'< 0.001' if chance < 0.001 else f'{chance:.3f}'} |"
        )  # fmt: skip


def _f1(counts: Any) -> float:
    right, told, _, gold = counts.sum(axis=0)
    return float(2 * right / (told + gold)) if told + gold else 0.0


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 0, or 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--write", action="store_true", help="into docs/ablation.md")
    given = parser.parse_args(arguments)
    try:
        table = "\n".join(markdown(measure(given.corpus)))
    except ExtractorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(table)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
