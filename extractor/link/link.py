"""Mentions and sentences -> facts: every linker in turn."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.fact import Fact
from extractor.layout import Text
from extractor.link.context import Context
from extractor.link.money import link_money
from extractor.link.year import document_year
from extractor.mentions import Mention
from extractor.outline import Outline
from extractor.segment import Sentence


def link(
    text: Text, outline: Outline, sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> tuple[list[Fact], tuple[str, ...]]:
    """Every fact of a document, and warnings about what could not be told."""
    warnings: list[str] = []
    year = document_year(text, outline, mentions)
    if year is None:
        warnings.append("no fiscal year could be told; periods are left open")
    ctx = Context(text, outline, sentences, mentions, year)
    facts: list[Fact] = []
    for linker in (link_money,):
        facts.extend(linker(ctx))
    return facts, tuple(warnings)
