"""This run against an earlier one."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.evaluate import Doc, Item, evaluate
from extractor.evaluate.baseline import compare_runs, holm, load_run, randomised
from extractor.evaluate.gate import keeps, no_regression, parse_bar
from extractor.evaluate.outcome import Outcome
from extractor.evaluate.report.machine import as_json
from extractor.evaluate.score import Report


def report(*right: int, of: int = 4, names: str = "abcdefghijkl") -> Report:
    """Documents of *of* facts each, so many of them right."""
    pairs = []
    for name, good in zip(names, right, strict=False):
        gold = tuple(
            Item("money", "training", 10 * at, 10 * at + 3, "5", role="actual") for at in range(of)
        )
        told = tuple(
            Item("money", "training", 10 * at, 10 * at + 3, "5" if at < good else "6", "actual")
            for at in range(of)
        )
        pairs.append((Doc(name, name, gold), Doc(name, name, told)))
    return evaluate(pairs, samples=0)


def stored(path: Path, before: Report, **change: object) -> Path:
    run = json.loads(as_json(Outcome("x", before, ()))) | change
    path.write_text(json.dumps(run), encoding="utf-8")
    return path


def test_differences_of_a_stored_run(tmp_path: Path) -> None:
    run = load_run(stored(tmp_path / "run.json", report(*[1] * 10)))
    told, notes = compare_runs(report(*[4] * 10), run, "run.json")
    total = next(each for each in told if (each.row, each.metric) == ("total", "linked"))
    assert (total.before[2], total.now[2], total.delta) == (0.25, 1.0, 0.75)
    # only all signs alike are as large: 2 of 2^10
    assert total.p == pytest.approx(2 / 1024, abs=0.002)
    assert total.p_holm == total.p  # a family of one
    found = next(each for each in told if (each.row, each.metric) == ("total", "found"))
    assert (found.delta, found.p) == (0.0, None)  # nothing has changed in any document
    assert notes == []
    assert no_regression(told).passed
    assert keeps(told, parse_bar("linked=0.01")).passed


def test_the_test_is_that_of_all_exchanges() -> None:
    chance = np.random.default_rng(5)
    old, new = (chance.integers(0, 5, (6, 1, 4)).astype(float) for _ in range(2))
    for table in (old, new):
        table[:, :, 1] += 5
        table[:, :, 3] += 5

    def f1(table: np.ndarray) -> float:
        a, b, c, d = table.sum(axis=0)[0]
        return float(2 * a / b * c / d / (a / b + c / d))

    seen, as_large = abs(f1(new) - f1(old)), 0
    for swap in itertools.product([False, True], repeat=6):
        mask = np.array(swap)[:, None, None]
        one, other = np.where(mask, new, old), np.where(mask, old, new)
        as_large += abs(f1(other) - f1(one)) >= seen - 1e-12
    (p,) = randomised(old, new, 20_000, 0)
    assert p == pytest.approx(as_large / 64, abs=0.015)


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_keeps_the_order_and_only_raises(chances: list[float]) -> None:
    told = holm(chances)
    assert all(b >= a or b == 1.0 for a, b in zip(chances, told, strict=True))
    assert all(b <= 1.0 for b in told)
    for (a, b), (c, d) in itertools.combinations(zip(chances, told, strict=True), 2):
        assert (a < c) <= (b <= d)


def test_a_regression_is_significant_or_none(tmp_path: Path) -> None:
    run = load_run(stored(tmp_path / "run.json", report(*[4] * 10)))
    told, _ = compare_runs(report(*[3] * 10), run, "run.json")
    verdict = no_regression(told)
    assert not verdict.passed
    assert "-0.25" in verdict.told
    slight, _ = compare_runs(report(3, *[4] * 9), run, "run.json")
    assert no_regression(slight).passed  # one document says nothing
    assert not keeps(slight, parse_bar("linked=0.01", "--max-drop")).passed
    assert keeps(slight, parse_bar("linked=0.03", "--max-drop")).passed
    with pytest.raises(ExtractorError, match="no row 'nil'"):
        keeps(slight, parse_bar("nil.linked=0.03", "--max-drop"))


def test_only_shared_documents_count(tmp_path: Path) -> None:
    run = load_run(stored(tmp_path / "run.json", report(4, 4)))
    told, notes = compare_runs(report(4, 4, 0), run, "run.json")
    assert next(each for each in told if each.metric == "linked").delta == 0.0
    assert "2 of 3 documents are in both" in notes[0]
    with pytest.raises(ExtractorError, match="EX303"):
        compare_runs(report(4, names="z"), run, "run.json")
    changed = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    changed["documents"][0]["text_sha256"] = "0"
    (tmp_path / "run.json").write_text(json.dumps(changed), encoding="utf-8")
    _, notes = compare_runs(report(4, 4), load_run(tmp_path / "run.json"), "run.json")
    assert "of another text" in notes[0]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (None, "No such file"),
        ("{broken", "not a run"),
        ("[]", "not a run"),
        ('{"documents": [], "schema_version": "1"}', "a run without documents"),
        ('{"documents": [{"doc": "a", "counts": {"total": {"linked": [1]}}}], "schema_version": '
         '"1"}', "not a run"),
        ('{"documents": [{"doc": "a", "counts": {}}, {"doc": "a", "counts": {}}], '
         '"schema_version": "1"}', "document a is there twice"),
    ],
)  # fmt: skip
def test_bad_runs(tmp_path: Path, content: str | None, cause: str) -> None:
    path = tmp_path / "run.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ExtractorError, match="EX301") as caught:
        load_run(path)
    assert f"run.json: {cause}" in caught.value.message
