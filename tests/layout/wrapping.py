"""Wrap a text as a page does: at a width, with blank lines, page numbers, and CRLF."""

from __future__ import annotations


def wrap_line(line: str, width: int, columns: bool = False) -> list[str]:
    """*line* cut every *width* characters, or every ``2 * width`` columns."""
    if not columns:
        return [line[at : at + width] for at in range(0, len(line), width)] or [""]
    lines, current, used = [], "", 0
    for character in line:
        wide = 1 if character.isascii() else 2
        if used + wide > 2 * width:
            lines.append(current)
            current, used = "", 0
        current += character
        used += wide
    return [*lines, current]


def wrap(
    text: str,
    width: int,
    *,
    blank_lines: bool = False,
    page_length: int = 0,
    crlf: bool = False,
    columns: bool = False,
) -> str:
    """*text* (a line a paragraph) as the text of wrapped pages."""
    lines = [part for line in text.split("\n") for part in wrap_line(line, width, columns)]
    gap = "\n\n" if blank_lines else "\n"
    if page_length:
        pages = [lines[at : at + page_length] for at in range(0, len(lines), page_length)]
        lines = []
        for number, page in enumerate(pages, 7):
            lines += [*page, f"{gap}{number}{gap}"]
    wrapped = gap.join(lines)
    return wrapped.replace("\n", "\r\n") if crlf else wrapped
