"""spaCy's DocBin: a Doc of single characters for every document, its marks in span groups.

A token is a character, so that every span lies on tokens, as with the character segmenter of
``spacy.blank("zh")``. ``doc.spans["facts"]``, ``["sections"]`` and ``["findings"]`` hold the
spans, with ids; what is no span is plain data under ``doc.user_data["extractor.gold"]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.vocab import Vocab

from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.reading import file_bytes, line_of, unplaced
from extractor.annotate.formats.types import Drawn, Mark, Region, Sheet, Told
from extractor.errors import fail

KEY = "extractor.gold"
FURTHER = "evidence"
_GROUPS = {"section": "sections", "finding": "findings"}


class SpacyDocBin:
    """One ``.spacy`` file."""

    name = "docbin"
    suffix = ".spacy"
    lossless = True

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """The file. Raises EX301 for a text with half a character, which spaCy cannot hold."""
        vocabulary = Vocab()
        docs = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)
        for sheet in sheets:
            if any("\ud800" <= c <= "\udfff" for c in sheet.text):
                raise fail("EX301", f"{sheet.name}: lone surrogates, which spaCy cannot hold")
            docs.add(_doc(vocabulary, sheet))
        yield "", docs.to_bytes()

    def read(self, path: Path, told: Told) -> Iterator[Drawn]:
        """The spans of the groups, or ``doc.ents`` where there are no groups."""
        try:
            docs = DocBin(store_user_data=True).from_bytes(file_bytes(path))
            found = list(docs.get_docs(Vocab()))
        except (ValueError, KeyError, TypeError, OSError, EOFError) as error:
            raise fail("EX301", f"{path}: no DocBin: {error}") from None
        except Exception as error:  # zlib and msgpack have errors of their own
            if type(error).__module__.split(".")[0] not in ("zlib", "srsly", "msgpack"):
                raise
            raise fail("EX301", f"{path}: no DocBin: {error}") from None
        for number, doc in enumerate(found, 1):
            yield _drawn(doc, f"{path}: doc {number}", f"document{number}")


FORMAT = SpacyDocBin()


def _doc(vocabulary: Vocab, sheet: Sheet) -> Doc:
    characters = list(sheet.text)
    doc = Doc(vocabulary, words=characters, spaces=[False] * len(characters))
    marks, rest = marks_of(sheet)
    groups: dict[str, list[Span]] = {"facts": [], "sections": [], "findings": []}
    lines: dict[str, Any] = {}
    ties: dict[str, list[str | None]] = {}
    for mark in marks:
        line = mark.line or {}
        lines[mark.id] = line
        group = groups[_GROUPS.get(line["kind"], "facts")]
        for number, each in enumerate(mark.regions, 1):
            key = mark.id if number == 1 else f"{mark.id}.{number}"
            label = mark.label if number == 1 else FURTHER
            group.append(Span(doc, each.start, each.end, label=label, span_id=key))
        ties[mark.id] = [each.role for each in mark.regions]
    for name, spans in groups.items():
        doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
    kept = {"doc": sheet.name, "lines": lines, "roles": ties, "unplaced": rest}
    # as text: DocBin would give tuples back for lists
    doc.user_data[KEY] = msgspec.json.encode(kept).decode()
    return doc


def _drawn(doc: Doc, where: str, name: str) -> Drawn:
    given = doc.user_data.get(KEY)
    own: dict[str, Any] = msgspec.json.decode(given) if isinstance(given, str) else {}
    if not isinstance(own, dict):
        raise fail("EX301", f"{where}: {KEY} is no object")
    lines, roles = own.get("lines") or {}, own.get("roles") or {}
    # every kind of group, so that docs of others are read too
    spans = [span for group in doc.spans.values() for span in group] or list(doc.ents)
    more: dict[str, list[Span]] = {}
    first: list[Span] = []
    for span in spans:
        key, _, number = span.id_.partition(".")
        if number and span.label_ == FURTHER and key in lines:
            more.setdefault(key, []).append(span)
        else:
            first.append(span)
    marks = []
    for count, span in enumerate(first, 1):
        key = span.id_ or f"s{count}"
        line = line_of(lines.get(key), where)
        told = roles.get(key) or []
        regions = []
        for at, each in enumerate([span, *more.get(key, [])]):
            role = told[at] if at < len(told) else None
            regions.append(Region(each.start_char, each.end_char, None, role))
        marks.append(Mark(key, span.label_, tuple(regions), line))
    rest = unplaced(own.get("unplaced"), where)
    return Drawn(str(own.get("doc") or name), doc.text, tuple(marks), rest, where)
