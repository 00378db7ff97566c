"""Models to disk: numbers as ``.npz``, their meaning as ``.json``, a card as ``.md``.

Equal models are equal bytes: entries have a fixed time, keys a fixed order.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from extractor.errors import fail
from extractor.link.model import Card, forget
from extractor.train.diagram import diagram
from extractor.train.fit import Fitted
from extractor.train.task import Floats, Task

LIBRARIES = ("numpy", "scikit-learn", "scipy")
_TITLES = {"left_out": "Provinces left out one by one", "held": "Held-out documents"}
_RELIABILITY = (
    "Ten bins of equal mass; the dotted line is where a model is as often right as it says. "
    "Provinces left out are told by models that never saw them; one temperature was fitted on "
    "all of these."
)
_REPRODUCING = (
    "`extractor train corpus -o models`: the same bytes on one machine with these libraries; "
    "elsewhere probabilities agree to about six digits."
)
_TIME = (1980, 1, 1, 0, 0, 0)


def card(task: Task, fitted: Fitted, scores: Mapping[str, Any]) -> Card:
    """What ``<name>.json`` says."""
    return Card(
        name=task.name,
        kind=task.kind,
        labels=fitted.labels,
        features=task.features,
        temperature=fitted.temperature,
        corpus_sha256=task.corpus_sha256,
        libraries={name: version(name) for name in LIBRARIES},
        scores=dict(scores),
        documents=task.documents,
    )


def arrays(fitted: Fitted) -> dict[str, Floats]:
    """The numbers of a model, by the names that they are kept under."""
    found = {
        "bias": fitted.bias,
        "dense": fitted.dense,
        "grams": fitted.grams,
        "around": fitted.around,
        "around_bias": fitted.around_bias,
    }
    return {name: each for name, each in found.items() if each is not None}


def save(folder: Path, task: Task, fitted: Fitted, scores: Mapping[str, Any]) -> list[Path]:
    """Write the files of a model; returns their paths. Raises EX501."""
    made = card(task, fitted, scores)
    files = {
        ".npz": archive(arrays(fitted)),
        ".json": msgspec.json.format(msgspec.json.encode(made, order="sorted"), indent=1) + b"\n",
        ".md": page(task, made).encode(),
    }
    series = {
        title: made.scores[key]["reliability"]
        for key, title in _TITLES.items()
        if key in made.scores
    }
    if series:
        files[".svg"] = diagram(task.title, series).encode()
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, data in files.items():
            path = folder / f"{task.name}{suffix}"
            path.write_bytes(data)
            paths.append(path)
    except OSError as error:
        raise fail("EX501", f"{folder}: cannot be written: {error.strerror}") from None
    forget()
    return paths


def archive(arrays: Mapping[str, Floats]) -> bytes:
    """Arrays as the bytes of an ``.npz`` file, the same for the same arrays."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as stored:
        for name in sorted(arrays):
            entry = zipfile.ZipInfo(f"{name}.npy", _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            data = io.BytesIO()
            np.lib.format.write_array(data, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            stored.writestr(entry, data.getvalue())
    return out.getvalue()


def page(task: Task, made: Card) -> str:
    """The model card."""
    lines = [f"# {task.title} (`{task.name}`)", "", "## Intended use", "", task.use, ""]
    lines += ["## Made of", ""]
    lines += [f"* corpus: sha256 `{made.corpus_sha256}`"]
    if made.documents:
        lines += [f"* {len(made.documents)} documents, listed by hash in `{task.name}.json`"]
    lines += [f"* {name} {number}" for name, number in made.libraries.items()]
    dense = len(made.features.get("dense", ()))
    grams = (
        f", hashed words and n-grams in 2^{made.features['bits']} buckets"
        if ("bits" in made.features)
        else ""
    )
    lines += [f"* logistic regression ({task.kind}) over {dense} features{grams}; L2, "
              f"C = {task.strength:g}; temperature {made.temperature:g}"]  # fmt: skip
    if task.rows.starts is not None:
        lines += ["* a second pass over what the first takes the sentences around for"]
    lines += [""]
    for key, title in _TITLES.items():
        if key in made.scores:
            lines += _scores(title, made.scores[key])
    if "left_out" in made.scores:
        lines += ["## Reliability", "", f"![How sure, how often right]({task.name}.svg)", ""]
        lines += [_RELIABILITY, ""]
    if "learning_curve" in made.scores:
        lines += ["## Learning curve", "", "On the held-out documents, by row, in one pass.", ""]
        lines += ["| documents trained on | right |", "|---|---|"]
        lines += [f"| {each['documents']} | {each['value']:.3f} ({each['low']:.3f} to "
                  f"{each['high']:.3f}) |" for each in made.scores["learning_curve"]]  # fmt: skip
        lines.append("")
    lines += ["## Reproducing", "", _REPRODUCING, ""]
    lines += ["## Limits", "", task.limits, ""]
    return "\n".join(lines)


def _scores(title: str, found: Mapping[str, Any]) -> list[str]:
    lines = [f"## {title}", ""]
    lines += [f"{found['rows']} rows of {found['documents']} documents; 95 % intervals by a "
              "bootstrap over documents.", ""]  # fmt: skip
    for name, key in (("right, by row", "by_row"), ("right, by length", "by_weight")):
        each = found[key]
        if key == "by_weight" and each == found["by_row"]:
            continue  # every row counts the same
        lines.append(f"* {name}: {each['value']:.3f} ({each['low']:.3f} to {each['high']:.3f})")
    ranked = "" if found.get("auroc") is None else f"; AUROC {found['auroc']:.3f}"
    lines += [f"* calibration error: {found['calibration_error']:.3f}{ranked}", ""]
    lines += ["| label | rows | precision | recall | F1 |", "|---|---|---|---|---|"]
    lines += [
        f"| {label} | {each['rows']} | {each['precision']:.3f} | {each['recall']:.3f} "
        f"| {each['f1']:.3f} |"
        for label, each in found["labels"].items()
    ]
    return [*lines, ""]
