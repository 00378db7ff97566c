"""mentions -> Facts: which field, role, period and unit each mention states."""

from extractor.link.link import link

__all__ = ["link"]
