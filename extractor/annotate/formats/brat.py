"""brat stand-off: a folder of ``<doc>.txt``, ``<doc>.ann`` and one ``annotation.conf``.

A text-bound annotation may not hold a line break: it is cut there into fragments, joined by a
blank in its text, and mended when read. Roles are attributes, further places relations, the
rest is a note in JSON. brat counts a CRLF as one character, so those texts are noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from extractor.annotate.formats.brat_conf import conf
from extractor.annotate.formats.brat_names import key_from, name_of
from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.reading import file_bytes, line_of, unplaced
from extractor.annotate.formats.sheets import file_name
from extractor.annotate.formats.types import Drawn, Line, Mark, Region, Sheet, Told
from extractor.errors import fail

FURTHER = "evidence"
#: What ends a line for some reader of the stand-off file.
_BREAK = re.compile(r"[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_NOTE = "extractor"


class Brat:
    """Stand-off files."""

    name = "brat"
    suffix = ""
    lossless = True

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """Text and stand-off of each document, then the configuration."""
        for sheet in sheets:
            told.note("texts with CRLF, which brat's server counts as one", "\r\n" in sheet.text)
            file_name(sheet.name)
            beyond = any(c > "\uffff" for c in sheet.text)
            told.note("texts with characters beyond U+FFFF, which brat's page miscounts", beyond)
            yield f"{sheet.name}.txt", sheet.text.encode("utf-8", "surrogatepass")
            yield f"{sheet.name}.ann", _standoff(sheet).encode("utf-8", "surrogatepass")
        yield "annotation.conf", conf().encode()

    def read(self, path: Path, told: Told) -> Iterator[Drawn]:
        """Every ``.ann`` of a folder, or the one given, with the text beside it."""
        files = [path] if path.is_file() else sorted(path.rglob("*.ann"))
        if not files:
            raise fail("EX301", f"{path}: no .ann file here")
        for file in files:
            try:
                text = file.with_suffix(".txt").read_bytes().decode("utf-8", "surrogatepass")
                rows = file_bytes(file).decode("utf-8", "surrogatepass").split("\n")
            except UnicodeDecodeError as error:
                raise fail("EX301", f"{file}: not UTF-8: {error.reason}") from None
            except OSError as error:
                raise fail("EX301", f"{file}: its text: {error.strerror}") from None
            yield _drawn(file, text, rows, told)


FORMAT = Brat()


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a span between its line breaks.

    >>> fragments("甲乙\\r\\n丙", 0, 5)
    [(0, 2), (4, 5)]
    """
    found = []
    at = start
    for match in _BREAK.finditer(text, start, end):
        if match.start() > at:
            found.append((at, match.start()))
        at = match.end()
    return [*found, (at, end)] if at < end else found


def _standoff(sheet: Sheet) -> str:
    marks, rest = marks_of(sheet)
    rows: list[str] = []
    count = relations = attributes = 0
    notes: list[str] = []
    for mark in marks:
        parts = [fragments(sheet.text, each.start, each.end) for each in mark.regions]
        if not all(parts):  # a place of line breaks alone
            rest.append((int(mark.id[1:]), sheet.lines[int(mark.id[1:]) - 1]))
            continue
        key, _, role = mark.label.partition("/")
        line, first = mark.line or {}, count + 1
        edges = [
            [part[0][0] - each.start, each.end - part[-1][1]]
            for part, each in zip(parts, mark.regions, strict=True)
        ]
        for number, part in enumerate(parts):
            count += 1
            name = FURTHER if number else name_of(key)
            places = ";".join(f"{start} {end}" for start, end in part)
            shown = " ".join(sheet.text[start:end] for start, end in part)
            rows.append(f"T{count}\t{name} {places}\t{shown}")
            if number:
                relations += 1
                tie = mark.regions[number].role or FURTHER
                rows.append(f"R{relations}\t{tie} Arg1:T{first} Arg2:T{count}\t")
        if role:
            attributes += 1
            rows.append(f"A{attributes}\tRole T{first} {role}")
        told: Line = {"id": mark.id, "line": line}
        if any(map(any, edges)):
            told["edges"] = edges
        notes.append(f"#{len(notes) + 1}\tAnnotatorNotes T{first}\t{_json(told)}")
    if rest:
        notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {_NOTE}\t{_json({'unplaced': rest})}")
    return "".join(f"{row}\n" for row in [*rows, *notes])


