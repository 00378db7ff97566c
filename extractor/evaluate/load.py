"""Gold and predictions from files, checked line by line.

Gold is JSON lines of facts, sections and findings with ``doc`` and ``text_sha256``; gold
without its text may tell texts by ``value_sha256`` and ``title_sha256`` (see ``textless``).
A line of kind ``scope`` tells that only its ``marks`` are marked in a document.
Predictions are records (one JSON object, or JSON lines) or lines in the form of gold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from extractor.errors import fail
from extractor.evaluate import lines
from extractor.evaluate.pause import uncollected
from extractor.evaluate.types import Doc, Finding, Heading, Item

GOLD_SUFFIX = ".gold.jsonl"
#: Second annotations of documents that are elsewhere in the corpus.
SECOND = "second"
#: What several people made of the documents of a corpus, each in a folder (``extractor.desk``).
DESK = "annotations"
_APART = frozenset((SECOND, DESK))
_FRONT = 16_384
_PROVINCE = re.compile(r'^province\s*=\s*"([^"]*)"', re.MULTILINE)
_BY_HAND = re.compile(r"^by_hand\s*=\s*(true|false)", re.MULTILINE)


class Source(msgspec.Struct, frozen=True):
    """Where a record comes from."""

    name: str = ""
    sha256: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    text_sha256: str | None = None


class Recorded(msgspec.Struct):
    """A record, as far as it is scored."""

    facts: list[lines.Line]
    source: Source = Source()
    sections: list[lines.Line] | None = None
    findings: list[lines.Line] | None = None
    text: str | None = None


_STRICT = msgspec.json.Decoder(lines.Strict)
_LOOSE = msgspec.json.Decoder(lines.Line)
_RECORD = msgspec.json.Decoder(Recorded)
_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


@uncollected()
def load_gold(path: Path | str) -> list[Doc]:
    """The gold documents of a ``.jsonl`` file, or of every ``.gold.jsonl`` in a folder.

    Second annotations inside the folder, and those of a desk, are left out. The text is taken
    from ``<doc>.txt`` beside the file where its hash is the gold's. Raises EX301 with file, line
    and cause.
    """
    path = Path(path)
    files = [path]
    if path.is_dir():
        files = sorted(path.rglob(f"*{GOLD_SUFFIX}"))
        files = [each for each in files if not _APART & {*each.relative_to(path).parts[:-1]}]
    if not files:
        raise fail("EX301", f"{path}: no {GOLD_SUFFIX} file here")
    found: dict[str, Doc] = {}
    for file in files:
        for doc, numbers in _flat_documents(file, _read(file), _STRICT):
            if doc.sha256 is None:
                raise fail("EX301", f"{file}: document {doc.name} has no text_sha256")
            if doc.name in found:
                raise fail("EX301", f"{file}: document {doc.name} is in another file too")
            text = _text_beside(file, doc)
            if text is not None:
                _in_text(file, doc, numbers, text)
            province, by_hand = _front(file.parent / f"{doc.name}.mark", doc.name)
            found[doc.name] = Doc(
                doc.name, doc.sha256, doc.items, doc.headings, text, province, doc.findings,
                by_hand, doc.marks,
            )  # fmt: skip
    if not any(doc.items or doc.findings or doc.marks for doc in found.values()):
        raise fail("EX301", f"{path}: no gold facts in it")
    return list(found.values())


@uncollected()
def load_predictions(path: Path | str) -> list[Doc]:
    """The predicted documents of a file of records, or of lines in the form of gold.

    Raises EX301 with file, line and cause.
    """
    path = Path(path)
    data = _read(path)
    if not data.strip():
        raise fail("EX301", f"{path}: the file is empty")
    first = _first(data, path)
    if isinstance(first, dict) and "facts" not in first:
        return [doc for doc, _ in _flat_documents(path, data, _LOOSE)]
    found: dict[str, Doc] = {}
    for number, record in _decoded(path, data, _RECORD):
        doc = record_document(record, f"{path}:{number}")
        if doc.name in found:
            raise fail("EX301", f"{path}:{number}: document {doc.name} is there twice")
        found[doc.name] = doc
    return list(found.values())


def record_document(record: Recorded | Mapping[str, Any], where: str) -> Doc:
    """A record, read or as plain data, in the form in which it is scored."""
    if not isinstance(record, Recorded):
        try:
            record = msgspec.convert(record, Recorded)
        except msgspec.ValidationError as error:
            raise fail("EX301", f"{where}: {error}") from None
    known, source = lines.field_keys(), record.source
    items = []
    lines.no_twins((fact.id, f"{where}: fact {i}") for i, fact in enumerate(record.facts, 1))
    for index, fact in enumerate(record.facts, 1):
        items.append(lines.item(fact, f"{where}: fact {index}", known, placed=False))
    findings = None
    if record.findings is not None:
        findings = tuple(lines.finding(each, where) for each in record.findings)
    headings = None
    if record.sections is not None:
        headings = tuple(lines.heading(each, where) for each in record.sections)
    text = record.text
    return Doc(
        lines.stem(source.name),
        text_hash(text) if text is not None else _source_hash(source),
        tuple(items),
        headings,
        text,
        findings=findings,
    )


def text_hash(text: str) -> str:
    """The hash by which a text is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _source_hash(source: Source) -> str | None:
    """The hash of the text, where the source is a text file that holds just that."""
    if source.text_sha256 is not None:
        return source.text_sha256
    plain = source.media_type == "text/plain" and source.encoding in (None, "utf-8", "ascii")
    return source.sha256 if plain else None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise fail("EX301", f"{path}: {error.strerror}") from None


