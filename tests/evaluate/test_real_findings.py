"""Contradictions of real documents against their gold, where the documents are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import extractor
from extractor.evaluate import load_gold, pair
from extractor.evaluate.findings import pair_findings
from extractor.evaluate.load import record_document
from extractor.finding import EXTRACTION

DOCS = os.environ.get("EXTRACTOR_REAL_DOCS")
GOLD = sorted((Path(__file__).parents[2] / "corpus" / "real").glob("*.gold.jsonl"))
#: What is reached, rounded down: errors and warnings found; findings that both readers have too.
RECALL, PRECISION = 0.93, 0.88

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DOCS, reason="EXTRACTOR_REAL_DOCS names no folder of real documents"),
]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
def test_findings_of_a_real_document(path: Path) -> None:
    (gold,) = load_gold(path)
    file = Path(DOCS or "") / f"{gold.name}.txt"
    if not file.exists():
        pytest.skip(f"{file.name} is not there")
    record = extractor.extract(file, with_text=True)
    ((_, found),), _ = pair([gold], [record_document(record.to_dict(), file.name)])
    here = gold.findings or ()
    there = [each for each in found.findings or () if each.blame != EXTRACTION]
    pairs = pair_findings(here, there)
    wanted = {i for i, each in enumerate(here) if each.severity != "info"}
    recall = len(wanted & {i for i, _ in pairs}) / len(wanted)
    precision = len(pairs) / len(there)
    assert recall >= RECALL, f"{recall:.3f} of the errors and warnings"
    assert precision >= PRECISION, f"{precision:.3f} of what was reported"
