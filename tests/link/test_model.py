"""Models: where they lie, what they refuse, how they score."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
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


def _copy(folder: Path, **changes: object) -> None:
    source = next(each for each in model.folders() if (each / "roles.npz").exists())
    card = json.loads((source / "roles.json").read_bytes()) | changes
    (folder / "roles.json").write_text(json.dumps(card), encoding="utf-8")
    (folder / "roles.npz").write_bytes((source / "roles.npz").read_bytes())


def test_a_model_of_other_libraries_or_another_corpus_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _copy(tmp_path, libraries={"numpy": "1.0"}, corpus_sha256="0")
    monkeypatch.setattr(model, "folders", lambda: (tmp_path,))
    monkeypatch.setattr(model, "_corpus_here", lambda: "1")
    model.forget()
    with pytest.warns(model.ModelWarning) as told:
        model.load("roles")
    monkeypatch.undo()
    model.forget()
    texts = [str(each.message) for each in told]
    assert any(each.startswith("model roles: trained with numpy 1.0, here is") for each in texts)
    assert any("trained on another state of the corpus" in each for each in texts)


def test_where_no_corpus_is_at_hand_only_numpy_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_corpus_here", lambda: None)
    card = model.load("roles").card
    same = msgspec.structs.replace(card, libraries={"numpy": np.__version__, "scipy": "0"})
    assert model.differences(same) == []


def test_given_models_come_first_and_say_nothing(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    _copy(tmp_path, libraries={"numpy": "1.0"}, temperature=9.0)
    with model.use_models(tmp_path):
        assert model.load("roles").card.temperature == 9.0
        assert not model.has("nobody")
        assert model.has("confidence")  # the shipped ones are still there
    assert model.load("roles").card.temperature != 9.0
    assert not [each for each in recwarn if "numpy 1.0" in str(each.message)]


def test_the_corpus_digest_is_of_what_is_trained_on(tmp_path: Path) -> None:
    for part in ("train", "dev"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "a.mark").write_text(part, encoding="utf-8")
    before = model.corpus_digest(tmp_path)
    (tmp_path / "dev/a.mark").write_text("other", encoding="utf-8")
    assert model.corpus_digest(tmp_path) == before
    (tmp_path / "train/a.mark").write_text("other", encoding="utf-8")
    assert model.corpus_digest(tmp_path) != before
