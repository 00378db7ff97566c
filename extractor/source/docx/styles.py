"""Styles of a Word file: which list a paragraph of a style is numbered by, and what is hidden."""

from __future__ import annotations

from functools import cached_property

import msgspec

from extractor.source.docx.names import (
    NUMBERING,
    PPR,
    RPR,
    VANISH,
    Element,
    is_on,
    number,
    value,
    w,
)

_BASES = 20  #: styles that a style is based on, one by another


class _Style(msgspec.Struct, frozen=True, gc=False):
    based_on: str
    list_id: str  #: "" where the style tells none
    level: int | None
    hidden: bool | None


class StyleList(msgspec.Struct, frozen=True):
    """The list that a style numbers its paragraphs by; "" and "0" are none.

    ``level`` is None where the style tells none; ``styles`` are those from the paragraph's own
    to the one that names the list: a level of the list may be linked with one of them.
    """

    list_id: str
    level: int | None
    styles: tuple[str, ...]


class Styles:
    """The styles by their id; *root* is that of styles.xml, None where there is none."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._lists: dict[str, StyleList] = {}
        self._hidden: dict[str, bool] = {}
        self.usual = ""  #: the style of paragraphs that name none
        for each in () if root is None else root.iter(w("style")):
            name = each.get(w("styleId")) or ""
            numbering = each.find(f"{PPR}/{NUMBERING}")
            level = value(numbering, w("ilvl"))
            hidden = each.find(f"{RPR}/{VANISH}")
            self._styles[name] = _Style(
                value(each, w("basedOn")),
                value(numbering, w("numId")),
                number(level, 0) if level else None,
                None if hidden is None else is_on(hidden),
            )
            usual = each.get(w("default")) in ("1", "true", "on")
            if usual and each.get(w("type"), "paragraph") == "paragraph":
                self.usual = self.usual or name

    @cached_property
    def any_list(self) -> bool:
        """Whether any style numbers its paragraphs."""
        return any(each.list_id for each in self._styles.values())

    def list_of(self, name: str) -> StyleList:
        """The list of a style, its own or that of a style it is based on."""
        found = self._lists.get(name)
        if found is None:
            found = self._lists[name] = self._find_list(name)
        return found

    def _find_list(self, name: str) -> StyleList:
        level: int | None = None
        names: list[str] = []
        for each, style in self._bases(name):
            names.append(each)
            if level is None:
                level = style.level
            if style.list_id:
                return StyleList(style.list_id, level, tuple(names))
        return StyleList("", level, tuple(names))

    def hidden(self, name: str) -> bool:
        """Whether text of a style is hidden."""
        if not name:
            return False
        found = self._hidden.get(name)
        if found is None:
            told = (style.hidden for _, style in self._bases(name))
            found = next((each for each in told if each is not None), False)
            self._hidden[name] = found
        return found

    def _bases(self, name: str) -> list[tuple[str, _Style]]:
        found: list[tuple[str, _Style]] = []
        while name in self._styles and len(found) < _BASES:
            style = self._styles[name]
            found.append((name, style))
            name = style.based_on
        return found
