"""A real Label Studio takes a corpus and gives it back; by hand, see ``round_trip.py``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]


@pytest.mark.needs_label_studio
@pytest.mark.skipif(not os.environ.get("LABEL_STUDIO"), reason="LABEL_STUDIO names no program")
def test_a_corpus_comes_back_unchanged() -> None:
    from round_trip import compared  # type: ignore[import-not-found]
    from torture import torture  # type: ignore[import-not-found]

    from extractor.annotate.formats.sheets import load_sheets

    sheets = list(load_sheets(Path(__file__).parents[3] / "corpus/dev/gd_town_2021.mark"))
    assert compared([*sheets, torture()], os.environ["LABEL_STUDIO"]) == []
