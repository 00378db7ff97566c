"""Prodigy JSONL: spans with their tokens, and relations between tokens.

``end`` of a span is exclusive and ``token_end`` inclusive; a relation's ``head`` and ``child``
are the last tokens of their spans. Tokens are single characters, save for runs of figures and
letters, and are cut where a span begins or ends, so that every span lies on them. Spans
overlap: they are for ``spans_manual`` and ``relations``, not for ``ner_manual``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.reading import (
    integer,
    json_lines,
    line_of,
    mapping,
    objects,
    unplaced,
)
from extractor.annotate.formats.types import Drawn, Line, Mark, Region, Sheet, Told
from extractor.errors import fail

FURTHER = "evidence"
_RUN = re.compile(r"[0-9A-Za-z]+(?:[.,][0-9]+)*|.", re.DOTALL)


class Prodigy:
    """A task a line, with everything that is not a span under ``extractor`` of span and meta."""

    name = "prodigy"
    suffix = ".jsonl"
    lossless = True

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """A line for every document."""
        for sheet in sheets:
            yield "", msgspec.json.encode(_task(sheet, predictions)) + b"\n"

    def read(self, path: Path, told: Told) -> Iterator[Drawn]:
        """The tasks that were accepted, or have no answer yet."""
        for number, task in json_lines(path):
            where = f"{path}:{number}"
            if task.get("answer", "accept") != "accept":
                told.note("tasks rejected or ignored, not read")
                continue
            text = task.get("text")
            if not isinstance(text, str):
                raise fail("EX301", f"{where}: no text")
            meta = task.get("meta") if isinstance(task.get("meta"), dict) else {}
            name = str((meta or {}).get("doc") or f"document{number}")
            marks = tuple(_marks(task, where))
            yield Drawn(name, text, marks, unplaced((meta or {}).get("unplaced"), where), where)


FORMAT = Prodigy()


def tokens(text: str, borders: Iterable[int]) -> list[int]:
    """Where tokens begin.

    >>> tokens("收入12.5万", [3])
    [0, 1, 2, 3, 6]
    """
    return sorted({each.start() for each in _RUN.finditer(text)} | set(borders) - {len(text)})


def _task(sheet: Sheet, predictions: bool) -> Line:
    marks, rest = marks_of(sheet)
    regions = [each for mark in marks for each in mark.regions]
    starts = tokens(sheet.text, {at for each in regions for at in (each.start, each.end)})
    ends = [*starts[1:], len(sheet.text)]
    spans: list[Line] = []
    relations: list[Line] = []
    for mark in marks:
        first, *more = (_span(each, mark.label, starts) for each in mark.regions)
        spans.append(first | {"id": mark.id, "extractor": mark.line})
        for number, (span, each) in enumerate(zip(more, mark.regions[1:], strict=True), 2):
            key = f"{mark.id}.{number}"
            spans.append(span | {"id": key, "label": FURTHER})
            relation = {"head": first["token_end"], "child": span["token_end"]}
            relation |= {"head_span": first, "child_span": span | {"label": FURTHER}}
            ids = {"head_id": mark.id, "child_id": key}
            relations.append(relation | {"label": each.role or FURTHER} | ids)
    meta: Line = {"doc": sheet.name} | ({"unplaced": rest} if rest else {})
    task: Line = {
        "text": sheet.text,
        "tokens": [
            {"text": sheet.text[start:end], "start": start, "end": end, "id": number, "ws": False}
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        ],
        "spans": spans,
        "relations": relations,
        "meta": meta,
    }
    return task if predictions else task | {"answer": "accept"}


def _span(at: Region, label: str, starts: list[int]) -> Line:
    first, last = bisect_left(starts, at.start), bisect_left(starts, at.end) - 1
    place = {"start": at.start, "end": at.end, "token_start": first, "token_end": last}
    return place | {"label": label, "text": at.told}


def _marks(task: Line, where: str) -> Iterator[Mark]:
    spans = list(objects(task.get("spans") or [], f"{where}: span"))
    by_id = {str(each["id"]): number for number, each in enumerate(spans) if "id" in each}
    by_place = {_place(each): number for number, each in enumerate(spans)}
    tied: dict[int, list[tuple[int, str]]] = {}
    for relation in objects(task.get("relations") or [], f"{where}: relation"):
        ends = []
        for side in ("head", "child"):
            found = by_id.get(str(relation.get(f"{side}_id")))
            if found is None:
                found = by_place.get(_place(mapping(relation.get(f"{side}_span"), where)))
            ends.append(found)
        one, other = ends
        if one is not None and other is not None and spans[other].get("label") == FURTHER:
            tied.setdefault(one, []).append((other, str(relation.get("label"))))
    further = {other for more in tied.values() for other, _ in more}
    for number, span in enumerate(spans):
        if number in further:
            continue
        key = str(span.get("id", f"s{number + 1}"))
        here = f"{where}: span {key}"
        places = [_region(span, here)]
        for other, role in tied.get(number, ()):
            places.append(_region(spans[other], here, None if role == FURTHER else role))
        line = line_of(span.get("extractor"), here)
        yield Mark(key, str(span.get("label")), tuple(places), line)


def _place(span: Line) -> tuple[object, ...]:
    return str(span.get("start")), str(span.get("end")), str(span.get("label"))


def _region(span: Line, where: str, role: str | None = None) -> Region:
    start, end = integer(span.get("start"), where), integer(span.get("end"), where)
    told = span.get("text")
    return Region(start, end, told if isinstance(told, str) else None, role)
