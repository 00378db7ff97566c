"""Record -> findings: where a document contradicts itself."""

from extractor.checks.catalogue import Rule
from extractor.checks.run import check
from extractor.checks.saved import Unchecked, must_fit, others, unchecked
from extractor.checks.select import Settings, load_settings

__all__ = [
    "Rule",
    "Settings",
    "Unchecked",
    "check",
    "load_settings",
    "must_fit",
    "others",
    "unchecked",
]
