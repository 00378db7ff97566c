"""Pages of PDFs and pictures as they look, drawn by a process of their own."""

from extractor.source.pictures.ask import DOTS, Pictures, pictures
from extractor.source.wire import Picture

__all__ = ["DOTS", "Picture", "Pictures", "pictures"]
