"""Web pages: their bytes, their tree, the document in it."""

from extractor.source.html.read import MEDIA_TYPE, read_html, reader
from extractor.source.html.sniff import looks_like_html


def __getattr__(name: str) -> str:
    if name == "READER":  # asks for the version of the parser: not at import
        return reader()
    raise AttributeError(name)


__all__ = ["MEDIA_TYPE", "READER", "looks_like_html", "read_html", "reader"]
