"""Characters with BIO labels: a character and its label a line, a blank line behind a paragraph.

Labels cannot overlap. Of spans that do, as many as possible are kept: those that end first,
and so the figure rather than the sentence around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.annotate.formats.outgoing import WrittenOnly
from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.types import Mark, Sheet, Told


class Bio(WrittenOnly):
    """``收\\tB-revenue.total``."""

    name = "bio"
    suffix = ".bio"

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """The paragraphs of all documents, each document behind a comment with its name."""
        for sheet in sheets:
            yield "", _rows(sheet, told).encode("utf-8", "surrogatepass")


FORMAT = Bio()


def chosen(marks: Iterable[Mark]) -> list[Mark]:
    """The most marks of which no two overlap, by their first places.

    >>> from extractor.annotate.formats.types import Region
    >>> two = [Mark("f1", "duty", (Region(0, 9),)), Mark("f2", "training", (Region(2, 5),))]
    >>> [mark.id for mark in chosen(two)]
    ['f2']
    """
    found: list[Mark] = []
    reach = 0
    for mark in sorted(marks, key=lambda each: (each.regions[0].end, -each.regions[0].start)):
        if mark.regions[0].start >= reach:
            found.append(mark)
            reach = mark.regions[0].end
    return found


def _rows(sheet: Sheet, told: Told) -> str:
    marks, rest = marks_of(sheet)
    kept = chosen(marks)
    told.drop("spans that overlap one that is kept", len(marks) - len(kept))
    told.drop("further places of facts", sum(len(mark.regions) - 1 for mark in kept))
    told.drop("lines without a place", len(rest))
    told.drop("values, periods and other keys of facts", len(kept))
    labels: dict[int, str] = {}
    for mark in kept:
        at = mark.regions[0]
        inside = [i for i in range(at.start, at.end) if not sheet.text[i].isspace()]
        labels |= {i: f"{'I' if n else 'B'}-{mark.label}" for n, i in enumerate(inside)}
        told.drop("spans of white space alone", not inside)
    covered = {i for mark in kept for i in range(mark.regions[0].start, mark.regions[0].end)}
    rows = [f"# doc = {sheet.name}"]
    spaces = 0
    for i, character in enumerate(sheet.text):
        if not character.isspace() and character != "\ufeff":
            rows.append(f"{character}\t{labels.get(i, 'O')}")
            continue
        spaces += 1
        # a paragraph does not end within a span that is wrapped
        if character in "\n\f" and i not in covered and rows[-1]:
            rows.append("")
    told.drop("characters of white space", spaces)
    if rows[-1]:
        rows.append("")
    return "".join(f"{row}\n" for row in rows)
