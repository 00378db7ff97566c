"""Lines of gold <-> marks: places on one side, everything else on the other."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.annotate.formats.labels import label_of
from extractor.annotate.formats.types import Line, Mark, Region, Sheet

_LISTS = {"finding": "spans"}
_EDGES = ("start", "end")


def regions_of(line: Line) -> tuple[Region, ...]:
    """The places of a line, its main one first in the order of the line."""
    if line["kind"] == "section":
        places = [line]
    else:
        places = line.get(_LISTS.get(line["kind"], "evidence")) or []
    if not all(_stands(each) for each in places):
        return ()
    roles = line["kind"] != "section"
    return tuple(
        Region(each["start"], each["end"], each.get("quote"), each.get("role") if roles else None)
        for each in places
    )


def _stands(place: Line) -> bool:
    """Whether a place is one of this text, and not empty."""
    start, end = place.get("start"), place.get("end")
    whole = isinstance(start, int) and isinstance(end, int) and 0 <= start < end
    return whole and not place.get("source")


def bare(line: Line) -> Line:
    """The line without the offsets of its places; ``body_end`` of a heading is none of them."""
    if line["kind"] == "section":
        return {key: value for key, value in line.items() if key not in _EDGES}
    name = _LISTS.get(line["kind"], "evidence")
    places = [
        {key: value for key, value in each.items() if key not in _EDGES} for each in line[name]
    ]
    return line | {name: places}


def placed(line: Line, regions: Sequence[Region], text: str) -> Line:
    """The inverse of :func:`bare`; quotes are those of the text.

    >>> placed({"kind": "duty", "evidence": [{"role": "value", "quote": ""}]},
    ...        [Region(1, 3, None, "value")], "甲乙丙")["evidence"]
    [{'role': 'value', 'start': 1, 'end': 3, 'quote': '乙丙'}]
    """
    if line["kind"] == "section":
        at = regions[0]
        return _between(line, "quote", at.start, at.end, text)
    name = _LISTS.get(line["kind"], "evidence")
    told = list(line.get(name) or ())
    places = []
    for number, each in enumerate(regions):
        place = dict(told[number]) if number < len(told) else {}
        if each.role is not None or "role" not in place:
            place["role"] = each.role or usual_place(line["kind"], number)
        places.append(_between(place, "quote", each.start, each.end, text))
    return line | {name: places}


def usual_place(kind: str, number: int) -> str:
    """The role of the place with this number, where nobody tells another."""
    if kind == "finding":
        return "secondary" if number else "primary"
    return "label" if number else "value"


def _between(place: Line, before: str, start: int, end: int, text: str) -> Line:
    """Start, end and quote where the quote stood; the order of keys is that of gold."""
    kept = {"start": start, "end": end, "quote": text[start:end]}
    if before not in place:
        return place | kept
    found: Line = {}
    for key, value in place.items():
        if key == before:
            found |= kept
        elif key not in _EDGES:
            found[key] = value
    return found


def marks_of(sheet: Sheet) -> tuple[list[Mark], list[tuple[int, Line]]]:
    """The marks of a document, ids being the numbers of its lines; and lines without a place."""
    marks: list[Mark] = []
    unplaced: list[tuple[int, Line]] = []
    for number, line in enumerate(sheet.lines, 1):
        regions = regions_of(line)
        if not regions:
            unplaced.append((number, line))
            continue
        told = tuple(
            Region(each.start, each.end, sheet.text[each.start : each.end], each.role)
            for each in regions
        )
        marks.append(Mark(f"f{number}", label_of(line), told, bare(line)))
    return marks, unplaced
