"""Reads ``schema/fields/*.toml``; unknown keys are errors that name the path."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

import msgspec

from extractor.errors import fail


class Bad(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A marked-up sentence whose mark of this field would be wrong, and why."""

    text: str
    why: str


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of the catalogue.

    ``aliases`` are the words by which a text names it. A word that means several fields
    is declared by each of them; ``sections`` (section types) tell where it is at home.
    ``weak`` are short forms that count only in these sections. ``examples`` are
    marked-up sentences (see ``annotate.markup``) that run as tests; ``bad`` ones are marked as
    they must not be.
    """

    key: str
    label: str
    kind: str
    unit: str = ""
    note: str = ""
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    joint_weak: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    at: dict[str, tuple[str, ...]] = {}
    sections: tuple[str, ...] = ()
    subject_of: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    parent: str = ""
    none: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    bad: tuple[Bad, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    field: tuple[Field, ...]


@cache
def fields() -> Mapping[str, Field]:
    """Every declared field by its key, in the order of the files.

    >>> fields()["revenue.total"].label
    '收入总计'
    """
    folder = resources.files("extractor.schema") / "fields"
    found: dict[str, Field] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            declared = msgspec.convert(content, _File).field
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise fail("EX201", f"{file.name}: {error}") from None
        for field in declared:
            if field.key in found:
                raise fail("EX201", f"{file.name}: field {field.key} is declared twice")
            found[field.key] = field
    return MappingProxyType(found)
