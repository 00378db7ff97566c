"""The scores against scorers that others wrote."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate import Doc, Item, evaluate
from extractor.evaluate.calibration import calibration

nervaluate = pytest.importorskip("nervaluate")
_KINDS = ("money", "ratio", "duty")
#: Ours -> its name of the same score.
_NAMES = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


@st.composite
def documents(draw: st.DrawFn) -> tuple[list[Item], list[Item]]:
    """Gold spans apart from one another, and predictions of which each touches one at most."""
    gold, predicted = [], []
    for index in range(draw(st.integers(1, 12))):
        start, size = 40 * index + 10, draw(st.integers(5, 12))
        kind = draw(st.sampled_from(_KINDS))
        here = Item(kind, "a", start, start + size, "1")
        left, right = draw(st.integers(-5, 2)), draw(st.integers(-2, 5))
        # half-open: one that only touches the gold's end has nothing of it
        places = [(start, start + size), (start + left, start + size + right),
                  (start + size, start + size + 4), (start - 4, start)]  # fmt: skip
        what = draw(st.integers(0, 5))
        if what < 5:
            gold.append(here)
        if what > 0:
            one, two = draw(st.sampled_from(places))
            predicted.append(Item(draw(st.sampled_from(_KINDS)), "a", one, two, "1"))
    return gold, predicted


@given(st.lists(documents(), min_size=1, max_size=4))
def test_spans_are_those_of_nervaluate(drawn: list[tuple[list[Item], list[Item]]]) -> None:
    pairs = [(Doc("d", "x", tuple(a)), Doc("d", "x", tuple(b))) for a, b in drawn]
    report = evaluate(pairs, samples=0)

    def told(items: list[Item]) -> list[dict[str, object]]:
        # its ends are inclusive
        return [{"label": i.kind, "start": i.start, "end": i.end - 1} for i in items]

    evaluator = nervaluate.Evaluator(
        [told(a) for a, _ in drawn], [told(b) for _, b in drawn], tags=list(_KINDS),
        loader="dict",
    )  # fmt: skip
    theirs = evaluator.evaluate()["overall"]
    for ours, name in _NAMES.items():
        score = report.scores.get(("total", ours))
        if score is None:
            continue
        their = theirs[name]
        assert (score.precision or 0.0) == pytest.approx(their.precision)
        assert (score.recall or 0.0) == pytest.approx(their.recall)
        assert (score.f1 or 0.0) == pytest.approx(their.f1)


_facts = st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.9, 0.97, 1.0]), st.booleans()), min_size=1)


@given(_facts, st.randoms())
def test_confidences_are_judged_as_by_scikit_learn(
    facts: list[tuple[float, bool]], chance: random.Random
) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    sure, came = [one for one, _ in facts], [right for _, right in facts]
    fit = calibration(sure, came)
    assert fit.brier == pytest.approx(sum((a - b) ** 2 for a, b in facts) / len(facts))
    if len(set(came)) == 2:
        assert fit.auroc == pytest.approx(metrics.roc_auc_score(came, sure))
    else:
        assert fit.auroc is None
    shuffled = list(facts)
    chance.shuffle(shuffled)
    again = calibration([one for one, _ in shuffled], [right for _, right in shuffled])
    assert again.ece == pytest.approx(fit.ece)
    assert (again.precision, again.coverage) == pytest.approx((fit.precision, fit.coverage))
