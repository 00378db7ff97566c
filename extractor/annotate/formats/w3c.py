"""W3C Web Annotation (JSON-LD): an annotation a line of gold, with quote and position.

Positions are code points, as the recommendation has it; some libraries count UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import msgspec

from extractor.annotate.formats.outgoing import WrittenOnly
from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.types import Line, Mark, Region, Sheet, Told

_CONTEXT = 32
_MODEL = "http://www.w3.org/ns/anno.jsonld"


class WebAnnotation(WrittenOnly):
    """An ``AnnotationPage`` of all documents."""

    name = "w3c"
    suffix = ".jsonld"

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """The page, an annotation at a time."""
        page = {"@context": _MODEL, "type": "AnnotationPage"}
        yield "", msgspec.json.encode(page)[:-1] + b',"items":['
        before = b"\n"
        for sheet in sheets:
            marks, rest = marks_of(sheet)
            told.drop("texts, of which only quotes are kept")
            told.drop("lines without a place", len(rest))
            for mark in marks:
                yield "", before + msgspec.json.encode(_annotation(sheet, mark, predictions))
                before = b",\n"
        yield "", b"\n]}\n"


FORMAT = WebAnnotation()


def _annotation(sheet: Sheet, mark: Mark, predictions: bool) -> Line:
    name = quote(sheet.name, errors="replace")
    bodies = [
        {"type": "TextualBody", "purpose": "tagging", "value": mark.label},
        {"type": "TextualBody", "purpose": "describing", "format": "application/json",
         "value": msgspec.json.encode(mark.line).decode()},
    ]  # fmt: skip
    targets = [
        {"source": f"{name}.txt", "selector": _selectors(sheet.text, each)} for each in mark.regions
    ]
    return {
        "id": f"urn:extractor:{name}:{mark.id}",
        "type": "Annotation",
        "motivation": "highlighting" if predictions else "classifying",
        "body": bodies,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _selectors(text: str, at: Region) -> list[Line]:
    return [
        {"type": "TextQuoteSelector", "exact": text[at.start : at.end],
         "prefix": text[max(at.start - _CONTEXT, 0) : at.start],
         "suffix": text[at.end : at.end + _CONTEXT]},
        {"type": "TextPositionSelector", "start": at.start, "end": at.end},
    ]  # fmt: skip
