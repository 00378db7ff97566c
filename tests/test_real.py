"""Real documents: a folder of them may be named, none is in the repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import extractor
from extractor.evaluate import evaluate, load_gold, pair
from extractor.evaluate.count import Count
from extractor.evaluate.load import record_document
from extractor.evaluate.score import precision_recall_f1

FOLDER = os.environ.get("EXTRACTOR_REAL_DOCS")
DOCUMENTS = sorted((*Path(FOLDER).glob("*.txt"), *Path(FOLDER).glob("*.pdf"))) if FOLDER else []
GOLD = sorted((Path(__file__).parents[1] / "corpus" / "real").glob("*.gold.jsonl"))
NUMERIC = ("money", "ratio", "staffing", "asset", "quantity")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER, reason="EXTRACTOR_REAL_DOCS names no folder of real documents"),
]


def names(path: Path) -> str:
    return path.name


def test_the_folder_has_documents() -> None:
    assert DOCUMENTS


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_the_main_job(path: Path, tmp_path: Path) -> None:
    """By the command line, as a user does it; then every value is replayed."""
    saved = tmp_path / "record.json"
    command = [sys.executable, "-m", "extractor"]
    for arguments in (["extract", path, "-o", saved], ["verify", saved, path]):
        done = subprocess.run(
            [*command, *map(str, arguments)], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_every_quote_reproduces(path: Path) -> None:
    record = extractor.extract(path, with_text=True)
    text = record.text
    assert text is not None
    assert len(text) == record.source.chars
    for fact in record.facts:
        assert fact.evidence, fact
        for place in fact.evidence:
            if place.status != "ungrounded":
                assert 0 <= place.start < place.end
                assert text[place.start : place.end] == place.quote
    for section in record.sections:
        assert 0 <= section.start < section.end <= section.body_end <= len(text)


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_as_much_as_such_a_document_holds(path: Path) -> None:
    """Per thousand characters; wide bounds, to see that no linker fell silent or ran wild."""
    if "template" in path.name:
        pytest.skip("an empty form states nothing")
    record = extractor.extract(path)
    thousands = record.source.chars / 1000
    assert 1 <= len(record.facts) / thousands <= 60
    assert 0.5 <= len(record.amounts) / thousands <= 40
    assert 0.5 <= len(record.sections) / thousands <= 15
    assert 1 <= len(record.duties) <= 40
    assert record.year is not None
    assert 2010 <= int(record.year) <= 2040


@pytest.mark.parametrize("path", GOLD, ids=names)
def test_numbers_are_linked(path: Path) -> None:
    (gold,) = load_gold(path)
    file = Path(FOLDER or "") / f"{gold.name}.txt"
    if not file.exists():
        pytest.skip(f"{file.name} is not there")
    record = extractor.extract(file, with_text=True)
    pairs, warnings = pair([gold], [record_document(record.to_dict(), file.name)])
    assert len(pairs) == 1, warnings
    scores = evaluate(pairs, samples=0).scores
    count = Count()
    for kind in NUMERIC:
        if (score := scores.get((f"kind:{kind}", "linked"))) is not None:
            count = count.plus(score.count)
    f1 = precision_recall_f1(count)[2]
    assert f1 is not None
    assert f1 >= 0.95, f"linked F1 of the numbers is {f1:.4f}"
