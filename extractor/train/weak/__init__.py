"""Weak supervision: many small functions vote on documents without gold."""

from extractor.train.weak.label import Label, Learned, cast_fields, cast_roles, decide, learn_from
from extractor.train.weak.votes import Trust, Votes, combine, describe, learn, learn_alone

__all__ = [
    "Label", "Learned", "Trust", "Votes", "cast_fields", "cast_roles", "combine", "decide",
    "describe", "learn", "learn_alone", "learn_from",
]  # fmt: skip
