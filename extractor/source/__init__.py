"""bytes -> Source: read a document, know its encoding, give no meaning to it."""

from extractor.source.read import read
from extractor.source.types import Cell, Grid, Source, Text

__all__ = ["Cell", "Grid", "Source", "Text", "read"]
