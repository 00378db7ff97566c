"""Characters and ruling lines of a page -> its lines and tables, in reading order."""

from extractor.source.page.build import Pages
from extractor.source.page.types import Page

__all__ = ["Page", "Pages"]
