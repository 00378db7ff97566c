"""Tables of plain text, with Chinese characters counted two columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width


def width(text: str) -> int:
    """How many columns of a terminal *text* takes.

    >>> width("水务局 a")
    8
    """
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Align *rows*, the first of which is the head: the first column left, others right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first = row[0] + " " * (widths[0] - width(row[0]))
        rest = (
            " " * (size - width(cell)) + cell
            for cell, size in zip(row[1:], widths[1:], strict=True)
        )
        lines.append("  ".join([first, *rest]).rstrip())
    return "\n".join(lines)
