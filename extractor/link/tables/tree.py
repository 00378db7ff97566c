"""Rows of a classification without codes: what is below what, where the sums leave no doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from extractor.tables import Line

_STEPS = 4000  #: ways that are tried before a class is given up
_CENTS = Decimal("0.02")  #: of the unit, by which a rounded sum may differ

Amounts = dict[int, Decimal]
Path = tuple[str, ...]


def paths(
    lines: Sequence[Line],
    label: Callable[[Line], str],
    is_class: Callable[[str], bool],
    factor: int,
    deep: bool = True,
) -> dict[int, Path]:
    """The path of each line below a class, by the line's ``id``; lines must be of one side.

    *label* gives the name of a line, empty for one that ends the class (a total). A class is
    told by its name; what follows is its sections and items, each section followed by the items
    that it is the sum of. Only where there is exactly one way to read it so the paths are told.
    With *deep* false there are only items.
    """
    found: dict[int, Path] = {}
    group: list[Line] = []
    top: Line | None = None
    for line in [*lines, None]:
        name = label(line) if line is not None else ""
        if name and not (is_class(name) and (top is None or name != label(top))):
            group.append(line)  # type: ignore[arg-type]
            continue
        if top is not None and group:
            found.update(_below(top, group, label, factor, deep))
        top = line if name else None
        group = []
    return found


def _below(
    top: Line, group: list[Line], label: Callable[[Line], str], factor: int, deep: bool
) -> dict[int, Path]:
    whole = _amounts(top)
    rows = [(line, own) for line in group if any((own := _amounts(line)).values())]
    if not whole or not rows:
        return {}
    amounts = [own for _, own in rows]
    named = [line for line, _ in rows]
    for slack in (Decimal(0), _CENTS * factor):
        ways = _Ways(whole, amounts, slack, deep).all()
        if ways:
            return _named(label(top), named, ways[0], label) if len(ways) == 1 else {}
    # one column may be wrong where others agree
    told = [at for at, each in whole.items() if each]
    if len(told) < 3:
        return {}
    found: set[tuple[int, ...]] = set()
    for wrong in told:
        parts = [{at: each for at, each in own.items() if at != wrong} for own in (whole, *amounts)]
        found.update(_Ways(parts[0], parts[1:], Decimal(0), deep).all())
    return _named(label(top), named, found.pop(), label) if len(found) == 1 else {}


def _named(
    top: str, rows: list[Line], heads: Sequence[int], label: Callable[[Line], str]
) -> dict[int, Path]:
    """Paths by the places of the rows that stand right below the class."""
    found: dict[int, Path] = {}
    section = ""
    for at, line in enumerate(rows):
        if at in heads:
            section = label(line)
            found[id(line)] = (top, section)
        else:
            found[id(line)] = (top, section, label(line))
    return found


def _amounts(line: Line) -> Amounts:
    return {cell.at: Decimal(cell.value) for cell in line.cells if cell.raw[-1:] != "%"}


class _Ways:
    """The ways in which rows can be sections with their items that add up to a class."""

    def __init__(self, whole: Amounts, rows: list[Amounts], slack: Decimal, deep: bool) -> None:
        self.whole, self.rows, self.slack, self.deep = whole, rows, slack, deep
        columns = sorted({at for each in (whole, *rows) for at in each})
        self.columns = columns
        self.sums: list[list[Decimal]] = [[Decimal(0)] * len(columns)]
        for row in rows:
            last = self.sums[-1]
            self.sums.append(
                [each + row.get(at, Decimal(0)) for each, at in zip(last, columns, strict=True)]
            )
        self.left = _STEPS
        self.found: list[tuple[int, ...]] = []

    def all(self) -> list[tuple[int, ...]]:
        """The places of the rows that are sections, for the first two ways there are.

        Rows that are too many to try all ways give none.
        """
        self._from(0, (), [Decimal(0)] * len(self.columns))
        return self.found if self.left > 0 else []

    def _from(self, at: int, heads: tuple[int, ...], total: list[Decimal]) -> None:
        self.left -= 1
        if self.left <= 0 or len(self.found) > 1:
            return
        if at == len(self.rows):
            if self._is(total, self.whole):
                self.found.append(heads)
            return
        if any(abs(each) > abs(self.whole.get(column, Decimal(0))) + self.slack * len(self.rows)
               for each, column in zip(total, self.columns, strict=True)):  # fmt: skip
            return
        row = self.rows[at]
        further = [
            each + row.get(column, Decimal(0))
            for each, column in zip(total, self.columns, strict=True)
        ]
        self._from(at + 1, (*heads, at), further)
        if not self.deep:
            return
        begin = self.sums[at + 1]
        for stop in range(at + 2, len(self.rows) + 1):
            below = [b - a for a, b in zip(begin, self.sums[stop], strict=True)]
            if self._is(below, row):
                self._from(stop, (*heads, at), further)

    def _is(self, sums: list[Decimal], row: Amounts) -> bool:
        return all(
            abs(each - row.get(at, Decimal(0))) <= self.slack
            for each, at in zip(sums, self.columns, strict=True)
        )
