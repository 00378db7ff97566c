"""PDF files, by pypdfium2: characters with their boxes, ruling lines, pages that are pictures."""

from extractor.source.pdf.read import MEDIA_TYPE, READER, read_pdf

__all__ = ["MEDIA_TYPE", "READER", "read_pdf"]
