"""Every rule, as declared in the TOML files beside: what it checks, why, and how it is told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

import msgspec

from extractor.errors import fail
from extractor.finding import FAMILIES, SEVERITIES

_PARTING: Final = re.compile(r"^====+\n", re.MULTILINE)


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same in Chinese and in English."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check of the catalogue.

    ``message`` may hold ``{names}`` that the check fills. ``bad`` is a marked-up text (see
    ``annotate.markup``) in which the rule finds exactly what is marked, ``good`` one in which it
    finds nothing; both run as tests. ``identity`` declares arithmetic over field keys
    (``checks.expressions``), the first of several whose figures are stated, that is checked for
    each of ``roles``; in an ``open`` one the parts
    may fall short of the whole, those of one ``beside`` stand in the section of the
    whole, or ``apart`` from it where one slip explains what does not fit.
    ``needs`` names what must be stated for the rule to be checkable, ``basis`` what it rests on.
    One ``across`` compares documents; its examples hold several (``parted``).
    """

    code: str
    name: str
    family: str
    severity: str
    title: Words
    checks: Words
    basis: Words
    message: Words
    bad: tuple[str, ...]
    good: tuple[str, ...]
    identity: tuple[str, ...] = ()
    open: bool = False
    beside: bool = False
    apart: bool = False
    roles: tuple[str, ...] = ("actual", "budget", "prior_actual")
    needs: tuple[str, ...] = ()
    across: bool = False
    retired: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[Rule, ...]


def parted(example: str) -> tuple[str, ...]:
    """The documents of an example, which lines of ``=`` part.

    >>> parted("甲\\n====\\n乙\\n")
    ('甲\\n', '乙\\n')
    """
    return tuple(_PARTING.split(example))


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order of the codes. Raises EX201 where a file does not fit.

    >>> rules()["FA201"].family
    'change'
    """
    found: dict[str, Rule] = {}
    for file in resources.files(__name__).iterdir():
        if not file.name.endswith(".toml"):
            continue
        try:
            declared = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File).rule
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise fail("EX201", f"{file.name}: {error}") from None
        for rule in declared:
            if rule.code in found:
                raise fail("EX201", f"{file.name}: rule {rule.code} is declared twice")
            if rule.family not in FAMILIES or rule.severity not in SEVERITIES:
                raise fail("EX201", f"{file.name}: {rule.code}: unknown family or severity")
            found[rule.code] = rule
    return MappingProxyType(dict(sorted(found.items())))
