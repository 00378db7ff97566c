"""Record -> findings: where a document contradicts itself."""

from extractor.checks.catalogue import Rule, rules
from extractor.checks.run import check

__all__ = ["Rule", "check", "rules"]
