"""Reads the marked-up mini documents of the outline tests.

``⟦2 一、收入⟧`` is a heading of level 2, ``⟦2/duties 一、职责⟧`` tells its type too; ``‹1.›`` is
the ordinal of a list item; a line that begins with ``|`` stands in a table; ``\\`` is a line
break inside a heading; lines that begin with ``#`` say what the case is about.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from extractor.layout import OffsetMap, Text
from extractor.layout.types import Region
from extractor.source import Source

_MARK = re.compile(r"⟦(?P<level>\d)(?:/(?P<type>\w+))? (?P<title>[^⟧]+)⟧|‹(?P<item>[^›]+)›")


class Case(NamedTuple):
    text: Text
    headings: list[tuple[int, int, int]]  #: start, end, level
    types: dict[int, str]  #: start of a heading -> its type
    items: list[tuple[int, int]]  #: start of the ordinal, start of the body


def as_text(clean: str, regions: tuple[Region, ...] = ()) -> Text:
    """A text as if it had been laid out so."""
    source = Source("case", clean, "", "text/plain", "test")
    return Text(source, clean, OffsetMap([(0, len(clean))]), (), regions)


def read_case(path: Path) -> Case:
    clean = ""
    headings: list[tuple[int, int, int]] = []
    types: dict[int, str] = {}
    items: list[tuple[int, int]] = []
    regions: list[Region] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        table = line.startswith("|")
        begin, at = len(clean), 0
        line = line[1:] if table else line
        for mark in _MARK.finditer(line):
            clean += line[at : mark.start()]
            start, at = len(clean), mark.end()
            if mark["item"]:
                clean += mark["item"]
                items.append((start, len(clean)))
            else:
                clean += mark["title"].replace("\\", "\n")
                headings.append((start, len(clean), int(mark["level"])))
                if mark["type"]:
                    types[start] = mark["type"]
        clean += line[at:] + "\n"
        if table and regions and regions[-1].end == begin:
            regions[-1] = regions[-1]._replace(end=len(clean))
        elif table:
            regions.append(Region("table", begin, len(clean)))
    return Case(as_text(clean.rstrip("\n"), tuple(regions)), headings, types, items)
