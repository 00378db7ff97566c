"""bytes -> Source: read a document, know its encoding, give no meaning to it."""

from extractor.source.inputs import Document, documents
from extractor.source.read import read
from extractor.source.types import Cell, File, Furniture, Grid, Source, Text

__all__ = ["Cell", "Document", "File", "Furniture", "Grid", "Source", "Text", "documents", "read"]
