"""The small parts of a workbook in OOXML: its sheets, shared texts and styles."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from extractor.source.sheets.codes import BUILT_IN
from extractor.source.sheets.package import Package, feed

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE: Final = ("1", "true", "on")


class Style(NamedTuple):
    """How a cell is shown: its number format, and whether it has lines at its sides."""

    code: str = "General"
    ruled: bool = False


class Listed(NamedTuple):
    """A sheet in the list of a workbook, with its relation and whether it is hidden."""

    name: str
    relation: str
    hidden: bool


def is_true(value: str | None) -> bool:
    """What an attribute says, yes or no."""
    return value is not None and value.lower() in _TRUE


def unescape(text: str) -> str:
    """The text of a cell: line breaks as ``\\n``, ``_x000D_`` and its like resolved.

    >>> unescape("收入_x000D_\\n合计")
    '收入\\n合计'
    """
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\0", "")


def read_list(package: Package, part: str) -> tuple[list[Listed], bool]:
    """The sheets of a workbook in their order, and whether its days count from 1904."""
    sheets: list[Listed] = []
    since_1904 = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal since_1904
        if name == "sheet":
            relation = next((v for k, v in given.items() if k.rpartition(":")[2] == "id"), "")
            hidden = given.get("state", "visible") != "visible"
            sheets.append(Listed(given.get("name", ""), relation, hidden))
        elif name == "workbookPr":
            since_1904 = is_true(given.get("date1904"))

    feed(package.chunks(part), start)
    return sheets, since_1904


def read_strings(package: Package, part: str) -> list[str]:
    """The shared texts; how they are pronounced is left out."""
    found: list[str] = []
    pieces: list[str] = []
    inside = 0  # 1 in a text, and 0 in one that tells a pronunciation
    spoken = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, spoken
        if name == "si":
            pieces.clear()
        elif name == "rPh":
            spoken = True
        elif name == "t":
            inside = not spoken

    def end(name: str) -> None:
        nonlocal inside, spoken
        if name == "si":
            found.append(unescape("".join(pieces)))
        elif name == "rPh":
            spoken = False
        elif name == "t":
            inside = 0

    def characters(text: str) -> None:
        if inside:
            pieces.append(text)

    feed(package.chunks(part), start, end, characters)
    return found


def read_styles(package: Package, part: str) -> list[Style]:
    """The styles that cells name by number."""
    codes: dict[int, str] = dict(BUILT_IN)
    borders: list[bool] = []
    formats: list[tuple[int, int]] = []
    above: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        parent = above[-1] if above else ""
        if parent == "numFmts" and name == "numFmt":
            codes[_int(given.get("numFmtId"))] = given.get("formatCode", "General")
        elif parent == "borders" and name == "border":
            borders.append(False)
        elif parent == "cellXfs" and name == "xf":
            formats.append((_int(given.get("numFmtId")), _int(given.get("borderId"))))
        elif name in ("left", "right", "start", "end") and "borders" in above and borders:
            borders[-1] = borders[-1] or given.get("style", "none") != "none"
        above.append(name)

    def end(_: str) -> None:
        above.pop()

    feed(package.chunks(part), start, end)
    return [
        Style(codes.get(code, "General"), 0 <= border < len(borders) and borders[border])
        for code, border in formats
    ]


def read_boxes(package: Package, part: str) -> list[str]:
    """The paragraphs in the text boxes of a drawing."""
    found: list[str] = []
    pieces: list[str] = []
    inside = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside
        if name == "p":
            pieces.clear()
        inside = name == "t"

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if name == "p" and "".join(pieces).strip():
            found.append("".join(pieces).strip())

    feed(package.chunks(part), start, end, lambda text: pieces.append(text) if inside else None)
    return found


def _int(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0
