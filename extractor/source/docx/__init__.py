"""Word files (.docx, .docm, .dotx, transitional and strict), by lxml: numbers of lists as shown,
tables, text boxes, notes."""

from extractor.source.docx.read import MEDIA_TYPE, READER, read_docx

__all__ = ["MEDIA_TYPE", "READER", "read_docx"]
