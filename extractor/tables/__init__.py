"""Grids as drawn -> tables with meaning: titles, units, header paths, rows and their numbers."""

from extractor.tables.kinds import Kind, Kinds, RowRule, kinds
from extractor.tables.tabulate import tabulate
from extractor.tables.types import Column, Line, Piece, Place, Table, TableCell, Told, placed

__all__ = [
    "Column", "Kind", "Kinds", "Line", "Piece", "Place", "RowRule", "Table", "TableCell", "Told",
    "kinds", "placed", "tabulate",
]  # fmt: skip
