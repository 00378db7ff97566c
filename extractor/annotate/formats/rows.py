"""CSV for spreadsheets: a fact a row, with the place of its value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from extractor.annotate.formats.outgoing import WrittenOnly
from extractor.annotate.formats.places import marks_of
from extractor.annotate.formats.types import Line, Sheet, Told

_FIRST = (
    "doc", "kind", "field", "label", "role", "period", "value", "unit", "low", "high", "raw",
    "direction", "base", "category", "name", "path", "implied", "approx", "confidence", "start",
    "end", "quote",
)  # fmt: skip
#: A cell that a spreadsheet would run as a formula; a number with its sign is none.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Csv(WrittenOnly):
    """With a byte order mark, by which spreadsheets know that it is UTF-8."""

    name = "csv"
    suffix = ".csv"

    def write(
        self, sheets: Iterable[Sheet], told: Told, *, predictions: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        """The head, then the rows of each document."""
        yield "", b"\xef\xbb\xbf" + _row((*_FIRST, "more"))
        for sheet in sheets:
            marks, rest = marks_of(sheet)
            told.drop("texts, of which only quotes are kept")
            told.drop("lines without a place", len(rest))
            facts = [each for each in marks if (each.line or {})["kind"] not in _APART]
            for kind in _APART:
                count = sum((each.line or {})["kind"] == kind for each in marks)
                told.drop(f"{kind}s", count)
            told.drop("further places of facts", sum(len(each.regions) - 1 for each in facts))
            for mark in facts:
                at = mark.regions[0]
                place = {"start": at.start, "end": at.end, "quote": at.told}
                yield "", _row(_cells({"doc": sheet.name} | (mark.line or {}) | place))


FORMAT = Csv()
_APART = ("section", "finding")


def _cells(line: Line) -> list[str]:
    more = {key: value for key, value in line.items() if key not in (*_FIRST, "evidence")}
    cells = [_cell(line.get(key)) for key in _FIRST]
    return [*cells, msgspec.json.encode(more).decode() if more else ""]


def _cell(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    if text.startswith(_FORMULA) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", "backslashreplace")
