"""Words, by jieba's dictionary and the project's own; loaded on first use, never before.

Two segmenters give the same words: rjieba (fast, optional) and jieba. rjieba is taken where
it is installed; ``EXTRACTOR_WORDS=jieba`` or ``rjieba`` in the environment decides otherwise.
Both work on an instance of their own: nothing that other users of them see is changed.
"""

from __future__ import annotations

import importlib.util
import os
import threading
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple, Protocol

from extractor.errors import fail
from extractor.schema.functions import function_names

ENGINES = ("rjieba", "jieba")


class Words(Protocol):
    """What a segmenter of words does."""

    def cut(self, text: str) -> list[str]:
        """The words of *text*; joined they are *text* again."""

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The words with their parts of speech, coarse: n noun, v verb, m number, q measure, …"""


_FIRM = 3000  #: the frequency of a name of the functional classification


class Entry(NamedTuple):
    """A line of ``data/words.txt``."""

    word: str
    frequency: int
    tag: str


@lru_cache(maxsize=1)
def own_words() -> tuple[Entry, ...]:
    """The project's own words, and the names of the functional classification.

    Raises EX201 for a line that is no ``word frequency tag``.
    """
    raw = (files("extractor.segment") / "data" / "words.txt").read_text(encoding="utf-8")
    found = []
    for number, line in enumerate(raw.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        parts = line.split(" ")
        if len(parts) != 3 or not parts[1].isdigit():
            raise fail("EX201", f"words.txt:{number}: want 'word frequency tag': {line}")
        found.append(Entry(parts[0], int(parts[1]), parts[2]))
    told = {entry.word for entry in found}
    names = (name for name in function_names() if name not in told and "（" not in name)
    return (*found, *(Entry(name, _FIRM, "nz") for name in names))


class _Lazy:
    """Loads its segmenter at the first call, once, whichever thread comes first."""

    def __init__(self, load: Callable[[], tuple[_Cut, _Tag]]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._ready: tuple[_Cut, _Tag] | None = None

    def _get(self) -> tuple[_Cut, _Tag]:
        if self._ready is None:
            with self._lock:
                if self._ready is None:
                    self._ready = self._load()
        return self._ready

    def cut(self, text: str) -> list[str]:
        return self._get()[0](text)

    def tag(self, text: str) -> list[tuple[str, str]]:
        return self._get()[1](text)


_Cut = Callable[[str], list[str]]
_Tag = Callable[[str], list[tuple[str, str]]]


@lru_cache(maxsize=1)
def _own_tags() -> dict[str, str]:
    return {entry.word: entry.tag for entry in own_words()}


def coarse(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Tagged words with flags that both segmenters agree on: one letter each.

    Their dictionaries are of different years and tag idioms, names and figures apart; the
    project's own words keep the project's own tags. Unknown words are left whole by
    neither: without the hidden Markov model both cut the same.
    """
    own = _own_tags()
    found = []
    for word, flag in pairs:
        flag = own.get(word, flag)
        if word[0].isdecimal():
            flag = "m"
        found.append((word, "n" if flag[0] in "nlji" else flag[0]))
    return found


def _rjieba() -> tuple[_Cut, _Tag]:
    import rjieba

    engine = rjieba.Jieba()
    for word, frequency, tag in own_words():
        engine.add_word(word, frequency, tag)
    return (lambda text: list(engine.cut(text))), (lambda text: coarse(engine.tag(text, False)))


def _jieba() -> tuple[_Cut, _Tag]:
    with warnings.catch_warnings():
        # invalid escapes in its source, and its use of pkg_resources
        warnings.simplefilter("ignore")
        import jieba

    engine = jieba.Tokenizer()
    log = jieba.default_logger
    before, log.disabled = log.disabled, True  # it reports to stderr while it loads
    try:
        engine.initialize()
    finally:
        log.disabled = before
    for word, frequency, tag in own_words():
        engine.add_word(word, frequency, tag)
    tagger: list[_Tag] = []

    def tagged(text: str) -> list[tuple[str, str]]:
        if not tagger:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from jieba import posseg

            pos = posseg.POSTokenizer(engine)
            tagger.append(lambda t: coarse((p.word, p.flag) for p in pos.cut(t, HMM=False)))
        return tagger[0](text)

    return engine.lcut, tagged


_LOADERS = {"rjieba": _rjieba, "jieba": _jieba}


def engine_name() -> str:
    """The segmenter in use: rjieba or jieba.

    Raises EX501 for an unknown name in ``EXTRACTOR_WORDS``, EX502 where it is not installed.
    """
    wanted = os.environ.get("EXTRACTOR_WORDS", "")
    if wanted and wanted not in ENGINES:
        raise fail("EX501", f"EXTRACTOR_WORDS={wanted}: want one of {', '.join(ENGINES)}")
    for name in (wanted,) if wanted else ENGINES:
        if importlib.util.find_spec(name) is not None:
            return name
    raise fail("EX502", f"{wanted or 'jieba'} is not installed")


def words(engine: str | None = None) -> Words:
    """The words of this process (*engine* overrides the environment); loads nothing yet.

    >>> words().cut("一般公共预算财政拨款支出决算")
    ['一般公共预算财政拨款', '支出决算']
    """
    return _made(engine or engine_name())


@lru_cache(maxsize=len(ENGINES))
def _made(engine: str) -> Words:
    if engine not in _LOADERS:
        raise fail("EX501", f"{engine}: want one of {', '.join(ENGINES)}")
    return _Lazy(_LOADERS[engine])
