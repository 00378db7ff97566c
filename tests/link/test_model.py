"""Models: where they lie, what they refuse, how they score."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractor.errors import ExtractorError
from extractor.link import features, model


def test_the_shipped_model_agrees_with_the_features() -> None:
    assert model.agree(model.load("roles"), features.spec()).card.kind == "multinomial"


def test_a_missing_model_is_told_in_one_line() -> None:
    with pytest.raises(ExtractorError, match=r"^EX401 there is no model nobody"):
        model.load("nobody")


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_a_spoilt_model_is_refused(suffix: str, tmp_path: Path) -> None:
    folder = next(each for each in model.folders() if (each / "roles.npz").exists())
    for each in (".npz", ".json"):
        (tmp_path / f"roles{each}").write_bytes((folder / f"roles{each}").read_bytes())
    (tmp_path / f"roles{suffix}").write_bytes(b"\x80\x04spoilt")
    with pytest.raises(ExtractorError, match="EX401"):
        model.read(tmp_path, "roles")


def test_a_model_of_other_features_is_refused() -> None:
    with pytest.raises(ExtractorError, match=r"EX401 .* other features"):
        model.agree(model.load("roles"), {"dense": ["a"]})


def test_pickles_are_not_loaded(tmp_path: Path) -> None:
    folder = next(each for each in model.folders() if (each / "roles.npz").exists())
    (tmp_path / "roles.json").write_bytes((folder / "roles.json").read_bytes())
    bad = np.array([{"a": 1}], dtype=object)
    np.savez(tmp_path / "roles.npz", dense=bad, bias=bad)
    with pytest.raises(ExtractorError, match="EX401"):
        model.read(tmp_path, "roles")


def test_temperature_flattens() -> None:
    scores = np.array([[2.0, 0.0, -1.0]])
    sharp, flat = model.softmax(scores, 0.5), model.softmax(scores, 2.0)
    assert sharp[0, 0] > flat[0, 0]
    assert np.allclose(sharp.sum(), 1.0)
    assert model.softmax(np.array([[0.0]])).tolist() == [[0.5, 0.5]]
