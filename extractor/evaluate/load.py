"""Gold and predictions from files, checked line by line.

Gold is JSON lines of facts, sections and findings with ``doc`` and ``text_sha256``; gold
without its text may tell texts by ``value_sha256`` and ``title_sha256`` (see ``textless``).
Predictions are records (one JSON object, or JSON lines) or lines in the form of gold.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from extractor.errors import fail
from extractor.evaluate.types import KINDS, Doc, Heading, Item
from extractor.evaluate.values import comparable, title
from extractor.schema import fields

Object = dict[str, Any]
GOLD_SUFFIX = ".gold.jsonl"


def load_gold(path: Path | str) -> list[Doc]:
    """The gold documents of a ``.jsonl`` file, or of every ``.gold.jsonl`` in a folder.

    The text is taken from ``<doc>.txt`` beside the file where its hash is the gold's.
    Raises EX301 with file, line and cause.
    """
    path = Path(path)
    files = sorted(path.rglob(f"*{GOLD_SUFFIX}")) if path.is_dir() else [path]
    if not files:
        raise fail("EX301", f"{path}: no {GOLD_SUFFIX} file here")
    found: dict[str, Doc] = {}
    for file in files:
        for doc in _flat_documents(file, _lines(file)):
            if doc.sha256 is None:
                raise fail("EX301", f"{file}: document {doc.name} has no text_sha256")
            if doc.name in found:
                raise fail("EX301", f"{file}: document {doc.name} is in another file too")
            text = _text_beside(file, doc)
            province = _province(file.parent / f"{doc.name}.mark", doc.name)
            found[doc.name] = msgspec.structs.replace(doc, text=text, province=province)
    if not any(doc.items for doc in found.values()):
        raise fail("EX301", f"{path}: no gold facts in it")
    return list(found.values())


def load_predictions(path: Path | str) -> list[Doc]:
    """The predicted documents of a file of records, or of lines in the form of gold.

    Raises EX301 with file, line and cause.
    """
    path = Path(path)
    lines = list(_lines(path))
    records = [line for line in lines if "facts" in line[1]]
    if not lines:
        raise fail("EX301", f"{path}: the file is empty")
    if records and len(records) < len(lines):
        odd = next(number for number, line in lines if "facts" not in line)
        raise fail("EX301", f"{path}:{odd}: neither a record nor all lines are facts")
    if not records:
        return _flat_documents(path, iter(lines))
    found: dict[str, Doc] = {}
    for number, record in records:
        doc = record_document(record, f"{path}:{number}")
        if doc.name in found:
            raise fail("EX301", f"{path}:{number}: document {doc.name} is there twice")
        found[doc.name] = doc
    return list(found.values())


def record_document(record: Mapping[str, Any], where: str) -> Doc:
    """A record, as plain data, in the form in which it is scored."""
    source = record.get("source") or {}
    facts, sections = record.get("facts"), record.get("sections")
    if not isinstance(source, dict) or not isinstance(facts, list):
        raise fail("EX301", f"{where}: not a record (source, facts)")
    items = []
    for index, fact in enumerate(facts):
        items.append(_item(_object(fact, f"{where}: fact {index + 1}"), where, placed=False))
    headings = tuple(_heading(_object(each, where), where) for each in sections or ())
    text = record.get("text")
    text = text if isinstance(text, str) else None
    return Doc(
        _stem(str(source.get("name") or "")),
        text_hash(text) if text is not None else _source_hash(source),
        tuple(items),
        headings if sections is not None else None,
        text,
    )


def text_hash(text: str) -> str:
    """The hash by which a text is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _source_hash(source: Mapping[str, Any]) -> str | None:
    """The hash of the text, where the source is a text file that holds just that."""
    if isinstance(source.get("text_sha256"), str):
        return cast("str", source["text_sha256"])
    plain = source.get("media_type") == "text/plain"
    if plain and source.get("encoding") in (None, "utf-8", "ascii"):
        return source.get("sha256")
    return None


