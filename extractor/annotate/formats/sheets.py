"""Sheets from a corpus, a file of gold or a file of records; and gold from sheets."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from extractor.annotate.formats.places import regions_of, usual_place
from extractor.annotate.formats.types import Line, Sheet
from extractor.annotate.markup import SECOND, compile_document
from extractor.errors import fail

GOLD = ".gold.jsonl"
_UNSAFE = re.compile(r'[/\\\x00-\x1f\x7f<>:"|?*\ud800-\udfff]')
_PLACE = ("role", "start", "end", "quote", "status", "page")
_SECTION = ("id", "level", "ordinal", "title", "start", "end", "body_end", "parent", "quote")


def load_sheets(path: Path) -> Iterator[Sheet]:
    """The documents of a corpus folder (mark-up where there is any, else gold), of one file of
    either, or of records with their texts, in the order of their names.

    Raises EX101, EX202, EX301; a quote that does not stand in its text is one of them.
    """
    if not path.exists():
        raise fail("EX101", f"{path}: no such file or folder")
    if path.suffix == ".mark":
        yield _compiled(path)
    elif path.is_file() and not path.name.endswith(GOLD):
        yield from _records(path)
    else:
        yield from _folder(path)


def _folder(path: Path) -> Iterator[Sheet]:
    inside = path.rglob("*") if path.is_dir() else [path]
    marked: dict[Path, Path] = {}
    for each in inside:
        if path.is_dir() and SECOND in each.relative_to(path).parts[:-1]:
            continue
        if each.suffix == ".mark":
            marked[each.with_suffix("")] = each
        elif each.name.endswith(GOLD):
            marked.setdefault(each.with_name(each.name.removesuffix(GOLD)), each)
    if not marked:
        raise fail("EX301", f"{path}: neither .mark nor {GOLD} files here")
    names: dict[str, Path] = {}
    for _, file in sorted(marked.items()):
        sheets = [_compiled(file)] if file.suffix == ".mark" else list(_gold(file))
        for sheet in sheets:
            if sheet.name in names:
                raise fail("EX301", f"{file}: {sheet.name} is in {names[sheet.name]} too")
            names[sheet.name] = file
            yield sheet


def _compiled(path: Path) -> Sheet:
    document = compile_document(path)
    lines = msgspec.json.decode(msgspec.json.encode(document.gold()))
    return sheet_of(document.front.id, document.text, [_headless(each) for each in lines], path)


def _gold(path: Path) -> Iterator[Sheet]:
    found: dict[str, list[Line]] = {}
    hashes: dict[str, str] = {}
    for number, row in enumerate(_read(path).split(b"\n"), 1):
        if not row.strip():
            continue
        try:
            line: Any = msgspec.json.decode(row)
        except msgspec.DecodeError as error:
            raise fail("EX301", f"{path}:{number}: not JSON: {error}") from None
        if not isinstance(line, dict) or not isinstance(line.get("doc"), str):
            raise fail("EX301", f"{path}:{number}: no line of gold: no doc")
        if not isinstance(line.get("kind"), str):
            raise fail("EX301", f"{path}:{number}: no line of gold: no kind")
        found.setdefault(line["doc"], []).append(_headless(line))
        hashes.setdefault(line["doc"], str(line.get("text_sha256")))
    for name, lines in found.items():
        file = path.parent / f"{name}.txt"
        if not file.is_file():
            raise fail("EX301", f"{path}: the text of {name} is not beside it ({file.name})")
        try:
            text = _read(file).decode()
        except UnicodeDecodeError:
            raise fail("EX301", f"{file}: not UTF-8") from None
        if digest(text) != hashes[name]:
            raise fail("EX303", f"{file}: not the text that its gold was made of (text_sha256)")
        yield sheet_of(name, text, lines, path)


def _records(path: Path) -> Iterator[Sheet]:
    data = _read(path)
    try:
        whole = msgspec.json.decode(data)
        records = whole if isinstance(whole, list) else [whole]
    except msgspec.DecodeError:
        try:
            records = [msgspec.json.decode(row) for row in data.split(b"\n") if row.strip()]
        except msgspec.DecodeError as error:
            raise fail("EX301", f"{path}: neither gold nor records: {error}") from None
    for number, record in enumerate(records, 1):
        where = f"{path}:{number}"
        if not isinstance(record, dict) or "facts" not in record or "source" not in record:
            raise fail("EX301", f"{where}: no record (a gold file is called <doc>{GOLD})")
        if not isinstance(record.get("text"), str):
            raise fail("EX301", f"{where}: a record without its text; save it with --with-text")
        lines = list(record["facts"])
        lines += [{"kind": "section", **each} for each in record.get("sections", ())]
        lines += [{"kind": "finding", **each} for each in record.get("findings", ())]
        source = str(record["source"].get("name", ""))
        # only the last suffix goes: a.2021.txt is a.2021
        yield sheet_of(Path(source).stem or f"document{number}", record["text"], lines, path)


def sheet_of(name: str, text: str, lines: Iterable[Line], where: object) -> Sheet:
    """A sheet whose places are all there and have their quotes. Raises EX301."""
    kept = []
    for line in lines:
        regions = regions_of(line)
        for each in regions:
            here = text[each.start : each.end]
            if each.end > len(text) or (each.told is not None and each.told != here):
                what = line.get("field") or line["kind"]
                raise fail(
                    "EX301",
                    f"{where}: {name}: {what} at {each.start}-{each.end}: expected "
                    f"{each.told!r}, found {here!r}",
                )
        kept.append(_quoted(line, text) if regions else line)
    return Sheet(name, text, tuple(kept))


def _quoted(line: Line, text: str) -> Line:
    if line["kind"] == "section":
        return line | {"quote": text[line["start"] : line["end"]]}
    key = "spans" if line["kind"] == "finding" else "evidence"
    places = [
        {"role": usual_place(line["kind"], number)}
        | each
        | {"quote": text[each["start"] : each["end"]]}
        for number, each in enumerate(line[key])
    ]
    return line | {key: places}


def gold_of(sheet: Sheet) -> bytes:
    """The bytes of a gold file of one document."""
    head = {"doc": sheet.name, "text_sha256": digest(sheet.text)}
    encode = msgspec.json.Encoder().encode
    return b"".join(encode(head | _ordered(line)) + b"\n" for line in sheet.lines)


def save_sheets(sheets: Iterable[Sheet], folder: Path) -> int:
    """Write ``<doc>.txt`` and ``<doc>.gold.jsonl`` for each; each file is old or new, whole.

    Nothing is written where a document is also there as mark-up: its gold is compiled from
    that. Raises EX501.
    """
    ready = list(sheets)
    for sheet in ready:
        file_name(sheet.name)
        if (folder / f"{sheet.name}.mark").exists():
            raise fail("EX501", f"{folder}: {sheet.name} is there as mark-up; take another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in ready:
            data = sheet.text.encode("utf-8", "surrogatepass")
            # a reader takes one byte order mark away; one that is part of the text is to stay
            mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
            put(folder / f"{sheet.name}.txt", mark + data)
            put(folder / f"{sheet.name}{GOLD}", gold_of(sheet))
    except OSError as error:
        raise fail("EX501", f"{folder}: cannot be written: {error.strerror}") from None
    return len(ready)


def file_name(name: str) -> str:
    """*name*, which may become part of a file's. Raises EX301 for one that leads elsewhere.

    >>> file_name("gd_town_2021")
    'gd_town_2021'
    """
    if _UNSAFE.search(name) or name.startswith(".") or not 0 < len(name.encode("utf-8")) <= 200:
        raise fail("EX301", f"{name[:80]!r} cannot be the name of a document's files")
    return name


def put(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
        try:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
            Path(out.name).chmod(0o644)
            Path(out.name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(out.name).unlink()
            raise


def digest(text: str) -> str:
    """The hash by which a text is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _headless(line: Line) -> Line:
    return {key: value for key, value in line.items() if key not in ("doc", "text_sha256")}


def _ordered(line: Line) -> Line:
    if line["kind"] == "section":
        return {"kind": "section"} | _by(line, _SECTION)
    key = "spans" if line["kind"] == "finding" else "evidence"
    if key in line:
        return line | {key: [_by(each, _PLACE) for each in line[key]]}
    return line


def _by(found: Line, order: tuple[str, ...]) -> Line:
    first = {key: found[key] for key in order if key in found}
    return first | {key: value for key, value in found.items() if key not in first}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise fail("EX101", f"{path}: {error.strerror}") from None
