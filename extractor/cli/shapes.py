"""Records as they are written, one after the other: JSON, JSON lines, CSV, text for people."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from extractor.cli.output import Output
from extractor.record import Record, fact_row


class Shape:
    """JSON lines: a record is written as soon as it is there."""

    def __init__(self, out: Output, indent: int = 0) -> None:
        self.out = out
        self.indent = indent

    def add(self, record: Record) -> None:
        """The next record."""
        self.out.write(record.to_json() + "\n")

    def close(self) -> None:
        """There is no further one."""


class Json(Shape):
    """One object, or an array as soon as there is a second."""

    _first = ""
    _several = False

    def add(self, record: Record) -> None:
        """The first is held back until it is known whether it is the only one."""
        text = record.to_json(indent=self.indent)
        if self._several:
            self.out.write(",\n" + text)
        elif self._first:
            self.out.write(f"[{self._first},\n{text}")
            self._several = True
        else:
            self._first = text

    def close(self) -> None:
        """End the array, or write the only one."""
        if self._first:
            self.out.write("]\n" if self._several else self._first + "\n")


class Csv(Shape):
    """A fact a row; all of them are held, since their keys are the columns."""

    def __init__(self, out: Output, indent: int = 0) -> None:
        super().__init__(out, indent)
        self._any = False
        self._rows: list[dict[str, Any]] = []

    def add(self, record: Record) -> None:
        """The rows of a record."""
        self._any = True
        self._rows += [{"doc": record.source.name, **fact_row(fact)} for fact in record.facts]

    def close(self) -> None:
        """Write them, with the heads of the columns."""
        if not self._any:
            return
        columns = list(dict.fromkeys(key for row in self._rows for key in row))
        out = io.StringIO()
        writer = csv.DictWriter(out, columns or ["doc"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(self._rows)
        self.out.write(out.getvalue())


class Told(Shape):
    """A summary for people, parted by blank lines."""

    _any = False

    def add(self, record: Record) -> None:
        """The summary of a record."""
        from extractor.cli.summary import summary

        self.out.write("\n" * self._any + summary(record))
        self._any = True


SHAPES: Final[dict[str, type[Shape]]] = {"json": Json, "jsonl": Shape, "csv": Csv, "text": Told}