def _lines(path: Path) -> Iterator[tuple[int, Object]]:
    """Objects of a file with their lines; a file that is one JSON object or list counts too."""
    try:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise fail("EX301", f"{path}: {error.strerror}") from None
    decode = msgspec.json.decode
    try:
        whole = decode(data)
    except (msgspec.DecodeError, RecursionError):
        whole = None
    if isinstance(whole, list):
        yield from ((1, _object(each, f"{path}:1")) for each in whole)
        return
    for number, line in enumerate([data] if whole is not None else data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            value = decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            raise fail("EX301", f"{path}:{number}: not JSON: {error}") from None
        yield number, _object(value, f"{path}:{number}")


def _object(value: object, where: str) -> Object:
    if not isinstance(value, dict):
        raise fail("EX301", f"{where}: not a JSON object")
    return value


def _flat_documents(path: Path, lines: Iterator[tuple[int, Object]]) -> list[Doc]:
    items: dict[str, list[Item]] = defaultdict(list)
    headings: dict[str, list[Heading]] = defaultdict(list)
    hashes: dict[str, str | None] = {}
    for number, line in lines:
        where = f"{path}:{number}"
        name = line.get("doc")
        if not isinstance(name, str) or not name:
            raise fail("EX301", f"{where}: no doc")
        digest = line.get("text_sha256")
        if hashes.setdefault(name, digest) != digest:
            raise fail("EX301", f"{where}: {name} has two text_sha256")
        items[name]
        if line.get("kind") == "section":
            headings[name].append(_heading(line, where))
        elif line.get("kind") != "finding":
            items[name].append(_item(line, where, placed=True))
    return [
        Doc(name, hashes[name], tuple(found), tuple(headings[name]) if headings[name] else None)
        for name, found in items.items()
    ]


def _item(fact: Object, where: str, *, placed: bool) -> Item:
    kind, field = fact.get("kind"), fact.get("field")
    if not isinstance(kind, str) or kind not in KINDS:
        raise fail("EX301", f"{where}: unknown kind {kind!r}")
    if not isinstance(field, str) or field not in fields():
        raise fail("EX301", f"{where}: unknown field {field!r}")
    hashed = _digest(fact, "value_sha256", where)
    try:
        value = comparable(fact) if hashed is None else None
    except ValueError as error:
        if placed:
            raise fail("EX301", f"{where}: {field}: {error}") from None
        value = str(fact.get("value"))
    start, end, quote = _span(fact, where)
    if placed and start < 0:
        raise fail("EX301", f"{where}: {field} has no evidence with start and end")
    confidence = fact.get("confidence")
    return Item(
        kind, field, start, end, value,
        role=_text(fact, "role", where), period=_text(fact, "period", where),
        direction=_text(fact, "direction", where), category=_text(fact, "category", where),
        quote=quote, confidence=float(confidence) if isinstance(confidence, int | float) else None,
        shown=_shown(fact), value_sha256=hashed,
    )  # fmt: skip


def _shown(fact: Object) -> str:
    for key in ("value", "raw", "value_sha256", "name"):
        if fact.get(key) is not None:
            return f"sha256:{fact[key][:8]}" if key == "value_sha256" else str(fact[key])
    return ""


_SHA256 = re.compile(r"[0-9a-f]{64}")


def _digest(line: Object, key: str, where: str) -> str | None:
    value = line.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or _SHA256.fullmatch(value) is None:
        raise fail("EX301", f"{where}: {key} is not a SHA-256 in lower-case hex")
    return value


def _text(fact: Object, key: str, where: str) -> str | None:
    value = fact.get(key)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):  # a year written as a number
        return str(value)
    raise fail("EX301", f"{where}: {key} is not a text")


def _span(fact: Object, where: str) -> tuple[int, int, str | None]:
    """Where the value stands: the evidence with role ``value``, else the first."""
    evidence = fact.get("evidence")
    if not isinstance(evidence, list) or not evidence:
        return -1, -1, None
    places = [_object(each, f"{where}: evidence") for each in evidence]
    place = next((each for each in places if each.get("role") == "value"), places[0])
    start, end, quote = place.get("start"), place.get("end"), place.get("quote")
    if start is None and end is None:
        return -1, -1, None
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        raise fail("EX301", f"{where}: {fact.get('field')}: bad span {start!r} to {end!r}")
    return start, end, quote if isinstance(quote, str) else None


def _heading(section: Object, where: str) -> Heading:
    start, level = section.get("start"), section.get("level")
    if not isinstance(start, int) or not isinstance(level, int):
        raise fail("EX301", f"{where}: a section needs start and level")
    hashed = _digest(section, "title_sha256", where)
    return Heading(start, title(str(section.get("title") or "")), level, hashed)


def _stem(name: str) -> str:
    return Path(name).stem if "." in name else name


def _text_beside(file: Path, doc: Doc) -> str | None:
    path = file.parent / f"{doc.name}.txt"
    if not path.exists():
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    if text_hash(text) != doc.sha256:
        raise fail("EX303", f"{path}: not the text that its gold was made of (text_sha256)")
    return text


def _province(marked: Path, name: str) -> str:
    """The province of a document: as its mark-up says, else the letters before its name."""
    try:
        head = marked.read_text(encoding="utf-8").split("+++")[1]
    except (OSError, UnicodeDecodeError, IndexError):
        return name.partition("_")[0]
    for line in head.splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "province":
            return value.split("#")[0].strip().strip('"')
    return name.partition("_")[0]
