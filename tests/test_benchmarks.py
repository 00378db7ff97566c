"""Benchmarks that score: one province left out, patterns against models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import ablation, provinces
from extractor.errors import ExtractorError
from extractor.evaluate import evaluate
from extractor.evaluate.calibration import calibrations

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.mark.slow
def test_three_provinces_left_out() -> None:
    result = provinces.left_out(CORPUS, ["sn", "js", "广东"])
    assert list(result.provinces) == ["广东", "江苏", "陕西"]
    report = evaluate(result.pairs, samples=200)
    linked = report.scores["total", "linked"].f1
    assert linked is not None
    assert linked > 0.9
    fit = calibrations(report.documents)["numeric"]
    assert fit.ece < 0.05
    assert fit.auroc is not None
    assert fit.auroc > 0.7
    lines = list(provinces.markdown(result))
    assert sum(line.startswith("| ") for line in lines) == 7


def test_an_unknown_province_is_told() -> None:
    with pytest.raises(ExtractorError, match="EX501 no document written by hand of nowhere"):
        provinces.left_out(CORPUS, ["nowhere"])


def test_a_table_of_three_variants() -> None:
    counts = np.zeros((4, 3, 4))
    for at, right in enumerate((5, 6, 8)):
        counts[:, at] = (right, 10, right, 10)
    line = list(ablation.markdown([ablation.Told("a", "share", counts)]))[2]
    assert "| 0.500 [0.500, 0.500] | 0.600 [0.600, 0.600] | 0.800 [0.800, 0.800] | +0.300 |" in line


def test_the_page_has_its_tables() -> None:
    page = ablation.PAGE.read_text(encoding="utf-8")
    table = page.partition(ablation.BEGIN)[2].partition(ablation.END)[0]
    assert table.count("\n| ") == 5
