"""Gold and predictions -> scores, with intervals and the errors in buckets."""

from extractor.evaluate.buckets import Error, bucket_counts, errors
from extractor.evaluate.count import Compared, Count, compare
from extractor.evaluate.load import load_gold, load_predictions
from extractor.evaluate.match import match
from extractor.evaluate.pairing import extract_corpus, pair, with_texts
from extractor.evaluate.score import Report, Score, evaluate
from extractor.evaluate.textless import without_text
from extractor.evaluate.types import Doc, Finding, Heading, Item

__all__ = [
    "Compared",
    "Count",
    "Doc",
    "Error",
    "Finding",
    "Heading",
    "Item",
    "Report",
    "Score",
    "bucket_counts",
    "compare",
    "errors",
    "evaluate",
    "extract_corpus",
    "load_gold",
    "load_predictions",
    "match",
    "pair",
    "with_texts",
    "without_text",
]
