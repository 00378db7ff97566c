"""A tokenizer over jieba's words that keeps every character and can be pickled and saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from extractor.segment.words import words

NAME = "extractor.words.v1"
_SURROGATE = re.compile("[\ud800-\udfff]")


class WordsTokenizer:
    """Text -> Doc by the words of jieba and the project's own dictionary.

    ``doc.text`` is the text, whatever stands in it (CRLF, U+3000, emoji): a blank after a
    word belongs to it as ``token.whitespace_``, all other white space is tokens. Only a lone
    surrogate, which spaCy cannot hold, becomes U+FFFD, so that offsets stay. ``engine`` is
    ``rjieba`` or ``jieba``; None leaves the choice to the machine that runs it.

    Raises:
        ExtractorError: EX501 or EX502 for an engine that is unknown or not installed.

    >>> [token.text for token in WordsTokenizer(Vocab())("支出决算12.5万元")]
    ['支出决算', '12.5', '万元']
    """

    def __init__(self, vocab: Vocab, engine: str | None = None) -> None:
        self.vocab = vocab
        self.engine = engine

    def __call__(self, text: str) -> Doc:
        pieces: list[str] = []
        spaces: list[bool] = []
        for piece in words(self.engine).cut(_SURROGATE.sub("\ufffd", text)):
            if piece == " " and spaces and not spaces[-1]:
                spaces[-1] = True
            else:
                pieces.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=pieces, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """A Doc for every text; batches make no difference."""
        return map(self, texts)

    # Its only setting is in the config of the pipeline, so there is nothing to save.

    def to_bytes(self, **_: object) -> bytes:
        """Nothing: the config holds it all."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> WordsTokenizer:
        """The tokenizer as it is."""
        return self

    def to_disk(self, _path: Path | str, **_: object) -> None:
        """Nothing: the config holds it all."""

    def from_disk(self, _path: Path | str, **_: object) -> WordsTokenizer:
        """The tokenizer as it is."""
        return self


def make_tokenizer(engine: str | None = None) -> Callable[[Language], WordsTokenizer]:
    """What spaCy's registry calls for ``@tokenizers = "extractor.words.v1"``."""

    def create(nlp: Language) -> WordsTokenizer:
        return WordsTokenizer(nlp.vocab, engine)

    return create


registry.tokenizers(NAME)(make_tokenizer)
