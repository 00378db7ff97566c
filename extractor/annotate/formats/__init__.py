"""Annotations in the formats of other tools, in and out; a new format is a line in ``FORMATS``."""

from extractor.annotate.formats.registry import FORMATS, find_format
from extractor.annotate.formats.types import Drawn, Format, Mark, Region, Sheet, Told

__all__ = ["FORMATS", "Drawn", "Format", "Mark", "Region", "Sheet", "Told", "find_format"]
