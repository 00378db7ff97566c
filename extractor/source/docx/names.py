"""Names of the elements of a Word file, as lxml writes them."""

from __future__ import annotations

from typing import Any

#: An element of the tree; lxml tells no types.
Element = Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

#: the strict namespaces (ISO/IEC 29500) by those that all else is written in
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _WORD[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": RELATION_ID[1:-3].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": _MATHS[1:-1].encode(),
}
ALTERNATE, CHOICE, FALLBACK = (
    f"{_COMPATIBLE}{name}" for name in ("AlternateContent", "Choice", "Fallback")
)
MATHS, MATHS_TEXT, OVER = f"{_MATHS}oMath", f"{_MATHS}t", f"{_MATHS}den"


def w(name: str) -> str:
    """The full name of an element or attribute.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return _WORD + name


BODY, P, PPR, R, RPR, T = w("body"), w("p"), w("pPr"), w("r"), w("rPr"), w("t")
STYLE, NUMBERING, RUN_STYLE = w("pStyle"), w("numPr"), w("rStyle")
TABLE, ROW, CELL, BOX = w("tbl"), w("tr"), w("tc"), w("txbxContent")
VAL, ID, VANISH, DELETED = w("val"), w("id"), w("vanish"), w("del")
_OFF = frozenset(("0", "false", "off"))


def is_on(element: Element | None) -> bool:
    """Whether a property that is on or off is on; False where it is not told."""
    return element is not None and element.get(VAL) not in _OFF


def value(parent: Element | None, name: str, default: str = "") -> str:
    """``w:val`` of the child *name* (a full name), *default* where there is none."""
    child = None if parent is None else parent.find(name)
    return default if child is None else str(child.get(VAL, default))


def number(text: str | None, default: int) -> int:
    """The whole number that *text* is, *default* where it is none or has over 9 digits.

    >>> number("3", 0), number("3.5", 1), number(None, 2)
    (3, 1, 2)
    """
    if text is None or len(text) > 9:
        return default
    try:
        return int(text)
    except ValueError:
        return default
