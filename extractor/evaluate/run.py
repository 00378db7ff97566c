"""A whole evaluation, from paths to an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from extractor.errors import fail
from extractor.evaluate.agreement import Agreement, agreement
from extractor.evaluate.annotations import annotated_twice, second_folder
from extractor.evaluate.baseline import Difference, compare_runs, load_run
from extractor.evaluate.buckets import errors
from extractor.evaluate.calibration import calibrations
from extractor.evaluate.gate import Bar, Verdict, keeps, no_regression, reaches
from extractor.evaluate.load import load_gold, load_predictions
from extractor.evaluate.outcome import Outcome
from extractor.evaluate.pairing import extract_corpus, pair, with_texts
from extractor.evaluate.pause import uncollected
from extractor.evaluate.score import Report, evaluate
from extractor.evaluate.seen import read_cards, seen
from extractor.evaluate.types import Doc


class Wanted(msgspec.Struct, frozen=True):
    """What is asked of an evaluation; ``models`` are the folders of the models' cards, the
    shipped ones where None."""

    gold: Path
    predicted: Path | None = None
    only: str | None = None  #: hand | composed | all
    allow_seen: bool = False
    baseline: Path | None = None
    bars: tuple[Bar, ...] = ()
    drops: tuple[Bar, ...] = ()
    no_regression: bool = False
    samples: int = 1000
    seed: int = 0
    models: tuple[Path, ...] | None = None


def run(wanted: Wanted) -> tuple[Outcome, list[str]]:
    """Load, match, score and judge; the outcome, and warnings.

    Raises EX301, EX303 for bad files, EX501 for bad use.
    """
    if wanted.baseline is None and (wanted.drops or wanted.no_regression):
        raise fail("EX501", "--max-drop and --fail-on-regression need --baseline FILE")
    before = None if wanted.baseline is None else load_run(wanted.baseline)
    gold = load_gold(wanted.gold)
    kept, apart = choose(gold, wanted)
    cards = read_cards(wanted.models)
    told = _seen([*kept, *apart], [*seen(kept, cards), *seen(apart, cards)], wanted)
    warnings: list[str] = []
    if wanted.predicted is None:
        kept, left_out = with_texts(kept, wanted.gold)
        warnings += left_out
        apart = [doc for doc in apart if doc.text is not None]
        found = extract_corpus([*kept, *apart], wanted.gold)
    else:
        found = load_predictions(wanted.predicted)
    with uncollected():
        pairs, more = pair([*kept, *apart], found)
        warnings += more
        report = _evaluate(pairs[: len(kept)], wanted)
        composed = _evaluate(pairs[len(kept) :], wanted) if apart else None
        notes = list(told)
        differences: list[Difference] = []
        if before is not None:
            assert wanted.baseline is not None
            differences, more = compare_runs(report, before, str(wanted.baseline), seed=wanted.seed)
            notes += more
        outcome = Outcome(
            name=wanted.gold.name,
            report=report,
            errors=tuple(errors(report)),
            calibrations=calibrations(report.documents),
            differences=tuple(differences),
            verdicts=tuple(_verdicts(report, differences, wanted)),
            composed=composed,
            trained_on=len(cards.documents) or None,
            notes=tuple(notes),
        )
    twice, more = _twice(wanted)
    return msgspec.structs.replace(outcome, agreement=twice), [*warnings, *more]


def choose(gold: Sequence[Doc], wanted: Wanted) -> tuple[list[Doc], list[Doc]]:
    """The documents of the headline, and those that are told apart.

    Of a folder, documents written by hand are the headline and composed ones are apart,
    unless ``only`` says otherwise. Raises EX501 where nothing is left.
    """
    composed = [doc for doc in gold if doc.by_hand is False]
    hand = [doc for doc in gold if doc.by_hand is not False]
    if wanted.only is None:
        both = wanted.gold.is_dir() and hand and composed
        return (hand, composed) if both else (list(gold), [])
    kept = {"hand": hand, "composed": composed, "all": list(gold)}[wanted.only]
    if not kept:
        raise fail("EX501", f"{wanted.gold}: no document of --only {wanted.only}")
    return kept, []


def _seen(gold: Sequence[Doc], known: Sequence[Doc], wanted: Wanted) -> list[str]:
    if not known:
        return []
    share = f"{len(known)} of {len(gold)} documents"
    if not wanted.allow_seen:
        raise fail(
            "EX501",
            f"{wanted.gold}: the models were trained on {share} ({known[0].name} …); "
            "leave them out, or give --seen to score them all the same",
        )
    return [f"seen: the models were trained on {share}; scores on these say little of others"]


def _evaluate(pairs: list[tuple[Doc, Doc]], wanted: Wanted) -> Report:
    return evaluate(pairs, samples=wanted.samples, seed=wanted.seed)


def _verdicts(report: Report, differences: Sequence[Difference], wanted: Wanted) -> list[Verdict]:
    verdicts = [reaches(report, bar) for bar in wanted.bars]
    verdicts += [keeps(differences, bar) for bar in wanted.drops]
    if wanted.no_regression:
        verdicts.append(no_regression(differences))
    return verdicts


def _twice(wanted: Wanted) -> tuple[Agreement | None, list[str]]:
    folder = second_folder(wanted.gold)
    if folder is None:
        return None, []
    pairs, notes = annotated_twice(folder)
    told = agreement(pairs, samples=wanted.samples, seed=wanted.seed) if pairs else None
    return told, notes
