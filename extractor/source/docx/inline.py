"""The text of a paragraph as it is shown: without field codes, deleted and hidden text."""

from __future__ import annotations

from collections.abc import Callable

from extractor.source.docx.names import (
    ALTERNATE,
    BOX,
    CHOICE,
    DELETED,
    FALLBACK,
    MATHS,
    MATHS_TEXT,
    OVER,
    PPR,
    RPR,
    RUN_STYLE,
    VAL,
    VANISH,
    Element,
    R,
    T,
    is_on,
    w,
)
from extractor.source.docx.signs import sign
from extractor.source.docx.styles import Styles

_CODE, _RESULT, _DROPPED = 0, 1, 2  #: which side of a field is read, or neither
_DEEPEST = 60  #: hyperlinks, content controls and the like, one within another
_PLAIN = {
    w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-",
}  # fmt: skip
_LEFT_OUT = frozenset(
    (
        PPR, RPR, DELETED, w("moveFrom"), w("instrText"), w("delText"), w("delInstrText"),
        w("softHyphen"), w("pgNum"), w("rt"), w("rubyPr"), w("sdtPr"), w("sdtEndPr"),
        w("smartTagPr"), w("customXmlPr"), w("footnoteRef"), w("endnoteRef"), w("annotationRef"),
        w("lastRenderedPageBreak"), w("proofErr"), w("bookmarkStart"), w("bookmarkEnd"),
        w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"),
    )
)  # fmt: skip
_DRAWN = frozenset((w("drawing"), w("pict"), w("object")))
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_FIELD, _SIMPLE, _SYMBOL = w("fldChar"), w("fldSimple"), w("sym")
_INSTRUCTION = w("instrText")
_PAGES = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Inline:
    """Reads paragraphs, one after another: a field may go over several.

    ``boxes`` are the text boxes that were met, ``notes`` the (part, id) of notes referred to; who
    reads takes them away. *pages* is False where the results of page number fields are left out.
    """

    def __init__(self, styles: Styles, *, pages: bool = True) -> None:
        self._styles, self._pages = styles, pages
        self._fields: list[int] = []
        self._code = ""
        self._pieces: list[str] = []
        self._hides = False  #: whether the style of the paragraph is hidden
        self.boxes: list[Element] = []
        self.notes: list[tuple[str, str]] = []
        self._special: dict[str, Callable[[Element, int], None]] = {
            R: self._run,
            ALTERNATE: self._alternate,
            MATHS: self._maths,
            _SIMPLE: self._simple,
        }

    def paragraph(self, paragraph: Element, style: str) -> str:
        """The text of a ``w:p`` of the style with the id *style*, spaces at its ends left out."""
        self._pieces = []
        self._hides = self._styles.hidden(style)
        self._children(paragraph, 0)
        if _CODE in self._fields:  # of a code without an end, the text after it is kept
            self._fields = [_RESULT if each == _CODE else each for each in self._fields]
        return "".join(self._pieces).strip()

    def _children(self, parent: Element, depth: int) -> None:
        for child in parent:
            tag = child.tag
            special = self._special.get(tag)
            if special is not None:
                special(child, depth + 1)
            elif tag not in _LEFT_OUT and isinstance(tag, str) and len(child):
                if depth < _DEEPEST:
                    self._children(child, depth + 1)
                else:
                    self._run(child, depth + 1)

    def _shown(self) -> bool:
        return all(each == _RESULT for each in self._fields)

    def _run(self, run: Element, depth: int) -> None:
        if depth > _DEEPEST:
            self._pieces.extend(each.text or "" for each in run.iter(T))
            return
        shown = not self._is_hidden(run)
        for child in run:
            tag = child.tag
            if tag == T:
                if shown and (not self._fields or self._shown()):
                    self._pieces.append(_text(child))
            elif tag == _FIELD:
                self._field(child.get(w("fldCharType"), ""))
            elif tag == _INSTRUCTION:
                if self._fields and self._fields[-1] == _CODE:
                    self._code += child.text or ""
            elif not shown or tag in _LEFT_OUT:
                continue
            elif tag in _DRAWN:
                self._drawn(child)
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(w("id"), "")))
                if child.get(w("customMarkFollows")) in ("1", "true", "on"):
                    shown = False  # the rest of the run is the mark itself
            elif self._fields and not self._shown():
                continue
            elif tag in _PLAIN:
                self._pieces.append(_PLAIN[tag])
            elif tag == _SYMBOL:
                self._pieces.append(sign(child.get(w("font"), ""), child.get(w("char"), "")))
            elif tag in self._special:
                self._special[tag](child, depth + 1)
            elif isinstance(tag, str) and len(child):
                self._children(child, depth + 1)  # ruby, and what else holds runs

    def _is_hidden(self, run: Element) -> bool:
        hidden = self._hides
        for properties in run.iterchildren(RPR):
            for each in properties.iterchildren(VANISH, RUN_STYLE):
                if each.tag == VANISH:
                    return is_on(each)
                hidden = hidden or self._styles.hidden(each.get(VAL, ""))
        return hidden

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_CODE)
            self._code = ""
        elif self._fields and kind == "separate":
            self._fields[-1] = self._side(self._code)
        elif self._fields and kind == "end":
            self._fields.pop()

    def _side(self, code: str) -> int:
        word = code.split(None, 1)[:1]
        return _DROPPED if not self._pages and word and word[0].upper() in _PAGES else _RESULT

    def _simple(self, field: Element, depth: int) -> None:
        self._fields.append(self._side(field.get(w("instr"), "")))
        if depth < _DEEPEST:
            self._children(field, depth + 1)
        self._fields.pop()

    def _alternate(self, element: Element, depth: int) -> None:
        """What every program reads differently: its first choice, else what it falls back on."""
        for tag in (CHOICE, FALLBACK):
            branch = element.find(tag)
            if branch is None or depth >= _DEEPEST:
                continue
            before = len(self.boxes), len(self._pieces)
            self._run(branch, depth + 1)
            if (len(self.boxes), len(self._pieces)) != before:
                return

    def _drawn(self, drawing: Element) -> None:
        """The text boxes of a drawing, in order; those within a box are met when it is read."""
        if next(drawing.iter(BOX), None) is None:
            return
        stack = [drawing]
        while stack:
            element = stack.pop()
            if element.tag == BOX:
                self.boxes.append(element)
            elif element.tag == ALTERNATE:
                branches = [element.find(CHOICE), element.find(FALLBACK)]
                filled = (
                    each
                    for each in branches
                    if each is not None and next(each.iter(BOX), None) is not None
                )
                stack.extend(each for each in [next(filled, None)] if each is not None)
            else:
                stack.extend(reversed(element))

    def _maths(self, formula: Element, depth: int) -> None:
        for each in formula.iter(MATHS_TEXT, OVER):
            self._pieces.append("/" if each.tag == OVER else each.text or "")


def _text(element: Element) -> str:
    text = element.text or ""
    if "\n" in text:
        # XML that was indented by a program: breaks of lines are other elements
        text = " ".join(text.split("\n")) if element.get(_SPACE) == "preserve" else text.strip()
        text = " ".join(text.split())
    return str(text)
