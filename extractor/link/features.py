"""Passages -> numbers: what the role model sees, the same in training and at run time.

Two parts: hashed character 1- and 2-grams (sums of weight rows, so that a whole document
is scored in one go), and a dense row of section, form, cues and neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from extractor.link.passages import Passage, vocabulary
from extractor.link.sections import NARRATIVE

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BITS = 14  #: two to this power buckets for character n-grams
_SINGLE, _SALT = np.uint32(0xC2B2AE3D), np.uint32(0x27D4EB2F)
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77)
_SHIFT = np.uint32(32 - BITS)
_LIMIT = 400  #: characters of a passage that are looked at
_NINE = (np.uint32(ord("1")), np.uint32(ord("9")))  #: digits that are read as 0
_FORMS = ("prose", "item", "heading")
_PLACES = {name: index for index, name in enumerate(NARRATIVE)}
_OPENING = 3  #: characters within which a cue counts as the opening of a passage


@cache
def families() -> tuple[str, ...]:
    """The cue families, in the order of their columns."""
    return tuple(sorted(vocabulary()["cues"]))


@cache
def _automaton() -> tuple[AhoCorasick, NDArray[np.bool_]]:
    """One automaton over all cue words, and which families each word belongs to."""
    cues = vocabulary()["cues"]
    words = sorted({word for family in cues.values() for word in family})
    member = np.zeros((len(words), len(families())), dtype=bool)
    for column, family in enumerate(families()):
        for word in cues[family]:
            member[words.index(word), column] = True
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), member


def names() -> tuple[str, ...]:
    """The columns of the dense part, in order."""
    cues = families()
    groups = ("cue", "opens", "label", "title", "above", "before", "after", "share")
    return (
        *(f"{group}:{family}" for group in groups for family in cues),
        *(f"own:{each}" for each in NARRATIVE),
        *(f"in:{each}" for each in NARRATIVE),
        *(f"heading in:{each}" for each in NARRATIVE),
        *(f"form:{each}" for each in _FORMS),
        *("money", "percent", "count", "date", "figures_in_block"),
        *("first", "last", "alone", "place", "length", "semicolon"),
    )


def spec() -> dict[str, Any]:
    """What a saved model must agree with to be used."""
    return {"bits": BITS, "limit": _LIMIT, "ngrams": [1, 2], "dense": list(names())}


def grams(texts: Sequence[str]) -> tuple[Ints, Ints, Floats]:
    """Buckets of the n-grams of all texts, where each text's begin, and each text's scale.

    The begins are one longer than the texts. Digits count as one character. A gram
    weighs ``1 / sqrt(length)``.
    """
    joined = "\0".join([text[:_LIMIT] for text in texts])
    raw = f"\0{joined}\0".encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, dtype="<u4").astype(np.uint32)
    codes[(codes >= _NINE[0]) & (codes <= _NINE[1])] = ord("0")
    ends = np.flatnonzero(codes == 0)
    buckets = np.empty(2 * (len(codes) - 1), dtype=np.int64)
    # multiplicative hashing modulo 2^32: the high bits are the mixed ones
    buckets[0::2] = (codes[:-1] * _SINGLE + _SALT) >> _SHIFT
    buckets[1::2] = (codes[:-1] * _FIRST + codes[1:] * _SECOND) >> _SHIFT
    lengths = np.maximum(np.diff(ends), 1)
    return buckets, 2 * ends.astype(np.int64), (1.0 / np.sqrt(lengths)).astype(np.float32)


def _cues(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """How often each family is in each text (at most 2), and whether it opens it."""
    automaton, member = _automaton()
    shape = (len(texts), len(families()))
    joined = "\n".join(text[:_LIMIT] for text in texts)
    hits = automaton.find_matches_as_indexes(joined)
    if not hits:
        return np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    table = np.array(hits, dtype=np.int64)
    lengths = np.fromiter((min(len(t), _LIMIT) + 1 for t in texts), np.int64, len(texts))
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    rows = np.searchsorted(begins, table[:, 1], side="right") - 1
    seen = member[table[:, 0]]
    count = np.zeros(shape, np.float32)
    np.add.at(count, rows, seen.astype(np.float32))
    opening = np.zeros(shape, np.float32)
    early = table[:, 1] - begins[rows] < _OPENING
    np.add.at(opening, rows[early], seen[early].astype(np.float32))
    return np.minimum(count, 2.0), np.minimum(opening, 1.0)


def dense(passages: Sequence[Passage]) -> Floats:
    """One row of :func:`names` for each passage."""
    size = len(passages)
    own, opens = _cues([each.text for each in passages])
    head = _heads(passages)
    few = len(families())
    titles, place = head[:, : 3 * few], head[:, 3 * few :]
    section = np.array([each.section for each in passages])
    paragraph = np.array([each.paragraph for each in passages])
    new_section = np.concatenate(([True], section[1:] != section[:-1]))
    new_paragraph = new_section | np.concatenate(([True], paragraph[1:] != paragraph[:-1]))
    before = np.zeros_like(own)
    before[1:] = own[:-1]
    before[new_section] = 0
    after = np.zeros_like(own)
    after[:-1] = own[1:]
    last_in_section = np.concatenate((new_section[1:], [True]))
    after[last_in_section] = 0
    # sections of one kind under one heading (the points of a list) are weighed together
    block = [(each.above, each.types[:1]) for each in passages]
    new_block = np.array([True, *(a != b for a, b in pairwise(block))])
    starts = np.flatnonzero(new_block)
    group = np.cumsum(new_block) - 1
    sizes = np.diff(np.concatenate((starts, [size]))).astype(np.float32)
    share = (np.add.reduceat(np.minimum(own, 1.0), starts) / sizes[:, None])[group]
    kinds = np.array([each.kinds for each in passages], dtype=np.float32)
    figures = (np.add.reduceat(np.minimum(kinds[:, :3].sum(1), 1.0), starts) / sizes)[group]
    index_in = np.arange(size) - starts[group]
    lengths = np.array([min(len(each.text), _LIMIT) for each in passages], dtype=np.float32)
    last = np.concatenate((new_paragraph[1:], [True]))
    return np.column_stack((
        own, opens, titles, np.minimum(before, 1), np.minimum(after, 1), share,
        place,
        np.minimum(kinds, 2.0), figures,
        new_paragraph, last, new_paragraph & last, index_in / np.maximum(sizes[group], 1),
        np.sqrt(lengths) / 10.0, [each.text[-1:] in "；;" for each in passages],
    )).astype(np.float32)  # fmt: skip


def _heads(passages: Sequence[Passage]) -> Floats:
    """What a passage has from where it stands: cues of label and titles, types, form.

    Passages of one section share it, so each is made once.
    """
    keys = [(p.label, p.title, p.above, p.types, p.form) for p in passages]
    kinds = {key: index for index, key in enumerate(dict.fromkeys(keys))}
    words = {word: i for i, word in enumerate(dict.fromkeys(w for k in kinds for w in k[:3]))}
    known = np.minimum(_cues(list(words))[0], 1.0)
    few, types = len(families()), len(NARRATIVE)
    table = np.zeros((len(kinds), 3 * few + 3 * types + len(_FORMS)), np.float32)
    for row, key in enumerate(kinds):
        for group in range(3):
            table[row, group * few : (group + 1) * few] = known[words[str(key[group])]]
        own, form, at = key[3], key[4], 3 * few
        for depth, each in enumerate(own):
            if each in _PLACES:
                table[row, at + _PLACES[each] + (types if depth else 0)] = 1.0
        if form == "heading" and own and own[0] in _PLACES:
            table[row, at + 2 * types + _PLACES[own[0]]] = 1.0
        table[row, at + 3 * types + _FORMS.index(form)] = 1.0
    return table[[kinds[key] for key in keys]]
