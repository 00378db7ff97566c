"""Leave one province out: how good is it where nobody has written for it?

``python -m benchmarks.provinces [--only 陕西,gd]``. For each province every model is trained
again without its documents, written by hand or composed, and its documents written by hand are
extracted and scored. What the provinces set aside score is told apart: nobody has looked at
their errors, and none are printed here.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from extractor.annotate import Document
from extractor.annotate.corpus import read_corpus
from extractor.errors import ExtractorError, fail
from extractor.evaluate import Doc, Report, evaluate, extract_corpus, load_gold, pair
from extractor.evaluate.calibration import Calibration, calibrations
from extractor.evaluate.count import CHARACTERS
from extractor.evaluate.score import Score
from extractor.link.model import use_models
from extractor.train.leave import Kit, kit, retrain

ROOT = Path(__file__).parents[1]
#: Columns of the table: what it is called, row and metric of a report.
COLUMNS = (
    ("all facts", "total", "linked"),
    ("amounts", "kind:money", "linked"),
    ("ratios", "kind:ratio", "linked"),
    ("people", "kind:staffing", "linked"),
    ("quantities", "kind:quantity", "linked"),
    ("assets", "kind:asset", "linked"),
    ("narrative roles", "kind:performance", CHARACTERS),
    ("headings", "headings", "heading"),
)  # fmt: skip
Pairs = list[tuple[Doc, Doc]]


class Result(NamedTuple):
    """Gold and predictions by province, and of the documents set aside."""

    provinces: dict[str, Pairs]
    aside: Pairs

    @property
    def pairs(self) -> Pairs:
        """Those of all provinces."""
        return [each for pairs in self.provinces.values() for each in pairs]


def left_out(
    corpus: Path, only: Sequence[str] = (), jobs: int | None = None, aside: bool = True
) -> Result:
    """Extract every document written by hand by models that never saw its province.

    *only* names provinces, by name or by the letters that begin their documents' names.
    Raises EX202 for a faulty corpus, EX501 for a province without documents.
    """
    gold = [doc for part in ("train", "dev") for doc in load_gold(corpus / part)]
    hand = [doc for doc in gold if doc.by_hand]
    wanted = _wanted(hand, only)
    groups = {name: [doc for doc in hand if doc.province == name] for name in wanted}
    if aside and not only and (corpus / "aside").is_dir():
        groups[""] = load_gold(corpus / "aside")
    _GIVEN.append((kit(documents_of(corpus), corpus), corpus, groups))
    try:
        done = dict(zip(groups, _mapped(groups, jobs or os.cpu_count() or 1), strict=True))
    finally:
        _GIVEN.pop()
    return Result({name: done[name] for name in wanted}, done.get("", []))


def _mapped(names: Iterable[str], jobs: int) -> list[Pairs]:
    # the rows are made once; a forked child has them without their being sent
    if jobs < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [_province(each) for each in names]
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        return list(pool.map(_province, names))


_GIVEN: list[tuple[Kit, Path, dict[str, list[Doc]]]] = []


def documents_of(corpus: Path) -> list[Document]:
    """Every document of ``train`` and ``dev``, composed ones too. Raises EX202."""
    documents: list[Document] = []
    for part in ("train", "dev"):
        found, faults = read_corpus(corpus / part)
        if faults:
            raise fail("EX202", str(faults[0]))
        documents += list(found.values())
    return documents


def _province(name: str) -> Pairs:
    """Train without a province (those of the documents set aside, for no name) and extract
    its documents."""
    given, corpus, groups = _GIVEN[-1]
    docs = groups[name]
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        retrain(given, {doc.province for doc in docs}, models)
        with use_models(models):
            pairs, _ = pair(docs, extract_corpus(docs, corpus))
    return pairs


def _wanted(hand: Sequence[Doc], only: Sequence[str]) -> list[str]:
    names = sorted({doc.province for doc in hand})
    if not only:
        return names
    by_letters = {doc.name.partition("_")[0]: doc.province for doc in hand}
    wanted = [by_letters.get(each, each) for each in only]
    unknown = next((each for each in wanted if each not in names), None)
    if unknown is not None:
        raise fail("EX501", f"no document written by hand of {unknown}")
    return sorted(set(wanted))


def markdown(result: Result) -> Iterator[str]:
    """The whole report, as Markdown."""
    yield "| province | documents | facts | " + " | ".join(c[0] for c in COLUMNS) + " |"
    yield "|" + "---|" * (3 + len(COLUMNS))
    for name, pairs in result.provinces.items():
        yield _row(name, pairs, evaluate(pairs, samples=0))
    total = evaluate(result.pairs)
    yield _row("**all**", result.pairs, total, intervals=True)
    reports = {"provinces left out": total}
    if result.aside:
        reports["set aside"] = evaluate(result.aside)
        yield _row("set aside", result.aside, reports["set aside"], intervals=True)
    yield ""
    yield "| confidence of figures | facts | right | ECE | AUROC | Brier | precision at 95 % coverage | coverage at 98 % precision |"  # noqa: E501
    yield "|---|---|---|---|---|---|---|---|"
    for name, report in reports.items():
        fit = calibrations(report.documents).get("numeric")
        if fit is not None:
            yield _fit(name, fit)


def _row(name: str, pairs: Pairs, report: Report, *, intervals: bool = False) -> str:
    facts = sum(len(gold.items) for gold, _ in pairs)
    cells = [
        _cell(report.scores.get((row, metric)), intervals=intervals) for _, row, metric in COLUMNS
    ]
    return f"| {name} | {len(pairs)} | {facts} | " + " | ".join(cells) + " |"


def _cell(score: Score | None, *, intervals: bool) -> str:
    if score is None or score.f1 is None:
        return "–"
    if not intervals or score.f1_ci is None:
        return f"{score.f1:.3f}"
    return f"{score.f1:.3f} [{score.f1_ci[0]:.3f}, {score.f1_ci[1]:.3f}]"


def _fit(name: str, fit: Calibration) -> str:
    ranked = "–" if fit.auroc is None else f"{fit.auroc:.3f}"
    return (
        f"| {name} | {fit.size} | {fit.right:.3f} | {fit.ece:.3f} | {ranked} | {fit.brier:.3f} "
        f"| {fit.precision:.3f} | {fit.coverage:.3f} |"
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 0, or 2 for bad use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.provinces", description=__doc__)
    parser.add_argument("--only", default="", help="these provinces, parted by commas")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--jobs", type=int, help="processes; as many as there are cores")
    given = parser.parse_args(arguments)
    only = [each for each in given.only.split(",") if each]
    try:
        result = left_out(given.corpus, only, given.jobs)
    except ExtractorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for line in markdown(result):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
