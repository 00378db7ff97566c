"""Tables of a record: plain data as the contract writes it, and each as a frame."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractor.errors import fail

if TYPE_CHECKING:
    import pandas as pd


class RecordTable(dict[str, Any]):
    """A table of ``record.tables``: a dictionary as in the JSON, which is a frame on demand.

    >>> table = RecordTable(id="t1", kind="income", title="收入决算表", unit="万元", pages=[1],
    ...                     columns=[["项目"], ["本年收入"]], cells=[])
    >>> table["kind"], table["unit"]
    ('income', '万元')
    """

    def to_frame(self) -> pd.DataFrame:
        """One row a line of the table, one column a header path that holds numbers.

        The index is (row, code); values are ``Decimal`` in the base unit, missing where the cell
        is blank. Both sides of a table stand in one frame, each with its own columns.

        Raises:
            ExtractorError: EX502 where pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError:
            raise fail("EX502", "to_frame needs pandas: pip install 'extractor[frames]'") from None
        lines: list[tuple[tuple[str, str | None], dict[tuple[str, ...], Decimal]]] = []
        for cell in self["cells"]:
            name, path = (cell["row"], cell["code"]), tuple(cell["column"])
            if not lines or lines[-1][0] != name or path in lines[-1][1]:
                lines.append((name, {}))
            lines[-1][1][path] = Decimal(cell["value"])
        wanted = {path for _, line in lines for path in line}
        order = [p for p in dict.fromkeys(map(tuple, self["columns"])) if p in wanted]
        depth = max(map(len, order), default=1) or 1
        index = pd.MultiIndex.from_tuples([name for name, _ in lines], names=["row", "code"]) if (
            lines
        ) else pd.MultiIndex.from_arrays([[], []], names=["row", "code"])  # fmt: skip
        data = [[line.get(path) for path in order] for _, line in lines]
        head = pd.MultiIndex.from_tuples(
            [(*path, *[""] * (depth - len(path))) for path in order]
        ) if order else None  # fmt: skip
        return pd.DataFrame(data, index=index, columns=head, dtype=object)


def record_tables(tables: Iterable[dict[str, Any]]) -> tuple[RecordTable, ...]:
    """Tables as plain data -> those of a record."""
    return tuple(map(RecordTable, tables))
