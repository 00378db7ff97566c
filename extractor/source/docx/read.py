"""bytes of a Word file -> Source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.errors import fail
from extractor.source.docx.inline import Inline
from extractor.source.docx.names import (
    ALTERNATE,
    BODY,
    CHOICE,
    DELETED,
    FALLBACK,
    NUMBERING,
    PPR,
    RELATION_ID,
    RPR,
    STYLE,
    TABLE,
    VAL,
    VANISH,
    Element,
    P,
    T,
    is_on,
    w,
)
from extractor.source.docx.numbering import Lists
from extractor.source.docx.package import Broken, Package, Relation
from extractor.source.docx.styles import Styles
from extractor.source.docx.tables import cells_of, frames, read_rows, rows_of
from extractor.source.limits import Limits
from extractor.source.linear import Linear
from extractor.source.types import COMPLETE, PARTIAL, Source

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READER = "docx 1"
_DEEPEST = 12  #: tables, text boxes and controls one within another; their text alone beyond
_LEFT_OUT = frozenset(
    (w("sectPr"), w("sdtPr"), w("sdtEndPr"), DELETED, w("moveFrom"), PPR, w("tcPr"))
)
_CHUNK = w("altChunk")
_RUNNING = {w("headerReference"): "header", w("footerReference"): "footer"}
_PAGE_WORDS = re.compile(r"page|of|[第共页頁总總\W\d_]+", re.I)
_FIGURE = re.compile(r"[\w.]$")
Block = str | Element


def read_docx(name: str, data: bytes, sha256: str, limits: Limits) -> Source:
    """A Word file as a :class:`Source`: paragraphs with their list numbers, tables, notes.

    Text boxes and notes follow the paragraph or table that they belong to; headers and footers
    stand at the end, once each, as furniture. Raises EX102 (no text), EX105 (damaged or
    encrypted), EX107 (beyond a limit).
    """
    from importlib.metadata import version

    package = Package(name, data, limits)
    main = package.main()
    try:
        root = package.xml(main)
    except Broken as error:
        raise fail("EX105", f"{name}: {error}") from None
    body = next(root.iter(BODY), None)
    if body is None:
        raise fail("EX105", f"{name}: {main} has no body")
    reading = _Reading(package, main, limits)
    reading.body(body)
    reading.running(root)
    text = reading.linear.text
    if not text.strip():
        pictures = any(each.kind == "image" for each in reading.relations.values())
        what = "holds pictures and no text" if pictures else "holds no text"
        raise fail("EX102", f"{name}: the document {what}")
    warnings = reading.told()
    return Source(
        name, text, sha256, MEDIA_TYPE, f"{READER} (lxml {version('lxml')})",
        grids=tuple(reading.linear.grids), furniture=tuple(reading.linear.furniture),
        warnings=warnings, status=PARTIAL if warnings else COMPLETE,
    )  # fmt: skip


class _Reading:
    """One document: its parts, how far its lists are counted, and what was written."""

    def __init__(self, package: Package, main: str, limits: Limits) -> None:
        self.linear = Linear()
        self._package, self._main, self._limits = package, main, limits
        self._warnings: list[str] = []
        self.relations = package.relations(main)
        self._styles = Styles(self._part("styles"))
        self._lists = Lists(self._part("numbering"), self._styles)
        self._inline = Inline(self._styles)
        self._notes: dict[str, dict[str, Element]] = {}
        self._pending: list[Element] = []  #: notes that follow what is read now
        self._room = limits.cells

    def told(self) -> tuple[str, ...]:
        """What is to be said of the reading."""
        unknown = len(self._lists.unknown)
        if unknown:
            self._warn(
                f"numbers of lists are lost: nothing in the file defines {unknown} of its lists"
            )
        return (*self._package.warnings, *self._warnings)

    def _warn(self, warning: str) -> None:
        if warning not in self._warnings:
            self._warnings.append(warning)

    def _part(self, kind: str) -> Element | None:
        """The part that the document has for something, None where it has none."""
        relation = next((each for each in self.relations.values() if each.kind == kind), None)
        if relation is None:
            folder = self._main.rpartition("/")[0]
            relation = Relation(kind, f"{folder}/{kind}.xml")
            if self.relations:
                return None  # told as not there
        try:
            return self._package.xml(relation.target)
        except Broken as error:
            if self.relations:
                self._warn(str(error))
            return None

    # Blocks: a paragraph is its text, a table itself.

    def body(self, body: Element) -> None:
        """Write the body: lines and tables."""
        self._write(self._blocks(body, 0), 0)

    def _write(self, blocks: Iterator[Block], depth: int) -> None:
        for block in blocks:
            if isinstance(block, str):
                self.linear.line(block)
            else:
                self._table(block, depth)
            if self._pending:
                notes, self._pending = self._pending, []
                for note in notes:
                    self._write(self._blocks(note, depth + 1), depth + 1)
            if len(self.linear) > self._limits.characters:
                self._warn(f"read in part: over {self._limits.characters:,} characters (the limit)")
                return

    def _blocks(self, parent: Element, depth: int) -> Iterator[Block]:
        carried = ""
        for child in parent:
            tag = child.tag
            if tag == P:
                text, ends = self._paragraph(child, carried)
                if self._inline.notes:
                    notes = [self._note(each) for each in self._inline.notes]
                    self._pending += (note for note in notes if note is not None)
                    self._inline.notes = []
                boxes = self._inline.boxes
                self._inline.boxes = []
                carried = "" if ends else text
                if ends and text:
                    yield text
                for box in boxes:
                    yield from self._inner(box, depth)
            elif tag == TABLE:
                yield child
            elif tag == ALTERNATE:
                branch = child.find(CHOICE)
                branch = child.find(FALLBACK) if branch is None else branch
                if branch is not None:
                    yield from self._inner(branch, depth)
            elif tag == _CHUNK:
                self._warn("a document that is embedded as a chunk was not read")
            elif isinstance(tag, str) and tag not in _LEFT_OUT and len(child):
                yield from self._inner(child, depth)
        if carried:
            yield carried

    def _inner(self, parent: Element, depth: int) -> Iterator[Block]:
        if depth < _DEEPEST:
            yield from self._blocks(parent, depth + 1)
        else:
            yield _bare(parent)

    def _paragraph(self, paragraph: Element, carried: str) -> tuple[str, bool]:
        """The text of a paragraph with its number, and whether it ends there.

        It does not where its mark was deleted: the next one goes on.
        """
        style, numbering, mark = self._styles.usual, None, None
        for properties in paragraph.iterchildren(PPR):
            for each in properties.iterchildren(STYLE, NUMBERING, RPR):
                if each.tag == STYLE:
                    style = each.get(VAL, style)
                elif each.tag == NUMBERING:
                    numbering = each
                else:
                    mark = each
        text = carried + self._inline.paragraph(paragraph, style)
        if mark is not None:
            if mark.find(DELETED) is not None:
                return text, False
            if not text and is_on(mark.find(VANISH)):
                return "", True
        number = self._lists.next(numbering, style)
        if not number:
            return text, True
        if text[:1].isdigit() and _FIGURE.search(number):
            number += " "  # 1. and 2023 are no figure
        return number + text, True

    def _note(self, at: tuple[str, str]) -> Element | None:
        part, note_id = at
        if part not in self._notes:
            root = self._part(part)
            notes = () if root is None else root
            self._notes[part] = {
                each.get(w("id"), ""): each for each in notes if not each.get(w("type"), "")
            }
        return self._notes[part].pop(note_id, None)  # once, however often it is referred to

    # Tables.

    def _table(self, table: Element, depth: int) -> None:
        frame = frames(table) if depth < _DEEPEST else None
        if frame is not None:
            for cell in frame:
                self._write(self._blocks(cell, depth + 1), depth + 1)
            return
        if self._room <= 0:
            self._cut()
            return
        rows, whole = read_rows(table, self._cell_text, self._room)
        self._room -= sum(map(len, rows))
        if not whole:
            self._cut()
        if any(rows):
            self.linear.table(rows)

    def _cut(self) -> None:
        self._warn(f"tables were read in part: over {self._limits.cells:,} cells (the limit)")

    def _cell_text(self, cell: Element) -> str:
        return "\n".join(self._cell_lines(cell, 0))

    def _cell_lines(self, cell: Element, depth: int) -> Iterator[str]:
        for block in self._blocks(cell, depth):
            if isinstance(block, str):
                yield block
            elif depth >= _DEEPEST:
                yield _bare(block)
            else:
                for row in rows_of(block):
                    cells = ("\n".join(self._cell_lines(e, depth + 1)) for e in cells_of(row))
                    line = " ".join(filter(None, cells))
                    if line:
                        yield line

    # Headers and footers.

    def running(self, root: Element) -> None:
        """Write the headers and footers, each text once."""
        written: set[str] = set()
        parts: set[str] = set()
        for reference in root.iter(*_RUNNING):
            relation = self.relations.get(reference.get(RELATION_ID, ""))
            if relation is None or relation.target in parts:
                continue
            parts.add(relation.target)
            try:
                part = self._package.xml(relation.target)
            except Broken as error:
                self._warn(str(error))
                continue
            inline, self._inline = self._inline, Inline(self._styles, pages=False)
            text = " ".join(" ".join(self._cell_lines(part, 0)).split())
            self._inline = inline
            if text not in written and _PAGE_WORDS.sub("", text):
                written.add(text)
                self.linear.line(text, furniture=_RUNNING[reference.tag])


def _bare(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(T))
