"""The identities that rules of the catalogue declare, read once."""

from __future__ import annotations

from functools import cache

from extractor.checks.catalogue import Rule, rules
from extractor.checks.expressions import LinearIdentity, linear


@cache
def declared() -> tuple[tuple[Rule, tuple[LinearIdentity, ...]], ...]:
    """The rules that declare an identity, each with its readings."""
    return tuple(
        (rule, tuple(linear(each) for each in rule.identity))
        for rule in rules().values()
        if rule.identity
    )
