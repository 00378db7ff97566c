"""Training: the same numbers as scikit-learn's, the same bytes twice, errors told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner

from extractor.annotate import compile_document
from extractor.errors import ExtractorError
from extractor.link import features
from extractor.link.model import corpus_digest, read
from extractor.link.passages import Passage
from extractor.train import headings, sections
from extractor.train.diagram import diagram
from extractor.train.fit import fit, gram_matrix, matrix
from extractor.train.gold import came_true
from extractor.train.leave import without
from extractor.train.roles import rows, sentences
from extractor.train.scores import scores
from extractor.train.store import archive, save
from extractor.train.task import EXTRA, Task
from extractor.train.train import MODELS, as_model, read_splits, train

ROOT = Path(__file__).parents[2]
TEXTS = {
    "problem": ("支付进度偏慢。", "指标不够细化。", "人员配备不足。", "制度不够完善。"),
    "measure": ("今后加强论证。", "下一步完善制度。", "将按月通报进度。", "拟提前招标。"),
    "achievement": ("全年培训120人。", "建成站点3个。", "完成改造5处。", "办理案件90件。"),
}


def group(name: str, number: int) -> tuple[str, list[Passage], list[str]]:
    found, roles = [], []
    for role, texts in TEXTS.items():
        found.append(Passage(0, 9, texts[number], ("performance_result", "performance")))
        roles.append(role)
    return name, found, roles


def small(**given: object) -> Task:
    groups = [group(name, n) for n, name in enumerate(("a", "b", "c", EXTRA))]
    fields: dict[str, object] = {
        "name": "small", "kind": "multinomial", "rows": rows(groups), "held": None,
        "features": features.spec(), "title": "Small", "use": "Tests.",
        "limits": "All.",
    }  # fmt: skip
    return Task(**(fields | given))  # type: ignore[arg-type]


def test_run_time_scores_are_those_of_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    task = small()
    data = matrix(task.rows, 1 << features.BITS)
    wanted = LogisticRegression(C=task.strength, max_iter=5000, tol=1e-8)
    wanted.fit(data, list(task.rows.labels))
    model = as_model(task, fit(task)._replace(temperature=1.0))
    given = model.probabilities(task.rows.dense, task.rows.grams, task.rows.headings)
    assert model.labels == tuple(wanted.classes_)
    assert np.allclose(given, wanted.predict_proba(data), atol=2e-3)


def test_sums_of_weights_are_a_matrix_product() -> None:
    task = small()
    fitted = fit(task)
    model = as_model(task, fitted._replace(temperature=1.0))
    data = matrix(task.rows, 1 << features.BITS)
    weights = np.vstack((fitted.dense.T, fitted.grams))  # type: ignore[arg-type]
    logits = np.asarray(data @ weights + fitted.bias)  # type: ignore[operator]
    wanted = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    given = model.probabilities(task.rows.dense, task.rows.grams, task.rows.headings)
    assert np.allclose(given, wanted, atol=1e-5)


def test_gram_matrix_holds_every_gram_once() -> None:
    grams = features.grams(["支付偏慢。", "x"])
    table = gram_matrix(grams, 1 << features.BITS)
    assert table.shape == (2, 1 << features.BITS)  # type: ignore[attr-defined]
    sums = np.asarray(table.sum(axis=1)).ravel()  # type: ignore[attr-defined]
    counts = np.diff(np.append(grams[1][:-1], len(grams[0])))
    assert np.allclose(sums, counts * grams[2])


def test_equal_models_are_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        save(tmp_path / name, small(), fit(small()), {})
    for suffix in ("npz", "json", "md"):
        one, two = (tmp_path / each / f"small.{suffix}" for each in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_a_binary_model_has_the_probability_of_its_second_label() -> None:
    rng = np.random.default_rng(0)
    task = small()
    dense = rng.normal(size=(60, 3)).astype(np.float32)
    labels = tuple("right" if each > 0 else "wrong" for each in dense[:, 0])
    given = task.rows._replace(
        dense=dense, grams=None, labels=labels, groups=("a", "b", "c") * 20,
        weights=np.ones(60, np.float32), headings=None, starts=None,
    )  # fmt: skip
    made = small(kind="binary", rows=given, labels=("wrong", "right"), features={"dense": [1, 2]})
    model = as_model(made, fit(made))
    chances = model.probabilities(dense)
    assert chances.shape == (60, 2)
    assert chances[dense[:, 0] > 1, 1].min() > 0.5 > chances[dense[:, 0] < -1, 1].max()


@pytest.mark.slow
def test_every_model_is_the_same_bytes_twice(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in sorted((ROOT / "corpus/train").glob("*.mark"))[:5]:
        (corpus / path.name).write_bytes(path.read_bytes())
    for name in ("one", "two"):
        told = train(corpus, tmp_path / name)
    assert list(told) == list(MODELS)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 4 * len(MODELS)
    for each in files:
        assert (tmp_path / "one" / each).read_bytes() == (tmp_path / "two" / each).read_bytes()
    card = read(tmp_path / "one", "confidence").card
    assert card.corpus_sha256 == corpus_digest(corpus)
    assert len(card.documents) == 5


@pytest.mark.parametrize("make", [headings.task, sections.task])
def test_tasks_that_are_not_shipped_are_the_same_bytes_twice(
    make: Callable[..., Task], tmp_path: Path
) -> None:
    paths = sorted((ROOT / "corpus/train").glob("*.mark"))[:3]
    documents = [compile_document(path) for path in paths]
    for name in ("one", "two"):
        task = make(documents, documents[:1])
        save(tmp_path / name, task, fit(task), {})
    made = {
        name: [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]
        for name in ("one", "two")
    }
    assert made["one"] == made["two"]


def test_blocks_are_left_out_together() -> None:
    task = small(blocks={"a": "north", "b": "north", "c": "south"})
    heard: list[str] = []
    fitted = fit(task, heard.append)
    assert heard == ["north", "south", "all"]
    assert sorted(fitted.tested.tolist()) == list(range(9))
    heard.clear()
    fit(small(), heard.append, folds=2)
    assert heard == ["0", "1", "all"]


def test_a_province_left_out_takes_its_rows_with_it() -> None:
    task = small(blocks={"a": "north", "b": "north", "c": "south"})
    rest = without(task, {"north"})
    assert set(rest.rows.groups) == {"c", EXTRA}
    one = gram_matrix(task.rows.grams, 1 << features.BITS)  # type: ignore[arg-type]
    two = gram_matrix(rest.rows.grams, 1 << features.BITS)  # type: ignore[arg-type]
    kept = [at for at, each in enumerate(task.rows.groups) if each in ("c", EXTRA)]
    assert np.allclose(one[kept].toarray(), two.toarray())  # type: ignore[index, attr-defined]


def test_what_came_true_is_what_gold_has() -> None:
    document = compile_document(min((ROOT / "corpus/train").glob("sn_*.mark")))
    _, facts, right = came_true(document)
    assert len(facts) == len(right)
    assert 0.7 < sum(right) / len(right) <= 1


def test_a_reliability_diagram_is_sound() -> None:
    bins = [
        {"confidence": 0.2, "right": 0.1, "rows": 5},
        {"confidence": 1.0, "right": 1.0, "rows": 5},
    ]
    drawn = ElementTree.fromstring(diagram("a < b", {"held": bins, "left out": bins}))
    assert len(drawn.findall(".//{*}circle")) == 4


def test_archives_have_no_time() -> None:
    assert archive({"a": np.zeros(2, np.float32)}) == archive({"a": np.zeros(2, np.float32)})


def test_scores_of_perfect_chances() -> None:
    truth = np.array([0, 1, 0, 1])
    weights = np.ones(4, np.float32)
    found = scores(("a", "b"), truth, np.eye(2)[truth], ("x", "x", "y", "y"), weights)
    assert found["by_row"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert found["labels"]["a"]["f1"] == 1.0
    assert found["calibration_error"] == 0.0


def test_too_little_data_is_told() -> None:
    task = small()
    alone = small(rows=task.rows._replace(groups=("a",) * len(task.rows.groups)))
    with pytest.raises(ExtractorError, match="EX402"):
        fit(alone)


def test_the_sentences_are_sound() -> None:
    groups = sentences(ROOT / "corpus/sentences/roles.tsv")
    texts = [each.text for _, part, _ in groups for each in part]
    assert len(texts) >= 400
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    "line",
    ["g\tproblems\t问题\tfault\t偏慢。", "g\tproblems\t问题\tproblem", "g\tp\t问题\tproblem\t "],
)
def test_a_faulty_sentence_is_told_by_its_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "roles.tsv"
    path.write_text(f"group\tsection\ttitle\trole\ttext\n{line}\n", encoding="utf-8")
    with pytest.raises(ExtractorError, match=r"EX402 .*:2: "):
        sentences(path)


def test_what_is_set_aside_is_not_read(tmp_path: Path) -> None:
    for split in ("train", "dev", "aside"):
        (tmp_path / split).mkdir()
    (tmp_path / "aside/a.mark").write_text("no front matter", encoding="utf-8")
    source = sorted((ROOT / "corpus/train").glob("*.mark"))[:2]
    for path in source:
        (tmp_path / "train" / path.name).write_bytes(path.read_bytes())
    documents, held = read_splits(tmp_path)
    assert [each.front.id for each in documents] == [each.stem for each in source]
    assert held == []


def test_errors_of_the_command(tmp_path: Path) -> None:
    from extractor.cli.train import command

    result = CliRunner().invoke(command, [str(tmp_path / "none")])
    assert isinstance(result.exception, ExtractorError)
    assert result.exception.code == "EX101"
    with pytest.raises(ExtractorError, match="EX501 no model nobody"):
        train(ROOT / "corpus", tmp_path, ["nobody"])
    with pytest.raises(ExtractorError, match="EX402"):
        read_splits(tmp_path)