def _first(data: bytes, path: Path) -> object:
    """The first object of a file of lines, or of a file that is one object or list."""
    line = data.lstrip().partition(b"\n")[0]
    whole: object = None
    try:
        whole = msgspec.json.decode(line)
    except _BROKEN:
        try:
            whole = msgspec.json.decode(data)
        except _BROKEN:
            number = data[: len(data) - len(data.lstrip())].count(b"\n") + 1
            # decoding the line again tells what is wrong with it
            next(iter(_decoded(path, b"\n" * (number - 1) + line, _LOOSE)), None)
    return whole[0] if isinstance(whole, list) and whole else whole


def _decoded(path: Path, data: bytes, decoder: Any) -> Iterator[tuple[int, Any]]:
    """Objects of a file with their lines; a file that is one JSON object or list counts too."""
    rows: list[bytes] = data.split(b"\n")
    opening = data.lstrip()[:1]
    one = opening == b"{" and rows[0].strip() == b"{"
    if opening == b"[" or one:
        try:
            whole = msgspec.json.decode(data)
            many = whole if isinstance(whole, list) else [whole]
            rows = [msgspec.json.encode(each) for each in many]
        except _BROKEN:
            one = False
        else:
            yield from ((1, _decode(row, decoder, f"{path}:1")) for row in rows)
            return
    read = decoder.decode
    for number, row in enumerate(rows, start=1):
        if not row:
            continue
        try:
            value = read(row)
        except _BROKEN:
            if row.isspace():
                continue
            value = _decode(row, decoder, f"{path}:{number}")  # which tells what is wrong
        yield number, value


def _decode(row: bytes, decoder: Any, where: str) -> Any:
    try:
        return decoder.decode(row)
    except msgspec.ValidationError as error:
        cause = str(error)
        if "got `" in cause and cause.startswith("Expected `object`"):
            cause = "not a JSON object"
        cause = cause.replace("Object contains unknown field", "unknown key")
        raise fail("EX301", f"{where}: {cause}") from None
    except _BROKEN as error:
        raise fail("EX301", f"{where}: not JSON: {error}") from None


def _flat_documents(path: Path, data: bytes, decoder: Any) -> list[tuple[Doc, list[int]]]:
    """The documents of a file of lines, each with the lines that its facts stand on."""
    known, start = lines.field_keys(), f"{path}:"
    items: dict[str, list[Item]] = {}
    headings: dict[str, list[Heading]] = {}
    findings: dict[str, list[Finding]] = {}
    marks: dict[str, tuple[str, ...]] = {}
    numbers: dict[str, list[int]] = {}
    ids: dict[str, list[tuple[str | None, str]]] = {}
    hashes: dict[str, str | None] = {}
    for number, line in _decoded(path, data, decoder):
        where = f"{start}{number}"
        name = line.doc
        if not name:
            raise fail("EX301", f"{where}: no doc")
        if name not in items:
            items[name], headings[name], findings[name] = [], [], []
            numbers[name], ids[name] = [], []
            hashes[name] = line.text_sha256
        if hashes[name] != line.text_sha256:
            raise fail("EX301", f"{where}: {name} has two text_sha256")
        if line.kind == "section":
            headings[name].append(lines.heading(line, where))
        elif line.kind == "finding":
            findings[name].append(lines.finding(line, where))
        elif line.kind == "scope":
            marks[name] = lines.scope(line, where)
        else:
            items[name].append(lines.item(line, where, known, placed=True))
            numbers[name].append(number)
            if line.id:
                ids[name].append((line.id, where))
    for each in ids.values():
        lines.no_twins(each)
    return [
        (
            Doc(
                name, hashes[name], tuple(items[name]), tuple(headings[name]) or None,
                findings=tuple(findings[name]) or (() if name in marks else None),
                marks=marks.get(name, ()),
            ),
            numbers[name],
        )
        for name in items
    ]  # fmt: skip


def _text_beside(file: Path, doc: Doc) -> str | None:
    path = file.parent / f"{doc.name}.txt"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    if text_hash(text) != doc.sha256:
        raise fail("EX303", f"{path}: not the text that its gold was made of (text_sha256)")
    return text


def _in_text(file: Path, doc: Doc, numbers: list[int], text: str) -> None:
    """Raise EX301 where a fact does not stand where the gold says."""
    size = len(text)
    for item, number in zip(doc.items, numbers, strict=True):
        start, end, quote = item.start, item.end, item.quote
        if end > size or (quote is not None and text[start:end] != quote):
            cause = f"{item.field}: its quote does not stand at {start} to {end} of the text"
            raise fail("EX301", f"{file}:{number}: {cause}")


def _front(marked: Path, name: str) -> tuple[str, bool | None]:
    """Province and ``by_hand`` as the mark-up says; else the letters before the name."""
    fallback = name.partition("_")[0]
    try:
        with marked.open("rb") as file:
            head = file.read(_FRONT).split(b"+++", 2)[1].decode()
    except (OSError, UnicodeDecodeError, IndexError):
        return fallback, None
    province, by_hand = _PROVINCE.search(head), _BY_HAND.search(head)
    return (
        province[1] if province else fallback,
        by_hand is not None and by_hand[1] == "true",
    )
