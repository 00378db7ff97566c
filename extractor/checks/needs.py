"""What a document must state for a rule to be checkable (``data/needs.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec

from extractor.checks.catalogue import rules
from extractor.errors import fail
from extractor.fact import Fact


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact of this kind, role and field must be there for the rules of *codes*."""

    label: str
    codes: tuple[str, ...]
    kind: str | None = None
    role: str | None = None
    field: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    need: tuple[Need, ...]


@cache
def needs() -> tuple[Need, ...]:
    """Every need. Raises EX201 where the file does not fit."""
    raw = (resources.files("extractor.checks.data") / "needs.toml").read_text("utf-8")
    try:
        found = msgspec.convert(tomllib.loads(raw), _File).need
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise fail("EX201", f"needs.toml: {error}") from None
    for code in {code for each in found for code in each.codes} - rules().keys():
        raise fail("EX201", f"needs.toml: there is no rule {code}")
    return found


def unmet(facts: Iterable[Fact]) -> dict[str, str]:
    """The codes that cannot be checked with *facts*, each with what is not stated."""
    stated = {(each.kind, each.role, each.field) for each in facts}
    missing: dict[str, str] = {}
    for need in needs():
        if not any(
            need.kind in (None, kind) and need.role in (None, role) and field.startswith(need.field)
            for kind, role, field in stated
        ):
            for code in need.codes:
                missing.setdefault(code, need.label)
    return missing
