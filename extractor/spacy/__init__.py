"""The door to spaCy: a pipeline component, a tokenizer, and a ready ``Language``.

spaCy gets a projection. The truth stays in characters: a fact or mention that does not
fall on token borders is shown by the tokens that cover it, and ``span._.offsets`` keeps its
exact place.

>>> nlp = load_spacy()
>>> doc = nlp("2023年度收入总计360.44万元。")
>>> [(span.text, span.label_) for span in doc.spans["mentions"]]
[('2023年度', 'date'), ('360.44万元', 'money')]
>>> doc._.record["revenue.total"].value
'3604400'
"""

from extractor.spacy.component import Extractor, make_component
from extractor.spacy.extensions import register
from extractor.spacy.language import load_spacy
from extractor.spacy.tokenizer import WordsTokenizer, make_tokenizer

register()

__all__ = ["Extractor", "WordsTokenizer", "load_spacy", "make_component", "make_tokenizer"]
