"""Passages -> numbers: what the role model sees, the same in training and at run time.

Three parts: hashed character 1-, 2- and 3-grams of the text and of its heading (sums of
weight rows, so that a whole document is scored in one go), and a dense row of section,
form, cues and neighbours. A second pass looks at what the first one takes the passages
around for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import accumulate, chain
from typing import Any

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from extractor.link.passages import Passage, vocabulary
from extractor.link.sections import NARRATIVE

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Buckets of all rows, where each row's begin (one more than there are rows), each row's scale.
Grams = tuple[Ints, Ints, Floats]

BITS = 15  #: two to this power buckets for character n-grams
_SINGLE, _SALT = np.uint32(0xC2B2AE3D), np.uint32(0x27D4EB2F)
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77)
_THIRD = np.uint32(0x165667B1)
_HEADING = np.uint32(0x68E31DA4)  #: parts the n-grams of headings from those of texts
_SHIFT = np.uint32(32 - BITS)
_LIMIT = 400  #: characters of a passage that are looked at
_ONE, _NINE = np.uint32(ord("1")), np.uint32(9)  #: so many digits from 1 on are read as 0
_FORMS = ("prose", "item", "heading")
_PLACES = {name: index for index, name in enumerate(NARRATIVE)}
_OPENING = 3  #: characters within which a cue counts as the opening of a passage


#: label, title, the title above, types and form: what passages of one section share
_Head = tuple[str, str, str, tuple[str, ...], str]


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


@cache
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
    return {"bits": BITS, "limit": _LIMIT, "ngrams": [1, 2, 3], "dense": list(names())}


def grams(texts: Sequence[str], salt: np.uint32 = _SALT) -> Grams:
    """Buckets of the n-grams of all texts, where each text's begin, and each text's scale.

    The begins are one longer than the texts. Digits count as one character. A gram
    weighs ``1 / sqrt(length)``.
    """
    joined = "\0".join([text[:_LIMIT] for text in texts])
    raw = f"\0{joined}\0\0".encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, dtype="<u4").astype(np.uint32)
    codes[codes - _ONE < _NINE] = ord("0")  # what is below 1 wraps round
    ends = (codes[:-1] == 0).nonzero()[0]
    buckets = np.empty((len(codes) - 2, 3), dtype=np.int64)
    # multiplicative hashing modulo 2^32: the high bits are the mixed ones
    one = codes * _FIRST
    two = one[:-2] + codes[1:-1] * _SECOND + (salt - _SALT)
    buckets[:, 0] = (codes[:-2] * _SINGLE + salt) >> _SHIFT
    buckets[:, 1] = two >> _SHIFT
    two += codes[2:] * _THIRD * (codes[1:-1] != 0)  # no gram reaches into the next text
    two ^= two >> np.uint32(15)
    buckets[:, 2] = (two * _SINGLE) >> _SHIFT
    lengths = np.maximum(ends[1:] - ends[:-1], 1)
    scale = (1.0 / np.sqrt(lengths)).astype(np.float32)
    return buckets.reshape(-1), 3 * ends, scale


def headings(passages: Sequence[Passage]) -> tuple[Grams, Ints]:
    """The n-grams of the different headings (or inline labels), and which one each passage has."""
    known: dict[str, int] = {}
    which = [known.setdefault(each.label or each.title, len(known)) for each in passages]
    return grams(list(known), _HEADING), np.array(which, dtype=np.int64)


def breaks(passages: Sequence[Passage]) -> NDArray[np.bool_]:
    """Whether a section begins at each passage, and one behind the last."""
    sections = np.array([each.section for each in passages])
    found = np.ones(len(sections) + 1, dtype=bool)
    np.not_equal(sections[1:], sections[:-1], out=found[1:-1])
    return found


def context(chances: Doubles, starts: NDArray[np.bool_]) -> Doubles:
    """What the second pass is told of each passage of a document.

    *chances* are what the first pass takes the passages for, (passages, labels); *starts* is
    what :func:`breaks` says. Columns: its own (logarithms), those before and after it in its
    section, those before and after it across a section's edge, the second before it, the
    mean of the rest of its section, and whether it opens or closes the section.
    """
    size, few = chances.shape
    table = np.zeros((size, 7 * few + 2))
    if not size:
        return table
    table[:, :few] = np.log(np.maximum(chances, 1e-6))
    inside = ~starts[1:-1, None]
    before, after = chances[:-1] * inside, chances[1:] * inside
    table[1:, few : 2 * few] = before
    table[:-1, 2 * few : 3 * few] = after
    table[1:, 3 * few : 4 * few] = chances[:-1] - before
    table[:-1, 4 * few : 5 * few] = chances[1:] - after
    table[2:, 5 * few : 6 * few] = before[:-1] * inside[1:]
    edges = starts.nonzero()[0]  # a section ends behind the last passage
    first, counts = edges[:-1], edges[1:] - edges[:-1]
    sums = np.add.reduceat(chances, first).repeat(counts, axis=0)
    others = np.maximum(counts - 1, 1).repeat(counts)
    table[:, 6 * few : 7 * few] = (sums - chances) / others[:, None]
    table[:, -2] = starts[:-1]
    table[:, -1] = starts[1:]
    return table


def _cues(texts: Sequence[str], opening: int) -> tuple[Floats, Floats]:
    """How often each family is in each text (at most 2), and whether it opens the first texts.

    The second table has as many rows as *opening* says.
    """
    automaton, member = _automaton()
    few, size = len(families()), len(texts)
    texts = [text[:_LIMIT] for text in texts]
    hits = automaton.find_matches_as_indexes("\n".join(texts))
    if not hits:
        return np.zeros((size, few), np.float32), np.zeros((opening, few), np.float32)
    words, at, _ = np.fromiter(chain.from_iterable(hits), np.int64, 3 * len(hits)).reshape(-1, 3).T
    ends = np.fromiter(accumulate(len(text) + 1 for text in texts), np.int64, size)
    begins = np.concatenate(([0], ends[:-1]))
    rows = np.searchsorted(ends, at, side="right")
    hit, family = member.take(words, axis=0).nonzero()
    cells = rows[hit] * few + family
    early = ((at - begins[rows] < _OPENING) & (rows < opening))[hit]
    count = np.bincount(cells, minlength=size * few).reshape(size, few)
    opens = np.bincount(cells[early], minlength=opening * few).reshape(opening, few)
    return np.minimum(count, 2).astype(np.float32), np.minimum(opens, 1).astype(np.float32)


def dense(passages: Sequence[Passage]) -> Floats:
    """One row of :func:`names` for each passage."""
    size, few, types = len(passages), len(families()), len(NARRATIVE)
    table = np.zeros((size, len(names())), np.float32)
    if not size:
        return table
    text = [each.text for each in passages]
    # passages of one section share what they have from where they stand
    heads: dict[_Head, int] = {}
    head = np.array([
        heads.setdefault((p.label, p.title, p.above, p.types, p.form), len(heads))
        for p in passages
    ])  # fmt: skip
    words: dict[str, int] = {}
    named = [words.setdefault(word, len(words)) for key in heads for word in key[:3]]
    cues, opens = _cues([*text, *words], size)
    once = np.minimum(cues, 1.0)
    cue, known, once = cues[:size], once[size:], once[:size]
    change = np.ones((2, size + 1), dtype=bool)  # of the section, of the paragraph, before each
    told = ([each.section for each in passages], [each.paragraph for each in passages])
    for row, array in zip(change, np.array(told), strict=True):
        np.not_equal(array[1:], array[:-1], out=row[1:-1])
    new_section = change[0]
    new_paragraph = new_section | change[1]
    # sections of one kind under one heading (the points of a list) are weighed together
    blocks: dict[tuple[object, ...], int] = {}
    block = np.array([blocks.setdefault((key[2], key[3][:1]), len(blocks)) for key in heads])[head]
    edges = np.concatenate(([0], (block[1:] != block[:-1]).nonzero()[0] + 1, [size]))
    starts, counts = edges[:-1], edges[1:] - edges[:-1]
    group = np.arange(len(starts)).repeat(counts)
    sizes = counts.astype(np.float32)
    counted = np.array([each.kinds for each in passages], dtype=np.float32)
    figures = np.minimum(counted[:, :3].sum(1), 1.0)

    table[:, :few] = cue
    table[:, few : 2 * few] = opens
    table[:, 2 * few : 5 * few] = known.take(named, axis=0).reshape(len(heads), -1)[head]
    table[1:, 5 * few : 6 * few] = once[:-1] * ~new_section[1:-1, None]
    table[:-1, 6 * few : 7 * few] = once[1:] * ~new_section[1:-1, None]
    table[:, 7 * few : 8 * few] = (np.add.reduceat(once, starts) / sizes[:, None])[group]
    at = 8 * few + 3 * types + len(_FORMS)
    table[:, 8 * few : at] = _places(heads)[head]
    np.minimum(counted, 2.0, out=table[:, at : at + 4])
    table[:, at + 4] = (np.add.reduceat(figures, starts) / sizes)[group]
    table[:, at + 5] = new_paragraph[:-1]
    table[:, at + 6] = new_paragraph[1:]
    table[:, at + 7] = new_paragraph[:-1] & new_paragraph[1:]
    table[:, at + 8] = (np.arange(size) - starts[group]) / sizes[group]
    lengths = np.fromiter(map(len, text), np.float32, size)
    table[:, at + 9] = np.sqrt(np.minimum(lengths, _LIMIT)) / 10.0
    table[:, at + 10] = [each[-1:] in "；;" for each in text]
    return table


def _places(heads: Collection[_Head]) -> Floats:
    """Types and form of each kind of place: own, those above, own of a heading, form."""
    types = len(NARRATIVE)
    rows: list[int] = []
    columns: list[int] = []
    for row, (_, _, _, own, form) in enumerate(heads):
        at = [
            _PLACES[each] + (types if depth else 0)
            for depth, each in enumerate(own)
            if each in _PLACES
        ]
        if form == "heading" and own and own[0] in _PLACES:
            at.append(2 * types + _PLACES[own[0]])
        at.append(3 * types + _FORMS.index(form))
        columns += at
        rows += [row] * len(at)
    table = np.zeros((len(heads), 3 * types + len(_FORMS)), np.float32)
    table[rows, columns] = 1.0
    return table
