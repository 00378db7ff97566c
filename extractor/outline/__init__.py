"""Text -> Outline: the numbering grammar, headings against list items."""

from extractor.outline.build import outline
from extractor.outline.types import Item, Outline, Section

__all__ = ["Item", "Outline", "Section", "outline"]
