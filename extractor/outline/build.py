"""Text -> Outline."""

from __future__ import annotations

from extractor.layout import Text
from extractor.outline.candidate import Candidate
from extractor.outline.decide import decide
from extractor.outline.lines import Scan
from extractor.outline.tree import nest
from extractor.outline.types import Item, Outline, Section


def outline(text: Text) -> Outline:
    """The headings and list items of a text, in reading order.

    Linear in the length of the text. Never fails: a text without headings has an empty
    outline. Numbers stand as printed, wrong, missing and double ones included.
    """
    candidates = Scan(text).candidates
    nest(candidates)
    decide(candidates)
    return _build(candidates, len(text.clean))


def _build(candidates: list[Candidate], size: int) -> Outline:
    """Sections and items; every end is the start of the next thing that is not below."""
    ends = _ends(candidates, size)
    sections: list[Section] = []
    items: list[Item] = []
    for i, here in enumerate(candidates):
        above = _section_above(candidates, here)
        if here.heading:
            here.section = len(sections)
            level = sections[above].level + 1 if above is not None else 1
            sections.append(
                Section(
                    here.section,
                    level,
                    here.ordinal,
                    here.title.strip("：: 。"),
                    here.start,
                    here.end(),
                    ends[i],
                    above,
                    here.type,
                )
            )
        elif here.number or here.ordinal:
            items.append(
                Item(
                    here.ordinal,
                    here.style,
                    _depth(candidates, here),
                    here.start,
                    here.body,
                    ends[i],
                    above,
                )
            )
    return Outline(tuple(sections), tuple(items))


def _ends(candidates: list[Candidate], size: int) -> list[int]:
    """Where each candidate's own stretch ends: at the next one that is not below it."""
    ends = [size] * len(candidates)
    path: list[int] = []
    for i, here in enumerate(candidates):
        while path and path[-1] != here.parent:
            ends[path.pop()] = here.start
        path.append(i)
    return ends


def _section_above(candidates: list[Candidate], here: Candidate) -> int | None:
    parent = here.parent
    while parent >= 0:
        if candidates[parent].heading:
            return candidates[parent].section
        parent = candidates[parent].parent
    return None


def _depth(candidates: list[Candidate], here: Candidate) -> int:
    """How many lists stand around an item, itself included."""
    depth, parent = 1, here.parent
    while parent >= 0 and not candidates[parent].heading:
        depth, parent = depth + 1, candidates[parent].parent
    return depth
