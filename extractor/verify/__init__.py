"""Replay a record against its source: every place, every quote, every value."""

from extractor.verify.replay import Mismatch, Outcome, verify

__all__ = ["Mismatch", "Outcome", "verify"]
