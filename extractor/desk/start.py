"""What an annotator begins with: gold where there is some, else what is extracted."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

import msgspec

from extractor import __version__, extract
from extractor.desk.documents import Listed, content
from extractor.desk.types import Annotation, Marking, Plain, Status
from extractor.errors import fail
from extractor.record import Record
from extractor.source import File, read

Start = Literal["gold", "extracted", "blank"]
GOLD = ".gold.jsonl"


def begin(
    listed: Listed, root: Path, annotator: str, start: Start = "gold"
) -> tuple[Annotation, Record | None]:
    """The annotation to begin with, and the record that it comes from.

    ``gold`` takes the gold beside the document, where there is some, and extracts where there
    is none; ``blank`` has no markings. Raises EX101 to EX107; EX301 and EX303 for gold that is
    broken or of another text.
    """
    data = content(listed, root)
    beside = listed.path.with_name(listed.path.stem + GOLD)
    if start == "gold" and listed.path.suffix == ".txt" and beside.is_file():
        text = read(File(data, listed.path.name)).text
        return _from_gold(listed, beside, text, annotator), None
    if start == "blank":
        source = read(File(data, listed.path.name))
        blank = _annotation(listed, source.text, annotator, (), source.pages)
        return blank, None
    record = extract(File(data, listed.path.name), with_text=True)
    return predicted(listed.name, record, annotator), record


def predicted(name: str, record: Record, annotator: str) -> Annotation:
    """A record as an annotation in which nothing has been decided; it must hold its text."""
    told = record.to_dict()
    markings = [Marking(each["id"], "predicted", slim(each)) for each in told["facts"]]
    markings += [heading(each, record.text or "", "predicted") for each in told["sections"]]
    pages = record.drawn.pages if record.drawn else ()
    made_by = f"extractor {__version__}"
    text = record.text or ""
    return _annotation(Listed(name, Path(name)), text, annotator, tuple(markings), pages, made_by)


def _annotation(
    listed: Listed, text: str, annotator: str, markings: tuple[Marking, ...],
    pages: tuple[int, ...] = (), made_by: str = "",
) -> Annotation:  # fmt: skip
    try:
        digest = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        raise fail("EX105", f"{listed.name}: holds half characters, which no file keeps") from None
    name = listed.name.rpartition("/")[2]
    return Annotation(name, text, digest, annotator, markings, pages=pages, made_by=made_by)


def slim(fact: Plain) -> Plain:
    """A fact without what is not set, and without its id, which is the marking's."""
    kept = {key: value for key, value in fact.items() if value not in (None, False, "", [])}
    kept.pop("id", None)
    kept["evidence"] = [
        {key: value for key, value in place.items() if value is not None}
        for place in kept["evidence"]
    ]
    return kept


def heading(section: Plain, text: str, status: Status) -> Marking:
    """A section in the form of the output as a marking of kind ``section``."""
    start, end = section["start"], section["end"]
    fact: Plain = {
        "field": "section", "kind": "section", "level": section["level"],
        "ordinal": section.get("ordinal") or "", "value": section.get("title") or "",
        "evidence": [{"role": "value", "start": start, "end": end, "quote": text[start:end]}],
    }  # fmt: skip
    return Marking(section["id"], status, fact)


def _from_gold(listed: Listed, path: Path, text: str, annotator: str) -> Annotation:
    facts: list[Marking] = []
    headings: list[Marking] = []
    others: list[Plain] = []
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        for row in path.read_bytes().splitlines():
            line = msgspec.json.decode(row, type=dict[str, Any])
            if line.pop("text_sha256") != digest:
                raise fail("EX303", f"{path}: is not of the text beside it (text_sha256)")
            line.pop("doc")
            if line["kind"] == "section":
                headings.append(heading({"id": "", **line}, text, "accepted"))
            elif line["kind"] in ("finding", "scope"):
                others.append(line)
            else:
                meant = line.pop("meant", None)
                facts.append(Marking("", "accepted", slim(line), meant=meant))
    except (msgspec.MsgspecError, KeyError, TypeError, OSError) as error:
        raise fail("EX301", f"{path}: {error}") from None
    numbered = [
        msgspec.structs.replace(each, id=f"{letter}{number}")
        for letter, many in (("f", facts), ("s", headings))
        for number, each in enumerate(many, 1)
    ]
    blank = _annotation(listed, text, annotator, tuple(numbered))
    return msgspec.structs.replace(blank, others=tuple(others), made_by="gold")
