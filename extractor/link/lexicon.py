"""Every word that names a field or gives a figure its role, found in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from extractor.schema import cues, expand, fields
from extractor.schema.functions import classes

#: Families of which 收入 and 支出 alone can speak, once one of them is the subject.
_FUNDS = ("fund.", "capital.", "procurement.")
_QUOTES = ("“”", '""', "‘’", "''", "「」", "")


class Entry(msgspec.Struct):
    """What a word can mean: fields (``strong``, ``weak`` by section type, ``joint``) or a cue."""

    word: str
    kind: str = "field"
    value: str = ""
    basis: str = ""
    strong: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    function: bool = False
    weak: dict[str, tuple[str, ...]] = {}
    joint_weak: dict[str, tuple[str, ...]] = {}


#: where a word begins and ends, and what it can mean
Hit = tuple[int, int, Entry]


class Lexicon:
    """An automaton over all words; hits are leftmost-longest and never overlap.

    No word holds a line break.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._automaton = AhoCorasick(
            [entry.word for entry in self.entries], matchkind=MatchKind.LeftmostLongest
        )

    def scan(self, clean: str, start: int, end: int) -> list[Hit]:
        """Hits in ``[start, end)`` as (start, end, entry) in order."""
        entries = self.entries
        found = self._automaton.find_matches_as_indexes(clean[start:end])
        return [(start + low, start + high, entries[index]) for index, low, high in found]


def _variants(word: str) -> Iterable[str]:
    found = expand(word)
    if "“" not in word:
        return found
    both = {each.replace("“", q[:1]).replace("”", q[1:]) for each in found for q in _QUOTES}
    # one of a pair is often forgotten
    return both | {each.replace(mark, "") for each in found for mark in "“”"}


@cache
def lexicon() -> Lexicon:
    """The lexicon of the declared fields and cues; made on first use."""
    entries: dict[str, Entry] = {}

    def entry(word: str) -> Entry:
        return entries.setdefault(word, Entry(word, weak={}, joint_weak={}))

    for cue in cues():
        for word in cue.words:
            entries[word] = Entry(word, cue.kind, cue.value, cue.basis, weak={}, joint_weak={})
    for key, field in fields().items():
        for alias in field.aliases:
            for word in _variants(alias):
                entry(word).strong += (key,)
        for alias in field.joint:
            for word in _variants(alias):
                entry(word).joint += (key,)
        for word in field.names:
            entry(word).names += (key,)
        for word in field.none:
            entry(word).none += (key,)
        for section, words in field.at.items():
            for word in words:
                weak = entry(word).weak
                weak[section] = (*weak.get(section, ()), key)
        for section in field.sections:
            for word in field.weak:
                weak = entry(word).weak
                weak[section] = (*weak.get(section, ()), key)
            for word in (w for alias in field.joint_weak for w in _variants(alias)):
                weak = entry(word).joint_weak
                weak[section] = (*weak.get(section, ()), key)
    for name in classes():
        entry(name).function = True
    return Lexicon(entries.values())


def resolve(entry: Entry, sections: tuple[str, ...], family: str | None) -> tuple[str, ...]:
    """The fields that a word names in a section.

    ``sections`` are the types of the section and of those above it, the innermost
    first; ``family`` is the first part of the key of the subject already spoken of.
    """
    for section in sections[:1]:
        if section in entry.joint_weak:
            return entry.joint_weak[section]
    if entry.joint:
        return entry.joint
    for section in sections:
        if section in entry.weak:
            return entry.weak[section][:1]
    if family and entry.weak and (len(entry.word) > 2 or family in _FUNDS):
        for keys in entry.weak.values():
            for key in keys:
                if key.startswith(family):
                    return (key,)
    if len(entry.strong) > 1:
        known = fields()
        for section in sections:
            for key in entry.strong:
                if section in known[key].sections:
                    return (key,)
    return entry.strong[:1]
