"""Record -> one self-contained HTML page: the source beside the fields."""

from extractor.view.render import render

__all__ = ["render"]
