"""Words and n-grams of rows as hashed buckets, the same on every machine."""

from __future__ import annotations

from itertools import pairwise
from zlib import crc32

import numpy as np

from extractor.train.task import Grams


class Words:
    """Buckets row by row.

    >>> words = Words(4)
    >>> words.row()
    >>> words.text("title", "问题")
    >>> [len(each) for each in words.grams()]
    [3, 2, 1]
    """

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.buckets: list[int] = []
        self.begins: list[int] = []

    def row(self) -> None:
        """Begin a row; it must get a word at least."""
        self.begins.append(len(self.buckets))

    def add(self, *words: object) -> None:
        """One bucket for some words together."""
        data = "\0".join(map(str, words)).encode("utf-8", "surrogatepass")
        self.buckets.append(crc32(data) >> (32 - self.bits))

    def text(self, name: str, text: str) -> None:
        """The characters of a text and each two of them that stand together."""
        for each in text:
            self.add(name, each)
        for one, two in pairwise(text):
            self.add(name, one + two)

    def extend(self, other: Words) -> None:
        """The rows of *other* after these."""
        size = len(self.buckets)
        self.begins += [size + each for each in other.begins]
        self.buckets += other.buckets

    def grams(self) -> Grams:
        """As a model takes them, each word of weight 1."""
        begins = np.array([*self.begins, len(self.buckets)], dtype=np.int64)
        scale = np.ones(len(self.begins), dtype=np.float32)
        return np.array(self.buckets, dtype=np.int64), begins, scale
