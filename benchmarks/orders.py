"""How many documents must be annotated? A replay: in which order they teach most.

``python -m benchmarks.orders [--svg docs/orders.svg]``. The documents of ``train`` that were
written by hand are "annotated" one after the other by taking their gold; after every so many the
models are trained again on these alone, and the documents of ``dev`` are extracted and scored.
Orders that look at documents look with the models of that moment; the first few documents are
the same in all of them, drawn at random, and so is a share of all that follow.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import extractor
from extractor.annotate import Document
from extractor.annotate.corpus import read_corpus
from extractor.desk.documents import Listed
from extractor.desk.order import MEASURES, SHARE, in_order
from extractor.errors import ExtractorError, fail
from extractor.evaluate import evaluate, extract_corpus, load_gold, pair
from extractor.link.model import use_models
from extractor.train.fit import fit
from extractor.train.leave import FOLDS, without
from extractor.train.store import save
from extractor.train.task import EXTRA, Task
from extractor.train.train import AFTER, MODELS, texts

ROOT = Path(__file__).parents[1]
#: After how many documents the models are trained again.
STEPS = (3, 6, 12, 20, 33)
TARGET = 0.95
_COLOURS = {"random": "#8a93a1", "uncertain": "#1f5fbf", "disagree": "#c0562f",
            "suspicious": "#237a4b"}  # fmt: skip
_WIDTH, _HEIGHT, _LEFT, _TOP = 520, 280, 56, 28


class Point(NamedTuple):
    """What the models of so many documents score: linked F1 of all facts, and of amounts."""

    documents: int
    linked: float
    amounts: float


class Replay:
    """The corpus, with the rows of all documents read once."""

    def __init__(self, corpus: Path) -> None:
        found, faults = read_corpus(corpus / "train")
        if faults:
            raise fail("EX202", str(faults[0]))
        self.corpus = corpus
        self.documents = {
            each.front.id: each for each in found.values() if each.front.by_hand
        }  # fmt: skip
        self.listed = [Listed(name, Path(name)) for name in self.documents]
        self.held = [each for each in load_gold(corpus / "dev") if each.by_hand]
        every = tuple(self.documents.values())
        self.ready = {
            name: make(every, (), corpus, lambda _: None)._replace(
                blocks={each: each for each in self.documents}
            )
            for name, make in MODELS.items()
            if name not in AFTER
        }

    def train(self, names: Collection[str], folder: Path) -> None:
        """Models of the documents *names* alone, into *folder*."""
        left_out = {*self.documents, EXTRA} - {*names}
        chosen: list[Document] = [self.documents[each] for each in names]
        with use_models(folder):
            for name, make in MODELS.items():
                if name in AFTER:
                    task: Task = make(chosen, (), self.corpus, lambda _: None)._replace(
                        blocks={each: each for each in names}
                    )
                else:
                    task = without(self.ready[name], left_out)
                task = task._replace(documents=texts(task, chosen))
                save(folder, task, fit(task, folds=min(FOLDS, len(names))), {})

    def score(self) -> tuple[float, float]:
        """Linked F1 of all facts and of amounts, on ``dev``, with the models in use."""
        pairs, _ = pair(self.held, extract_corpus(self.held, self.corpus))
        scores = evaluate(pairs, samples=0).scores
        found = [scores[row, "linked"].f1 or 0.0 for row in ("total", "kind:money")]
        return found[0], found[1]

    def worth(self, order: str, waiting: Sequence[str]) -> dict[str, float] | None:
        """What the documents that wait are worth by the models in use."""
        if order not in MEASURES:
            return None
        measure = MEASURES[order]
        return {
            name: measure(
                extractor.extract(extractor.Text(self.documents[name].text, name), with_text=True)
            )
            for name in waiting
        }

    def run(self, order: str, seed: int, steps: Sequence[int] = STEPS) -> Iterator[Point]:
        """The scores after each step of an order."""
        chance = [each.name for each in in_order(self.listed, None, seed)]
        done = chance[: steps[0]]
        for number, size in enumerate(steps):
            with tempfile.TemporaryDirectory() as folder, use_models(Path(folder)):
                self.train(done, Path(folder))
                yield Point(len(done), *self.score())
                if number + 1 == len(steps):
                    return
                waiting = [each for each in self.listed if each.name not in done]
                worth = self.worth(order, [each.name for each in waiting])
                chosen = in_order(waiting, worth, seed, SHARE)
                done = done + [each.name for each in chosen][: steps[number + 1] - size]


def reached(points: Sequence[Point], target: float = TARGET) -> float | None:
    """After how many documents the score is reached, between two steps by a straight line.

    >>> reached([Point(2, 0.5, 0), Point(6, 0.7, 0)], 0.6)
    4.0
    """
    if points and points[0].linked >= target:
        return float(points[0].documents)
    for one, other in pairwise(points):
        if one.linked < target <= other.linked:
            part = (target - one.linked) / (other.linked - one.linked)
            return one.documents + part * (other.documents - one.documents)
    return None


def plot(series: Mapping[str, Sequence[Point]]) -> str:
    """The curves as SVG: documents annotated, and the linked F1 that they give."""
    points = [each for many in series.values() for each in many]
    most = max(each.documents for each in points)
    low = min(each.linked for each in points) - 0.01
    high = max(max(each.linked for each in points), TARGET) + 0.005

    def at(each: tuple[float, float]) -> str:
        x = _LEFT + _WIDTH * each[0] / most
        return f"{x:.1f} {_TOP + _HEIGHT * (high - each[1]) / (high - low):.1f}"

    width, height = _LEFT + _WIDTH + 20, _TOP + _HEIGHT + 64
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Linked F1 by documents annotated, for four orders</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path d="M{at((0, TARGET))}L{at((most, TARGET))}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<path d="M{at((0, high))}L{at((0, low))}L{at((most, low))}" fill="none" stroke="#999"/>',
    ]
    for size in sorted({each.documents for each in points}):
        x, y = at((size, low)).split()
        parts.append(f'<text x="{x}" y="{float(y) + 16}" text-anchor="middle">{size}</text>')
    for tick in (low + (high - low) * part / 4 for part in range(5)):
        x, y = at((0, tick)).split()
        parts.append(f'<text x="{float(x) - 6}" y="{y}" dy="4" text-anchor="end">{tick:.2f}</text>')
    for number, (name, many) in enumerate(series.items()):
        colour = _COLOURS.get(name, "#333")
        line = "L".join(at((each.documents, each.linked)) for each in many)
        x, y = _LEFT + 130 * number, _TOP + _HEIGHT + 48
        parts.append(f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{x}" y="{y}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main(arguments: list[str] | None = None) -> int:
    """Print the table, write the plot; 0, or 2 for bad use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.orders", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--only", default="", help="these orders, parted by commas")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--svg", type=Path)
    given = parser.parse_args(arguments)
    orders = [each for each in given.only.split(",") if each] or ["random", *MEASURES]
    series: dict[str, list[Point]] = {}
    try:
        replay = Replay(given.corpus)
        print(f"| order | documents | linked F1 | amounts | to {TARGET} |\n|---|---|---|---|---|")
        for order in orders:
            series[order] = []
            for point in replay.run(order, given.seed):
                series[order].append(point)
                when = reached(series[order])
                print(f"| {order} | {point.documents} | {point.linked:.4f} | {point.amounts:.4f} "
                      f"| {'–' if when is None else f'{when:.1f}'} |", flush=True)  # fmt: skip
    except ExtractorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if given.svg:
        given.svg.write_text(plot(series), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
