"""doccano JSONL, of both kinds: ``label`` triples, and ``entities`` with ``relations``.

doccano keeps every further key of a line as metadata of the document; what is no span stands
there, under ``extractor``. It numbers spans anew, so they find what belongs to them by label
and place. It trims texts: white space around the text is put apart, and back when read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.reading import integer, json_lines, line_of, objects, unplaced
from extractor.annotate.formats.types import Drawn, Line, Mark, Region, Sheet, Told
from extractor.errors import fail

FURTHER = "evidence"
#: Start, end, label.
_Span = tuple[int, int, str]


class Doccano:
    """``relations`` tells the kind: of entities and relations, or of spans alone."""

    suffix = ".jsonl"
    lossless = True

    def __init__(self, name: str, relations: bool) -> None:
        self.name = name
        self.relations = relations

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """A line for every document."""
        for sheet in sheets:
            yield "", msgspec.json.encode(self._line(sheet, told)) + b"\n"

    def _line(self, sheet: Sheet, told: Told) -> Line:
        text = sheet.text
        head = len(text) - len(text.lstrip())
        tail = text.rstrip()[head:]
        marks, rest = marks_of(sheet)
        inside = [mark for mark in marks if _within(mark, head, head + len(tail))]
        outside = {mark.id for mark in marks} - {mark.id for mark in inside}
        rest += [
            (number, line) for number, line in enumerate(sheet.lines, 1) if f"f{number}" in outside
        ]
        kept: Line = {
            "head": text[:head], "tail": text[head + len(tail) :] if tail else "",
            "marks": [_mark(mark, head) for mark in inside], "unplaced": rest,
        }  # fmt: skip
        found: Line = {"text": tail}
        if self.relations:
            entities, relations = _entities(inside, head)
            found |= {"entities": entities, "relations": relations}
        else:
            found["label"] = [
                [mark.regions[0].start - head, mark.regions[0].end - head, mark.label]
                for mark in inside
            ]
            more = sum(len(mark.regions) - 1 for mark in inside)
            told.note("further places of facts, which doccano keeps but does not show", more)
        return found | {"doc": sheet.name, "extractor": kept}

    def read(self, path: Path, told: Told) -> Iterator[Drawn]:
        """A document for every line, of either kind; ``labels`` of old releases too."""
        for number, found in json_lines(path):
            where = f"{path}:{number}"
            text = found.get("text", found.get("data"))
            if not isinstance(text, str):
                raise fail("EX301", f"{where}: no text")
            meta = found["meta"] if isinstance(found.get("meta"), dict) else found
            own = meta.get("extractor")
            own = own if isinstance(own, dict) else {}
            spans, tied = _spans(found, where)
            head, tail = str(own.get("head", "")), str(own.get("tail", ""))
            marks = tuple(_marks(spans, tied, own, where, told))
            if head:
                marks = tuple(_shifted(mark, len(head)) for mark in marks)
            name = str(meta.get("doc") or f"document{number}")
            rest = unplaced(own.get("unplaced"), where)
            yield Drawn(name, head + text + tail, marks, rest, where)


SPANS = Doccano("doccano", relations=False)
RELATIONS = Doccano("doccano-relations", relations=True)


def _within(mark: Mark, start: int, end: int) -> bool:
    return all(start <= each.start and each.end <= end for each in mark.regions)


def _mark(mark: Mark, head: int) -> Line:
    places = [[each.start - head, each.end - head] for each in mark.regions]
    return {"id": mark.id, "label": mark.label, "places": places, "line": mark.line}


def _entities(marks: list[Mark], head: int) -> tuple[list[Line], list[Line]]:
    entities: list[Line] = []
    relations: list[Line] = []
    for mark in marks:
        first = len(entities) + 1
        for number, each in enumerate(mark.regions):
            key = len(entities) + 1
            label = FURTHER if number else mark.label
            place = {"start_offset": each.start - head, "end_offset": each.end - head}
            entities.append({"id": key, **place, "label": label})
            if number:
                ends = {"from_id": first, "to_id": key, "type": each.role or FURTHER}
                relations.append({"id": len(relations) + 1, **ends})
    return entities, relations


def _spans(found: Line, where: str) -> tuple[list[_Span], dict[int, list[tuple[int, str]]] | None]:
    """Spans in order; which of them are tied to which, None for the kind without relations."""
    if "entities" not in found:
        spans = []
        triples = found.get("label", found.get("labels")) or []
        if not isinstance(triples, list):
            raise fail("EX301", f"{where}: {triples!r} is no list of labels")
        for each in triples:
            if not isinstance(each, list | tuple) or len(each) != 3:
                raise fail("EX301", f"{where}: label {each!r} is not [start, end, label]")
            spans.append((integer(each[0], where), integer(each[1], where), str(each[2])))
        return spans, None
    entities = list(objects(found["entities"] or [], f"{where}: entity"))
    spans = [
        (integer(each.get("start_offset"), where), integer(each.get("end_offset"), where),
         str(each.get("label")))
        for each in entities
    ]  # fmt: skip
    at = {str(each.get("id")): number for number, each in enumerate(entities)}
    tied: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for each in objects(found.get("relations") or [], f"{where}: relation"):
        one, other = at.get(str(each.get("from_id"))), at.get(str(each.get("to_id")))
        if one is not None and other is not None and spans[other][2] == FURTHER:
            tied[one].append((other, str(each.get("type"))))
    return spans, tied


def _marks(
    spans: list[_Span], tied: dict[int, list[tuple[int, str]]] | None, own: Line, where: str,
    told: Told,
) -> Iterator[Mark]:  # fmt: skip
    kept: dict[_Span, list[Line]] = defaultdict(list)
    for each in objects(own.get("marks") or [], f"{where}: mark"):
        kept[_first(each, where)].append(each)
    further = {other for more in (tied or {}).values() for other, _ in more}
    for number, span in enumerate(spans):
        if number in further:
            continue
        start, end, label = span
        known = kept[span].pop(0) if kept.get(span) else None
        if known is None:
            places = [Region(start, end)]
            places += [
                Region(*spans[i][:2], None, role) for i, role in (tied or {}).get(number, ())
            ]
            yield Mark(f"s{number + 1}", label, tuple(places))
            continue
        line = line_of(known.get("line"), where)
        quotes = _quotes(line or {})
        if tied is None:
            ends: list[tuple[int, int, str | None]] = [
                (each[0], each[1], None) for each in known["places"]
            ]
        else:
            more = [(*spans[i][:2], role) for i, role in tied.get(number, ())]
            ends = [(start, end, None), *((a, b, None if r == FURTHER else r) for a, b, r in more)]
        same = len(quotes) == len(ends)
        regions = tuple(
            Region(a, b, quotes[i] if same or (i == 0 and quotes) else None, role)
            for i, (a, b, role) in enumerate(ends)
        )
        yield Mark(str(known.get("id")), label, regions, line)
    told.note("marks deleted, moved or relabelled in doccano", sum(map(len, kept.values())))


def _first(mark: Line, where: str) -> _Span:
    places: Any = mark.get("places")
    if not isinstance(places, list) or not places:
        raise fail("EX301", f"{where}: a mark of extractor without places")
    for each in places:
        if not isinstance(each, list) or len(each) != 2:
            raise fail("EX301", f"{where}: {each!r} is no place")
        for offset in each:
            integer(offset, where)
    return places[0][0], places[0][1], str(mark.get("label"))


def _quotes(line: Line) -> list[str | None]:
    if line.get("kind") == "section":
        return [line.get("quote")]
    return [each.get("quote") for each in line.get("evidence") or line.get("spans") or ()]


def _shifted(mark: Mark, by: int) -> Mark:
    regions = tuple(
        Region(each.start + by, each.end + by, each.told, each.role) for each in mark.regions
    )
    return Mark(mark.id, mark.label, regions, mark.line)
