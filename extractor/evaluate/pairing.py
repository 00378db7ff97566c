"""Which prediction belongs to which gold; and predictions made anew from the texts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from extractor.errors import ExtractorError, fail
from extractor.evaluate.load import record_document
from extractor.evaluate.types import Doc


def pair(gold: list[Doc], predicted: list[Doc]) -> tuple[list[tuple[Doc, Doc]], list[str]]:
    """Bring gold and predictions of the same text together; what is left over is told.

    A gold document without prediction is scored as all missed. Raises EX303 where a pair
    is of different texts, or where nothing fits together.
    """
    by_hash = {doc.sha256: doc for doc in predicted if doc.sha256 is not None}
    by_name = {doc.name: doc for doc in predicted}
    pairs: list[tuple[Doc, Doc]] = []
    used: set[int] = set()
    warnings: list[str] = []
    for doc in gold:
        found = by_name.get(doc.name)
        if found is None or not _same_text(doc, found):
            twin = by_hash.get(doc.sha256 or "")
            found = twin if twin is not None and id(twin) not in used else found
        if found is None and len(gold) == len(predicted) == 1:
            found = predicted[0]
        if found is None:
            warnings.append(f"{doc.name}: no prediction, all of it counts as missed")
            pairs.append((doc, Doc(doc.name, doc.sha256, ())))
            continue
        if not _same_text(doc, found):
            raise fail("EX303", f"{doc.name}: gold and prediction are of different texts")
        used.add(id(found))
        pairs.append((doc, found))
    if not used:
        raise fail("EX303", "gold and predictions share no document")
    left = [doc.name for doc in predicted if id(doc) not in used]
    if left:
        warnings.append(f"{len(left)} predicted documents have no gold: {', '.join(left[:5])}")
    return pairs, warnings


def _same_text(gold: Doc, predicted: Doc) -> bool:
    if predicted.sha256 is None or predicted.sha256 == gold.sha256:
        return True
    if gold.text is None:
        return False
    # the prediction may name the file, byte order mark and all
    marked = hashlib.sha256(gold.text.encode("utf-8-sig")).hexdigest()
    return predicted.sha256 == marked


def with_texts(gold: list[Doc], corpus: Path) -> tuple[list[Doc], list[str]]:
    """The gold documents whose text is at hand, and a warning for each of the others.

    Raises EX301 where no text is there at all.
    """
    found = [doc for doc in gold if doc.text is not None]
    if not found:
        raise fail("EX301", f"{corpus}: no text {gold[0].name}.txt beside its gold")
    return found, [
        f"{doc.name}: no text {doc.name}.txt beside its gold, left out"
        for doc in gold
        if doc.text is None
    ]


def extract_corpus(gold: list[Doc], corpus: Path) -> list[Doc]:
    """Extract every gold document anew from its text."""
    texts: list[tuple[Doc, str]] = []
    for doc in gold:
        if doc.text is None:
            raise fail("EX301", f"{corpus}: no text {doc.name}.txt beside its gold")
        texts.append((doc, doc.text))

    from extractor import Text, extract  # the whole toolkit: only where it is asked for

    found: list[Doc] = []
    for doc, text in texts:
        record = extract(Text(text, f"{doc.name}.txt"))
        try:
            predicted = record_document(record.to_dict(), doc.name)
        except ExtractorError as error:
            raise RuntimeError(
                f"the extractor made a record that cannot be read: {error}"
            ) from error
        found.append(msgspec.structs.replace(predicted, name=doc.name, sha256=doc.sha256))
    return found
