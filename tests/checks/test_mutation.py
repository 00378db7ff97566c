"""Slips in consistent documents are noticed, once, at their place."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.mutation import FOLDERS, Slip, consistent, main, report, slips

CORPUS = Path(__file__).parents[2] / "corpus"


def drawn(folders: Sequence[str], documents: int | None, figures: int) -> list[Slip]:
    found = consistent(CORPUS, folders)
    if documents is not None:
        found = random.Random(0).sample(found, documents)
    return [slip for each in found for slip in slips(each, figures, 0)]


def check(found: Sequence[Slip], of_all: float) -> None:
    guarded = [each for each in found if each.codes]
    noticed = [each for each in found if each.noticed]
    assert len(guarded) > 0.6 * len(found)
    assert sum(each.noticed for each in guarded) >= 0.90 * len(guarded), [*report(found)]
    assert len(noticed) >= of_all * len(found)
    assert sum(len(each.findings) for each in noticed) <= 1.3 * len(noticed)
    assert sum(each.primary for each in noticed) >= 0.65 * len(noticed)


def test_slips_are_noticed() -> None:
    # few documents: what no identity covers weighs more or less than in all of them
    check(drawn(FOLDERS, 30, 8), 0.65)


@pytest.mark.slow
def test_slips_are_noticed_in_every_consistent_document() -> None:
    check(drawn(("train", "dev", "findings/train", "findings/dev"), None, 20), 0.70)


def test_documents_set_aside_are_not_read() -> None:
    assert not any("aside" in folder for folder in FOLDERS)
    assert {each.front.id for each in consistent(CORPUS, ("findings/dev",))} == {
        each.stem
        for each in (CORPUS / "findings" / "dev").glob("*.mark")
        if "|finding" not in each.read_text("utf-8")
    }


def test_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--docs", "1", "--figures", "5", "--missed"]) == 0
    told = capsys.readouterr().out
    assert "noticed, of what an identity covers" in told
    assert "nothing guards" in told
    assert main(["--corpus", "/nowhere"]) == 2
