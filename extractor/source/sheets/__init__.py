"""Workbooks: sheets of tables with what stands above and below them."""

from extractor.source.sheets.xls import read_xls
from extractor.source.sheets.xlsx import read_xlsx

__all__ = ["read_xls", "read_xlsx"]
