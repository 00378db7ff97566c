"""Source -> Text: reflow a document as it was laid out into clean running text."""

from extractor.layout.offsets import OffsetMap
from extractor.layout.reflow import reflow
from extractor.layout.types import Aside, Region, Text

__all__ = ["Aside", "OffsetMap", "Region", "Text", "reflow"]
