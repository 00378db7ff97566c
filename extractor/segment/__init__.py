"""Outline -> sentences, clauses and words."""

from extractor.segment.sentences import clauses, segment, semicolon_parts
from extractor.segment.types import Sentence

__all__ = ["Sentence", "clauses", "segment", "semicolon_parts"]
