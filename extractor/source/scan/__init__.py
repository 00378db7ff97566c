"""Pictures of pages -> characters with places, by an engine for optical recognition."""

from extractor.source.scan.engine import Character, Engine, Word, register
from extractor.source.scan.picture import MEDIA_TYPES, read_picture
from extractor.source.scan.recognise import Recognised, recognise_page

__all__ = [
    "MEDIA_TYPES",
    "Character",
    "Engine",
    "Recognised",
    "Word",
    "read_picture",
    "recognise_page",
    "register",
]
