"""Documents composed from a grammar of frames, with figures that add up."""

from extractor.annotate.compose.write import compose, compose_one

__all__ = ["compose", "compose_one"]
