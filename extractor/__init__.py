"""Structured facts, each with its place, from Chinese government final accounts (部门决算公开).

>>> import extractor
>>> [m.value for m in extractor.find_mentions("合计1.2万元，下降5％")]
[Decimal('12000'), Decimal('5')]

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.errors import ExtractorError
    from extractor.fact import Evidence, Fact
    from extractor.finding import Finding
    from extractor.mentions import Mention, find_mentions
    from extractor.pipeline import check_across, extract
    from extractor.record import Record
    from extractor.source import Document, File, Source, Text, documents
    from extractor.source.limits import Limits
    from extractor.spacy import load_spacy

__version__ = "0.1.0"

_HOMES = {
    "Document": "extractor.source",
    "Evidence": "extractor.fact",
    "ExtractorError": "extractor.errors",
    "Fact": "extractor.fact",
    "File": "extractor.source",
    "Finding": "extractor.finding",
    "Limits": "extractor.source.limits",
    "Mention": "extractor.mentions",
    "Record": "extractor.record",
    "Source": "extractor.source",
    "Text": "extractor.source",
    "check_across": "extractor.pipeline",
    "documents": "extractor.source",
    "extract": "extractor.pipeline",
    "find_mentions": "extractor.mentions",
    "load_spacy": "extractor.spacy",
}

__all__ = [
    "Document",
    "Evidence",
    "ExtractorError",
    "Fact",
    "File",
    "Finding",
    "Limits",
    "Mention",
    "Record",
    "Source",
    "Text",
    "__version__",
    "check_across",
    "documents",
    "extract",
    "find_mentions",
    "load_spacy",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
