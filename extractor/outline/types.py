"""What the outline room hands on: headings and list items, in clean offsets."""

from __future__ import annotations

import msgspec


class Section(msgspec.Struct, frozen=True, gc=False):
    """A heading and the body under it.

    ``start``/``end`` are those of the heading (ordinal included), ``body_end`` where the
    body (subsections included) ends. ``level`` counts from 1 at the top of the outline.
    ``type`` is what it is about (a key of ``schema/sections.toml``), inherited from the
    parent where its own title says nothing, ``""`` where nobody knows. ``parent`` is an
    index into the outline's sections.
    """

    index: int
    level: int
    ordinal: str
    title: str
    start: int
    end: int
    body_end: int
    parent: int | None
    type: str = ""


class Item(msgspec.Struct, frozen=True, gc=False):
    """A numbered list item that is no heading; ``start`` is at its ordinal, ``body`` after it.

    Its end is where the next item or heading (of its own or a higher rank) begins.
    """

    ordinal: str
    style: str  #: the numbering style, such as ``（一）`` or ``1.``
    depth: int
    start: int
    body: int
    end: int
    section: int | None


class Outline(msgspec.Struct, frozen=True):
    """Every heading and list item of a text, in reading order."""

    sections: tuple[Section, ...]
    items: tuple[Item, ...]
