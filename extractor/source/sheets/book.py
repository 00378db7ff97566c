"""The sheets of a workbook, whatever its format, to a Source."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.errors import fail
from extractor.source.limits import Limits
from extractor.source.linear import Linear
from extractor.source.sheets.blocks import write_sheet
from extractor.source.sheets.sheet import Sheet
from extractor.source.types import COMPLETE, PARTIAL, Source


class Budget:
    """What is left of the limits while a workbook is read; ``beyond`` tells which one is not."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.cells = limits.cells
        self.characters = limits.characters
        self.beyond = ""

    def take(self, text: str) -> bool:
        """Whether a cell with this text may still be kept."""
        if self.beyond:
            return False
        self.cells -= 1
        self.characters -= len(text)
        if self.cells < 0:
            self.beyond = f"more than {self._limits.cells} cells"
        elif self.characters < 0:
            self.beyond = f"more than {self._limits.characters} characters"
        return not self.beyond


class Book:
    """What is told of a workbook while its sheets are read."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.budget = Budget(limits)
        self.warnings: list[str] = []
        self.partial = False

    def lose(self, warning: str) -> None:
        """Something could not be read."""
        self.warnings.append(warning)
        self.partial = True


def to_source(
    book: Book, sheets: Iterable[Sheet], name: str, sha256: str, media_type: str, reader: str
) -> Source:
    """One sheet after the other.

    Raises:
        ExtractorError: EX105 where no text can be seen.
    """
    linear = Linear()
    cells = book.limits.cells
    for sheet in sheets:
        rows, lost = sheet.visible()
        if lost:
            book.warnings.append(
                f"sheet {sheet.name}: {lost} hidden cell{'s' * (lost > 1)} with text left out"
            )
        cells -= write_sheet(linear, rows, sheet.name, cells)
        for text in sheet.loose:
            linear.line(text)
        if cells < 0 and not book.budget.beyond:
            book.budget.beyond = f"more than {book.limits.cells} cells"
        if book.budget.beyond:
            break
    if book.budget.beyond:
        book.lose(f"read in part: {book.budget.beyond}")
    if not linear.text.strip():
        told = f" ({'; '.join(book.warnings)})" if book.warnings else ""
        raise fail("EX105", f"{name}: the workbook shows no text{told}")
    return Source(
        name, linear.text, sha256, media_type, reader, grids=tuple(linear.grids),
        warnings=tuple(book.warnings), status=PARTIAL if book.partial else COMPLETE,
    )  # fmt: skip
