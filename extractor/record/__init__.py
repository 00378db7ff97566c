"""facts -> Record: the facts of a document, typed views on them, JSON and table forms."""

from extractor.record.assemble import assemble
from extractor.record.places import placed
from extractor.record.types import Heading, Record, SourceInfo
from extractor.record.wire import (
    fact_from_dict,
    fact_row,
    fact_to_dict,
    finding_to_dict,
    from_json,
)

__all__ = [
    "Heading",
    "Record",
    "SourceInfo",
    "assemble",
    "fact_from_dict",
    "fact_row",
    "fact_to_dict",
    "finding_to_dict",
    "from_json",
    "placed",
]
