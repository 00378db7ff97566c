"""A ready pipeline."""

from __future__ import annotations

import spacy
from spacy.language import Language

from extractor.spacy import component  # noqa: F401  (registers the factory)
from extractor.spacy.tokenizer import NAME


def load_spacy(engine: str | None = None) -> Language:
    """A Chinese ``Language`` with our tokenizer and the component ``extractor``.

    It can be saved, loaded, pickled and run in several processes as any pipeline of spaCy.
    ``engine`` fixes the segmenter (``rjieba`` or ``jieba``); by default it is the faster one
    that is installed.

    >>> nlp = load_spacy()
    >>> nlp.lang, nlp.pipe_names
    ('zh', ['extractor'])
    """
    config = {"nlp": {"tokenizer": {"@tokenizers": NAME, "engine": engine}}}
    nlp = spacy.blank("zh", config=config)
    nlp.add_pipe("extractor")
    return nlp
