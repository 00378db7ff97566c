"""Tables -> facts of origin ``table``."""

from extractor.link.tables.facts import link_tables

__all__ = ["link_tables"]
