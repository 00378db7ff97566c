"""Every format by its name; its module is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from extractor.annotate.formats.types import Format
from extractor.errors import fail

#: name -> where the format lies. spaCy is at home in a room of its own.
FORMATS = {
    "label-studio": "extractor.annotate.formats.label_studio:FORMAT",
    "label-studio-config": "extractor.annotate.formats.label_studio_config:FORMAT",
    "prodigy": "extractor.annotate.formats.prodigy:FORMAT",
    "doccano": "extractor.annotate.formats.doccano:SPANS",
    "doccano-relations": "extractor.annotate.formats.doccano:RELATIONS",
    "brat": "extractor.annotate.formats.brat:FORMAT",
    "docbin": "extractor.spacy.docbin:FORMAT",
    "bio": "extractor.annotate.formats.bio:FORMAT",
    "w3c": "extractor.annotate.formats.w3c:FORMAT",
    "csv": "extractor.annotate.formats.rows:FORMAT",
}
#: Formats that are written only.
OUT_ONLY = ("label-studio-config", "bio", "w3c", "csv")


def find_format(name: str) -> Format:
    """The format *name*. Raises EX501.

    >>> find_format("brat").lossless
    True
    """
    if name not in FORMATS:
        raise fail("EX501", f"no format {name!r}; there are {', '.join(sorted(FORMATS))}")
    module, _, what = FORMATS[name].partition(":")
    found: Format = getattr(import_module(module), what)
    return found
