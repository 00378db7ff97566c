"""How long scoring takes beside extracting: the corpus again and again, up to 200 documents.

Processor time of everything that a score is made of: gold read, facts matched and counted,
intervals drawn, errors sorted. Both are done in turns and the medians compared.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from benchmarks.warm import timed
from extractor.evaluate import Doc, errors, evaluate, extract_corpus, load_gold, pair
from extractor.evaluate.load import GOLD_SUFFIX
from extractor.evaluate.pause import uncollected

DOCUMENTS = 200


def measure(corpus: Path, runs: int) -> dict[str, float]:
    """Milliseconds a document of extracting and of scoring, and their ratio."""
    import extractor

    with tempfile.TemporaryDirectory() as folder:
        copies = Path(folder)
        texts = _copies(corpus, copies)
        given = [extractor.Text(path.read_bytes().decode("utf-8-sig"), path.name) for path in texts]
        found = extract_corpus(load_gold(copies), copies)
        extracting, scoring = [], []
        _score(copies, found)
        for _ in range(runs):
            extracting.append(timed(lambda: [extractor.extract(text) for text in given]))
            scoring.append(timed(lambda: _score(copies, found)))
    one, other = median(extracting) / len(texts), median(scoring) / len(texts)
    return {"documents": len(texts), "extract": one, "score": other, "ratio": other / one}


def _copies(corpus: Path, folder: Path) -> list[Path]:
    gold = [*(corpus / "dev").glob(f"*{GOLD_SUFFIX}"), *(corpus / "train").glob(f"*{GOLD_SUFFIX}")]
    sources = sorted(path for path in gold if path.with_name(_text(path)).exists())
    made = []
    for index in range(DOCUMENTS):
        source = sources[index % len(sources)]
        name = source.name.removesuffix(GOLD_SUFFIX)
        lines = source.read_text(encoding="utf-8").replace(f'"doc":"{name}"', f'"doc":"{index}"')
        (folder / f"{index}.gold.jsonl").write_text(lines, encoding="utf-8")
        text = folder / f"{index}.txt"
        text.write_bytes(source.with_name(_text(source)).read_bytes())
        made.append(text)
    return made


def _text(gold: Path) -> str:
    return gold.name.removesuffix(GOLD_SUFFIX) + ".txt"


def _score(folder: Path, predicted: list[Doc]) -> None:
    with uncollected():  # as the command does
        pairs, _ = pair(load_gold(folder), predicted)
        errors(evaluate(pairs))
