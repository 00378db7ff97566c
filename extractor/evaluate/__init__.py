"""Gold and predictions -> scores, with intervals and the errors in buckets."""

from extractor.evaluate.buckets import Error, bucket_counts, errors
from extractor.evaluate.load import load_gold, load_predictions
from extractor.evaluate.match import match
from extractor.evaluate.pairing import extract_corpus, pair, with_texts
from extractor.evaluate.score import Count, Report, Score, evaluate
from extractor.evaluate.textless import without_text
from extractor.evaluate.types import Doc, Heading, Item

__all__ = [
    "Count",
    "Doc",
    "Error",
    "Heading",
    "Item",
    "Report",
    "Score",
    "bucket_counts",
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
