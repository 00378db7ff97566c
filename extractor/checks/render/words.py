"""The words of ``words.toml``, and what findings say in a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from extractor.checks.catalogue import Rule
from extractor.checks.mistakes import NAMES
from extractor.checks.saved import TEXT, Unchecked
from extractor.finding import Finding
from extractor.schema import fields


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    raw = (resources.files("extractor.checks.render") / "words.toml").read_text("utf-8")
    return tomllib.loads(raw)


def word(group: str, name: str, language: str, /, **values: object) -> str:
    """A word or sentence in a language, *name* itself where there is none.

    >>> word("severities", "error", "zh"), word("says", "more", "en", count=2)
    ('错误', '2 more places')
    """
    found = _words()[group].get(name)
    if found is None:
        return name
    return found[language].format_map(values) if values else found[language]


def message(finding: Finding, language: str, catalogue: Mapping[str, Rule]) -> str:
    """What a finding says; findings of unknown rules speak as they were saved."""
    rule = catalogue.get(finding.code)
    if language == "zh" or rule is None:
        return finding.message
    try:
        return rule.message[language].format_map(finding.values)
    except (KeyError, ValueError, IndexError, AttributeError):
        return finding.message


def mistake(name: str, language: str) -> str:
    """The slip of a finding in words."""
    if name in NAMES:
        return NAMES[name][language == "en"]
    return word("mistakes", name, language)


def title(code: str, language: str, catalogue: Mapping[str, Rule]) -> str:
    """The title of a rule, empty for an unknown one."""
    rule = catalogue.get(code)
    return rule.title[language] if rule else ""


def missing(each: Unchecked, language: str) -> str:
    """What a rule lacks, fields by their names; empty where nobody said."""
    if each.why == TEXT:
        return word("says", "text", language)
    names = [part for part in each.why.split("、") if part]
    if language == "zh":
        names = [fields()[part].label if part in fields() else part for part in names]
    return ("、" if language == "zh" else ", ").join(names)