def _json(found: Line) -> str:
    # line breaks of any kind are escaped, so that a note is one line for every reader
    text = msgspec.json.encode(found).decode()
    return _BREAK.sub(lambda m: "".join(f"\\u{ord(c):04x}" for c in m[0]), text)


def _drawn(file: Path, text: str, rows: list[str], told: Told) -> Drawn:
    bound: dict[str, tuple[str, list[Region]]] = {}
    roles: dict[str, str] = {}
    tied: dict[str, list[tuple[str, str]]] = {}
    notes: dict[str, Line] = {}
    for number, row in enumerate(rows, 1):
        where = f"{file}:{number}"
        key, _, behind = row.rstrip("\r").partition("\t")
        body, _, shown = behind.partition("\t")
        if key.startswith("T"):
            bound[key] = _bound(body, shown, text, where)
        elif key.startswith("R"):
            kind, *ends = body.split() or [""]
            if len(ends) != 2:
                raise fail("EX301", f"{where}: {body!r} is not a relation of two")
            one, other = (each.partition(":")[2] for each in ends)
            tied.setdefault(one, []).append((other, kind))
        elif key[:1] in ("A", "M"):
            words = body.split()
            if words[:1] == ["Role"] and len(words) == 3:
                roles[words[1]] = words[2]
            else:
                told.drop("attributes that are no role")
        elif key.startswith("#"):
            subject = body.split()[-1] if body.split() else ""
            try:
                notes[subject] = msgspec.json.decode(shown)
            except msgspec.DecodeError:
                told.drop("notes of annotators")
        elif key.strip():
            told.drop(f"lines of brat's kind {key[0]}")
    further = {
        other
        for ends in tied.values()
        for other, _ in ends
        if bound.get(other, ("",))[0] == FURTHER
    }
    marks = []
    for key, (name, parts) in bound.items():
        if key in further:
            continue
        note = notes.get(key) or {}
        ties = [(other, kind) for other, kind in tied.get(key, ()) if other in further]
        regions = list(parts)
        for other, kind in ties:
            role = None if kind == FURTHER else kind
            regions += [Region(r.start, r.end, r.told, role) for r in bound[other][1]]
        regions = _edged(regions, note.get("edges"), text)
        label = key_from(name) + (f"/{roles[key]}" if key in roles else "")
        line = line_of(note.get("line"), f"{file}: {key}")
        marks.append(Mark(str(note.get("id", key)), label, tuple(regions), line))
    rest = unplaced((notes.get(_NOTE) or {}).get("unplaced"), str(file))
    return Drawn(file.stem, text, tuple(marks), rest, str(file))


def _bound(body: str, shown: str, text: str, where: str) -> tuple[str, list[Region]]:
    """The name of a text-bound annotation and its places: one, where only breaks part it."""
    match = _BOUND.fullmatch(body)
    if match is None:
        raise fail("EX301", f"{where}: {body!r} is not a name and its offsets")
    ends = [tuple(map(int, each.split())) for each in match[2].split(";")]
    found: list[list[int]] = []
    pieces: list[str] = []
    at = 0
    for start, end in ends:
        said = shown[at : at + end - start]
        at += end - start + 1
        if found and not _BREAK.sub("", text[found[-1][1] : start]):
            # the break itself stands in the text only
            pieces[-1] += text[found[-1][1] : start] + said
            found[-1][1] = end
        else:
            found.append([start, end])
            pieces.append(said)
    places = [Region(start, end, said) for (start, end), said in zip(found, pieces, strict=True)]
    return match[1], places


def _edged(regions: list[Region], edges: list[list[int]] | None, text: str) -> list[Region]:
    """Places with the line breaks at their ends that brat cannot hold."""
    if edges is None or len(edges) != len(regions):
        return regions
    found = []
    for each, (before, after) in zip(regions, edges, strict=True):
        start, end = each.start - before, each.end + after
        said = text[start : each.start] + (each.told or "") + text[each.end : end]
        found.append(Region(start, end, said, each.role))
    return found
